"""A reading as rows of the tables. Pure: a Reading in, rows out.

`part` numbers the incidents of an article from 0. A round-up whose reading does not part them (none of its findings is numbered)
gets one part a victim; its other findings then belong to no part that we know, and their `part` is null.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from nlp.reading import Evidence, Finding, Reading

Row = dict[str, Any]

TABLES = ("reading_parts", "evidence", "mentions", "counts", "data_types", "attack_types")
"""What a reading fills, besides its own row in `readings`."""


def reading_rows(reading: Reading) -> Mapping[str, list[Row]]:
    """The rows of each table of `TABLES`, without the article's number."""
    split = splits_by_victim(reading)

    def place(finding: Finding, part: int | None = None) -> Row:
        known = part if part is not None else None if split else finding.incident
        return {
            "part": known, "raw": finding.raw, "start": finding.start, "place": finding.in_, "score": finding.score,
            "found_by": finding.by,
        }  # fmt: skip

    return {
        "reading_parts": part_rows(reading, split=split),
        "evidence": [
            place(words) | {"field": field, "value": words.value}
            for field in ("claim", "sector", "about")
            for words in reading.evidence.get(field, ())
        ],
        "mentions": [
            place(finding, position if split and role == "victim" and position < len(reading.victims) else None)
            | {"name": name, "role": role, "position": position}
            for finding, name, role, position in mentions(reading)
        ],
        "counts": [
            place(count) | {"low": count.low, "high": count.high, "unit": count.unit, "what": count.what, "exact": int(count.exact)}
            for count in reading.counts
        ],
        "data_types": [
            *(
                place(data) | {"type": data.type, "attribute": data.attribute, "possible": int(data.possible), "denied_by": None}
                for data in reading.data_exposed
            ),
            *(
                place(data) | {"type": data.type, "attribute": None, "possible": 0, "denied_by": data.denied_by}
                for data in reading.data_denied
            ),
        ],
        "attack_types": attack_rows(reading, place, split=split),
    }


def splits_by_victim(reading: Reading) -> bool:
    """Whether the reading is a round-up whose parts we have to make ourselves."""
    return reading.about == "roundup" and len(reading.incidents) < 2 and len(reading.victims) > 1


def mentions(reading: Reading) -> Iterable[tuple[Finding, str, str, int]]:
    """Each organisation once: words, fullest name, role, rank. Victims come first, in the order of the reading."""
    victims = {(victim.incident, form) for victim in reading.victims for form in (victim.raw, victim.name)}
    for position, victim in enumerate(reading.victims):
        yield victim, victim.name, "victim", position
    position = len(reading.victims)
    for organisation in reading.organisations:
        name = organisation.name or organisation.raw
        if organisation.role == "victim" and {(organisation.incident, organisation.raw), (organisation.incident, name)} & victims:
            continue
        yield organisation, name, organisation.role, position
        position += 1


def part_rows(reading: Reading, *, split: bool) -> list[Row]:
    """The parts of the article that are incidents, each with its date, claim and sector."""
    if reading.about == "other":
        return []
    if split:
        return [part_row(number, victim.start, victim.start + len(victim.raw), None) for number, victim in enumerate(reading.victims)]
    rows = []
    for part in reading.incidents:
        row = part_row(part.number, part.start, part.end, part.incident_date)
        rows.append(row | {"claim": part.claim, "sector": part.sector})
    numbered = {row["part"] for row in rows}
    findings: tuple[Finding, ...] = (*reading.victims, *reading.counts, *reading.data_exposed)
    # A reading of one incident need not repeat what its top level says.
    rows.extend(part_row(number, 0, 0, None) for number in sorted({0, *(finding.incident for finding in findings)} - numbered))
    if len(rows) == 1:
        only = rows[0]
        only["claim"], only["sector"] = only["claim"] or reading.claim, only["sector"] or reading.sector
        if only["date"] is None:
            only.update(date_columns(reading.incident_date))
    return rows


def part_row(number: int, start: int, end: int, date: Finding | None) -> Row:
    return {"part": number, "start": start, "end": end, **date_columns(date), "claim": None, "sector": None}


def date_columns(date: Any) -> Row:
    """A date with its words, or as many nulls."""
    if date is None:
        return dict.fromkeys(("date", "date_raw", "date_start", "date_place", "date_score", "date_found_by"))
    return {
        "date": date.value, "date_raw": date.raw, "date_start": date.start, "date_place": date.in_, "date_score": date.score,
        "date_found_by": date.by,
    }  # fmt: skip


def attack_rows(reading: Reading, place: Any, *, split: bool) -> list[Row]:
    """Attack types with their words; one that the reading gives without words keeps nulls there."""
    said: tuple[Evidence, ...] = reading.evidence.get("attack_types", ())
    rows = [place(words) | {"type": words.value} for words in said]
    nothing = dict.fromkeys(("raw", "start", "place", "score", "found_by")) | {"part": None if split else 0}
    proven = {words.value for words in said}
    rows.extend(nothing | {"type": value} for value in reading.attack_types if value not in proven)
    return rows
