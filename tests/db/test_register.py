"""Outside registers: both forms read, an unknown one refused with what was expected, what we lack shown."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlite_utils import Database

from db.connect import open_working
from db.errors import VaultError
from db.link import link
from db.publish import publish
from db.register import TABLE, names_of, read_register
from db.register_match import register
from tests.db.samples import LINES, fill
from vigie import cli


def table(*rows: dict[str, Any], delimiter: str = ";") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, TABLE, delimiter=delimiter, quoting=csv.QUOTE_ALL, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def row(date: str, processor: str, volume: str = "", data: str = "[]", **more: str) -> dict[str, str]:
    return {"date": date, "status": "confirmed", "processor": processor, "volume": volume, "data": data, **more}


def sheet(slug: str, entity: str, day: str, count: int = 0, label: str = "", **more: Any) -> str:
    value = {
        "slug": slug, "entity": entity, "statut": "confirmee", "dates": {"revendication": day, "publication": day, "confirmation": None},
        "volume": {"count": count, "unit": "personnes", "label": label}, "data_types": ["identite", "autre", "sante"],
        "sources": [{"url": "https://journal.example/1", "kind": "article"}], **more,
    }  # fmt: skip
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize("delimiter", [";", ","])
def test_a_table(delimiter: str) -> None:
    text = table(
        row("2024-01-22", "Fermoy", "5.76Go, 3.8 millions de clients", '["email, téléphone", "IBAN"]', links='["https://a.example/"]'),
        delimiter=delimiter,
    )

    [entry] = read_register(f"\ufeff{text}", name="r.csv")

    assert (entry.name, entry.date, entry.status, entry.links) == ("Fermoy", "2024-01-22", "confirmed", ("https://a.example/",))
    assert entry.data_types == ("email", "phone", "iban")
    assert [(one.low, one.unit) for one in entry.volumes] == [(5_760_000_000, "byte"), (3_800_000, "customer")]


def test_sheets() -> None:
    text = f"{sheet('a-1', 'Fermoy', '2024-01-22', 1200)}\n\n{sheet('b-2', 'Lutessia', '2024-02-01', 0, 'quelques centaines de clients')}\n"

    one, other = read_register(text, name="r.jsonl")

    assert (one.entry, one.name, one.date, one.status, one.links) == (
        "a-1",
        "Fermoy",
        "2024-01-22",
        "confirmee",
        ("https://journal.example/1",),
    )
    assert one.data_types == ("name", "health")
    assert [(volume.low, volume.high) for volume in one.volumes] == [(1200, 1200)]
    assert [(volume.low, volume.high) for volume in other.volumes] == [(200, 999)], "0 is unknown, and the label knows more"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "vide"), ("a;b;c\n1;2;3\n", "processor"), ("organisation,jour\nFermoy,2024\n", "organization_type"),
        (json.dumps({"victim": "Fermoy"}), "forme inconnue"), ('{"slug": ', "pas du JSON"), ("[1, 2]", "forme inconnue"),
        (table(row("hier", "Fermoy")), "ligne 2 : « hier » n’est pas une date"), (table(row("2024-01-01", " ")), "processor est vide"),
        (table(row("2024-01-01", "Fermoy", data="email")), "liste JSON"), (table(row("2024-01-01", "Fermoy")) + '"x";"y"\n', "colonnes"),
        (sheet("a", "Fermoy", "2024-01-01", dates=[1]), "dates"), (sheet("a", "", "2024-01-01"), "entity est vide"),
    ],
)  # fmt: skip
def test_what_is_no_register_is_refused(text: str, says: str) -> None:
    with pytest.raises(VaultError, match=says):
        read_register(text, name="r")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Almerys, Viamedis", ["Almerys", "Viamedis"]),
        ("Match (Hinge, OKCupid)", ["Match (Hinge, OKCupid)"]),
        ("A / B", ["A", "B"]),
        ("A/B", ["A/B"]),
    ],
)
def test_names_of_a_cell(name: str, expected: list[str]) -> None:
    assert names_of(name) == expected


ROWS = [
    row("2023-03-14", "Clinique des tilleuls"), row("2023-08-14", "Clinique des Tilleuls"), row("2024-02-07", "Inconnue, Ville de Saint-Èvre"),
    row("2024-02-09", "Zorglub", "12 000 clients"), row("2024-02-09", "Zorglub"), row("", "Grand Comptoir"),
]  # fmt: skip


def test_entries_find_our_incidents_and_what_we_lack_is_seen(db: Database, tmp_path: Path) -> None:
    fill(db, LINES)
    link(db)

    done = register(db, read_register(table(*ROWS), name="r.csv"), name="r")

    assert (done.entries, done.new, done.found) == (6, 6, 2)
    assert done.months[0] == ("2024-02", 3, 1)
    blind = db.conn.execute("select name, date from blind_spots order by name, date").fetchall()
    assert blind == [
        ("Clinique des Tilleuls", "2023-08-14"),
        ("Grand Comptoir", None),
        ("Zorglub", "2024-02-09"),
        ("Zorglub", "2024-02-09"),
    ]
    publish(db, tmp_path)
    edition = Database(str(tmp_path / "vigie-public.db"))
    assert edition.execute("select name, low, unit from blind_spots where low is not null").fetchall() == [("Zorglub", 12000, "customer")]
    edition.close()


def test_reading_a_register_again_replaces_its_entries_and_no_others(db: Database) -> None:
    register(db, read_register(table(*ROWS), name="r.csv"), name="r")
    register(db, read_register(table(*ROWS), name="s.csv"), name="s")

    changed = [*ROWS[:3], row("2024-02-09", "Zorglub", "13 000 clients"), row("2024-03-01", "Nexalto")]
    done = register(db, read_register(table(*changed), name="r.csv"), name="r")

    assert (done.new, done.changed, done.gone) == (1, 1, 2)
    assert db.conn.execute("select register, count(*) from register_entries group by 1").fetchall() == [("r", 5), ("s", 6)]


def test_linking_finds_what_came_after_the_register(db: Database) -> None:
    register(db, read_register(table(*ROWS), name="r.csv"), name="r")
    fill(db, LINES)
    link(db)

    assert db.conn.execute("select count(incident), count(organisation) from register_entries").fetchone() == (2, 4)


@pytest.fixture
def run(tmp_path: Path) -> Any:
    def call(text: bytes, *options: str) -> Result:
        file = tmp_path / "mon-registre.csv"
        file.write_bytes(text)
        return CliRunner().invoke(cli, ["register", str(file), *options, "--data", str(tmp_path / "data")])

    return call


def test_the_command(run: Any, tmp_path: Path) -> None:
    result = run(table(*ROWS).encode())

    assert result.exit_code == 0, result.output
    assert "6 entrées (6 nouvelles" in result.output
    assert "0 sur 3" in result.output
    db = open_working(tmp_path / "data")
    assert db.conn.execute("select distinct register from register_entries").fetchall() == [("mon-registre",)]
    db.close()


@pytest.mark.parametrize(("text", "says"), [(b"a;b\n", "processor"), (b"\xff\xfe", "UTF-8"), (b"", "vide")])
def test_the_command_refuses_and_leaves_no_database(run: Any, tmp_path: Path, text: bytes, says: str) -> None:
    result = run(text)

    assert result.exit_code == 1
    assert says in result.output
    assert not (tmp_path / "data" / "vigie.db").exists()
