"""What an article's page shows: the outlet's title and address, and what was found in it, with the words that prove it."""

import sqlite3

from db.site.incident import FIRST, RANKS
from db.site.rows import PROOF, Row, first, gathered, incident_path, proof, rows


def article(conn: sqlite3.Connection, number: int) -> Row | None:
    """An article and its findings, by incident; None if there is none of that number."""
    row = first(conn, "select * from articles where id = ?", [number])
    if row is None:
        return None
    told = rows(
        conn,
        f"""select i.id, i.slug, i.title, i.victim, i.status, i.date, t.claim, t.claim_raw, t.claim_extract, t.claim_link,
          t.date as said_date, t.date_raw, t.date_extract, t.date_link, t.sector as said_sector, {PROOF}
        from incident_articles t join incidents i on i.id = t.incident join articles a on a.id = t.article where t.article = ? order by t.id""",  # noqa: S608
        [number],
    )
    found = {
        table: gathered(
            rows(
                conn,
                f"select f.*, {PROOF} from {table} f join articles a on a.id = f.article where f.article = ? order by f.id",  # noqa: S608
                [number],
            ),
            "incident",
        )
        for table in ("mentions", "counts", "data_types", "attack_types")
    }
    slugs = {
        one["id"]: one["slug"]
        for one in rows(
            conn,
            "select o.id, o.slug from mentions m join organisations o on o.id = m.organisation where m.article = ? and o.kind is not 'handle' group by o.id",
            [number],
        )
    }
    parts = [{"incident": {**one, "path": incident_path(one)}, **findings(found, one["id"], slugs), **said(one)} for one in told]
    edits = rows(
        conn, "select kind, change, value, until from silent_edits where article = ? order by until desc, change, kind, value", [number]
    )
    return {**row, "edits": edits, "path": f"/article/{number}", "parts": parts, "rest": findings(found, None, slugs)}


def findings(found: dict[str, dict[int | None, list[Row]]], incident: int | None, slugs: dict[int, str]) -> Row:
    """What an article says of one incident (or of none), by kind."""
    kinds = sorted(found["data_types"].get(incident, []), key=lambda row: RANKS.get(row["type"], 99))
    return {
        "mentions": [
            {"name": row["name"], "role": row["role"], "slug": slugs.get(row["organisation"]), "proofs": [proof(row)]}
            for row in found["mentions"].get(incident, [])
        ],
        "figures": [
            {**{name: row[name] for name in ("low", "high", "unit", "what", "exact")}, "proof": proof(row)}
            for row in sorted(found["counts"].get(incident, []), key=lambda row: FIRST.get(row["what"], 3))
        ],
        **{
            name: [
                {
                    "type": row["type"],
                    "attributes": [row["attribute"]] if row["attribute"] else [],
                    "possible": row["possible"],
                    "proofs": [proof(row)],
                }
                for row in kinds
                if (row["denied_by"] is not None) == denied
            ]
            for name, denied in (("taken", False), ("denied", True))
        },
        "attacks": [
            {"type": row["type"], "proofs": [proof(row)] if row["raw"] else [], "publishers": []}
            for row in found["attack_types"].get(incident, [])
        ],
    }


def said(row: Row) -> Row:
    """The status and the date that an article gives to an incident."""
    return {
        "claim": row["claim"], "claim_proof": proof(row, prefix="claim_") if row["claim_raw"] else None,
        "date": row["said_date"], "date_proof": proof(row, prefix="date_") if row["date_raw"] else None,
    }  # fmt: skip
