"""Relevance: what tells a figure or a kind of data of this incident from one that only stands in the article. Named numbers for two linear models.

Orféa, qui compte 2 millions de clients, a perdu les dossiers de 12 000 d'entre eux.
                  size: none                                     affected
"""

from collections import Counter

from spacy.tokens import Doc, Span

from nlp.data_features import Surroundings, rule_of
from nlp.folding import fold
from nlp.linear import Features
from nlp.situation import Situation

_BIG = 8
_MANY = 6


def data_rows(doc: Doc, situation: Situation) -> list[Features]:
    """One row per span of `doc.spans["data_types"]`."""
    spans: list[Span] = list(doc.spans.get("data_types", []))
    numbers = [situation.number(span.start_char) for span in spans]
    sizes = Counter(numbers)
    kinds = len({span.label_ for span in spans})
    rows = []
    around = Surroundings(spans, situation).rows()
    for span, number, more in zip(spans, numbers, around, strict=True):
        row = situation.features(span.start_char, span.end_char)
        rule = rule_of(span)
        row.update(more)
        row["rule:" + rule] = 1.0
        if span._.aside and span._.aside != "generic":
            row["aside:" + span._.aside] = 1.0
        if span._.possible:
            row["possible"] = 1.0
        if span._.denied_by:
            row["denied by:" + fold(span._.denied_by).split()[0]] = 1.0
        row["code:" + span.label_] = 1.0
        row[f"code:{span.label_} & {rule}"] = 0.7
        row[f"kinds beside {min(_MANY, sizes[number])}"] = 1.0
        row[f"kinds {min(_BIG, kinds)}"] = 0.7
        for mark in [name for name in row if name.startswith(("mark:", "names ", "victim "))]:
            row[f"{mark} & {rule}"] = 1.0
        rows.append(row)
    return rows
