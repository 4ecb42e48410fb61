"""The tokenizer: spaCy's French one, with the press's own habits added.

d'1,2 million   33Go   130k€   mot(s) de passe   …du RGPD.Les victimes…
d'|1,2|million  33|Go  130|k€  mot(s)|de|passe   RGPD|.|Les
"""

import re

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

ELISION = r"[dDlLnN]'(?=\d)"
GLUED_UNIT = r"(?<=\d)(?:[kKmMgGtTpP]?[oO]|[kKMmGT][bB]|[kKM]|[kKM]?[€$£]|M€|millions?|milliards?|euros?|dollars?)"
GLUED_SENTENCE = r"(?<=[a-zà-ÿA-ZÀ-Ý0-9)»])[.?!](?=[A-ZÀ-Ý][a-zà-ÿ']+)"
OPTIONAL_ENDING = re.compile(r"[\w-]+\((?:e?s|x|nes?|ne|e)\)")
GLUED_WORDS = re.compile(r"[a-zà-ÿA-Z0-9]\.[A-ZÀ-Ý][a-zà-ÿ]")


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

    nlp.tokenizer = Tokenizer(
        nlp.vocab,
        rules=base.rules,
        prefix_search=compile_prefix_regex([*(defaults.prefixes or ()), ELISION]).search,
        suffix_search=compile_suffix_regex([*(defaults.suffixes or ()), GLUED_UNIT, r"(?<=[€$£])\."]).search,
        infix_finditer=compile_infix_regex([*(defaults.infixes or ()), GLUED_SENTENCE]).finditer,
        token_match=keeps_whole,
        url_match=is_url,
    )
    return nlp.tokenizer
