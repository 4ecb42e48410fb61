"""Data types: every kind of data named, and whether the words are about this incident's data.

Le fichier contient noms, prénoms et adresses mail et postale. Changez vos mots de passe.
                   ^^^^  ^^^^^^^    ^^^^^^^^^^^^^    ^^^^^^^             ^^^^^^^^^^^^^
                   name  name       email            postal_address      password, ignored (advice)

Whether they were taken is `vigie_polarity`'s. A word counts where its sentence tells of data in strange hands, or lists three kinds and more,
or continues a list (bullets, a colon); not in advice, law, other people's affairs, nor as a means (« par e-mail », « un mot de passe faible »).
"""

import re

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.background import background
from nlp.data_aside import MEANS, MEANS_CODES, DataSentence, why_aside
from nlp.data_kinds import EITHER, attribute, by_subject, resolve
from nlp.data_words import Word, find
from nlp.folding import fold
from nlp.scores import set_score
from nlp.text import span_of, text_of

for name, default in {"denied_by": None, "possible": False, "attribute": None, "ignored": False, "aside": None, "contact": False}.items():
    if not Span.has_extension(name):
        Span.set_extension(name, default=default)

_JOINT = re.compile(r"[,(/&+–:;-]|\b(?:et|ou|ni|ainsi que|mais aussi|dont|puis|avec|voire|notamment|comme|que|d'autre part)\b|\n")
_SMALL = (
    r"(?:(?:de|du|des|d'|un|une|le|la|les|l'|son|sa|ses|leurs?|votre|vos|ce|cette|ces|copies?|scans?|date|numeros?|parfois|souvent|meme|aussi|"
    r"eventuellement|sans|pas|aucune?|pour certains?)[ \n]*)*"
)
_BESIDE = re.compile(
    rf"[^.!?]{{0,45}}?(?:,|/|&|\(|–|—|-|:|;|\+|\b(?:et|ou|ni|comme|dont|avec|ainsi que|que|voire|puis|notamment))[ \n-]*(?:(?:et|ou|ni) )?{_SMALL}"
)
_CORE = frozenset({"name", "email", "mails", "phone", "postal_address", "username", "birth_date", "customer_number"})
_ALONE = frozenset({"mails", "message", "photo"})
_GOVERNED = re.compile(
    r"(?: [\w'-]+){0,4}? (?:(?:a|ont|avaient|auraient|ayant|qui) (?:ete )?)?(?:vol|derob|exfiltr|pirat|publie|divulgu|"
    r"copie|lus|aspir|siphonn|subtilis|intern|consult|fuit)"
)
_MANY = re.compile(
    r"(?:\bet|,|\bdont|\bque|\bseuls|\btrouve|\d|\bmilliers|\bcentaines|\bdizaines|\bcontenant|\bcontient)(?: (?:des|de|"
    r"d'|les|leurs|ses))? ?$"
)
_ITEM_END = re.compile(r"[,;.]|\bet\b|\n")
WEAK = "weak"
"""Why a word is set aside that only the learned judge may take."""
_BY = re.compile(r"\b(?:par|via) (?:un |une |simple )?$")
_CONTENTS = re.compile(r"\b(?:contenan\w+|contien\w+|contenai\w+|comport\w+|listes? des?|renferm\w+|comprenan\w+|comprend|on y trouve)\b")
_OBJECT = re.compile(
    r"\b(?:vole|derobe|subtilise|exfiltre|aspire|siphonne|publie|divulgue|copie|telecharge|vols?|fuite|divulgation|publication|exfiltration|accessibles?|en libre acces)"
    r" (?:(?:de|des|d'|les|leurs|ses|plusieurs|milliers|centaines|dizaines|\d+) ?)*(?:de |des |d'|les |leurs |ses )$"
)
_VERB = re.compile(
    r"\b(?:a|ont|est|sont|etait|etaient|ete|avait|avaient|peut|peuvent|pourrait|pourraient|sera|seront|n|ne|"
    r"mais(?! aussi)|seuls?|seules?|tandis|alors|"
    r"en revanche|figurent|figuraient|permet\w*|servi\w*|concern\w+)\b"
)


@Language.component("vigie_data_types", assigns=["doc.spans"])
def data_types(doc: Doc) -> Doc:
    """Find the kinds of data named, and mark those that are not of this incident."""
    folded = fold(text_of(doc))
    words = [word for word in find(text_of(doc)) if word.code != "none" and word.strength != "alone"]
    spans: list[Span] = []
    cursor = 0
    intro: DataSentence | None = None  # the sentence whose colon opened the list that we are in
    for sent, mark in zip(doc.sents, background(doc), strict=True):
        sentence = DataSentence(folded[sent.start_char : sent.end_char], sent.start_char, mark)
        if not sentence.bullet and intro is not None and sent.start_char != intro.start + len(intro.text):
            intro = None
        mine = []
        while cursor < len(words) and words[cursor].start < sent.end_char:
            mine.append(words[cursor])
            cursor += 1
        firm = [word for word in mine if word.strength != "weak"]
        runs = [kept for kept in (_listed(run, sentence, intro, folded) for run in _runs(firm, folded)) if kept]
        codes = {word.code for run in runs for word in run}
        sure = {id(word) for run in runs for word in run}
        for run in runs:
            aside = why_aside(run, sentence, intro, codes, title=sent.end_char <= doc._.text_start)
            spans += [_span(doc, word, codes, folded, aside) for word in run]
        around = codes | {word.code for word in firm}
        spans += [_span(doc, word, around, folded, WEAK) for word in mine if id(word) not in sure]
        if sentence.opens_list:
            intro = sentence
    doc.spans["data_types"] = sorted(spans, key=lambda span: (span.start_char, span.end_char))
    return doc


def _runs(words: list[Word], folded: str) -> list[list[Word]]:
    """The words of a sentence, cut into enumerations."""
    runs: list[list[Word]] = []
    for word in words:
        if runs and _joined(folded[runs[-1][-1].end : word.start]):
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _joined(gap: str) -> bool:
    """What stands between two items of one enumeration: a joint, few words, no verb."""
    return len(gap) <= 75 and not _VERB.search(gap) and (not gap.strip() or bool(_JOINT.search(gap)))


def _listed(run: list[Word], sentence: DataSentence, intro: DataSentence | None, folded: str) -> list[Word]:
    """The words of an enumeration that mean kinds of data there: sure ones, and those that truly stand in a list with others."""
    run = [word for word in run if not (word.code in MEANS_CODES and _BY.search(sentence.before(word)))]
    several = len({word.code for word in run}) > 1 and bool(_CONTENTS.search(sentence.text))
    anchored = several or any(word.sure for word in run) or len({word.code for word in run if word.code in _CORE}) > 1
    kept = []
    for index, word in enumerate(run):
        beside = [other for other in run[max(0, index - 1) : index + 2] if other is not word and other.start != word.start]
        if (
            word.sure
            or (anchored and any(_side_by_side(word, other, folded) for other in beside))
            or ((sentence.bullet or intro is not None) and _heads(word, sentence))
            or (word.code in _ALONE and _governed(word, sentence))
            or _OBJECT.search(sentence.before(word))
        ):
            kept.append(word)
    return kept


def _governed(word: Word, sentence: DataSentence) -> bool:
    """Messages or photos that are themselves said to be taken: « 500 e-mails ont été volés », « on y trouve des photos »."""
    if _GOVERNED.match(sentence.after(word)):
        return not MEANS.search(sentence.before(word))
    return bool(_MANY.search(sentence.before(word))) and sentence.strong


def _side_by_side(one: Word, other: Word, folded: str) -> bool:
    first, second = sorted((one, other), key=lambda word: word.start)
    return second.start < first.end or bool(_BESIDE.fullmatch(folded[first.end : second.start]))


def _heads(word: Word, sentence: DataSentence) -> bool:
    """The word opens the item: « - adresse ; »."""
    before = sentence.text[: min(40, word.start - sentence.start)]
    return len(before) < 40 and len(re.findall(r"\w+", before)) <= 2


def _span(doc: Doc, word: Word, beside: set[str], folded: str, aside: str | None) -> Span:
    code = resolve(word.code, beside - set(EITHER))
    code = by_subject(code, folded, word.start, word.end)
    span = span_of(doc, word.start, word.end, "personal_data" if code == "contact" else code)
    stop = _ITEM_END.search(folded, word.end, word.end + 60)
    span._.attribute = attribute(code, folded[word.start : stop.start() if stop else word.end + 40])
    span._.ignored, span._.aside = aside is not None, aside
    span._.possible, span._.denied_by = False, None
    if code == "contact":
        span._.contact = True
    set_score(span, "data_types", 0.93 if len(beside) > 2 else 0.85)
    return span
