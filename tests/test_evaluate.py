"""`vigie evaluate` as a person runs it."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import nlp
from db.quality import parsed
from nlp.evaluate import LISTS, SINGLES
from vigie import cli

TYPES = ("name", "email", "iban")


def article(number: int) -> dict[str, object]:
    words = 50 if number % 2 else 500
    return {
        "id": f"a{number}", "url": f"https://echo.example/{number}", "publisher": f"outlet{number % 2}.example", "title": "T",
        "text": "mot " * words, "published": f"202{number % 3}-03-04", "about": "incident", "claim": "confirmed", "sector": "health",
        "data_exposed": [{"raw": "x", "type": kind} for kind in TYPES],
    }  # fmt: skip


def reading(number: int) -> dict[str, object]:
    """Short articles are read well; of the long ones two types are found, one of them wrong."""
    kinds = TYPES if number % 2 else ("name", "password")
    return {**article(number), "data_exposed": [{"raw": "x", "type": kind} for kind in kinds]}


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    for name, make in (("gold", article), ("found", reading)):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(make(number)) + "\n" for number in range(8)), "utf-8")
    return str(tmp_path / "gold.jsonl"), str(tmp_path / "found.jsonl")


def run(files: tuple[str, str], *options: str) -> Result:
    done = CliRunner().invoke(cli, ["evaluate", files[0], "--against", files[1], *options])
    assert done.exit_code == 0, done.output
    return done


def test_each_field_with_its_interval(files: tuple[str, str]) -> None:
    output = run(files).output

    assert output.startswith("8 articles\n")
    assert [line.split()[0] for line in output.splitlines()[2:]] == [*LISTS, *SINGLES]
    # 4 × 3 + 4 × 1 right of 24 to find, 4 × 3 + 4 × 2 found: P 16/20, R 16/24, F1 32/44
    assert re.search(r"^data_exposed +0,800 +0,667 +0,727 +0,\d{3}–(?:0|1),\d{3} +24$", output, re.MULTILINE)
    assert re.search(r"^claim +exact\. +1,000 +1,000–1,000 +8$", output, re.MULTILINE)
    assert re.search(r"^counts +1,000 +1,000 +1,000 +0$", output, re.MULTILINE), "nothing to find, so no interval"


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("outlet", {"outlet0.example": "0,40", "outlet1.example": "1,00"}),
        ("length", {"moins de 200 mots": "1,00", "400 à 799 mots": "0,40"}),
        ("year", {"2020": "0,63", "2021": "0,82", "2022": "0,73"}),
    ],
)
def test_tables_by_outlet_length_and_year(files: tuple[str, str], by: str, groups: dict[str, str]) -> None:
    head, *rows = run(files, "--by", by, "--field", "data_exposed").output.splitlines()[1:]

    assert head.split() == ["articles", "data_exposed"]
    found = {re.split(r" {2,}", row)[0]: row.split()[-1] for row in rows}
    assert list(found.items()) == list(groups.items())
    assert sum(int(row.split()[-2]) for row in rows) == 8


def test_errors_stand_under_their_field(files: tuple[str, str]) -> None:
    lines = run(files, "--errors", "--field", "data_exposed").output.splitlines()[3:]

    assert len(lines) == 4 * 3
    assert lines[0].split() == ["a0", "manqué", "email"]
    assert lines[2].split() == ["a0", "en", "trop", "password"]


def test_keep_writes_the_file_that_an_edition_shows(files: tuple[str, str], tmp_path: Path) -> None:
    run(files, "--keep", str(tmp_path / "quality.json"))

    kept = parsed((tmp_path / "quality.json").read_text("utf-8"))
    assert (kept.articles, kept.set, [one.field for one in kept.fields]) == (8, "gold.jsonl", [*LISTS, *SINGLES])
    exposed = next(one for one in kept.fields if one.field == "data_exposed")
    assert (exposed.precision, exposed.recall, exposed.f1, exposed.n) == (0.8, 0.6667, 0.7273, 24)
    assert exposed.low is not None
    assert exposed.high is not None
    assert exposed.low < exposed.f1 < exposed.high
    assert [one.precision for one in kept.fields if one.field in SINGLES] == [None] * 3


def test_the_shipped_file_is_whole() -> None:
    kept = parsed((Path(nlp.__file__).parent / "data" / "quality.json").read_text("utf-8"))

    assert {one.field for one in kept.fields} == {*LISTS, *SINGLES}
    assert all(one.low is not None and one.high is not None and one.low <= one.f1 <= one.high for one in kept.fields)


def test_json_is_for_programs(files: tuple[str, str]) -> None:
    found = json.loads(run(files, "--json").output)

    assert found["data_exposed"]["precision"] == 0.8


def test_articles_without_a_reading_are_said_and_counted(files: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "found.jsonl").write_text(json.dumps(reading(1)) + "\n", "utf-8")

    done = run(files)

    assert "Sans lecture, comptés comme lus vides : a0, a2, a3, a4, a5 (7)." in done.stderr
    assert re.search(r"^data_exposed +1,000 +0,125", done.stdout, re.MULTILINE)


BAD = [
    (["--field", "victime"], "Aucun champ ne s’appelle « victime »", 2),
    (["--keep", "absent/quality.json"], "absent/quality.json ne peut être écrit", 1),
    (["--sample", "3"], "ne donnez pas GOLD avec", 2),
]


@pytest.mark.parametrize(("options", "says", "status"), BAD)
def test_what_cannot_be_done_is_said(files: tuple[str, str], options: list[str], says: str, status: int) -> None:
    done = CliRunner().invoke(cli, ["evaluate", files[0], "--against", files[1], *options])

    assert done.exit_code == status
    assert says in done.stderr


LINES = [
    # whichever of the two files the line stands in
    (json.dumps(article(1)), "ligne 2 : champ « id » : « a1 » est déjà celui d’un autre article"),
    ("{", "ligne 2 : ce n’est pas du JSON"),
    ('{"about": "other"}', "ligne 2 : champ « id » : il manque"),
    ('{"id": "b", "organisations": [{"raw": "Orféa"}]}', "ligne 2 : champ « organisations.0.role » : il manque"),
    ('{"id": "b", "counts": [{"low": "douze", "high": 12}]}', "ligne 2 : champ « counts.0.low » : un nombre entier est attendu"),
    ('{"id": "b", "victims": "Orféa"}', "ligne 2 : champ « victims » : une liste est attendue"),
    ('{"id": "b", "data_denied": [{}]}', "ligne 2 : champ « data_denied.0.type » : il manque"),
    ('{"id": "b", "title": "\xe9"}', "ce fichier n’est pas en UTF-8"),
]


@pytest.mark.parametrize(("line", "says"), LINES)
@pytest.mark.parametrize("place", [0, 1], ids=["gold", "found"])
def test_a_bad_line_is_named_with_its_field(files: tuple[str, str], place: int, line: str, says: str) -> None:
    encoding = "latin-1" if "\xe9" in line and "Orféa" not in line else "utf-8"
    Path(files[place]).write_bytes(f"{json.dumps(article(1))}\n{line}\n".encode(encoding))

    done = CliRunner().invoke(cli, ["evaluate", files[0], "--against", files[1]])

    assert done.exit_code == 1, done.output
    assert isinstance(done.exception, SystemExit), done.exception
    assert Path(files[place]).name in done.stderr
    assert says in done.stderr


def test_an_id_may_be_a_number_or_an_address(files: tuple[str, str]) -> None:
    for path, make in zip(files, (article, reading), strict=True):
        lines = [{**make(1), "id": 7}, {name: value for name, value in make(3).items() if name != "id"}]
        Path(path).write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")

    assert "Sans lecture" not in run(files).stderr


def test_what_was_kept_before_stays_whole_when_the_disk_fills(
    files: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "quality.json"
    kept.write_text("before")

    def half(self: Path, text: str, *_: object) -> None:
        with self.open("w") as file:
            file.write(text[:20])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", half)
    done = CliRunner().invoke(cli, ["evaluate", files[0], "--against", files[1], "--keep", str(kept)])

    assert done.exit_code == 1
    assert "quality.json ne peut être écrit (le disque est plein)" in done.stderr
    assert kept.read_text() == "before"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["found.jsonl", "gold.jsonl", "quality.json"]
