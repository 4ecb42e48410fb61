"""What an alert says, as plain data: the victim with the claim's status, the watch's own words, the sentences that prove them. No persons."""

import re
from collections.abc import Mapping
from json import loads
from typing import Any

from sqlite_utils import Database

from db.alert_events import Found
from db.extracts import CUT, Span, extracts
from db.naming import is_person
from db.persons import NOBODY
from db.rows import Row
from db.store import fetch
from db.titles import incident_title
from db.watch_match import Proof
from db.watches import Watch

LONGEST = 300
"""Characters of a sentence that an alert quotes."""
SPACES = re.compile(r"[ \t\r\n]+")


def facts(db: Database, watch: Watch, one: Found) -> dict[str, Any]:
    """All that an alert says."""
    return {
        "watch": watch.name,
        "event": one.event,
        "incident": incident_facts(db, one.incident) if one.incident is not None else None,
        "article": article_facts(db, one.article),
        "matched": [matched(db, watch, proof) for proof in one.proofs],
        **changed(db, one),
    }


def incident_facts(db: Database, number: int) -> dict[str, Any] | None:
    """An incident: who, what, when, how sure, how many."""
    row = fetch(
        db, "select id, slug, victim, status, date, date_basis, sector, low, high, unit, exact from incidents where id = ?", [number]
    )
    if row is None:
        return None
    sql = """select o.name from incident_organisations io join organisations o on o.id = io.organisation
      where io.incident = ? and io.role = 'victim' order by io.position"""
    names = [name for (name,) in db.conn.execute(sql, [number]) if not is_person(name, name, "victim")]
    words = row.pop("victim")
    victims = names or [words if words and not is_person(words, words, "victim") else "Victime non nommée"]
    sql = """select distinct t.type from attack_types t join incident_articles ia on ia.article = t.article and (t.part = ia.part or t.part is null)
      where ia.incident = ? order by 1"""
    kinds = [kind for (kind,) in db.conn.execute(sql, [number])]
    return {**row, "victims": victims, "attack_types": kinds, "title": incident_title(victims, kinds, row["date"])}


def article_facts(db: Database, number: int) -> dict[str, Any] | None:
    """Which article it is."""
    return fetch(db, "select url, publisher, title, published from articles where id = ?", [number])


def matched(db: Database, watch: Watch, proof: Proof) -> dict[str, Any]:
    """One criterion: what the watch asks for, what was found, and where it is said."""
    article = fetch(db, "select * from articles where id = ?", [proof.article]) or {}
    whole = str(article.get("title" if proof.place == "title" else "text", ""))
    return {
        "criterion": proof.asked,
        "asked": list(watch.asked.get(proof.asked, ())),
        "found": proof.value,
        "sentence": sentence(db, article, whole, proof.start, proof.start + proof.length, whole=proof.place == "title"),
        **{name: article.get(name) for name in ("url", "publisher", "published")},
    }


def sentence(db: Database, article: Row, text: str, start: int, end: int, *, whole: bool = False) -> str:
    """The sentence around words, as much of it as fits, without persons; the whole of a title."""
    span = Span(start=start, end=end)
    shown = text if whole else None
    if shown is None:
        held = extracts(text, [span], longest=LONGEST, share=1.0, most=len(text)).get(span)
        shown = held.text if held else f"{text[start : start + LONGEST].rpartition(' ')[0]} {CUT}"
    named = db.conn.execute("select name, raw, role from mentions where article = ?", [article.get("id")])
    kept = {form for name, raw, role in named if not is_person(name, raw, role) for form in (name, raw)}
    persons = NOBODY.who_sign(loads(article.get("authors") or "[]"), publisher=str(article.get("publisher", "")))
    return SPACES.sub(" ", persons.masked(shown, kept=kept)).strip()


def changed(db: Database, one: Found) -> Mapping[str, Any]:
    """What an event says besides; of an article written anew each fact with its sentence, the old one where it vanished."""
    if one.event != "edit":
        return one.more
    article = fetch(db, "select * from articles where id = ?", [one.article]) or {}
    before = fetch(db, "select text from article_revisions where article = ? order by id desc", [one.article]) or {}
    told = []
    for change in one.more["changes"]:
        table, text = ("findings", article.get("text")) if change["change"] == "appeared" else ("former_findings", before.get("text"))
        sql = f"select raw from {table} where article = ? and kind = ? and value = ? and raw is not null"  # noqa: S608 - names of ours
        raw = db.conn.execute(sql, [one.article, change["kind"], change["value"]]).fetchone()
        start = str(text or "").find(raw[0]) if raw else -1
        told.append({**change, "sentence": sentence(db, article, str(text), start, start + len(raw[0])) if start >= 0 else None})
    return {"changes": told}
