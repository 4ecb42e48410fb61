"""Background: the sentences that are not about this incident.

En 2021, une faille du même produit avait servi de porte d'entrée chez l'assureur.      past
Changez votre mot de passe si vous l'utilisez ailleurs.                                 advice
Le responsable encourt jusqu'à cinq ans d'emprisonnement.                               law
Selon une étude, une PME sur deux a été attaquée.                                       study
Fondée en 1990, l'entreprise emploie 200 personnes.                                     firm

`background(doc)` gives one mark per sentence of `doc.sents`, None where the sentence is about the incident. Words in `data/background.toml`.
"""

import re
from collections.abc import Sequence
from typing import Literal

from spacy.tokens import Doc

from nlp.data import load
from nlp.discourse import ENOUGH, NARRATIVE, STAYS, signs
from nlp.phrases import compiled
from nlp.text import text_of

Kind = Literal["past", "advice", "law", "study", "firm"]

if not Doc.has_extension("background"):
    Doc.set_extension("background", default=None)

_YEAR = re.compile(r"(?<![\w/.-])(?:19|20)\d\d(?![\w/-])")
_LEADING_YEAR = re.compile(
    r"^\W*(?:mais|et|déjà|ainsi)?,? ?(?:(?:en|dès|fin|début|courant|à la fin de|au début de|mi-)[ -]?(?:l'année )?(?:[\wéû]+ )?|le \d{1,2}(?:er)? [\wéû]+ )"
    r"((?:19|20)\d\d)",
    re.IGNORECASE,
)
_PLAIN_YEAR = re.compile(r"^\W*(?:déjà )?en ((?:19|20)\d\d),", re.IGNORECASE)
_PLUPERFECT = re.compile(
    r"\b(?:avai(?:t|ent)|étai(?:t|ent)|s'étai(?:t|ent))(?: \w+){0,2}? (?:\w+(?:é|ée|és|ées|i|ie|is|ies|u|ue|us|ues|it|ert)|fait)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(r"\n[ \t\r]*\n")


def mark(
    sentences: Sequence[str], *, paragraphs: Sequence[int] | None = None, year: int | None = None, title: str = ""
) -> list[Kind | None]:
    """What kind of background each sentence is.

    `paragraphs` gives each sentence's paragraph number (all one paragraph by default); `year` is the year of publication; the names
    of the `title` are this case's.

    >>> mark(["La mairie a été piratée mardi.", "En 2019, la ville voisine avait subi le même sort."], year=2023)
    [None, 'past']
    """
    numbers = list(paragraphs) if paragraphs is not None else [0] * len(sentences)
    marks: list[Kind | None] = []
    carried: Kind | None = None
    series = False
    words = load("background")
    told = signs(sentences, paragraphs=numbers, year=year, title=title)
    for index, sentence in enumerate(sentences):
        opens = index == 0 or numbers[index] != numbers[index - 1]
        if opens:
            carried, series = None, False
        kind = _kind(sentence, early=index < 2, year=year)
        if kind is None and carried == "past" and (_stays_past(sentence) or (series and not compiled(words["here"]).search(sentence))):
            kind = "past"
        if numbers[index] and compiled(words["series"]).search(sentence):
            kind, series = kind or "past", True
        if kind is None and told[index].score >= (STAYS if carried == "past" else ENOUGH):
            kind = "past"
        carried = kind or carried
        if kind is None:
            carried = None
        marks.append(kind)
    return marks


def _kind(sentence: str, *, early: bool, year: int | None) -> Kind | None:
    words = load("background")
    here = bool(compiled(words["here"]).search(sentence))
    if not here and compiled(words["past"]).search(sentence):
        return "past"
    if (
        not here
        and compiled(words["recall"]).search(sentence)
        and (_PLUPERFECT.search(sentence) or _past_year(sentence, year, early=False))
    ):
        return "past"
    told = early and compiled(words["announced"]).search(sentence)
    if not here and not told and _past_year(sentence, year, early=early):
        return "past"
    kinds: tuple[Kind, ...] = ("advice", "law", "study")
    for kind in kinds:
        if compiled(words[kind]).search(sentence) and not here:
            return kind
    if not here and compiled(words["firm"]).search(sentence) and not compiled(words["incident"]).search(sentence):
        return "firm"
    return None


def _past_year(sentence: str, year: int | None, *, early: bool) -> bool:
    """A sentence that opens on an earlier year, or tells in the pluperfect of one at least two years back."""
    plain = None if early else _PLAIN_YEAR.match(sentence)
    if plain and year is not None and int(plain[1]) < year:
        return True
    told = _LEADING_YEAR.match(sentence)
    if told and year is not None and int(told[1]) < year and NARRATIVE.search(sentence):
        return True
    leading = None if early else _LEADING_YEAR.match(sentence)
    if leading and (year is None or int(leading[1]) < year) and _PLUPERFECT.search(sentence):
        return True
    if year is None:
        return False
    years = [int(found[0]) for found in _YEAR.finditer(sentence)]
    if leading and int(leading[1]) <= year - 2 and compiled(load("background")["incident"]).search(sentence):
        return max(years) <= year - 2
    return bool(years) and max(years) <= year - 2 and bool(_PLUPERFECT.search(sentence))


def _stays_past(sentence: str) -> bool:
    return bool(_PLUPERFECT.search(sentence)) and not compiled(load("background")["here"]).search(sentence)


def background(doc: Doc) -> list[Kind | None]:
    """One mark per sentence of `doc.sents`, kept on `doc._.background`; the title is never background."""
    marks: list[Kind | None] | None = doc._.background
    if marks is None:
        sents = list(doc.sents)
        breaks = [found.start() for found in _BREAK.finditer(text_of(doc))]
        numbers, passed = [], 0
        for sent in sents:
            while passed < len(breaks) and breaks[passed] < sent.start_char:
                passed += 1
            numbers.append(passed)
        published = doc._.published if Doc.has_extension("published") else None
        year = int(published[:4]) if published else None
        body = doc._.text_start if Doc.has_extension("text_start") else 0
        first = next((index for index, sent in enumerate(sents) if sent.start_char >= body), len(sents))
        text = [sent.text.strip() for sent in sents[first:]]
        marks = [None] * first + mark(text, paragraphs=numbers[first:], year=year, title=text_of(doc)[:body])
        doc._.background = marks
    return marks
