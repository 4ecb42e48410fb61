"""An Atom file of alerts: each once, under an identity that never changes, the latest first."""

import os
from collections.abc import Collection
from json import loads

from sqlite_utils import Database

from db.alert_words import lines, page, title
from db.deliver_limits import quotes
from db.site.feeds import Entry, atom
from db.watches import Target

MOST = 200
"""Alerts that a file holds."""


def write_feed(db: Database, target: Target, *, base: str | None = None, withdrawn: Collection[str] = ()) -> None:
    """Write the file, whole, beside the old one and in its place. Raises OSError."""
    sql = """select a.watch, a.key, a.made, a.words from alerts a join outbox_alerts o on o.alert = a.id join outbox m on m.id = o.message
      where m.target = ? and a.words is not null group by a.id order by a.made desc, a.id desc limit ?"""
    held = [(watch, key, made, loads(words)) for watch, key, made, words in db.conn.execute(sql, [target.name, MOST])]
    entries = [entry(watch, key, made, alert, base) for watch, key, made, alert in held if not quotes(alert, withdrawn)]
    path = target.atom
    assert path is not None  # noqa: S101 - a target of this kind has one
    address = target.address or path.name
    text = atom(entries, title=f"Vigie : alertes ({target.name})", base="", path=address, page=base or address, author="Vigie")
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.fresh")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def entry(watch: str, key: str, made: str, alert: dict[str, object], base: str | None) -> Entry:
    """An alert as an entry; it leads to the incident's page, else to the article."""
    article = alert["article"]
    link = page(alert, base) or (str(article["url"]) if isinstance(article, dict) else "")
    return Entry(
        key=f"alert/{watch}/{key}",
        title=title(alert),
        path=link,
        updated=made,
        published=made,
        lines=(f"Veille : {watch}", *lines(alert, base)[1:]),
    )
