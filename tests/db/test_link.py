"""Linking: the same content gives the same incidents, organisations, numbers and dump, in whatever order it came."""

import random
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from db.connect import open_working
from db.dump import dump
from db.link import link
from db.publish import publish
from db.store import save_article, save_reading
from tests.db.kiosk import EXPECTED, gold, incidents
from tests.db.samples import LINES, article_of, fill, reading_of


def addresses(db: Database) -> dict[str, list[Any]]:
    """The permanent numbers and slugs of everything that has an address."""
    return {
        "incidents": db.execute("select id, slug from incidents order by id").fetchall(),
        "organisations": db.execute("select id, slug, name from organisations order by id").fetchall(),
        "articles": db.execute("select id, url from articles order by id").fetchall(),
    }


def test_linking_twice_writes_nothing(filled: Database) -> None:
    first = link(filled)
    before, written = list(dump(filled)), filled.conn.total_changes
    second = link(filled)

    assert (first.new, first.changed, first.gone) == (4, 0, 0)
    assert (second.new, second.changed, second.gone) == (0, 0, 0)
    assert filled.conn.total_changes == written
    assert list(dump(filled)) == before


@pytest.mark.parametrize("seed", range(5))
def test_order_changes_nothing(tmp_path: Path, seed: int) -> None:
    """Shuffled, and linked after each few articles or only once at the end."""
    found = []
    for name, shuffled in (("one", False), ("other", True)):
        lines = gold(2) + LINES
        db = open_working(tmp_path / name)
        if shuffled:
            random.Random(seed).shuffle(lines)
        fill(db, lines)
        link(db)
        found.append((list(dump(db)), addresses(db)))
        db.close()

    assert found[0] == found[1]


def test_article_by_article_gives_the_same_content(tmp_path: Path) -> None:
    lines = gold(1)
    random.Random(7).shuffle(lines)
    together, apart = open_working(tmp_path / "together"), open_working(tmp_path / "apart")
    fill(together, lines)
    link(together)
    for line in lines:
        fill(apart, [line])
        link(apart)
    dumps = [list(dump(together)), list(dump(apart))]
    together.close()
    apart.close()

    assert dumps[0] == dumps[1]


def test_an_incident_keeps_its_address(filled: Database) -> None:
    """An earlier article, another date: the incident changes, its number and slug do not."""
    link(filled)
    before = {(row["id"], row["slug"]) for row in filled.table("incidents").rows}
    line = {
        "url": "https://courrier-des-caps.example/plus-tot", "publisher": "courrier-des-caps.example", "published": "2023-02-27",
        "title": "La Clinique des Tilleuls piratée", "text": "La Clinique des Tilleuls aurait été piratée le 26 février 2023.", "about": "incident",
        "victims": [{"name": "Clinique des Tilleuls", "raw": "Clinique des Tilleuls"}],
        "incident_date": {"raw": "le 26 février 2023", "value": "2023-02-27"},
    }  # fmt: skip
    fill(filled, [line])
    fill(filled, [{**line, "url": line["url"] + "-bis"}])
    linked = link(filled)

    assert (linked.new, linked.changed, linked.gone) == (1, 0, 0) or (linked.new, linked.gone) == (0, 0)
    assert before <= {(row["id"], row["slug"]) for row in filled.table("incidents").rows}


def test_an_incident_that_nobody_tells_any_more_goes(filled: Database) -> None:
    link(filled)
    reading = reading_of(LINES[2])
    save_reading(
        filled, replace(reading, about="other", victims=(), counts=(), data_exposed=(), attack_types=(), incident_date=None, version="2")
    )
    linked = link(filled)

    assert (linked.new, linked.gone) == (0, 1)
    assert filled.execute("select count(*) from recurring_victims").fetchone()[0] == 0
    assert filled.execute("pragma foreign_key_check").fetchall() == []


def test_the_past_is_not_the_victim(filled: Database) -> None:
    line = {**LINES[5], "url": "https://phare-numerique.example/rappel", "title": "Clinique des Tilleuls, un an après"}
    line["organisations"] = [{"raw": "Clinique des Tilleuls", "role": "past_victim"}]
    fill(filled, [line])
    link(filled)

    roles = filled.execute("select role from incident_organisations where role not in ('victim', 'attacker', 'authority', 'third_party')")
    assert roles.fetchall() == []
    assert len(list(filled.table("incidents").rows)) == 4


def test_a_revised_article_that_waits_for_the_reader_stays_in_its_incident(filled: Database) -> None:
    link(filled)
    save_article(filled, replace(article_of(LINES[0]), text=LINES[0]["text"] + " Mise à jour."))

    assert link(filled).gone == 0


@pytest.fixture(scope="module", params=[1, 2])
def kiosk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The kiosk's gold readings, linked."""
    db = open_working(tmp_path_factory.mktemp("kiosk"))
    fill(db, gold(request.param))
    link(db)
    yield request.param, db
    db.close()


def told(db: Database) -> dict[int, set[str]]:
    """The articles of each incident."""
    found: dict[int, set[str]] = {}
    for number, url in db.execute("select ia.incident, a.url from incident_articles ia join articles a on a.id = ia.article"):
        found.setdefault(number, set()).add(url)
    return found


def test_kiosk_incidents(kiosk: Any) -> None:
    edition, db = kiosk
    by_articles = {frozenset(urls): number for number, urls in told(db).items()}
    for expected in incidents(edition):
        number = by_articles.get(frozenset(expected["articles"]))
        assert number is not None, expected["key"]
        row = dict(db.table("incidents").get(number))
        victims = [
            name.casefold()
            for (name,) in db.execute(
                """select o.name from incident_organisations io join organisations o on o.id = io.organisation
                where io.incident = ? and io.role = 'victim' order by io.position""",
                [number],
            )
        ]
        assert (expected["key"], row["date"], row["status"]) == (expected["key"], expected["day"], expected["claim"])
        assert victims == [name.casefold() for name in expected["victims"]]


def test_kiosk_round_ups_and_other_articles(kiosk: Any) -> None:
    _, db = kiosk
    urls = told(db)
    for roundup in EXPECTED["roundup"]:
        parts = [number for number, articles in urls.items() if articles == {roundup["article"]}]
        assert len(parts) == len(roundup["victims"]), roundup["article"]
    assert not set(EXPECTED["none"]["articles"]) & set().union(*urls.values())


def test_kiosk_recurring_victims(kiosk: Any) -> None:
    edition, db = kiosk
    expected = {one["victim"].casefold(): len(one["incidents"]) for one in EXPECTED["recurring"] if one.get("edition", 1) <= edition}

    assert {row["name"].casefold(): row["incidents"] for row in db.query("select * from recurring_victims")} == expected


def test_a_background_date_does_not_hide_that_it_happened_again(tmp_path: Path) -> None:
    """« L’hôpital de nouveau touché », of which the reader took the first attack's date: two incidents, and the old date is shown of neither."""
    url = next(one["articles"][0] for one in incidents(2) if one["key"] == "rocheclaire-2026")
    lines = [
        {**row, "incident_date": {"raw": "en avril 2024", "value": "2024-04"}} if row["url"] == url else row for row in gold(2)
    ]  # fmt: skip
    db = open_working(tmp_path)
    fill(db, lines)
    link(db)
    again = [row for row in db.query("select * from recurring_victims") if "Rocheclaire" in row["name"]]
    (own,) = [number for number, urls in told(db).items() if url in urls]
    dated = db.execute("select date, date_basis from incidents where id = ?", [own]).fetchone()
    conn = sqlite3.connect(publish(db, tmp_path).path)
    shown = conn.execute("select date, date_raw from incident_articles where incident = ?", [own]).fetchall()
    conn.close()
    db.close()

    assert [row["incidents"] for row in again] == [2]
    assert dated == ("2026-11-18", "published")
    assert shown == [(None, None)]
