"""The tokenizer: spaCy's French one, with the press's own habits added.

d'1,2 million   33Go   130k€   mot(s) de passe   …du RGPD.Les victimes…
d'|1,2|million  33|Go  130|k€  mot(s)|de|passe   RGPD|.|Les

spaCy looks at what stands between two spaces again and again, each time one affix shorter: longer stretches than words have are cut
beforehand, so that a dump or an encoded picture left in a text costs no more than its length.
"""

import re

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

ELISION = r"[dDlLnN]'(?=\d)"
GLUED_UNIT = r"(?<=\d)(?:[kKmMgGtTpP]?[oO]|[kKMmGT][bB]|[kKM]|[kKM]?[€$£]|M€|millions?|milliards?|euros?|dollars?)"
GLUED_SENTENCE = r"(?<=[a-zà-ÿA-ZÀ-Ý0-9)»])[.?!](?=[A-ZÀ-Ý][a-zà-ÿ']+)"
OPTIONAL_ENDING = re.compile(r"[\w-]+\((?:e?s|x|nes?|ne|e)\)")
GLUED_WORDS = re.compile(r"[a-zà-ÿA-Z0-9]\.[A-ZÀ-Ý][a-zà-ÿ]")
LONGEST = 500
"""Characters without a space that are looked at together: addresses are shorter, nearly always."""
LONG = re.compile(rf"\S{{{LONGEST + 1}}}")
PIECE = re.compile(rf"\S{{{LONGEST // 2},{LONGEST}}}(?<=[^\w\s])|\S{{1,{LONGEST}}}")
"""As much as may stand together, cut after a sign where one is near."""


class PressTokenizer(Tokenizer):  # type: ignore[misc]  # spaCy's is compiled, without types
    """spaCy's tokenizer, in linear time."""

    def __call__(self, text: str) -> Doc:
        if not LONG.search(text):
            return super().__call__(text)  # type: ignore[no-any-return]
        docs = [super(PressTokenizer, self).__call__(part) for part in parts(text)]
        return Doc.from_docs(docs, ensure_whitespace=False) or docs[0]


def parts(text: str) -> list[str]:
    """The text cut within stretches without spaces that are too long; nothing is lost between the parts.

    >>> [len(part) for part in parts("un " + "x" * 1100 + " deux")]
    [503, 500, 105]
    """
    cuts = [0]
    for run in re.finditer(rf"\S{{{LONGEST + 1},}}", text):
        cuts += [piece.end() for piece in PIECE.finditer(text, run.start(), run.end()) if piece.end() < run.end()]
    return [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def adapt(nlp: Language) -> Tokenizer:
    """Replace the tokenizer of a French pipeline by one that knows these habits, and return it."""
    base = nlp.tokenizer
    assert isinstance(base, Tokenizer)  # noqa: S101 - every spaCy French pipeline has one
    defaults = nlp.Defaults
    url_match, token_match = base.url_match, base.token_match

    def keeps_whole(text: str) -> bool:
        return bool(OPTIONAL_ENDING.fullmatch(text) or (token_match and token_match(text)))

    def is_url(text: str) -> bool:
        return bool(url_match and url_match(text) and not GLUED_WORDS.search(text))

    nlp.tokenizer = PressTokenizer(
        nlp.vocab,
        rules=base.rules,
        prefix_search=compile_prefix_regex([*(defaults.prefixes or ()), ELISION]).search,
        suffix_search=compile_suffix_regex([*(defaults.suffixes or ()), GLUED_UNIT, r"(?<=[€$£])\."]).search,
        infix_finditer=compile_infix_regex([*(defaults.infixes or ()), GLUED_SENTENCE]).finditer,
        token_match=keeps_whole,
        url_match=is_url,
    )
    return nlp.tokenizer
