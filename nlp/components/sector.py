"""Sector: the trade of the (first) victim, from its kind, its name, the nouns beside it and in its place, and who its people are.

L'enseigne de bricolage Tournevisse a prévenu ses clients…      retail
  ^^^^^^^^^^^^^^^^^^^^^ (beside the name)

The words are `data/sectors.toml`; how much each kind of evidence counts is learned (`nlp/sector_features.py`, `nlp/training/learn_sector.py`).
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from nlp.background import background
from nlp.components.organisations import Named
from nlp.linear import Features, load_model
from nlp.scores import set_score
from nlp.sector_features import rows
from nlp.sector_scene import Org, Scene, Words, read
from nlp.text import span_of, text_of

if not Doc.has_extension("sector"):
    Doc.set_extension("sector", default=None)

VICTIMS = 12
"""Victims that get a sector of their own: only the first of each part is asked for."""
Place = tuple[int, int]


@Language.component("vigie_sector", requires=["doc.spans"], assigns=["doc.spans"])
def sector(doc: Doc) -> Doc:
    """Set `doc._.sector` from the first victim, and one span per victim that has a sector of its own."""
    doc._.sector, doc.spans["sector"] = None, []
    if doc._.about == "other":
        return doc
    scene = scene_of(doc)
    reading = read(scene)
    spans, values = [], []
    parts: list[Place] = doc._.parts if Doc.has_extension("parts") and len(doc._.parts) > 1 else []
    for rank, index in enumerate(scene.victims[:VICTIMS]):
        own = _of_part(scene, index, parts) if rank else None
        start, end, value, score = own or _of_whole(scene, index, reading, alone=rank > 0 or doc._.about != "incident")
        span = span_of(doc, start, end, value)
        set_score(span, "sector", score)
        spans.append(span)
        values.append(value)
    doc.spans["sector"] = spans
    if values:
        doc._.sector = values[0]
    elif doc._.about:
        doc._.sector = judge(rows(scene, reading).rows)[0]
    return doc


def _of_whole(scene: Scene, index: int, reading: Words, *, alone: bool) -> tuple[int, int, str, float]:
    """The words that speak for a victim's sector, the sector and its chance."""
    found = rows(replace(scene, victims=(index,) if alone else scene.victims), reading)
    value, score = judge(found.rows)
    return *found.reasons.get(value, (0.0, *scene.orgs[index].places[0]))[1:], value, score


def _of_part(scene: Scene, index: int, parts: Sequence[Place]) -> tuple[int, int, str, float] | None:
    """The same from a later victim's own part of a round-up: the words of other parts speak of others."""
    for start, end in parts:
        if any(start <= place[0] < end for place in scene.orgs[index].places):
            part = _cut(scene, start, end)
            low, high, value, score = _of_whole(part, index, read(part), alone=True)
            return low + start, high + start, value, score
    return None


def _cut(scene: Scene, start: int, end: int) -> Scene:
    """The scene of a stretch of text alone, without a title."""
    inside = [(begin - start, mark) for begin, mark in zip(scene.starts, scene.marks, strict=True) if start <= begin < end]
    orgs = {
        index: replace(one, places=tuple((low - start, high - start) for low, high in one.places if start <= low and high <= end))
        for index, one in scene.orgs.items()
    }
    return replace(
        scene,
        text=scene.text[start:end],
        text_start=0,
        starts=[begin for begin, _ in inside],
        marks=[mark for _, mark in inside],
        orgs={index: one for index, one in orgs.items() if one.places},
    )


def scene_of(doc: Doc) -> Scene:
    """The article with its organisations, as the features need it."""
    places: dict[int, list[Place]] = defaultdict(list)
    roles: dict[int, str | None] = {}
    for span in doc.spans.get("organisations", []):
        places[span._.org].append((span.start_char, span.end_char))
        roles[span._.org] = span._.role
    named: list[Named] = doc._.organisations
    return Scene(
        text=text_of(doc),
        text_start=doc._.text_start,
        starts=[sent.start_char for sent in doc.sents],
        marks=background(doc),
        orgs={
            one.index: Org(name=one.name, kind=one.kind, sector=one.sector, places=tuple(places[one.index]))
            for one in named
            if one.index in places
        },
        victims=tuple(doc._.victims),
        roles=roles,
    )


def judge(table: dict[str, Features]) -> tuple[str, float]:
    """The likeliest sector and its chance."""
    model = load_model("sector_model")
    scores = {value: model.scores(row)[0] for value, row in table.items()}
    top = max(scores, key=lambda value: scores[value])
    return top, round(1 / sum(math.exp(score - scores[top]) for score in scores.values()), 3)
