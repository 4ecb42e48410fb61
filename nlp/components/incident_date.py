"""Incident date: when the attack or leak happened or, failing that, was found out.

Dans un communiqué du 8 juillet, le groupe admet qu'un intrus a eu accès, entre le 26 juin et le 1er juillet, à ses serveurs.
                                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

`doc.spans["incident_date"]`: at most one span a part. A linear model (`data/date_model.json`) ranks the dates that the text names, and
the answer that it names none, by what `nlp.date_rank` tells of each.
"""

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.date_rank import Candidate, candidates, chances
from nlp.linear import load_model
from nlp.scores import set_score
from nlp.situation import Situation
from nlp.text import text_of

_SURE = ((0.9, 0.95), (0.4, 0.67), (0.0, 0.25))
"""From which chance on what share of the dates is right, in articles that the model had not seen."""

_CLOSER = 0.25
"""« début mars », then « le 6 mars à l'aube »: the closer of two answers that agree, if it has this share of the other's chance."""


@Language.component("vigie_incident_date", requires=["doc.spans"], assigns=["doc.spans"])
def incident_date(doc: Doc) -> Doc:
    """Choose each part's date."""
    situation = Situation(doc)
    chosen = []
    for start, end in _parts(doc):
        found, none = candidates(doc, situation, start, end)
        best = _best(found, chances(load_model("date_model"), [none, *(one.row for one in found)]))
        if best:
            span, chance = best
            copy = Span(doc, span.start, span.end, label=span.label)
            set_score(copy, "incident_date", next(score for least, score in _SURE if chance >= least))
            chosen.append(copy)
    doc.spans["incident_date"] = chosen
    return doc


def _parts(doc: Doc) -> Sequence[tuple[int, int]]:
    """The parts of a round-up, else the whole Doc, title included."""
    parts: Sequence[tuple[int, int]] = (doc._.parts if Doc.has_extension("parts") else None) or ()
    return parts if len(parts) > 1 else [(0, len(text_of(doc)))]


def _best(found: Sequence[Candidate], chance: Sequence[float]) -> tuple[Span, float] | None:
    """The likeliest value, where it is likelier than none, at its likeliest mention, with the chance of the value."""
    mass: dict[str, float] = {}
    for one, share in zip(found, chance[1:], strict=True):
        mass[one.value] = mass.get(one.value, 0.0) + share
    value = max(mass, key=lambda one: mass[one], default=None)
    if value is None or mass[value] <= chance[0]:
        return None
    closer = {
        one: share for one, share in mass.items() if len(one) > len(value) and one.startswith(value) and share >= _CLOSER * mass[value]
    }
    chance_of_value, value = mass[value], max(closer, key=lambda one: closer[one], default=value)
    _, best = max(((share, one) for one, share in zip(found, chance[1:], strict=True) if one.value == value), key=lambda pair: pair[0])
    return best.span, chance_of_value
