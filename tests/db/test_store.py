"""Saving: nothing twice, nothing by halves, nothing stale."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from db.dump import dump
from db.errors import UnknownArticle, VaultError, explained
from db.rows import TABLES
from db.store import articles, save_article, save_reading, to_tag
from nlp.reading import Reading
from tests.db.samples import LINES, VERSION, article_of, fill, reading_of

FIRST = LINES[0]
ARTICLE = article_of(FIRST)


def test_saved_and_read_back(db: Database) -> None:
    article = replace(
        ARTICLE, authors=("Jeanne Ferrand",), tags=("santé", "fuite"), comments=3, paywalled=True, fetched="2023-03-14T09:00:00Z"
    )

    assert save_article(db, article) == "new"
    assert list(articles(db)) == [article]


@pytest.mark.parametrize(
    ("change", "what", "revisions"),
    [
        ({}, "same", 0),
        ({"fetched": "2024-01-01T00:00:00Z"}, "same", 0),
        ({"comments": 12}, "touched", 0),
        ({"modified": "2023-03-16"}, "touched", 0),
        ({"text": FIRST["text"] + " Mise à jour."}, "revised", 1),
        ({"title": "Un autre titre"}, "revised", 1),
    ],
)
def test_saved_again(db: Database, change: dict[str, object], what: str, revisions: int) -> None:
    save_article(db, ARTICLE)

    assert save_article(db, replace(ARTICLE, **change)) == what  # type: ignore[arg-type]
    assert db.table("article_revisions").count == revisions
    assert db.table("articles").count == 1


def test_a_revision_keeps_the_old_words(db: Database) -> None:
    save_article(db, ARTICLE)
    save_article(db, replace(ARTICLE, text="Tout autre chose."))

    assert [row["text"] for row in db.table("article_revisions").rows] == [FIRST["text"]]
    assert next(articles(db)).text == "Tout autre chose."


def test_a_reading_replaces_the_one_before(db: Database) -> None:
    save_article(db, ARTICLE)
    reading = reading_of(FIRST)

    assert save_reading(db, reading) is True
    before = list(dump(db))
    assert save_reading(db, reading) is False
    assert save_reading(db, replace(reading, counts=(), version="2")) is True
    assert db.table("counts").count == 0
    assert save_reading(db, reading) is True
    assert list(dump(db)) == before


def test_a_reading_that_fails_leaves_the_one_before(db: Database) -> None:
    save_article(db, ARTICLE)
    reading = reading_of(FIRST)
    save_reading(db, reading)
    before = list(dump(db))
    db.conn.execute("create trigger refuse before insert on attack_types begin select raise(abort, 'refused'); end")

    with pytest.raises(sqlite3.IntegrityError):
        save_reading(db, replace(reading, counts=(), version="2"))
    assert list(dump(db)) == before


def stale_text(reading: Reading) -> Reading:
    return replace(reading, text_sha256="0" * 64)


def misplaced(reading: Reading) -> Reading:
    return replace(reading, counts=(replace(reading.counts[0], start=reading.counts[0].start + 1),))


def unknown(reading: Reading) -> Reading:
    return replace(reading, url="https://phare-numerique.example/inconnu")


@pytest.mark.parametrize(("spoil", "says"), [(stale_text, "autre texte"), (misplaced, "n’est pas au caractère"), (unknown, "inconnu")])
def test_a_reading_of_other_words_is_refused(db: Database, spoil: object, says: str) -> None:
    save_article(db, ARTICLE)

    with pytest.raises(UnknownArticle, match=says):
        save_reading(db, spoil(reading_of(FIRST)))  # type: ignore[operator]
    assert all(db.table(table).count == 0 for table in ("readings", *TABLES))


def test_what_waits_for_the_reader(db: Database) -> None:
    fill(db, LINES)
    assert to_tag(db, VERSION).total == 0
    assert to_tag(db, "a newer one").total == len(LINES)
    assert to_tag(db, VERSION, everything=True).total == len(LINES)

    save_article(db, replace(ARTICLE, text=FIRST["text"] + " Mise à jour."))
    save_article(db, replace(article_of(LINES[1]), title="Un autre titre"))
    save_article(db, replace(ARTICLE, url="https://phare-numerique.example/nouveau"))
    waiting = to_tag(db, VERSION)

    assert [article.url for article in waiting.articles] == sorted(
        [FIRST["url"], LINES[1]["url"], "https://phare-numerique.example/nouveau"]
    )
    assert waiting.total == 3


def test_unknown_is_null_and_never_zero(filled: Database) -> None:
    row = next(iter(filled.query("select comments, modified, section from articles limit 1")))

    assert set(row.values()) == {None}
    assert filled.execute("select count(*) from data_types where denied_by is null").fetchone()[0] > 0


def test_a_round_up_that_does_not_part_its_incidents(db: Database) -> None:
    line = {**LINES[4], "url": "https://phare-numerique.example/autre-tour", "incidents": []}
    for field in ("victims", "organisations", "counts"):
        line[field] = [{**finding, "incident": 0} for finding in line[field]]
    line["evidence"] = {}
    fill(db, [line])

    parts = db.execute("select part, name from mentions where role = 'victim' order by position").fetchall()
    assert parts == [(0, "Ville de Saint-Èvre"), (1, "Grand Comptoir")]
    assert db.execute("select part from counts").fetchall() == [(None,)]


def test_a_full_disk_says_so_and_loses_nothing(db: Database, tmp_path: Path) -> None:
    save_article(db, ARTICLE)
    pages = db.execute("pragma page_count").fetchone()[0]
    db.execute(f"pragma max_page_count = {pages + 4}").fetchall()
    big = replace(ARTICLE, url="https://phare-numerique.example/enorme", text="mot " * 100_000)

    with pytest.raises(VaultError, match="disque est plein"), explained(tmp_path / "vigie.db"):
        save_article(db, big)
    assert [article.url for article in articles(db)] == [ARTICLE.url]
    assert db.execute("pragma integrity_check").fetchone()[0] == "ok"
