"""Addresses: in ASCII, permanent, and those of the past lead to what they stood for."""

from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from db.connect import open_working
from db.link import link
from db.moves import former
from db.organisations import Named, gather
from db.publish import publish
from db.slugs import LONGEST, is_slug, slug
from tests.db.samples import BACKGROUND, fill, line, org


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Éditions de l’Île", "editions-de-l-ile"),
        ("Cœur & Sœurs", "coeur-soeurs"),
        ("e\u0301cole", "ecole"),  # letter and accent apart
        ("Smørrebrød", "smorrebrod"),
        ("Газпром", "gazprom"),
        ("Ελλάδα", "ellada"),
        ("株式会社", ""),
        ("Groupe 株式会社 Nord", "groupe-nord"),
        ("  --  ", ""),
    ],
)
def test_slug(name: str, expected: str) -> None:
    assert slug(name) == expected
    assert not expected or is_slug(expected)


def test_a_long_name_is_cut_between_words() -> None:
    long = slug("communauté de communes " * 20)

    assert len(long) <= LONGEST
    assert long.endswith(("communaute", "communes", "de"))
    assert len(slug("a" * 500)) == LONGEST


@pytest.mark.parametrize("name", ["Łódź Énergie", "Œuvre d’Orvanne", "Роснова Банк"])
def test_organisations_have_addresses_in_ascii(name: str) -> None:
    (one,) = gather([Named(name=name, raw=name, role="victim")]).organisations

    assert is_slug(one.slug)


def told(name: str, *, slug: str = "a", published: str = "2024-03-10", **more: Any) -> dict[str, Any]:
    """An article about one victim."""
    text = f"{name} a été piratée.\n\n{BACKGROUND}"
    return line(
        slug, "phare.example", published, "Piratage", text, about="incident", victims=[{"name": name, "raw": name}],
        organisations=[org(name, "victim")], **more,
    )  # fmt: skip


def slugs(db: Database) -> dict[str, str]:
    return dict(db.conn.execute("select name, slug from organisations").fetchall())


def test_a_name_in_another_alphabet_gets_an_address(db: Database) -> None:
    fill(db, [told("株式会社東京")])
    link(db)

    (number,) = db.conn.execute("select id from organisations").fetchone()
    assert slugs(db) == {"株式会社東京": f"organisation-{number}"}


def test_an_address_that_was_not_in_ascii_is_made_anew_and_leads_there(db: Database) -> None:
    fill(db, [told("Œuvre d’Orvanne")])
    link(db)
    db.conn.execute("update organisations set slug = 'œuvre-orvanne'")
    db.conn.execute("update incidents set slug = 'œuvre-orvanne-2024-03'")
    db.conn.execute("delete from link_state")  # an older Vigie made them
    db.conn.commit()
    link(db)

    (number,) = db.conn.execute("select id from organisations").fetchone()
    assert slugs(db) == {"Œuvre d’Orvanne": "oeuvre-orvanne"}
    assert former(db, "organisation") == {"œuvre-orvanne": number}
    assert db.conn.execute("select slug from incidents").fetchone() == ("oeuvre-orvanne-2024-03",)


FULL = "Fédération neustrienne de longe-côte"


def test_what_is_joined_to_another_leads_to_it_and_comes_back_to_its_own_address(db: Database, tmp_path: Path) -> None:
    first, second = told("FNLC", slug="a"), told(FULL, slug="b")
    fill(db, [first, second])
    link(db)
    before = {name: number for number, name in db.conn.execute("select id, name from organisations")}
    incidents = {number for (number,) in db.conn.execute("select id from incidents")}
    assert len(incidents) == 2

    # an article explains the acronym: two become one
    explained = told(f"{FULL} (FNLC)", slug="c")
    fill(db, [explained])
    link(db)
    ((kept, name),) = db.conn.execute("select id, slug from organisations").fetchall()
    (gone,) = set(before.values()) - {kept}
    lost = "fnlc" if kept == before[FULL] else "federation-neustrienne-longe-cote"
    ((incident,),) = db.conn.execute("select id from incidents").fetchall()
    assert former(db, "organisation") == {lost: kept, str(gone): kept}
    assert former(db, "incident") == {str(number): incident for number in incidents - {incident}}
    # a newcomer does not take an address that leads to another
    fill(db, [told("F.N.L.C. Est", slug="e")])
    published = publish(db, tmp_path)
    assert published.organisations == 1
    changes = db.conn.total_changes
    link(db)
    link(db)
    assert former(db, "organisation") == {lost: kept, str(gone): kept}
    assert db.conn.total_changes > changes  # the newcomer

    # the explanation is withdrawn: each has its own again
    db.conn.execute("delete from articles where url like '%/c'")
    db.conn.commit()
    link(db)
    assert {name: number for number, name in db.conn.execute("select id, name from organisations")}.items() >= before.items()
    assert former(db, "organisation") == {}
    assert set(slugs(db).values()) >= {name, lost}
    living = {str(number) for (number,) in db.conn.execute("select id from incidents")}
    assert not living & former(db, "incident").keys()
    assert {str(number) for number in incidents} <= living | former(db, "incident").keys(), "no address is lost"


def test_a_newcomer_does_not_take_an_address_of_the_past(db: Database) -> None:
    fill(db, [told("Clinique des Tilleuls")])
    link(db)
    (number,) = db.conn.execute("select id from organisations").fetchone()
    db.conn.execute("insert into former_addresses (kind, address, record) values ('organisation', 'port-valbrume', ?)", [number])
    db.conn.commit()
    fill(db, [told("Port de Valbrume", slug="b")])
    link(db)

    newcomer = db.conn.execute("select id, slug from organisations where name like 'Port%'").fetchone()
    assert newcomer[1] == f"port-valbrume-{newcomer[0]}"
    assert former(db, "organisation") == {"port-valbrume": number}


def test_what_nobody_speaks_of_any_more_leads_nowhere(db: Database) -> None:
    fill(db, [told("Clinique des Tilleuls")])
    link(db)
    db.conn.execute("delete from articles")
    db.conn.commit()
    link(db)

    assert former(db, "organisation") == former(db, "incident") == {}


def test_an_older_database_gains_the_table(tmp_path: Path) -> None:
    db = open_working(tmp_path)
    for name in ("quality", "former_addresses"):
        db.conn.execute(f"drop table {name}")
    db.conn.execute("create table quality (id integer primary key, field text not null) strict")
    db.conn.execute("delete from _sqlite_migrations where name in ('m008_quality', 'm009_addresses')")
    db.conn.commit()
    db.close()
    db = open_working(tmp_path)
    columns = {column.name for column in db.table("quality").columns}
    db.close()

    assert {"low", "high", "date", "articles"} <= columns
