"""What the views of the edition answer, on the kiosk read twice and on cases of their own."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from db.connect import PUBLIC, open_working
from db.link import link
from db.places import locate
from db.publish import publish
from db.speakers import sentence, speaker
from tests.db.kiosk import gold
from tests.db.samples import figure, fill, line, org


def edition_of(folder: Path, *batches: list[dict[str, Any]]) -> sqlite3.Connection:
    """An edition of lines that came one batch after the other."""
    db = open_working(folder)
    for lines in batches:
        fill(db, lines)
        link(db)
    publish(db, folder)
    db.close()
    return sqlite3.connect(folder / PUBLIC)


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    conn = edition_of(tmp_path_factory.mktemp("kiosk"), gold(1), gold(2))
    yield conn
    conn.close()


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("select name, incidents from recurring_victims order by name", [("Centre hospitalier de Rocheclaire", 2), ("Mutuelle Armoria", 2)]),
        ("select title, published from republications", [("Mutuelle Armoria\u202f: fuite de données (14 février 2024)", "2026-06-09")]),
        ("select lowest, highest from count_disagreements where title like 'Mutuelle Armoria%2024%'", [(847000, 1200000)]),
        ("select low, figure_by, least, most from incidents where title like 'Mutuelle Armoria%2024%'", [(847000, "victim", 847000, 1200000)]),
        ("select status_before, status from status_history where title like 'Banque Sillon%' order by published", [(None, "claimed"), ("claimed", "denied")]),
        ("select type, raw, denied_by from later_contradicted", [("bank_details", "IBAN", None)]),
        ("select change, value from silent_edits where kind = 'not_taken' and change = 'vanished'", [("vanished", "bank_details")]),
        ("select count(*) from suppliers where name = 'Datakéo' and victims >= 3", [(1,)]),
        ("select count(*) > 0 from sensitive where type = 'health'", [(1,)]),
        ("select count(*) from unconfirmed where status = 'denied'", [(1,)]),
        ("select max(incidents) > 1 from attackers", [(1,)]),
        ("select sum(incidents) = (select count(*) from incidents where sector is not null and year is not null) from sectors_by_year", [(1,)]),
        ("select name, region, located_by from organisations where name = 'Parquet de Vannes'", [("Parquet de Vannes", "Bretagne", "name")]),
    ],
)  # fmt: skip
def test_the_kiosk_answers(kiosk: sqlite3.Connection, sql: str, expected: list[Any]) -> None:
    assert kiosk.execute(sql).fetchall() == expected


def test_a_recurring_victim_tells_how_long_ago(kiosk: sqlite3.Connection) -> None:
    for last, days in kiosk.execute("select last_incident, days_since from recurring_victims"):
        assert days == kiosk.execute("select cast(julianday('now') - julianday(?) as integer)", [last]).fetchone()[0]


def test_data_types_of_a_year_are_counted_once_an_incident(kiosk: sqlite3.Connection) -> None:
    direct = "select count(distinct d.incident) from data_types d join incidents i on i.id = d.incident where d.type = 'email' and d.denied_by is null and i.year = 2024"

    assert (
        kiosk.execute("select incidents from data_types_by_year where type = 'email' and year = 2024").fetchone()
        == kiosk.execute(direct).fetchone()
    )


def story(slug: str, published: str, text: str, claim: str, *, counts: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, Any]:
    return line(
        slug, "phare.example", published, "Fermoy touchée", f"Fermoy est touchée. {text}", about="incident", claim=claim,
        victims=[{"name": "Fermoy", "raw": "Fermoy"}], counts=counts or [],
        **{"organisations": [org("Fermoy", "victim")], **more},
    )  # fmt: skip


BOAST = figure("900 000 comptes", 900_000, "account")
ADMITTED = figure("620 000 clients", 620_000, "customer")
CORRECTED = figure("640 000 clients", 640_000, "customer")
OFFICIAL = figure("700 000 personnes", 700_000, "person")
STORIES = [
    story(
        "a",
        "2024-03-02",
        "NoctuaX affirme détenir 900 000 comptes.",
        "claimed",
        counts=[BOAST],
        organisations=[org("Fermoy", "victim"), org("NoctuaX", "attacker")],
        incident_date={"raw": "Fermoy", "value": "2024-03-01"},
    ),
    story("b", "2024-03-05", "Elle parle de 620 000 clients.", "confirmed", counts=[ADMITTED]),
    story("c", "2024-03-09", "Elle parle désormais de 640 000 clients.", "confirmed", counts=[CORRECTED]),
    story(
        "d",
        "2024-03-07",
        "Selon la CNIL, 700 000 personnes sont concernées.",
        "confirmed",
        counts=[OFFICIAL],
        organisations=[org("Fermoy", "victim"), org("CNIL", "authority")],
    ),
]


@pytest.mark.parametrize(
    ("told", "best"),
    [
        # the authority, then the victim, then the press, then the attacker; of one kind the latest
        ("abcd", (700_000, "authority", 620_000, 900_000)),
        ("abc", (640_000, "victim", 620_000, 900_000)),
        ("ba", (620_000, "victim", 620_000, 900_000)),
        ("a", (900_000, "attacker", 900_000, 900_000)),
    ],
)
def test_the_best_figure_says_whose_it_is_and_its_range(tmp_path: Path, told: str, best: tuple[Any, ...]) -> None:
    conn = edition_of(tmp_path, [one for one in STORIES if one["url"][-1] in told])

    assert conn.execute("select low, figure_by, least, most from incidents").fetchall() == [best]
    assert conn.execute("select count(*) from count_history").fetchone() == (len(told),)
    conn.close()


def test_status_moves_with_article_and_day(tmp_path: Path) -> None:
    denied = story("e", "2024-03-04", "Elle dément.", "denied")
    after = story("f", "2024-03-20", "Un vendeur insiste.", "claimed")
    conn = edition_of(tmp_path, [*STORIES, denied, after])

    moves = conn.execute("select status_before, status, published from status_history order by published").fetchall()
    assert moves == [(None, "claimed", "2024-03-02"), ("claimed", "denied", "2024-03-04"), ("denied", "confirmed", "2024-03-05")]
    days = conn.execute("select days_to_article, days_to_confirmation from delays").fetchall()
    assert days == [(1, 3)]
    conn.close()


def test_medians(tmp_path: Path) -> None:
    lines = []
    for number, days in enumerate((1, 2, 9)):
        name = f"Firme{'abc'[number]}"
        lines.append(
            line(f"m{number}", "phare.example", f"2024-03-{10 + days:02}", f"{name} touchée", f"{name} : le 10 mars 2024.", about="incident", sector="retail",
                 victims=[{"name": name, "raw": name}], organisations=[org(name, "victim")], incident_date={"raw": "le 10 mars 2024", "value": "2024-03-10"})
        )  # fmt: skip
    conn = edition_of(tmp_path, lines)

    assert conn.execute("select sector, year, step, incidents, median_days from delay_medians").fetchall() == [
        ("retail", 2024, "article", 3, 2.0)
    ]
    conn.close()


def test_said_spared_and_later_taken(tmp_path: Path) -> None:
    spared = story(
        "g", "2024-03-02", "Aucun IBAN n’a été pris.", "confirmed", data_denied=[{"raw": "IBAN", "type": "iban", "denied_by": "Aucun"}]
    )
    taken = story("h", "2024-03-12", "Les IBAN aussi sont dehors.", "confirmed", data_exposed=[{"raw": "IBAN", "type": "iban"}])
    conn = edition_of(tmp_path / "1", [spared, taken])
    assert conn.execute("select type, denied_by, published from later_contradicted").fetchall() == [("iban", "Aucun", "2024-03-12")]
    conn.close()
    earlier = {**taken, "published": "2024-03-01"}
    conn = edition_of(tmp_path / "2", [spared, earlier])
    assert conn.execute("select count(*) from later_contradicted").fetchone() == (0,), (
        "taken first, then denied, is no contradiction of a denial"
    )
    conn.close()


def test_only_facts_that_changed_are_silent_edits(tmp_path: Path) -> None:
    before = story("i", "2024-03-02", "Elle parle de 620 000 clients.", "confirmed", counts=[ADMITTED])
    typo = {**before, "text": before["text"].replace("touchée", "frappée")}
    corrected = {**before, "text": before["text"].replace("620 000", "640 000"), "counts": [CORRECTED]}
    conn = edition_of(tmp_path / "1", [before], [typo])
    assert conn.execute("select * from silent_edits").fetchall() == []
    conn.close()
    conn = edition_of(tmp_path / "2", [before], [corrected])
    edits = conn.execute("select kind, change, value from silent_edits order by change").fetchall()
    assert edits == [("affected", "appeared", "640000 customer"), ("affected", "vanished", "620000 customer")]
    conn.close()


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("Clinique d’Angers", "Pays de la Loire"), ("SDIS de la Marne", "Grand Est"), ("Chambre des notaires de Loire-Atlantique", "Pays de la Loire"),
        ("Comité régional de Bretagne", "Bretagne"), ("Fermoy", None), ("Orange", None), ("Tours et détours", None), ("Nice Logiciels", None), ("Hôtel de la Paix", None),
    ],
)  # fmt: skip
def test_a_place_in_the_name(name: str, region: str | None) -> None:
    found = locate(name, None)

    assert (found.region, found.country, found.by) == (region, "FR" if region else None, "name" if region else None)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Selon la CNIL, 12 000 clients sont touchés.", "authority"), ("NoctuaX affirme détenir 12 000 clients.", "attacker"),
        ("La CNIL a été saisie. Elle parle de 12 000 clients.", "victim"), ("Les 12 000 clients de NoctuaX.", "victim"),
    ],
)  # fmt: skip
def test_who_gives_a_figure(text: str, who: str) -> None:
    start = text.index("12 000")

    assert speaker(sentence(text, start, start + 14), authorities=["CNIL"], attackers=["NoctuaX"], claim="confirmed") == who


def test_a_brand_is_linked_to_its_group(db: Database) -> None:
    lines = [
        line(
            slug,
            "phare.example",
            "2024-03-02",
            f"{name} touchée",
            f"{name} est touchée.",
            about="incident",
            victims=[{"name": name, "raw": name}],
            organisations=[org(name, "victim")],
        )
        for slug, name in (("a", "SNCF Connect"), ("b", "SNCF"))
    ]
    fill(db, lines)
    link(db)

    pair = "select o.name, p.name from organisations o join organisations p on p.id = o.parent"
    assert db.conn.execute(pair).fetchall() == [("SNCF Connect", "SNCF")]


def test_a_supplier_and_its_clients_are_one_incident_of_several_victims(kiosk: sqlite3.Connection) -> None:
    sql = """select group_concat(o.name, ' | ') from (select * from incident_organisations order by position) io join organisations o on o.id = io.organisation
      where io.role = 'victim' group by io.incident having count(*) > 2"""

    assert kiosk.execute(sql).fetchall() == [("Datakéo | Vélocéane | Fibrelane | Maison Tréguer",)]
