"""Atom: an incident, a change of status, a victim hit again, as entries that feed readers know again whatever becomes of the portal's address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from json import loads
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from db.site.french import BIDI, STATUS, day, figure, label, lowered
from db.site.typography import typographic
from db.site.words import WORDS, fact_value

MOST = 50
"""Entries of a feed."""
TYPE = "application/atom+xml; charset=utf-8"
CONTROL = {code: None for code in range(32) if chr(code) not in "\t\n\r"}
"""What XML cannot hold."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry. `key` makes its identity, and must never change: the record's kind and number, and what happened to it."""

    key: str
    title: str
    path: str
    updated: str
    published: str | None = None
    lines: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


def identity(key: str) -> str:
    """The permanent identity of an entry or a feed.

    >>> identity("incident/264226016")
    'urn:uuid:b58ef307-5b23-5acb-babd-3d7acdb63145'
    """
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'vigie/{key}')}"


def moment(date: str | None) -> str:
    """A date of any precision as Atom wants it; what is not known is the first moment it can be.

    >>> moment("2024-02"), moment("2024-02-20T08:15"), moment(None)
    ('2024-02-01T00:00:00Z', '2024-02-20T00:00:00Z', '1970-01-01T00:00:00Z')
    """
    parts = (date or "1970")[:10].split("-")
    return "-".join([parts[0], *[*parts[1:], "01", "01"][:2]]) + "T00:00:00Z"


def incident_entry(row: Mapping[str, Any]) -> Entry:
    """An incident: status, victim, country, date in its title; when it took place and when the press began to speak of it."""
    where = WORDS["country"].get(row["country"] or "", row["country"])
    title = (
        f"{row['victim']} ({STATUS.get(row['status'], STATUS[None])}){f', {where}' if where else ''} : {kinds_of(row)}, {day(row['date'])}"
    )
    lines = [
        f"Statut : {STATUS.get(row['status'], STATUS[None])}.",
        f"Date des faits : {day(row['date'])}{' (à défaut, celle du premier article)' if row['date_basis'] == 'published' else ''}.",
        f"Premier article : {day((row['first_article'] or '')[:10])}.",
    ]
    if row["low"] is not None:
        lines.append(f"Ampleur : {figure(row)}.")
    taken = loads(row["data_taken"])
    if taken:
        lines.append(f"Données prises : {', '.join(lowered(label(code, 'data_type')) for code in taken)}.")
    terms = tuple(label(code, "attack_type") for code in loads(row["attack_types"]))
    return Entry(
        key=f"incident/{row['id']}",
        title=title,
        path=f"/incident/{row['id']}-{row['slug']}",
        updated=moment(row["last_article"] or row["first_article"] or row["date_from"]),
        published=moment(row["first_article"] or row["date_from"]),
        lines=tuple(lines),
        terms=(*terms, *((label(row["sector"], "sector"),) if row["sector"] else ())),
    )


def kinds_of(row: Mapping[str, Any]) -> str:
    """What happened, in a few words."""
    return ", ".join(lowered(label(code, "attack_type")) for code in loads(row["attack_types"])[:2]) or "incident"


def status_entry(row: Mapping[str, Any]) -> Entry:
    """An incident whose status another article changes."""
    return Entry(
        key=f"incident/{row['id']}/statut/{row['article']}",
        title=f"{row['victim']} : {STATUS[row['before']]}, puis {STATUS[row['claim']]} selon {row['publisher']}",
        path=f"/incident/{row['id']}-{row['slug']}#statut",
        updated=moment(row["published"]),
        published=moment(row["published"]),
        lines=(
            f"Incident : {row['title']}.",
            f"Statut retenu aujourd’hui : {STATUS.get(row['status'], STATUS[None])}.",
            f"Article du {day((row['published'] or '')[:10])} : {row['article_title']}",
        ),
    )


def victim_entry(row: Mapping[str, Any]) -> Entry:
    """An organisation hit once more: a new entry each time."""
    return Entry(
        key=f"organisation/{row['organisation']}/incident/{row['id']}",
        title=f"{row['name']}, de nouveau ({STATUS.get(row['status'], STATUS[None])}) : {kinds_of(row)}, {day(row['date'])}",
        path=f"/organisation/{row['organisation_slug']}",
        updated=moment(row["first_article"] or row["date_from"]),
        published=moment(row["first_article"] or row["date_from"]),
        lines=(f"Incident : {row['title']}.", f"Incidents connus de cette organisation : {row['incidents']}."),
    )


def edit_entry(row: Mapping[str, Any]) -> Entry:
    """A fact that appeared or vanished when an article was written anew."""
    how = "apparaît" if row["change"] == "appeared" else "disparaît"
    what = lowered(WORDS["fact"].get(row["kind"], WORDS["list"].get(row["kind"], row["kind"])))
    victim = f"{row['victim']} ({STATUS.get(row['status'], STATUS[None])}) : " if row["victim"] else ""
    return Entry(
        key=f"article/{row['article']}/revision/{row['kind']}/{row['change']}/{row['value']}/{row['until']}",
        title=f"{victim}{what}, « {fact_value(row['kind'], row['value'])} » {how} chez {row['publisher']}",
        path=f"/article/{row['article']}#revisions",
        updated=moment(row["until"] or row["published"]),
        lines=(
            f"Article : {row['article_title']}",
            f"Corrigé entre deux lectures de Vigie, sans doute vers le {day((row['until'] or '')[:10])}.",
        ),
    )


def clean(words: str) -> str:
    """Words that an XML reader takes as they are, without marks that reverse their order."""
    return escape(BIDI.sub("", typographic(words)).translate(CONTROL).encode("utf-8", "replace").decode())


def atom(entries: Iterable[Entry], *, title: str, base: str, path: str, page: str, author: str, head: str | None = None) -> str:
    """A feed. `path`: its own address; `page`: that of the page which shows the same; `head`: of the chain of history."""
    held = list(entries)
    updated = max((one.updated for one in held), default=moment(None))
    opening = (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">\n'
        f"<id>{identity('flux' + page)}</id>\n<title>{clean(title)}</title>\n<updated>{updated}</updated>\n"
        f"<author><name>{clean(author)}</name></author>\n"
        + (f"<subtitle>{clean(f'Historique des corrections, tête de la chaîne : {head}')}</subtitle>\n" if head else "")
        + f'<link rel="self" type="application/atom+xml" href={quoteattr(base + path)}/>\n<link rel="alternate" type="text/html" href={quoteattr(base + page)}/>\n'
    )
    return opening + "".join(written(one, base) for one in held) + "</feed>\n"


def written(one: Entry, base: str) -> str:
    """One entry as XML."""
    terms = "".join(f"<category term={quoteattr(BIDI.sub('', term))}/>" for term in one.terms)
    published = f"<published>{one.published}</published>" if one.published else ""
    return (
        f"<entry><id>{identity(one.key)}</id><title>{clean(one.title)}</title><updated>{one.updated}</updated>{published}"
        f'<link rel="alternate" type="text/html" href={quoteattr(base + one.path)}/>{terms}'
        f'<content type="text">{clean(chr(10).join(one.lines))}</content></entry>\n'
    )
