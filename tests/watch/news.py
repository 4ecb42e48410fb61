"""Invented news for watches, a line each, and what a database has decided and holds."""

from json import loads
from typing import Any

from sqlite_utils import Database

from db.link import Linked, link
from tests.db.samples import figure, fill, line, org


def news(slug: str, victim: str, published: str, **more: Any) -> dict[str, Any]:
    """An article about one victim. `says`: its text; `hand` and `supplier`: who else is named."""
    others = {"attacker": more.pop("hand", None), "third_party": more.pop("supplier", None)}
    said = " ".join(f"Il est question de {name}." for name in others.values() if name)
    text = more.pop("says", f"{victim} a été victime d’une intrusion, apprend-on. {said} Des adresses e-mail de clients circulent.")
    held: dict[str, Any] = {
        "about": "incident",
        "victims": [{"name": victim, "raw": victim}],
        "organisations": [org(victim, "victim"), *(org(name, role) for role, name in others.items() if name)],
        "sector": "retail",
        "claim": "claimed",
        "attack_types": ["intrusion"],
        "data_exposed": [{"raw": "adresses e-mail", "type": "email"}] if "adresses e-mail" in text else [],
    }
    return line(slug, "phare.example", published, more.pop("title", f"{victim} touchée"), text, **{**held, **more})


BEFORE = news("avant", "Vieille Affaire", "2024-01-31")
"""What the database holds before anything is watched."""


def linked(db: Database, *lines: dict[str, Any]) -> Linked:
    """Save, read and link these."""
    fill(db, lines)
    return link(db)


def told(db: Database) -> list[tuple[str, str, str]]:
    """What was decided to be told: watch, event, victim or article."""
    rows = [loads(words) for (words,) in db.conn.execute("select words from alerts where told order by id")]
    return [(row["watch"], row["event"], (row["incident"] or {"victims": [row["article"]["url"]]})["victims"][0]) for row in rows]


def facts_told(db: Database) -> list[dict[str, Any]]:
    return [loads(words) for (words,) in db.conn.execute("select words from alerts where told order by id")]


def outbox(db: Database) -> list[tuple[Any, ...]]:
    """Every message: target, kind, state."""
    return db.conn.execute("select target, kind, state from outbox order by id").fetchall()


__all__ = ["BEFORE", "facts_told", "figure", "linked", "news", "outbox", "told"]
