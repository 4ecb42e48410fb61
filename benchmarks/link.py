"""Linking, measured by CPU time: all of it, and one more article among many, on made-up articles written straight into a working database.

python -m benchmarks.link                    20 000 articles
python -m benchmarks.link --articles 200000
"""

import argparse
import random
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from sqlite_utils import Database

from db.connect import open_working
from db.link import link
from nlp.reading import text_hash

TEXT = "Une fuite de données est confirmée. Selon la CNIL, 12 000 clients sont touchés."


def main() -> None:
    """Make the articles, link them, then link one more of each kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    number = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as folder:
        db, drawn = filled(Path(folder), number)
        victims = max(10, number // 4)
        whole = timed(db)
        organisations, incidents = (
            db.conn.execute(f"select count(*) from {table}").fetchone()[0] for table in ("organisations", "incidents")
        )
        print(f"{number} articles, {organisations} organisations, {incidents} incidents")
        print(f"whole link            {whole:8.2f} s   {number / whole:8.0f} articles a second")
        print(f"nothing new           {timed(db):8.3f} s")
        for name, forced in (
            ("a victim of its own", "Organisation toute neuve"),
            ("the most common victim", "Firme numéro 0"),
            ("any victim", None),
        ):
            with db.atomic():
                save(db, number, drawn, victims=victims, forced=forced)
            number += 1
            taken = timed(db)
            print(f"one more: {name:<23}{taken:6.3f} s   {whole / taken:8.0f} times less than the whole")
        db.close()


def filled(folder: Path, number: int) -> tuple[Database, random.Random]:
    """A database of this many articles, and what more are drawn from."""
    db, drawn = open_working(folder), random.Random(1)
    with db.atomic():
        for place in range(number):
            save(db, place, drawn, victims=max(10, number // 4))
    return db, drawn


def timed(db: Database) -> float:
    """CPU seconds of a link."""
    start = time.process_time()
    link(db)
    return time.process_time() - start


def save(db: Database, place: int, drawn: random.Random, *, victims: int, forced: str | None = None) -> None:
    """An article with its reading; few victims are told often, most seldom, one article in twenty tells of two."""
    out = date(2015, 1, 1) + timedelta(drawn.randrange(4000))
    day = out - timedelta(drawn.choice((0, 1, 2, 5, 30)))
    names = {forced or f"Firme numéro {int(victims * drawn.random() ** 2)}" for _ in range(2 if drawn.random() < 0.05 else 1)}
    conn, article, text = db.conn, place + 1, text_hash(TEXT)
    conn.execute(
        """insert into articles (id, url, publisher, title, lead, text, title_sha256, text_sha256, authors, published, tags, language, paywalled)
        values (?, ?, 'phare.example', ?, '', ?, ?, ?, '[]', ?, '[]', 'fr', 0)""",
        [article, f"https://phare.example/{place}", f"{min(names)} touchée", TEXT, text, text, out.isoformat()],
    )
    conn.execute("insert into readings values (?, ?, ?, '1', 'incident')", [article, text, text])
    conn.execute(
        "insert into reading_parts (article, part, start, end, date, claim, sector) values (?, 0, 0, 10, ?, 'confirmed', 'retail')",
        [article, drawn.choice((None, day.isoformat(), day.isoformat()[:7]))],
    )
    named = [*((name, "victim") for name in sorted(names)), ("CNIL", "authority"), (f"Groupe pirate {drawn.randrange(300)}", "attacker")]
    sql = "insert into mentions (article, part, raw, start, place, score, found_by, name, role, position) values (?, 0, ?, 0, 'text', 1, 'made', ?, ?, ?)"
    conn.executemany(sql, [(article, name, name, role, position) for position, (name, role) in enumerate(named)])
    conn.execute(
        """insert into counts (article, part, raw, start, place, score, found_by, low, high, unit, what, exact)
        values (?, 0, '12 000 clients', 55, 'text', 1, 'made', 12000, 12000, 'customer', 'affected', 1)""",
        [article],
    )


if __name__ == "__main__":
    main()
