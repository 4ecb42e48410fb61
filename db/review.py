"""Review: proposals as a person sees them, and what an answer decides."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from db.decisions import Decision, read_decisions
from db.decisions import place as place_of
from db.link import fresh_proposals


@dataclass(frozen=True, kw_only=True)
class Case:
    """A proposal, with what is known of the two."""

    kind: str
    names: tuple[str, str]
    known: tuple[str, str]
    reasons: tuple[str, ...]
    score: float


def cases(db: Database, folder: Path, *, least: float = 0.0) -> Iterator[Case]:
    """The proposals that wait, the surest first; those decided since they were made are left out."""
    decided = [set(one.names or one.articles) for one in read_decisions(folder).all]
    # Those in the table are the last whole link's; what came since, and what was decided since, counts too.
    for waiting in sorted(fresh_proposals(db), key=lambda one: (-one.score, one.kind, one.one, one.other)):
        names = (waiting.one, waiting.other)
        if waiting.score < least or any(set(names) <= held for held in decided):
            continue
        tell = organisation if waiting.kind == "organisation" else incident
        yield Case(
            kind=waiting.kind,
            names=names,
            known=(tell(db, names[0]), tell(db, names[1])),
            reasons=tuple(waiting.reasons),
            score=waiting.score,
        )


def organisation(db: Database, name: str) -> str:
    """What is known of an organisation."""
    row = db.conn.execute(
        """select o.kind, o.sector, (select count(*) from incident_organisations io where io.organisation = o.id and io.role = 'victim'),
          (select a.title from mentions m join articles a on a.id = m.article where m.organisation = o.id order by a.published desc limit 1)
        from organisations o where o.name = ?""",
        [name],
    ).fetchone()
    if row is None:
        return ""
    kind, sector, incidents, title = row
    told = [kind or "", sector or "", f"victime {incidents} fois" if incidents else "", f"« {title} »" if title else ""]
    return ", ".join(filter(None, told))


def incident(db: Database, address: str) -> str:
    """What an article tells of an incident."""
    url, part = place_of(address)
    row = db.conn.execute(
        """select a.title, a.publisher, i.date, i.status, i.low, i.unit from articles a
          join incident_articles ia on ia.article = a.id and ia.part = ? join incidents i on i.id = ia.incident where a.url = ?""",
        [part, url],
    ).fetchone()
    if row is None:
        return ""
    title, publisher, date, status, low, unit = row
    return ", ".join(
        filter(None, [f"« {title} » ({publisher})", date or "sans date", status or "", f"{low} {unit}" if low is not None else ""])
    )


def answered(case: Case, *, same: bool, date: str) -> Decision:
    """What an answer decides."""
    if case.kind == "organisation":
        return Decision(kind="merge" if same else "split", names=case.names, date=date)
    return Decision(kind="merge-incidents" if same else "distinct-incidents", articles=case.names, date=date)
