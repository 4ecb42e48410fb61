"""Learn which kinds of data are of the incident: rows from read articles, labels from their annotations."""

from collections.abc import Iterator
from typing import Any

from spacy.tokens import Doc

from nlp.linear import Features
from nlp.relevance import data_rows
from nlp.situation import Situation
from nlp.text import normalise, text_of

DATA = ("none", "taken", "spared")
Labelled = list[tuple[Features, str]]


def labelled_data(doc: Doc, gold: dict[str, Any]) -> Labelled:
    """Each kind of data with its fate; left out where the annotation has the kind but elsewhere, or where a specific word stands for it."""
    found: Labelled = []
    if gold["about"] == "other":
        return found
    for span, row in zip(doc.spans.get("data_types", []), data_rows(doc, Situation(doc)), strict=True):
        fates = {
            name: [entry["raw"] for entry in gold.get(field, []) if entry["type"] == span.label_]
            for name, field in (("spared", "data_denied"), ("taken", "data_exposed"))
        }
        here = next((name for name, raws in fates.items() if any(overlaps(doc, span.start_char, span.end_char, raw) for raw in raws)), None)
        if here or (span._.aside != "generic" and not any(fates.values())):
            found.append((row, here or "none"))
    return found


def overlaps(doc: Doc, start: int, end: int, raw: str) -> bool:
    return any(at < end and start < at + len(raw) for at in _places(text_of(doc), normalise(raw)))


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)
