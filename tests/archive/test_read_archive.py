"""Archives read into parts and loaded: the same whatever reads them, however often, in whatever pieces."""

import gzip
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from crawler.kiosk import Kiosk
from crawler.run import crawl, find_sites
from crawler.settings import CrawlSettings
from crawler.shelf import Shelf
from crawler.tongue import declared_language
from crawler.warc import members
from vigie import cli
from vigie_shards import part_at

NAMES = ("bulletin_du_modem", "estuaire_libre", "guetteur_du_net")
SHARDS = 3


def vigie(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments])


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kiosk's papers of a day in three archives, and a fourth with a record cut short."""
    folder = tmp_path_factory.mktemp("archives")
    whole, shelf, found = tmp_path_factory.mktemp("whole"), Shelf(), find_sites()
    with Kiosk(delay=0) as kiosk:
        settings = CrawlSettings.kiosk(kiosk.port, archive=whole)
        crawl([found[name] for name in NAMES], memory=shelf.memory, sink=shelf, settings=settings)
    records: list[bytes] = []
    for file in sorted(whole.glob("*.warc.gz")):
        with file.open("rb") as opened:
            records += [found for _, found in members(opened) if isinstance(found, bytes)]
    for number in range(SHARDS):
        (folder / f"shard-{number}.warc.gz").write_bytes(b"".join(gzip.compress(one, mtime=0) for one in records[number::SHARDS]))
    return folder


@pytest.fixture(scope="module")
def parts(archives: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    out = tmp_path_factory.mktemp("parts")
    return out, vigie("read-archive", archives / "*.warc.gz", "--out", out)


def content(data: Path) -> str:
    return vigie("dump", "--data", data).output


def test_parts_hold_the_articles_and_their_readings(parts: tuple[Path, Result]) -> None:
    out, done = parts

    assert done.exit_code == 0, done.output
    assert "3 archives lues, 46 articles" in done.output
    assert sorted(one.name for one in out.iterdir()) == [f"shard-{number}.parquet" for number in range(SHARDS)]
    rows = [row for one in out.iterdir() for row in pq.read_table(one).to_pylist()]
    assert len({row["url"] for row in rows}) == 46
    assert all(row["reading"] and row["fetched"] for row in rows)
    assert {row["site"] for row in rows} == set(NAMES)


def test_the_database_is_the_one_that_reading_page_by_page_makes(parts: tuple[Path, Result], archives: Path, tmp_path: Path) -> None:
    out, _ = parts
    loaded, again = vigie("load", out, "--data", tmp_path / "parts"), vigie("load", out, "--data", tmp_path / "parts")
    vigie("ingest", "--sites", ",".join(NAMES), *sorted(archives.iterdir()), "--data", tmp_path / "pages")
    vigie("tag", "--data", tmp_path / "pages")

    assert (loaded.exit_code, again.exit_code) == (0, 0), loaded.output + again.output
    assert "Articles : 46 nouveaux" in loaded.output
    assert "Articles : 0 nouveau, 0 révisé, 46 déjà là" in again.output
    assert "Lectures : 0 nouvelle, 46 déjà là" in again.output
    assert content(tmp_path / "parts") == content(tmp_path / "pages")
    assert '["article", ' in content(tmp_path / "parts")


def test_a_part_that_is_there_is_left_and_one_of_an_older_version_is_not(
    parts: tuple[Path, Result], archives: Path, tmp_path: Path
) -> None:
    out = Path(shutil.copytree(parts[0], tmp_path / "parts"))
    before = {one.name: one.stat().st_mtime_ns for one in out.iterdir()}
    assert vigie("read-archive", archives, "--out", out).output == parts[1].output.replace(str(parts[0]), str(out))
    assert {one.name: one.stat().st_mtime_ns for one in out.iterdir()} == before

    shorter = tmp_path / "shard-0.warc.gz"
    shorter.write_bytes((archives / "shard-0.warc.gz").read_bytes()[:-20])
    done = vigie("read-archive", shorter, "--out", out)

    assert done.exit_code == 1
    assert "shard-0.warc.gz, octet" in done.output
    assert "enregistrement coupé" in done.output
    told = part_at(out / "shard-0.parquet")
    assert told
    assert told.spoilt
    assert told.articles > 10, "the other records are read"


def test_many_machines_write_the_same_parts(parts: tuple[Path, Result], archives: Path, tmp_path: Path) -> None:
    """Over TCP; among the archives is one that cannot be opened."""
    (folder := tmp_path / "archives").mkdir()
    for one in archives.iterdir():
        (folder / one.name).symlink_to(one)
    (folder / "shard-9.warc.gz").symlink_to(tmp_path / "nowhere")

    done = vigie("read-archive", folder, "--out", tmp_path / "parts", "--workers", 1)

    assert done.exit_code == 1
    assert "shard-9.warc.gz : pas lue (FileNotFoundError" in done.output
    assert "3 archives lues, 46 articles" in done.output
    for one in parts[0].iterdir():
        assert (tmp_path / "parts" / one.name).read_bytes() == one.read_bytes()


def test_older_pages_are_left_and_damaged_parts_are_told(parts: tuple[Path, Result], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(parts[0], tmp_path / "parts"))
    table = pq.read_table(folder / "shard-1.parquet")
    old = table.set_column(3, "fetched", [["2001-01-01T00:00:00+00:00"] * len(table)])
    pq.write_table(old, folder / "shard-3.parquet")
    (folder / "shard-2.parquet").write_bytes((folder / "shard-2.parquet").read_bytes()[:-400])

    done = vigie("load", folder, "--data", tmp_path / "data")

    assert done.exit_code == 1
    assert "1 part abîmée" in done.output
    assert "shard-2.parquet" in done.output
    assert f"{len(table)} pages plus anciennes" in done.output


def test_what_cannot_be_is_said_before_anything_is_read(archives: Path, tmp_path: Path) -> None:
    (twin := tmp_path / "twin").mkdir()
    shutil.copy(archives / "shard-0.warc.gz", twin)

    none = vigie("read-archive", tmp_path / "*.warc.gz", "--out", tmp_path / "parts")
    same = vigie("read-archive", archives, twin, "--out", tmp_path / "parts")
    both = vigie("read-archive", archives, "--out", tmp_path / "parts", "--workers", 2, "--scheduler", "tcp://127.0.0.1:1")
    empty = vigie("load", twin, "--data", tmp_path / "data")

    assert ("Aucun fichier ne répond" in none.output, none.exit_code) == (True, 1)
    assert ("ont le même nom" in same.output, same.exit_code) == (True, 1)
    assert both.exit_code == 2
    assert ("Aucune part" in empty.output, empty.exit_code) == (True, 1)
    assert not (tmp_path / "parts").exists()


@pytest.mark.parametrize(
    ("page", "language"),
    [(b"<!DOCTYPE html>\n<html lang=fr>", "fr"), (b"<html dir='ltr' xml:lang='nl-BE'>", "nl"), (b"<html><p lang='en'>", None), (b"", None)],
)
def test_the_language_that_a_page_declares(page: bytes, language: str | None) -> None:
    assert declared_language(page) == language
