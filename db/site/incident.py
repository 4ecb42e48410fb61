"""What an incident's page shows: the facts gathered from every article, each with its proofs."""

import sqlite3
from typing import Any

from db.site.reliability import by_field
from db.site.rows import PROOF, Row, distinct, first, gathered, incident_path, proof, rows
from nlp.vocabulary import TERMS

ROLES = ("third_party", "attacker", "authority", "past_victim", "source", "other")
"""The others on the page, those who explain the incident first."""
RANKS = {code: rank for rank, code in enumerate(TERMS["data_type"])}
FIRST = {"affected": 0, "systems": 1, "volume": 2}


def incident(conn: sqlite3.Connection, number: int) -> Row | None:
    """Everything known about an incident; None if there is none of that number."""
    row = first(conn, "select * from incidents where id = ?", [number])
    if row is None:
        return None
    kinds = data_kinds(conn, number)
    taken, denied = {one["type"] for one in kinds["taken"]}, {one["type"] for one in kinds["denied"]}
    for one in (*kinds["taken"], *kinds["denied"]):
        one["disputed"] = one["type"] in taken & denied
    told = tellings(conn, number)
    return {
        **row,
        "path": incident_path(row),
        "organisations": (found := organisations(conn, number, row)),
        "victims": [one for one in found if one["role"] == "victim"],
        "others": [{"role": role, "names": names} for role in ROLES if (names := [one for one in found if one["role"] == role])],
        "attacks": attacks(conn, number),
        "figures": figures(conn, number),
        **kinds,
        "tellings": told,
        "claims": [one for one in told if one["claim"]],
        "dates": [one for one in told if one["date"] and one["date_proof"]],
        "publications": publications(told),
        "elsewhere": elsewhere(conn, number),
        "reliability": by_field(conn),
    }


def organisations(conn: sqlite3.Connection, number: int, row: Row) -> list[Row]:
    """Who had which role, victims in causal order, each with the words that name them."""
    found = rows(
        conn,
        # A person's handle leads nowhere: it has no page of its own.
        """select o.id as organisation, iif(o.kind is 'handle', null, o.slug) as slug, o.name, o.kind, o.sector, io.role, io.position from incident_organisations io
        join organisations o on o.id = io.organisation where io.incident = ? order by io.role <> 'victim', io.position, o.name""",
        [number],
    )
    named = gathered(
        rows(
            conn,
            f"select m.organisation, m.role, m.raw, m.extract, m.link, {PROOF} from mentions m join articles a on a.id = m.article "  # noqa: S608
            "where m.incident = ? order by a.published, m.id",
            [number],
        ),
        "organisation",
    )
    for one in found:
        same = [words for words in named.get(one["organisation"], []) if words["role"] == one["role"]]
        one["proofs"] = distinct(proof(words) for words in same or named.get(one["organisation"], []))
    if not any(one["role"] == "victim" for one in found):
        nobody: Row = {"organisation": None, "slug": None, "name": row["victim"], "role": "victim", "position": 0}
        nobody["proofs"] = distinct(proof(words) for words in named.get(None, []) if words["role"] == "victim")
        found.insert(0, nobody)
    return found


def attacks(conn: sqlite3.Connection, number: int) -> list[Row]:
    """How it was done, in the vocabulary's order."""
    found = gathered(
        rows(
            conn,
            f"select t.type, t.raw, t.extract, t.link, {PROOF} from attack_types t join articles a on a.id = t.article "  # noqa: S608
            "where t.incident = ? order by a.published, t.id",
            [number],
        ),
        "type",
    )
    order = list(TERMS["attack_type"])
    return [
        {
            "type": code,
            "proofs": distinct(proof(words) for words in said if words["raw"]),
            "publishers": sorted({words["publisher"] for words in said}),
        }
        for code, said in sorted(found.items(), key=lambda one: order.index(one[0]) if one[0] in order else len(order))
    ]


def figures(conn: sqlite3.Connection, number: int) -> list[Row]:
    """Every figure of every outlet, people first, the outlets in the order of their articles."""
    found = rows(
        conn,
        f"""select c.low, c.high, c.unit, c.what, c.exact, c.raw, c.extract, c.link, {PROOF}
        from counts c join articles a on a.id = c.article where c.incident = ? order by a.published, c.id""",  # noqa: S608
        [number],
    )
    said: dict[tuple[Any, ...], Row] = {}
    for row in found:
        key = (row["low"], row["high"], row["unit"], row["what"], row["publisher"])
        said.setdefault(key, {**{name: row[name] for name in ("low", "high", "unit", "what", "exact")}, "proof": proof(row)})
    return sorted(said.values(), key=lambda one: FIRST.get(one["what"], 3))


def data_kinds(conn: sqlite3.Connection, number: int) -> dict[str, list[Row]]:
    """Kinds of data taken, and those said not to be."""
    found = rows(
        conn,
        f"""select d.type, d.attribute, d.possible, d.denied_by, d.raw, d.extract, d.link, {PROOF}
        from data_types d join articles a on a.id = d.article where d.incident = ? order by a.published, d.id""",  # noqa: S608
        [number],
    )
    kinds = {}
    for name, denied in (("taken", False), ("denied", True)):
        by_type = gathered((row for row in found if (row["denied_by"] is not None) == denied), "type")
        kinds[name] = [
            {
                "type": code,
                "attributes": list(dict.fromkeys(row["attribute"] for row in said if row["attribute"])),
                "possible": not denied and all(row["possible"] for row in said),
                "proofs": distinct(proof(row) for row in said),
            }
            for code, said in sorted(by_type.items(), key=lambda one: RANKS.get(one[0], len(RANKS)))
        ]
    return kinds


def tellings(conn: sqlite3.Connection, number: int) -> list[Row]:
    """The incident as each article tells it, in the order of publication."""
    found = rows(
        conn,
        f"""select i.claim, i.claim_raw, i.claim_extract, i.claim_link, i.date, i.date_raw, i.date_extract, i.date_link, i.sector, {PROOF}
        from incident_articles i join articles a on a.id = i.article where i.incident = ? order by a.published, a.id""",  # noqa: S608
        [number],
    )
    return [
        {
            **{name: row[name] for name in ("article", "article_title", "publisher", "published", "url", "claim", "date", "sector")},
            "claim_proof": proof(row, prefix="claim_") if row["claim_raw"] else None,
            "date_proof": proof(row, prefix="date_") if row["date_raw"] else None,
        }
        for row in found
    ]


def publications(told: list[Row]) -> list[Row]:
    """The articles, each once."""
    return list({one["article"]: one for one in told}.values())


def elsewhere(conn: sqlite3.Connection, number: int) -> list[Row]:
    """Other incidents of the same victims."""
    found = rows(
        conn,
        """select distinct i.id, i.slug, i.title, i.status, i.date, i.date_from, i.attack_types, o.name as victim
        from incident_organisations mine
          join incident_organisations theirs on theirs.organisation = mine.organisation and theirs.role = 'victim' and theirs.incident <> mine.incident
          join incidents i on i.id = theirs.incident join organisations o on o.id = mine.organisation
        where mine.incident = ? and mine.role = 'victim' order by i.date_from desc, i.id limit 50""",
        [number],
    )
    return [{**row, "path": incident_path(row)} for row in found]
