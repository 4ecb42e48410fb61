"""A made press: a working database of any size, with the unevenness of a real one (few victims are hit often, one authority is everywhere).

Everything is invented, and the same for the same size. Used by `benchmarks/portal.py` and by the tests that look how costs grow.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from sqlite_utils import Database

from db.connect import open_working
from nlp.vocabulary import TERMS

BATCH = 2000
SYLLABLES = "ba co di fe gu ha jo la mi no pe ri sa to vu lan bre dor mel tin gar von cha pru sil".split()
PLAIN = """la le les de des du une un et dans par pour avec sur que qui a ont été sont cette selon plusieurs également après avant lundi mardi site
service client patient salarié données fichier système réseau attaque entreprise hôpital mairie groupe police enquête plainte sécurité informatique""".split()
PUBLISHERS = [f"journal-{number}.example" for number in range(20)]
KINDS, ATTACKS, SECTORS = (list(TERMS[field]) for field in ("data_type", "attack_type", "sector"))
AUTHORITY = 1
START = date(2015, 1, 5)


def words(random: Random, count: int) -> str:
    """A text: half plain words, half names made of syllables, the common ones common."""
    made = (PLAIN[min(int(random.paretovariate(0.9)) - 1, len(PLAIN) - 1)] if random.random() < 0.6 else name(random) for _ in range(count))
    return " ".join(made) + "."


def name(random: Random) -> str:
    return "".join(random.choice(SYLLABLES) for _ in range(3))


def make(folder: Path, articles: int, *, seed: int = 6) -> Path:
    """A working database of this many articles, three incidents for ten of them and one organisation for eight; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    db = open_working(folder)
    random = Random(seed)
    organisations, incidents = max(articles // 8, 10), max(articles * 3 // 10, 10)
    with db.atomic():
        insert(db, "organisations", organisation_rows(random, organisations))
        insert(
            db,
            "organisation_aliases",
            ({"organisation": row["id"], "name": row["name"], "key": row["key"]} for row in organisation_rows(Random(seed), organisations)),
        )
        stories = [story(random, number, organisations) for number in range(1, incidents + 1)]
        insert(db, "incidents", (one["incident"] for one in stories))
        insert(db, "incident_organisations", (row for one in stories for row in one["roles"]))
        findings: dict[str, list[dict[str, Any]]] = {}
        for number in range(1, articles + 1):
            told = stories[(number - 1) % incidents] if number <= incidents or random.random() < 0.7 else None
            for table, rows in article(random, number, told).items():
                findings.setdefault(table, []).extend(rows)
            if number % BATCH == 0 or number == articles:
                for table, rows in findings.items():
                    insert(db, table, rows)
                findings.clear()
    db.close()
    return folder


def organisation_rows(random: Random, count: int) -> Iterator[dict[str, Any]]:
    for number in range(1, count + 1):
        called = f"{name(random).capitalize()} {name(random)} {number}"
        yield {
            "id": number, "key": called.lower(), "slug": called.lower().replace(" ", "-"), "name": called,
            "kind": "authority" if number == AUTHORITY else None, "sector": random.choice(SECTORS), "country": "FR", "region": None,
        }  # fmt: skip


def story(random: Random, number: int, organisations: int) -> dict[str, Any]:
    """An incident and who has which role in it."""
    day = START + timedelta(days=random.randrange(4300))
    victim = min(1 + int(random.paretovariate(0.6)), organisations)
    low = random.choice([None, 10 ** random.randrange(2, 7)])
    incident = {
        "id": number, "slug": f"incident-{number}", "victim": None, "date": day.isoformat(), "date_precision": "day", "date_basis": "stated",
        "date_from": day.isoformat(), "date_to": day.isoformat(), "status": random.choice(["confirmed", "confirmed", "claimed", "denied", None]),
        "sector": random.choice(SECTORS), "low": low, "high": low, "unit": "record" if low else None, "exact": 1 if low else None,
        "first_article": day.isoformat(), "last_article": (day + timedelta(days=9)).isoformat(),
    }  # fmt: skip
    others = [(AUTHORITY, "authority")] if random.random() < 0.3 else []
    others += [(random.randrange(2, organisations + 1), random.choice(["third_party", "attacker"]))] if random.random() < 0.3 else []
    roles = [
        {"incident": number, "organisation": who, "role": role, "position": place}
        for place, (who, role) in enumerate([(victim, "victim"), *others])
    ]
    return {"incident": incident, "roles": roles, "day": day}


def article(random: Random, number: int, told: dict[str, Any] | None) -> dict[str, list[dict[str, Any]]]:
    """An article, its reading and its findings: each is words of its text."""
    text = "\n\n".join(words(random, 60) for _ in range(4))
    title = f"{name(random).capitalize()} : {words(random, 8)}"
    day = (told["day"] if told else START + timedelta(days=random.randrange(4300))) + timedelta(days=random.randrange(6))
    digests = {"title_sha256": sha256(title.encode()).hexdigest(), "text_sha256": sha256(text.encode()).hexdigest()}
    rows: dict[str, list[dict[str, Any]]] = {
        "articles": [{
            "id": number, "url": f"https://{(publisher := random.choice(PUBLISHERS))}/{number}", "publisher": publisher, "title": title, "lead": "",
            "text": text, **digests, "authors": "[]", "published": day.isoformat(), "tags": "[]", "language": "fr", "fetched": day.isoformat(), "paywalled": 0,
        }],
        "readings": [{"article": number, **digests, "version": "made", "about": "incident" if told else "other"}],
    }  # fmt: skip
    if told is None:
        return rows
    incident = told["incident"]["id"]
    rows["reading_parts"] = [{
        "article": number, "part": 0, "start": 0, "end": len(text), "date": told["incident"]["date"], "claim": told["incident"]["status"],
        "sector": told["incident"]["sector"],
    }]  # fmt: skip
    rows["incident_articles"] = [{"incident": incident, "article": number, "part": 0}]
    place = iter(found(random, text))
    rows["mentions"] = [
        {
            **one,
            "article": number,
            "part": 0,
            "name": one["raw"],
            "role": role["role"],
            "position": role["position"],
            "organisation": role["organisation"],
        }
        for role, one in zip(told["roles"], place, strict=False)
    ]
    rows["data_types"] = [
        {
            **one,
            "article": number,
            "part": 0,
            "type": random.choice(KINDS),
            "possible": 0,
            "denied_by": "aucun" if random.random() < 0.2 else None,
        }
        for one in islice(place, random.randrange(5))
    ]
    rows["attack_types"] = [
        {**one, "article": number, "part": 0, "type": random.choice(ATTACKS)} for one in islice(place, random.randrange(1, 3))
    ]
    if told["incident"]["low"]:
        figure = {"low": told["incident"]["low"], "high": told["incident"]["high"], "unit": "record", "what": "affected", "exact": 1}
        rows["counts"] = [{**one, "article": number, "part": 0, **figure} for one in islice(place, 1)]
    return rows


def found(random: Random, text: str) -> Iterator[dict[str, Any]]:
    """Words of a text, one after another, as findings give them."""
    start = 0
    while (end := text.find(" ", start + 12)) > 0:
        yield {"raw": text[start:end], "start": start, "place": "text", "score": 0.9, "found_by": "made"}
        start = text.find(" ", end + random.randrange(20, 60)) + 1
        if not start:
            return


def insert(db: Database, table: str, rows: Iterator[dict[str, Any]] | Sequence[dict[str, Any]]) -> None:
    held = list(rows)
    if held:
        names = list(held[0])
        sql = f"insert into {table} ({', '.join(names)}) values ({', '.join('?' * len(names))})"
        db.conn.executemany(sql, [[row[one] for one in names] for row in held])
