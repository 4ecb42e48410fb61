"""Outside registers of leaks, read into `register_entries`, each entry with our incident where we have it.

Two forms are read: a table (CSV, commas or semicolons) whose cells `data` and `links` are JSON lists, and sheets (JSON Lines) of one entity each.
Names, figures and kinds of data go through the same readers as everything else.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import Any

from db.errors import VaultError
from db.rows import Row
from nlp.data_wordings import read_data_types
from nlp.names import match_key
from nlp.wordings import Volume, read_volumes

TABLE = ("date", "status", "processor", "subcontractor", "organization_type", "volume", "data", "sensitive", "links")
SHEET = ("slug", "entity", "statut", "dates", "volume", "data_types", "sources")
FORMS = f"Deux formes sont lues : une table CSV (colonnes {', '.join(TABLE)}), ou des fiches JSON, une par ligne (clés {', '.join(SHEET)})."
FAMILIES = {
    "identite": "name", "coordonnees": "personal_data", "financier": "bank_details", "credentials": "username", "sante": "health",
    "documents": "internal_document", "biometrique": "biometrics", "geolocalisation": "geolocation",
}  # fmt: skip
"""The families of kinds of data that sheets have; `autre` and `inconnues` say nothing."""
PEOPLE = frozenset({"person", "customer", "patient", "employee", "account", "record", "email_address", "phone_number"})
DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One incident of a register."""

    entry: str
    """What it is known by there."""
    name: str
    date: str | None
    status: str | None
    volumes: tuple[Volume, ...]
    data_types: tuple[str, ...]
    links: tuple[str, ...]


def read_register(text: str, *, name: str) -> list[Entry]:
    """The entries of a register; raises VaultError with what was expected where the form is not known."""
    stripped = text.lstrip("\ufeff \n\r\t")
    if not stripped:
        raise VaultError(f"{name} est vide. {FORMS}")
    entries = sheets(stripped, name=name) if stripped.startswith("{") else table(stripped, name=name)
    seen: dict[str, int] = {}
    numbered = []
    for one in entries:
        seen[one.entry] = seen.get(one.entry, 0) + 1
        numbered.append(one if seen[one.entry] == 1 else Entry(**{**vars(one), "entry": f"{one.entry}|{seen[one.entry]}"}))
    return numbered


def table(text: str, *, name: str) -> Iterator[Entry]:
    """The rows of a table."""
    head = text.partition("\n")[0]
    reader = csv.DictReader(StringIO(text, newline=""), delimiter=";" if head.count(";") >= head.count(",") else ",", strict=True)
    try:
        columns = [column.strip() for column in reader.fieldnames or ()]
        missing = [column for column in ("date", "processor", "volume", "data") if column not in columns]
        if missing:
            raise VaultError(f"{name} : forme inconnue, sans {', '.join(missing)}. {FORMS}")
        for row in reader:
            where = f"{name}, ligne {reader.line_num}"
            if None in row or None in row.values():
                raise VaultError(f"{where} : le nombre de colonnes n’est pas celui de l’en-tête.")
            yield Entry(
                entry=f"{row['date']}|{row['processor']}",
                name=required(row["processor"], "processor", where),
                date=day(row["date"], where),
                status=row.get("status") or None,
                volumes=tuple(read_volumes(row["volume"])),
                data_types=types(listed(row["data"], "data", where)),
                links=tuple(listed(row.get("links") or "", "links", where)),
            )
    except csv.Error as error:
        raise VaultError(f"{name}, ligne {reader.line_num} : ce n’est pas du CSV ({error}). {FORMS}") from error


def sheets(text: str, *, name: str) -> Iterator[Entry]:
    """The sheets of a file of JSON Lines."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{name}, ligne {number}"
        try:
            sheet = json.loads(line)
        except ValueError as error:
            raise VaultError(f"{where} : ce n’est pas du JSON ({error}). {FORMS}") from error
        if not isinstance(sheet, dict) or not {"slug", "entity", "dates"} <= sheet.keys():
            raise VaultError(f"{where} : forme inconnue. {FORMS}")
        dates, volume = part(sheet, "dates", where), part(sheet, "volume", where)
        sources = [source.get("url") for source in sheet.get("sources") or [] if isinstance(source, dict)]
        yield Entry(
            entry=required(sheet["slug"], "slug", where),
            name=required(sheet["entity"], "entity", where),
            date=next((day(dates[key], where) for key in ("revendication", "publication", "confirmation") if dates.get(key)), None),
            status=str(sheet["statut"]) if sheet.get("statut") else None,
            volumes=counted(volume),
            data_types=tuple(dict.fromkeys(FAMILIES[code] for code in sheet.get("data_types") or [] if code in FAMILIES)),
            links=tuple(str(url) for url in sources if url),
        )


def part(sheet: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
    value = sheet.get(key) or {}
    if not isinstance(value, dict):
        raise VaultError(f"{where} : {key} n’est pas un objet JSON. {FORMS}")
    return value


def counted(volume: Mapping[str, Any]) -> tuple[Volume, ...]:
    """The figure of a sheet; 0 is unknown there, and the label may know more."""
    count = volume.get("count")
    if isinstance(count, int) and not isinstance(count, bool) and count > 0:
        return tuple(read_volumes(f"{count} {volume.get('unit') or ''}"))
    return tuple(one for one in read_volumes(str(volume.get("label") or "")) if one.unit in PEOPLE)[:1]


def types(wordings: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for wording in wordings for code in read_data_types(wording)))


def listed(cell: str, column: str, where: str) -> list[str]:
    """A cell that is a JSON list; empty: none."""
    if not cell.strip():
        return []
    try:
        values = json.loads(cell)
    except ValueError as error:
        raise VaultError(f"{where} : {column} n’est pas une liste JSON ({error}).") from error
    if not isinstance(values, list):
        raise VaultError(f"{where} : {column} n’est pas une liste JSON.")
    return [str(value) for value in values if value]


def required(value: Any, column: str, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise VaultError(f"{where} : {column} est vide.")
    return value.strip()


def day(value: Any, where: str) -> str | None:
    """An ISO date, month or year."""
    if not value:
        return None
    if not isinstance(value, str) or not DAY.fullmatch(value[:10]):
        raise VaultError(f"{where} : « {value} » n’est pas une date (2026-01-31).")
    return value[:10]


def names_of(name: str) -> list[str]:
    """The organisations of a cell: « Almerys, Viamedis » names two; what brackets hold belongs to the name before them.

    >>> names_of("Almerys, Viamedis"), names_of("Match Group (Hinge, Match)")
    (['Almerys', 'Viamedis'], ['Match Group (Hinge, Match)'])
    """
    return [found.strip() for found in re.split(r",\s*(?![^()]*\))|\s+/\s+", name) if found.strip()]


def entry_row(one: Entry, register: str) -> Row:
    """An entry as a row of `register_entries`."""
    people = next((volume for volume in one.volumes if volume.unit in PEOPLE or volume.unit == "other"), None)
    return {
        "register": register, "entry": one.entry, "name": one.name, "key": " ".join(match_key(name) for name in names_of(one.name)),
        "date": one.date, "status": one.status, "volumes": json.dumps([vars(volume) for volume in one.volumes], ensure_ascii=False),
        "data_types": json.dumps(one.data_types), "links": json.dumps(one.links, ensure_ascii=False),
        "low": people.low if people else None, "high": people.high if people else None, "unit": people.unit if people else None,
    }  # fmt: skip
