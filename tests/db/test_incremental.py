"""Linking what changed gives what linking all gives: the same organisations and incidents, in whatever order articles come, change and go."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from db import link as linking
from db import regroup
from db.connect import open_working
from db.dump import dump
from db.link import link
from db.scope import WHOLE
from tests.db.kiosk import gold
from tests.db.samples import LINES, figure, fill, line, org

VICTIMS = (
    "Fermoy", "Véto Avenue", "VetoAvenue", "mairie de Valbrume", "Ville de Valbrume", "Fédération navale de longe-côte", "FNLC",
    "Fédération navale de longe-côte (FNLC)", "Foyer national des longs courriers (FNLC)", "CNIL", "SNCF", "SNCF Connect", "Pôle emploi",
    "France Travail", "Lutessia SAS", "groupe Lutessia", "Rivage Informatique", "l’hôpital",
)  # fmt: skip
OTHERS = ("Noctua", "Groupe Noctua", "FNLC", "Foyer national des longs courriers (FNLC)", "CNIL", "France Travail", "Fermoy")
TITLES = ("{} touchée", "Deuxième fuite chez {}", "La base de {} revient en vente", "{} de nouveau piratée", "{} : un an après")


def made(seed: int, number: int) -> list[dict[str, Any]]:
    """Articles drawn from a few names and days, so that they meet in every way."""
    drawn = random.Random(seed)
    lines = []
    for place in range(number):
        names = drawn.sample(VICTIMS, drawn.choice((1, 1, 1, 2, 3)))
        out = date(2023, 1, 1) + timedelta(drawn.randrange(900))
        day = out - timedelta(drawn.choice((0, 1, 3, 9, 40, 250)))
        stated = drawn.choice((None, day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]))
        count = drawn.choice((None, 4812, 9000))
        other = drawn.choice(OTHERS)
        words = f"{', '.join(names)}. Date : {stated}. {count} clients. Noctua. {other}."
        lines.append(
            line(
                f"m{place}", "phare.example", out.isoformat(), drawn.choice(TITLES).format(names[0]), words, about="incident",
                victims=[{"name": name, "raw": name} for name in names],
                organisations=[*(org(name, "victim") for name in names), org("Noctua", "attacker"), org(other, drawn.choice(("attacker", "authority")))],
                counts=[figure(f"{count} clients", count, "customer")] if count else [],
                claim=drawn.choice((None, "claimed", "confirmed")),
                **({"incident_date": {"raw": stated, "value": stated}} if stated else {}),
            )
        )  # fmt: skip
    return lines


def content(db: Database) -> list[str]:
    """What linking made; former addresses and proposals depend on the way."""
    return [one for one in dump(db) if one.startswith(('["organisation"', '["incident"'))]


def whole(folder: Path, lines: list[dict[str, Any]]) -> list[str]:
    db = open_working(folder)
    fill(db, lines)
    link(db)
    found = content(db)
    db.close()
    return found


@pytest.mark.parametrize("seed", range(6))
def test_one_by_one_in_any_order_is_as_all_at_once(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = made(seed, 36)
    expected = whole(tmp_path / "whole", lines)
    random.Random(seed).shuffle(lines)
    scopes = []
    seen = linking.relink
    monkeypatch.setattr(linking, "relink", lambda db, scope, *rest: scopes.append(scope) or seen(db, scope, *rest))

    db = open_working(tmp_path / "parts")
    for one in lines:
        fill(db, [one])
        link(db)

    assert scopes[0] == WHOLE
    assert all(scope.partial for scope in scopes[1:])
    assert content(db) == expected
    db.close()


@pytest.mark.parametrize("seed", range(6, 10))
def test_corrections_and_deletions_too(tmp_path: Path, seed: int) -> None:
    before, after = made(seed, 30), made(seed + 100, 30)
    drawn = random.Random(seed)
    changed = drawn.sample(range(30), 15)
    gone = set(drawn.sample(range(30), 5))
    final = [after[place] if place in changed else before[place] for place in range(30) if place not in gone]
    expected = whole(tmp_path / "whole", final)

    db = open_working(tmp_path / "parts")
    fill(db, before)
    link(db)
    for place in drawn.sample(range(30), 30):
        if place in gone:
            db.conn.execute("delete from articles where url = ?", [before[place]["url"]])
            db.conn.commit()
        elif place in changed:
            fill(db, [after[place]])
        link(db)

    assert different(content(db), expected) == []
    db.close()


def different(one: list[str], other: list[str]) -> list[str]:
    return sorted(set(one) ^ set(other))


def test_the_kiosk_one_by_one(tmp_path: Path) -> None:
    lines = [*gold(2), *LINES]
    expected = whole(tmp_path / "whole", lines)
    random.Random(3).shuffle(lines)
    db = open_working(tmp_path / "parts")
    for one in lines:
        fill(db, [one])
        link(db)

    assert different(content(db), expected) == []
    assert db.conn.execute("select count(*) from link_queue").fetchone() == (0,)
    db.close()


def test_an_article_that_touches_nothing_looks_at_nothing_else(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(db, LINES)
    link(db)
    told = []
    seen = regroup.group
    monkeypatch.setattr(regroup, "group", lambda tellings, *rest, **more: told.extend(tellings) or seen(told, *rest, **more))
    fill(db, made(1, 1))
    link(db)

    assert len(told) == 1


def test_a_common_victim_does_not_drag_in_all_that_its_partners_met(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Firme 0 is hit with Firme 1 one day, Firme 1 with Firme 2 another…: only the incident that the new article tells is made anew."""

    def hit(number: int, out: date, *names: str) -> dict[str, Any]:
        return line(
            f"f{number}", "phare.example", out.isoformat(), "Une fuite", f"{' et '.join(names)}, ce jour.", about="incident",
            victims=[{"name": name, "raw": name} for name in names], organisations=[org(name, "victim") for name in names],
            incident_date={"raw": "ce jour", "value": out.isoformat()},
        )  # fmt: skip

    days = [date(2020, 1, 1) + timedelta(60 * number) for number in range(12)]
    fill(db, [hit(number, day, f"Firme {number}", f"Firme {number + 1}") for number, day in enumerate(days)])
    link(db)
    read: list[str] = []
    made_anew: list[int] = []
    seen, summarised = regroup.group, linking.summarise
    monkeypatch.setattr(regroup, "group", lambda told, *rest, **more: read.extend(one.url for one in told) or seen(told, *rest, **more))
    monkeypatch.setattr(linking, "summarise", lambda tellings: made_anew.append(len(tellings)) or summarised(tellings))
    fill(db, [hit(99, days[5], "Firme 5")])
    link(db)

    assert made_anew == [2]
    assert len(set(read)) == 4


def test_a_name_that_changes_nothing_is_not_gathered_anew(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [{**one, "organisations": [*one["organisations"], org("Noctua", "authority")]} for one in made(5, 1)]
    cnil = [
        line(
            f"c{number}",
            "phare.example",
            "2024-03-02",
            "Note",
            f"La CNIL rappelle {number}.",
            about="other",
            organisations=[org("CNIL", "authority")],
        )
        for number in range(4)
    ]
    fill(db, [*lines, *cnil[:3]])
    link(db)
    gathered: list[str] = []
    seen = linking.gather
    monkeypatch.setattr(linking, "gather", lambda named, **more: seen([gathered.append(one.name) or one for one in named], **more))
    fill(db, cnil[3:])
    link(db)

    assert gathered.count("CNIL") == 0
    assert db.conn.execute("select count(*), count(organisation) from mentions where name = 'CNIL'").fetchone() in {(4, 4), (5, 5)}


def test_a_link_that_fails_is_made_again(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(db, LINES)
    link(db)
    fill(db, made(1, 1))
    with monkeypatch.context() as patched:
        patched.setattr(linking, "write_incidents", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            link(db)

    link(db)

    assert db.conn.execute("select count(*) from incidents").fetchone() == (5,)
