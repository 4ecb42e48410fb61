"""Days of an invented press, and runs over them with the clock set: saved, read, linked, published, as `vigie run` does but without web and model.

Each day has twenty articles that are new or changed: twelve new ones, most on an incident of their own, some on an earlier one, and eight of the last
days written anew, with another figure. Victims come back.
"""

import resource
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import time_machine

from crawler.ports import Listed
from db.connect import PUBLIC, WORKING, open_working
from db.link import link
from db.memory import Keeper
from db.publish import publish
from db.runs import begin, finish
from db.store import save_reading
from tests.db.samples import article_of, line, org, reading_of

NEW, ANEW = 12, 8
BEGUN = date(2025, 1, 1)
KINDS = ("Clinique", "Mairie", "Lycée", "Transports", "Coopérative", "Mutuelle", "Librairie", "Fonderie", "Laboratoires", "Hôtel")
FIRST = ("Val", "Mont", "Roche", "Fer", "Aigue", "Belle", "Cham", "Dur", "Pierre", "Saint")
SECOND = (
    "ançon",
    "brune",
    "cluse",
    "dolles",
    "elles",
    "fontaine",
    "gorges",
    "houx",
    "ières",
    "joux",
    "landes",
    "mare",
    "noire",
    "oise",
    "pierre",
)
SYLLABLES = ("ba", "ron", "li", "tré", "mo", "sac", "du", "vel", "quin", "pa", "nor", "eu", "gi", "fan", "clo", "ser")


@dataclass(frozen=True, kw_only=True)
class Day:
    """What a run came to."""

    number: int
    seconds: float
    link: float
    publish: float
    working: int
    """Bytes of the working database with its log."""
    public: int
    memory: int
    """Most bytes that the process ever held."""
    articles: int
    incidents: int


def padding(random: Random) -> str:
    """Two hundred words that no other article has: one that resembles another would be taken for its copy."""
    return " ".join("".join(random.choices(SYLLABLES, k=random.randint(1, 4))) for _ in range(200)).capitalize() + "."


def victim(random: Random) -> str:
    return f"{random.choice(KINDS)} {random.choice(FIRST)}{random.choice(SECOND)}"


def written(slug: str, day: date, who: str, figure: int, more: str) -> dict[str, Any]:
    """One article with its reading."""
    people = f"{figure} clients"
    told = f"{who} a été victime d’une fuite le {day}. Elle concerne {people}. {more}"
    return line(
        slug, f"journal-{slug[-1]}.example", f"{day}T08:00:00+00:00", f"{who} touchée par une fuite", told, about="incident",
        victims=[{"name": who, "raw": who}], organisations=[org(who, "victim")], claim="claimed", attack_types=["data_breach"],
        incident_date={"raw": str(day), "value": str(day)},
        counts=[{"raw": people, "low": figure, "high": figure, "unit": "customer", "what": "affected", "exact": True}],
    )  # fmt: skip


def press(random: Random, days: int) -> Iterator[list[dict[str, Any]]]:
    """The articles of each day, new and changed."""
    past: list[tuple[str, date, str, int]] = []
    for number in range(days):
        today = BEGUN + timedelta(days=number)
        fresh = []
        for place in range(NEW):
            again = past and random.random() < 0.25
            _, day, who, figure = random.choice(past[-60:]) if again else ("", today, victim(random), random.randint(100, 90_000))
            fresh.append((f"{today}-{place}", day, who, figure))
        recent = past[-90:]
        anew = [(slug, day, who, random.randint(100, 90_000)) for slug, day, who, _ in random.sample(recent, min(ANEW, len(recent)))]
        past += fresh
        yield [written(*one, padding(random)) for one in (*fresh, *anew)]


def lived(folder: Path, days: int, *, seed: int = 1) -> Iterator[Day]:
    """Run once a day; what each run came to."""
    for number, articles in enumerate(press(Random(seed), days), 1):
        moment = datetime(BEGUN.year, BEGUN.month, BEGUN.day, 9, tzinfo=UTC) + timedelta(days=number - 1)
        with time_machine.travel(moment, tick=False):
            yield one_run(folder, number, articles)


def one_run(folder: Path, number: int, articles: list[dict[str, Any]]) -> Day:
    """One daily run, with its own connection, as its own process would have."""
    clock = time_machine.escape_hatch.time.time
    started = clock()
    db = open_working(folder)
    try:
        run = begin(db, "run")
        keeper = Keeper(db, run=run)
        for one in articles:
            keeper.article(article_of(one), site=one["publisher"], listed=Listed(url=one["url"]))
            save_reading(db, reading_of(one, version="year"))
        before = clock()
        linked = link(db)
        between = clock()
        publish(db, folder)
        after = clock()
        finish(db, run, "well", {})
        (held,) = db.execute("select count(*) from articles").fetchone()
    finally:
        db.close()
    sizes = [path.stat().st_size for path in folder.glob(f"{WORKING}*") if path.is_file()]
    return Day(
        number=number, seconds=clock() - started, link=between - before, publish=after - between, working=sum(sizes),
        public=(folder / PUBLIC).stat().st_size, memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, articles=held, incidents=linked.incidents,
    )  # fmt: skip
