"""Organisations: every mention of every organisation, and which mentions are the same one.

    La mairie de Valbrune (Cher) a prévenu la CNIL ; selon Orféo, son prestataire, la ville…
       ^^^^^^^^^^^^^^^^^^                     ^^^^         ^^^^^

Patterns, gazetteer and recogniser (`doc.ents`) propose; each name found once is carried through the article; mentions of one organisation
are joined; a linear model over the words around them (`nlp/org_features.py`) keeps the organisations and leaves persons, places, products.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.gazetteer import AMBIGUOUS, by_form
from nlp.linear import Features, load_model
from nlp.names import is_generic
from nlp.org_features import all_features
from nlp.org_groups import Group, carried, group, mentions
from nlp.org_patterns import Candidate, candidates, never
from nlp.scores import set_score
from nlp.text import span_of

for extension in ("org", "role"):
    if not Span.has_extension(extension):
        Span.set_extension(extension, default=None)
if not Doc.has_extension("organisations"):
    Doc.set_extension("organisations", default=[])
    Doc.set_extension("org_features", default=[])

THRESHOLD = 0.45
"""Below one half: where names missed and names too many weigh alike, F1 is best near half of itself; by cross-validation on three sets."""


@dataclass(frozen=True, kw_only=True)
class Named:
    """One distinct organisation of an article."""

    index: int
    name: str
    """Its fullest form here."""
    kind: str | None
    sector: str | None
    known: bool
    """Whether the gazetteer has it."""
    role: str | None
    """The role that its kind or its describing word gives, before the roles component looks at the sentences."""
    score: float


@Language.component("vigie_organisations", requires=["doc.ents"], assigns=["doc.spans", "span._.org"])
def organisations(doc: Doc) -> Doc:
    """Fill `doc.spans["organisations"]` and `doc._.organisations`."""
    groups = groups_of(doc)
    rows = all_features(doc, groups)
    model = load_model("organisation_model")
    spans: list[Span] = []
    named: list[Named] = []
    kept: list[Features] = []
    for members, row in zip(groups, rows, strict=True):
        score = model.probabilities(row)["organisation"]
        if score < THRESHOLD:
            continue
        one = describe(len(named), members, score)
        named.append(one)
        kept.append(row)
        for mention in members:
            span = span_of(doc, mention.start, mention.end, "ORG")
            span._.org = one.index
            set_score(span, "organisations", one.score)
            spans.append(span)
    doc._.organisations, doc._.org_features = named, kept
    doc.spans["organisations"] = sorted(spans, key=lambda span: span.start_char)
    return doc


def groups_of(doc: Doc) -> list[Group]:
    """Everything that may be an organisation, mentions of the same one together."""
    text = doc.text
    found = [c for c in (*_recognised(doc), *_known(text), *candidates(text)) if _may_be(text[c.start : c.end], c)]
    kept = mentions(text, found)
    return group(mentions(text, [*found, *carried(text, kept)]), text)


def _may_be(name: str, candidate: Candidate) -> bool:
    if candidate.origin in {"generic", "gazetteer", "handle", "head"}:
        return True
    return (
        len(name) > 1 and any(map(str.isalpha, name)) and "\n" not in name and len(name) < 120 and not never(name) and not is_generic(name)
    )


def _recognised(doc: Doc) -> Iterator[Candidate]:
    """What the recogniser calls an organisation, from its first capital to the last word that belongs to it."""
    for ent in doc.ents:
        if ent.label_ in {"ORG", "MISC"} and (match := _NAME.search(ent.text)):
            yield Candidate(ent.start_char + match.start(), ent.start_char + match.end(), None, "recogniser", 0.75)


_SMALL = r"(?:de la|de l'|de|du|des|d'|la|le|les|l'|et|&|en|sur|pour|au|aux|à|of|the|and)"
_NAME = re.compile(
    rf"(?![CDJLMNST]'[a-zà-ÿ])[A-ZÀ-ÝŒ0-9][\w'&.@+!$/-]*(?:(?: {_SMALL})+ ?[\w'&@+-]+| [A-ZÀ-ÝŒ0-9&][\w'&.@+!$/-]*|"
    r" [a-zà-ÿ]+(?:ales?|al|aux|aises?|ais|iques?|ives?|iennes?|éens?|éennes?|aires?))*(?<![.'/-])"
)


@cache
def _forms() -> dict[str, list[str]]:
    """The gazetteer's forms by their first word, the longest first."""
    table: dict[str, list[str]] = {}
    for form in sorted((form for form in by_form() if len(form) > 2 or form.isupper()), key=len, reverse=True):
        if first := _FIRST_WORD.match(form):
            table.setdefault(first[0], []).append(form)
    return table


_FIRST_WORD = re.compile(r"\w+|\S")
_WORD = re.compile(r"(?<![\w@/.-])\w+")
_END = re.compile(r"(?![\w@]|-[a-zà-ÿ]|\.\w)")


def _known(text: str) -> Iterator[Candidate]:
    """Names of the gazetteer, as they are written there. An ordinary word counts only with its capital inside a sentence."""
    table, done = _forms(), 0
    for word in _WORD.finditer(text):
        start = word.start()
        if start < done or word[0] not in table:
            continue
        form = next((form for form in table[word[0]] if text.startswith(form, start) and _END.match(text, start + len(form))), None)
        if form is None:
            continue
        end = start + len(form)
        if form in AMBIGUOUS and (_starts_sentence(text, start) or re.match(r" [A-ZÀ-Ý]\w", text[end : end + 3])):
            continue
        done = end
        yield Candidate(start, end, by_form()[form].kind, "gazetteer", 0.95)
    for match in _SWALLOWED.finditer(text):
        start = match.end()
        form = next(
            (form for form in table.get("Le", []) if text.startswith(form[3:], start) and _END.match(text, start + len(form) - 3)), ""
        )
        if form and by_form()[form].kind == "media":
            yield Candidate(start, start + len(form) - 3, "media", "gazetteer", 0.95)


_SWALLOWED = re.compile(r"(?<!\w)(?:[Aa]u|[Dd]u) (?=[A-ZÀ-Ý])")


def _starts_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 8) : start].rstrip(' «"“')
    return not before or before[-1] in ".!?…\n"


ROLE_OF_KIND = {"authority": "authority", "media": "source", "attacker": "attacker", "security_firm": "source"}


def describe(index: int, members: Group, score: float) -> Named:
    """What is known of an organisation from its names alone."""
    best = max(members, key=lambda m: ("head" in m.origins, "domain" not in m.origins, not m.name.isupper(), len(m.name)))
    known = next((row for m in members if (row := by_form().get(m.name)) and (m.name not in AMBIGUOUS or "gazetteer" in m.origins)), None)
    kinds = sorted({kind for m in members for kind in m.kinds}, key=lambda kind: kind.startswith("trigger"))
    kind = known.kind if known else next((kind.partition(":")[2] for kind in kinds), None)
    return Named(
        index=index,
        name=best.name,
        kind=kind,
        sector=known.sector if known else None,
        known=bool(known),
        role=ROLE_OF_KIND.get(kind or ""),
        score=round(min(score, 0.99), 3),
    )


def features_and_groups(doc: Doc) -> list[tuple[Group, Features]]:
    """What training learns from."""
    groups = groups_of(doc)
    return list(zip(groups, all_features(doc, groups), strict=True))
