"""Storing, measured by CPU time: Readings into the working database, beside a bare `executemany` of the same rows into the same tables.

    python -m benchmarks.store                          20 000 readings
    python -m benchmarks.store --readings 1000000

The readings are made of a few press sentences with other names and figures each time. Articles are there before; both write in transactions of
`LINES_AT_ONCE`, as `vigie load` does, indexes and triggers included. Aim: at least 60 % of the bare speed.
"""

import argparse
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from json import dumps
from pathlib import Path
from random import Random
from typing import Any

from sqlite_utils import Database

from benchmarks.made import ATTACKS, KINDS, SECTORS, name
from crawler.article import Article
from db.connect import open_working
from db.load import LINES_AT_ONCE
from db.rows import TABLES, reading_rows
from db.store import Sheaf, save_article, save_reading
from nlp.reading import READING, Reading, text_hash

AT_ONCE = 2000
"""Articles and readings in memory."""
SENTENCES = """{victim} a confirmé mardi avoir été la cible d’une attaque. | Selon la CNIL, {low} clients sont concernés par la fuite.
| Le groupe {attacker} revendique l’intrusion et menace de publier {volume} Go de fichiers. | Des adresses électroniques et des dates de naissance ont été
consultées, mais aucun mot de passe. | {supplier}, son prestataire, a été prévenu le {day} mars 2024. | L’enquête est confiée à l’ANSSI."""


def made(number: int, random: Random) -> tuple[Article, Reading]:
    """An article of some sentences, and its reading."""
    given: dict[str, Any] = {
        "victim": f"{name(random).capitalize()} {name(random)}", "attacker": f"{name(random)}{number % 97}", "supplier": name(random).capitalize(),
        "low": random.randrange(100, 10**6), "volume": random.randrange(1, 900), "day": random.randrange(1, 31),
    }  # fmt: skip
    text = " ".join(SENTENCES.split()).replace(" | ", "\n\n").format(**given)
    title = f"{given['victim']} : fuite de données"

    def found(raw: str, **more: Any) -> dict[str, Any]:
        return {"raw": raw, "start": text.index(raw), "score": 0.9, "by": "made", **more}

    reading = {
        "url": f"https://journal-{number % 20}.example/{number}", "text_sha256": text_hash(text), "version": "made", "about": "incident",
        "victims": [found(given["victim"], name=given["victim"])],
        "organisations": [
            found(given["victim"], role="victim"), found("CNIL", role="authority"), found("ANSSI", role="authority"),
            found(given["attacker"], role="attacker"), found(given["supplier"], role="third_party"),
        ],
        "counts": [
            found(f"{given['low']} clients", low=given["low"], high=given["low"], unit="customer", what="affected", exact=True),
            found(f"{given['volume']} Go", low=given["volume"] * 10**9, high=given["volume"] * 10**9, unit="byte", what="volume", exact=True),
        ],
        "data_exposed": [found("adresses électroniques", type=random.choice(KINDS)), found("dates de naissance", type="birth_date")],
        "data_denied": [found("mot de passe", type="password", denied_by="aucun")],
        "attack_types": [random.choice(ATTACKS)], "claim": "confirmed", "sector": random.choice(SECTORS),
        "incident_date": found(f"{given['day']} mars 2024", value=f"2024-03-{given['day']:02}"),
        "evidence": {"claim": [found("a confirmé", value="confirmed")]},
    }  # fmt: skip
    return Article(url=str(reading["url"]), publisher=f"journal-{number % 20}.example", title=title, text=text), READING.validate_python(
        reading
    )


def bare(db: Database, readings: list[tuple[int, str, Reading]]) -> float:
    """CPU seconds of `executemany` alone: rows are made beforehand."""
    tables: dict[str, list[list[Any]]] = defaultdict(list)
    columns: dict[str, list[str]] = {"readings": ["article", "text_sha256", "title_sha256", "version", "about"]}
    for number, title, reading in readings:
        tables["readings"].append([number, reading.text_sha256, title, reading.version, reading.about])
        for table, rows in reading_rows(reading).items():
            for row in rows:
                columns.setdefault(table, ["article", *row])
                tables[table].append([number, *row.values()])
    sql = {table: f"insert into {table} ({', '.join(names)}) values ({', '.join('?' * len(names))})" for table, names in columns.items()}
    begun = time.process_time()
    with db.atomic():
        for table in ("readings", *TABLES):
            db.conn.executemany(sql[table], tables[table])
    return time.process_time() - begun


def measured(folder: Path, count: int, *, seed: int = 1) -> tuple[float, float]:
    """CPU seconds of ours and of the bare one for this many readings."""
    random = Random(seed)
    ours, plain = (open_working(folder / one) for one in ("ours", "bare"))
    spent = {"ours": 0.0, "bare": 0.0}
    pairs: Iterator[tuple[Article, Reading]] = (made(number, random) for number in range(count))
    while some := [pair for pair, _ in zip(pairs, range(AT_ONCE), strict=False)]:
        for db in (ours, plain):
            with db.atomic():
                for article, _ in some:
                    save_article(db, article)
        sql = "select url, id, title_sha256 from articles where url in (select value from json_each(?))"
        known = {url: one for url, *one in plain.conn.execute(sql, [dumps([article.url for article, _ in some])])}
        for start in range(0, len(some), LINES_AT_ONCE):
            batch = [reading for _, reading in some[start : start + LINES_AT_ONCE]]
            begun = time.process_time()
            with ours.atomic():
                sheaf = Sheaf()
                for reading in batch:
                    save_reading(ours, reading, sheaf)
                sheaf.write(ours)
            spent["ours"] += time.process_time() - begun
            spent["bare"] += bare(plain, [(*known[reading.url], reading) for reading in batch])
    for db in (ours, plain):
        db.close()
    return spent["ours"], spent["bare"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readings", type=int, default=20_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ours, plain = measured(Path(folder), given.readings)
    print(f"{given.readings} readings")
    print(f"vigie                 {ours:8.2f} s   {given.readings / ours:8.0f} readings a second")
    print(f"bare executemany      {plain:8.2f} s   {given.readings / plain:8.0f} readings a second")
    print(f"vigie / bare          {plain / ours:8.0%}     (aim: 60 %)")


if __name__ == "__main__":
    main()
