"""Changes: what the edition that is being baked says otherwise than the last one did, told to history in the transaction of the bake.

What was published is kept field by field (`published_facts`): the public file itself may be gone, damaged or another machine's.
"""

# ruff: noqa: S608 - names of columns are constants

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from json import dumps

from sqlite_utils import Database

from db.connect import folder_of
from db.decisions import read_decisions
from db.history import Change, Kind, append
from db.withdrawn import Withdrawn, reasons_of_incidents

FIELDS = ("victim", "status", "date", "sector", "country", "region", "figure", "attack_types", "data_taken", "data_denied")
VALUES = {"figure": "iif(low is null, null, json_array(low, high, unit, exact))"}
BASIS = {
    "articles": "group_concat(a.id)",
    "words": "group_concat(a.id || a.revisions)",
    "versions": "group_concat(distinct a.version)",
}
"""What a change may come of, the first that differs: other articles, other words, another reader. Else the linking, or an editor."""
REASONS = {"articles": "articles", "words": "edited", "versions": "reread"}
Facts = dict[str, str | None]


def record(db: Database, edition: sqlite3.Connection, withdrawn: Withdrawn) -> int:
    """Tell history what changes with this edition; how many rows that took. Inside the caller's transaction."""
    held: dict[int, Facts] = defaultdict(dict)
    for number, field, value in db.execute("select incident, field, value from published_facts"):
        held[number][field] = value
    now = facts_of(edition)
    reasons = reasons_of_incidents(db, read_decisions(folder_of(db)))
    changes = [*corrected(held, now), *gone(db, held, now, reasons), *back(db, held, now), *articles(db, withdrawn)]
    append(db, changes)
    before = {(number, field, value) for number, facts in held.items() for field, value in facts.items()}
    after = {(number, field, value) for number, facts in now.items() for field, value in facts.items()}
    db.conn.executemany("delete from published_facts where incident = ? and field = ?", sorted((one[0], one[1]) for one in before - after))
    db.conn.executemany("insert into published_facts (incident, field, value) values (?, ?, ?)", sorted(after - before, key=repr))
    return len(changes)


def facts_of(edition: sqlite3.Connection) -> dict[int, Facts]:
    """What an edition says of each incident, and on what grounds."""
    names = ", ".join(f"{VALUES.get(field, field)}" for field in FIELDS)
    found: dict[int, Facts] = {}
    for number, *values in edition.execute(f"select id, {names} from incidents"):
        found[number] = dict(zip(FIELDS, values, strict=True))
    grounds = ", ".join(BASIS.values())
    sql = f"""select incident, {grounds} from (select distinct t.incident, a.id, a.revisions, coalesce(a.version, '') as version
      from incident_articles t join articles a on a.id = t.article order by t.incident, a.id) a group by incident"""
    for number, *values in edition.execute(sql):
        found[number] |= {f"by {name}": value for name, value in zip(BASIS, values, strict=True)}
    return found


def corrected(held: Mapping[int, Facts], now: Mapping[int, Facts]) -> Iterator[Change]:
    """Fields that say something else."""
    for number in sorted(held.keys() & now.keys()):
        before, after = held[number], now[number]
        for field in FIELDS:
            if before.get(field) != after.get(field):
                reason = next((REASONS[name] for name in BASIS if before.get(f"by {name}") != after.get(f"by {name}")), "linked")
                kind: Kind = "status" if field == "status" else "correction"
                yield Change(kind=kind, incident=number, field=field, reason=reason, old=before.get(field), new=after.get(field))


def whole(facts: Facts) -> str:
    """All that was said of an incident, as one value."""
    return dumps({field: facts.get(field) for field in FIELDS}, ensure_ascii=False)


def gone(db: Database, held: Mapping[int, Facts], now: Mapping[int, Facts], reasons: Mapping[int | None, str]) -> Iterator[Change]:
    """Incidents that are no longer there, and why."""
    sql = "select cast(address as integer), record from former_addresses where kind = 'incident' and address not glob '*[^0-9]*'"
    joined = dict(db.execute(sql).fetchall())
    for number in sorted(held.keys() - now.keys()):
        old = whole(held[number])
        if number in reasons:
            yield Change(kind="withdrawal", incident=number, reason=reasons[number], old=old)
        elif joined.get(number) in now:
            yield Change(kind="merged", incident=number, old=old, new=str(joined[number]))
        else:
            yield Change(kind="removed", incident=number, old=old)


def back(db: Database, held: Mapping[int, Facts], now: Mapping[int, Facts]) -> Iterator[Change]:
    """Incidents that were gone and are there again."""
    new = now.keys() - held.keys()
    for number in sorted(number for number, _ in last(db, "incident") if number in new):
        yield Change(kind="restored", incident=number, new=whole(now[number]))


def articles(db: Database, withdrawn: Withdrawn) -> Iterator[Change]:
    """Articles that are withdrawn since the last edition, or are no longer."""
    before = dict(last(db, "article"))
    for number, reason in sorted(withdrawn.articles.items()):
        if before.get(number) != ("withdrawal", reason):
            yield Change(kind="withdrawal", article=number, reason=reason)
    for number, (kind, _) in sorted(before.items()):
        if kind == "withdrawal" and number not in withdrawn.articles:
            yield Change(kind="restored", article=number)


def last(db: Database, subject: str) -> list[tuple[int, tuple[str, str | None]]]:
    """The incidents or articles that ever left or came back, with the kind and the reason of the last row on them."""
    kinds = "('withdrawal', 'restored', 'merged', 'removed', 'forgotten')"
    sql = f"""select {subject}, kind, reason from history where id in (
      select max(id) from history where {subject} is not null and kind in {kinds} group by {subject})"""
    return [(number, (kind, reason)) for number, kind, reason in db.execute(sql) if kind != "restored"]


def bake_history(db: Database, edition: sqlite3.Connection) -> tuple[dict[str, list[dict[str, object]]], str | None]:
    """The rows of the edition's tables of history, and the head of the chain. Values of what is withdrawn, and of decisions, are not among them.

    A victim's name of the past is shown only where the edition calls an organisation so: who is found to be a person since is not named again.
    """
    rows = list(db.query("select * from history order by id"))
    away = {
        subject: {number for number, (kind, _) in last(db, subject) if kind in ("withdrawal", "forgotten")}
        for subject in ("incident", "article")
    }
    names = {name for (name,) in edition.execute("select name from organisation_aliases union select name from organisations")}
    by_number = {row["id"]: row for row in rows}
    values = []
    for value in db.query("select * from history_values order by history, side"):
        row = by_number[value["history"]]
        hidden = row["kind"] not in ("status", "correction") or row["incident"] in away["incident"]
        if not hidden and (row["field"] != "victim" or value["value"] in names):
            values.append({name: value[name] for name in ("history", "side", "salt", "value")})
    withdrawals = [
        {"kind": subject, "record": row[subject], "reason": row["reason"], "since": row["time"][:10]}
        for row in rows
        for subject in ("incident", "article")
        if row["kind"] in ("withdrawal", "forgotten") and row[subject] in away[subject]
    ]
    latest = {(one["kind"], one["record"]): one for one in withdrawals}
    tables = {"history": rows, "history_values": values, "withdrawals": [latest[key] for key in sorted(latest)]}
    return tables, rows[-1]["hash"] if rows else None
