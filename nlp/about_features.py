"""What tells an article that reports an incident from a round-up and from the rest: named numbers for a linear model.

Fuite chez Orféa : 12 000 clients prévenus     title~fuite, figures in title, one victim of much weight
Nos conseils après les fuites de cet hiver     title gist:advice
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from spacy.tokens import Doc

from nlp.background import background
from nlp.data import load
from nlp.linear import Features
from nlp.text import text_of

STEM = 6
HEAD = 500
"""Characters of the text that say what an article is about."""
_WORD = re.compile(r"[a-zà-ÿœ-]{4,}")
_HEADING = re.compile(
    r"(?:^|\n)[ •▪*–-]*(?:\d[.)] ?)?(?:[A-ZÀ-Ý][\w'&-]*(?: (?:de|du|des|d'|la|le|les|et|&)? ?[\w'&-]+){0,5}) ?(?:[.:–—]|- )"
)
_NUMBERED = re.compile(r"(?:^|\n)\s*\d{1,2}[.)] ")
_NAMES = re.compile(
    r"[A-ZÀ-Ý][\w'-]+(?: [A-ZÀ-Ý][\w'-]+)*(?:, [A-ZÀ-Ý][\w'-]+(?: [A-ZÀ-Ý][\w'-]+)*)+(?: et [A-ZÀ-Ý][\w'-]+)?|\bet \w+ autres\b"
)
_PARAGRAPH = re.compile(r"[^\n](?:.|\n(?!\s*\n))*")
_YOU = re.compile(r"\b(?:vous|votre|vos)\b", re.IGNORECASE)
_PER_CENT = re.compile(r"\d ?%|\bpour cent\b")
_YEARS = re.compile(r"\b20[0-2]\d\b")
LONG = 2000
"""Characters of a sentence whose words are looked at."""
_UNREAL = re.compile(r"\b(?:tout est faux|rien de tout cela n'est|fictif|faux pirates|scénario|exercice)\b", re.IGNORECASE)


def about_features(doc: Doc, victims: Sequence[tuple[float, float, int]]) -> Features:
    """`victims`: of each organisation how far it looks like a victim (0 to 1), how plainly the words beside its name say
    so, and the sentence that names it first."""
    row: Features = {}
    _words(row, doc.text[: doc._.text_start], doc.text[doc._.text_start :])
    _form(row, doc.text[: doc._.text_start], doc.text[doc._.text_start :])
    _shares(row, doc)
    _words_told(row, doc)
    _victims(row, victims)
    _spread(row, doc)
    _findings(row, doc)
    return row


def _words(row: Features, title: str, text: str) -> None:
    """The words of title and first sentences."""
    head = text[:HEAD]
    for kind, words in load("about")["gist"].items():
        found = re.compile(words, re.IGNORECASE)
        if found.search(title):
            row["title gist:" + kind] = 1.0
        if found.search(head):
            row["head gist:" + kind] = 1.0
        share = len(found.findall(text)) / (1 + len(text) / 400)
        if share:
            row["share gist:" + kind] = min(2.0, share)
    for kind, words in load("about")["signs"].items():
        found = re.compile("|".join(words), re.IGNORECASE)
        for name, part, weight in (("title", title, 1.5), ("head", head, 1.0), ("text", text, 0.5)):
            if found.search(part):
                row[f"{name} sign:{kind}"] = weight
    for word in set(_WORD.findall(title.lower())):
        row["title~" + word[:STEM]] = 0.6
    for word in set(_WORD.findall(head.lower())):
        row["head~" + word[:STEM]] = 0.4


def _form(row: Features, title: str, text: str) -> None:
    """Names in a row in the title, headings, numbers, length."""
    if _NAMES.search(title):
        row["names in title"] = 1.0
    row["headings"] = min(5, len(_HEADING.findall(text))) / 2
    row["numbered"] = min(4, len(_NUMBERED.findall(text))) / 2
    if _UNREAL.search(text):
        row["unreal"] = 1.0
    row["short" if len(text) < 600 else "long" if len(text) > 2000 else "middling"] = 1.0


def _shares(row: Features, doc: Doc) -> None:
    """How much of the article is background, by kind."""
    marks: list[str | None] = [mark for mark in background(doc) if mark != "firm"]
    for kind in ("past", "advice", "law", "study"):
        row["share " + kind] = 3 * marks.count(kind) / max(1, len(marks))


def _words_told(row: Features, doc: Doc) -> None:
    """The beginnings of all words of the text; those of background sentences apart."""
    for sentence, mark in zip(doc.sents, background(doc), strict=True):
        if sentence.start_char >= doc._.text_start:
            for word in set(_WORD.findall(sentence.text.lower()[:LONG])):
                row.setdefault(("aside~" if mark else "told~") + word[:STEM], 0.1 if mark else 0.5)


def _spread(row: Features, doc: Doc) -> None:
    """Whether one organisation runs through the article, or each paragraph has its own; who is spoken to."""
    text = text_of(doc)
    mentions = Counter(span._.org for span in doc.spans.get("organisations", []))
    titled = {span._.org for span in doc.spans.get("organisations", []) if span.end_char <= doc._.text_start}
    paragraphs = [match.span() for match in _PARAGRAPH.finditer(text, doc._.text_start)]
    homes: dict[int, set[int]] = {}
    for span in doc.spans.get("organisations", []):
        at = bisect_right(paragraphs, (span.start_char, len(text)))
        homes.setdefault(span._.org, set()).add(at)
    size = max(1, len(paragraphs))
    row["top share"] = 2 * max(mentions.values(), default=0) / max(1, mentions.total())
    row[f"named in title {min(3, len(titled))}"] = 1.0
    row["title's in text"] = min(6, max((mentions[org] for org in titled), default=0)) / 3
    row["title's paragraphs"] = 2 * max((len(homes[org]) for org in titled), default=0) / size
    row["most paragraphs"] = 2 * max(map(len, homes.values()), default=0) / size
    row["refused figures"] = min(8, sum(1 for one in doc._.figures if one.what is None)) / 4 if Doc.has_extension("figures") else 0.0
    row["questions"] = min(4, text.count("?")) / 2
    row["to the reader"] = min(6, len(_YOU.findall(text))) / 3
    row["shares told"] = min(4, len(_PER_CENT.findall(text))) / 2
    row["years told"] = min(4, len(set(_YEARS.findall(text)))) / 2


def _victims(row: Features, victims: Sequence[tuple[float, float, int]]) -> None:
    strong = [score for score, _, _ in victims if score > 0.5]
    row["best victim"] = 2 * max((score for score, _, _ in victims), default=0.0)
    row["told victim"] = min(4.0, max((told for _, told, _ in victims), default=0.0)) / 2
    row[f"victims {min(4, len(strong))}"] = 1.0
    spread = {number for score, _, number in victims if score > 0.35}
    row["spread"] = min(5, len(spread)) / 2


def _findings(row: Features, doc: Doc) -> None:
    """What the other components found."""
    kinds = {span.label_ for span in doc.spans.get("counts", [])}
    for kind in kinds & {"affected", "ransom", "volume", "systems", "fine", "loss", "price"}:
        row["count:" + kind] = 0.7
    data = {span.label_ for span in doc.spans.get("data_types", []) if not span._.ignored}
    row["data types"] = min(6, len(data)) / 3
    if doc.spans.get("attack_types"):
        row["attack types"] = 1.0
