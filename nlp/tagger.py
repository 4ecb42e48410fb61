"""The tagger: spans become a Reading. The only file that knows both spaCy and the contract."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any, TypeVar

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.calibration import Curve, calibrated
from nlp.capitals import in_ordinary_letters
from nlp.languages import is_french
from nlp.reading import (
    Count,
    DataType,
    DeniedType,
    Evidence,
    IncidentDate,
    Organisation,
    Part,
    Reading,
    Victim,
    text_hash,
)
from nlp.scores import get_score
from nlp.text import Source, make_doc, place, text_of
from nlp.version import VERSION

MAX_CHARACTERS = 200_000
"""Longer texts are cut here: no article is that long, a dump of a data base may be (30,000 words are 200,000 characters)."""

T = TypeVar("T")


def read(nlp: Language, source: Source, *, version: str = VERSION) -> Reading:
    """What one article says."""
    return next(read_all(nlp, [source], version=version))


def read_all(nlp: Language, sources: Iterable[Source], *, version: str = VERSION, batch_size: int = 32) -> Iterator[Reading]:
    """Readings of many articles, in order; memory stays flat however many there are."""
    batch: list[Source] = []
    for source in sources:
        batch.append(source)
        if len(batch) >= batch_size:
            yield from _read_batch(nlp, batch, version)
            batch = []
    yield from _read_batch(nlp, batch, version)


def read_each(nlp: Language, sources: Iterable[Source], *, version: str = VERSION) -> Iterator[tuple[str, Reading | None]]:
    """Addresses with their readings, in order; None for an article on which a component fails, so that one cannot hold up the rest."""
    for batch in batched(sources, 32):
        try:
            yield from zip((source.url for source in batch), _read_batch(nlp, list(batch), version), strict=True)
        except Exception:
            for source in batch:
                try:
                    yield source.url, read(nlp, source, version=version)
                except Exception:
                    logging.getLogger("vigie").exception("%s: not read", source.url)
                    yield source.url, None


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most `size` items."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def _read_batch(nlp: Language, batch: list[Source], version: str) -> list[Reading]:
    with nlp.memory_zone():
        docs = (make_doc(nlp, cut(source)) for source in batch)
        return [to_reading(doc, source, version=version) for doc, source in zip(nlp.pipe(docs), batch, strict=True)]


def cut(source: Source) -> Source:
    """The article as far as it is read: at most `MAX_CHARACTERS` of its text."""
    return source if len(source.text) <= MAX_CHARACTERS else replace(source, text=source.text[:MAX_CHARACTERS])


def to_reading(doc: Doc, source: Source, *, version: str, curves: Mapping[str, Curve] | None = None) -> Reading:
    """Gather what the components left on a Doc; `curves` in place of those of `nlp.calibration`."""
    foreign = not is_french(f"{source.title}\n{source.text}")
    about = "other" if foreign else doc._.about or "other"
    parts = doc._.parts if about != "other" else []
    gather = _Gatherer(doc, parts, curves)
    organisations = _organisations(gather)
    common: dict[str, Any] = {
        "url": source.url,
        "text_sha256": text_hash(source.text),
        "version": version,
        "about": about,
        "organisations": organisations,
    }
    if about == "other":
        return Reading(**common, evidence={} if foreign else _evidence(gather, ["about"]))
    exposed, denied = _data_types(gather)
    incident_dates = [_incident_date(gather, span) for span in doc.spans.get("incident_date", [])]
    claims = _values_by_part(gather, "claim", doc._.claim)
    sectors = _values_by_part(gather, "sector", doc._.sector)
    numbered = [
        Part(
            number=number,
            start=max(0, start - doc._.text_start),
            end=max(0, end - doc._.text_start),
            incident_date=next((date for date in incident_dates if date.incident == number), None),
            claim=claims.get(number, doc._.claim),
            sector=sectors.get(number),
        )
        for number, (start, end) in enumerate(parts)
    ]
    return Reading(
        **common,
        victims=_victims(gather),
        attack_types=tuple(doc._.attack_types),
        counts=_counts(gather),
        data_exposed=exposed,
        data_denied=denied,
        incident_date=min(incident_dates, key=lambda date: date.incident, default=None),
        claim=doc._.claim,
        sector=doc._.sector,
        evidence=_evidence(gather, ["attack_types", "claim", "sector", "about"]),
        incidents=tuple(numbered),
    )


class _Gatherer:
    """Turns spans into the common part of a finding: words, place, score, component, incident."""

    def __init__(self, doc: Doc, parts: list[tuple[int, int]], curves: Mapping[str, Curve] | None) -> None:
        self.doc, self.parts, self.curves = doc, parts, curves

    def spans(self, group: str) -> list[Span]:
        """The spans of a group, the text's before the title's: a fact is proved by the article's body where it can be."""
        spans = list(self.doc.spans.get(group, []))
        return sorted(spans, key=lambda span: (span.end_char <= self.doc._.text_start, span.start_char))

    def incident(self, span: Span) -> int:
        """The part of a round-up where a span stands; the first for the title."""
        return next((number for number, (start, end) in enumerate(self.parts) if start <= span.start_char < end), 0)

    def finding(self, span: Span, group: str) -> dict[str, Any]:
        raw, start, where = place(span)
        return {
            "raw": raw,
            "start": start,
            "in_": where,
            "score": round(calibrated(get_score(span, group), group, self.curves), 3),
            "by": group,
            "incident": self.incident(span),
        }


def _code(span: Span) -> Any:
    """A span's label where the contract wants one of a closed list; the contract's tests hold the components to it."""
    return span.label_


def _first(items: Iterable[T], key: Callable[[T], Any]) -> list[T]:
    """One item per key, the first."""
    seen: dict[Any, T] = {}
    for item in items:
        seen.setdefault(key(item), item)
    return list(seen.values())


def _names(doc: Doc) -> dict[int, str]:
    """Of each organisation its fullest name, in ordinary letters."""
    return {one.index: in_ordinary_letters(one.name, text_of(doc)) for one in doc._.organisations}


def _organisations(gather: _Gatherer) -> tuple[Organisation, ...]:
    names = _names(gather.doc)
    spans = _first(gather.spans("organisations"), lambda span: span._.org)
    found = [
        Organisation(**gather.finding(span, "organisations"), role=span._.role or "other", name=names.get(span._.org)) for span in spans
    ]
    return tuple(_first(found, lambda organisation: organisation.raw))


def _victims(gather: _Gatherer) -> tuple[Victim, ...]:
    """Each victim once per incident, in the order that the roles component set (causal), else of appearance."""
    names = _names(gather.doc)
    order = {index: place for place, index in enumerate(gather.doc._.victims)}
    spans = [span for span in gather.spans("organisations") if span._.role == "victim"]
    spans = _first(spans, lambda span: (span._.org, gather.incident(span) if len(gather.parts) > 1 else 0))
    if len(gather.parts) > 1:
        spans = _first(spans, lambda span: span._.org)
    spans.sort(key=lambda span: (gather.incident(span), order.get(span._.org, len(order))))
    return tuple(Victim(**gather.finding(span, "organisations"), name=names.get(span._.org) or place(span)[0]) for span in spans)


def _counts(gather: _Gatherer) -> tuple[Count, ...]:
    found = [
        Count(
            **gather.finding(span, "counts"),
            low=span._.count.low,
            high=span._.count.high,
            unit=span._.count.unit,
            what=span._.count.what,
            exact=span._.count.exact,
        )
        for span in gather.spans("counts")
    ]
    return tuple(_first(found, lambda count: (count.incident, count.what, count.unit, count.low, count.high)))


def _data_types(gather: _Gatherer) -> tuple[tuple[DataType, ...], tuple[DeniedType, ...]]:
    """Types taken and types not taken; a type that is both counts as taken."""
    spans = [span for span in gather.spans("data_types") if not span._.ignored]
    taken = [
        DataType(**gather.finding(span, "data_types"), type=_code(span), attribute=span._.attribute, possible=bool(span._.possible))
        for span in spans
        if not span._.denied_by
    ]
    exposed = _first(sorted(taken, key=lambda data: data.possible), lambda data: (data.incident, data.type))
    kinds = {(data.incident, data.type) for data in exposed}
    spared = [
        DeniedType(**gather.finding(span, "data_types"), type=_code(span), denied_by=span._.denied_by) for span in spans if span._.denied_by
    ]
    denied = [data for data in _first(spared, lambda data: (data.incident, data.type)) if (data.incident, data.type) not in kinds]
    exposed.sort(key=lambda data: (data.in_ == "title", data.start))
    return tuple(exposed), tuple(denied)


def _incident_date(gather: _Gatherer, span: Span) -> IncidentDate:
    return IncidentDate(**gather.finding(span, "incident_date"), value=span._.date.value)


def _evidence(gather: _Gatherer, groups: list[str]) -> dict[Any, tuple[Evidence, ...]]:
    evidence = {}
    for group in groups:
        spans = _first(gather.spans(group), lambda span: (span.label_, gather.incident(span)))
        if spans:
            evidence[group] = tuple(Evidence(**gather.finding(span, group), value=span.label_) for span in spans)
    return evidence


def _values_by_part(gather: _Gatherer, group: str, default: str | None) -> dict[int, Any]:
    """The value of each part of a round-up, where its own words give one."""
    values: dict[int, Any] = {0: default} if len(gather.parts) == 1 else {}
    for span in gather.spans(group):
        values.setdefault(gather.incident(span), span.label_)
    return values
