"""`vigie crawl --archive`, `ingest` and `reread`, as an operator meets them."""

from contextlib import contextmanager

import pytest
from click.testing import CliRunner

from crawler import operate
from crawler.commands import Doors, crawl, ingest, reread
from crawler.kiosk.server import on_sale
from db.connect import open_working
from db.memory import Keeper, Past

BULLETIN = {url for url, host, _ in on_sale(1) if host == "bulletin-du-modem.example"}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def doors(folder):
    @contextmanager
    def opened(_):
        db = open_working(folder)
        try:
            yield Past(db), Keeper(db)
        finally:
            db.close()

    return Doors(open=opened)


def call(command, *args, obj=None):
    return CliRunner().invoke(command, [str(arg) for arg in args], obj=obj)


def test_what_is_archived_is_ingested_elsewhere_and_read_again_at_home(tmp_path):
    home, other = doors(tmp_path / "home"), doors(tmp_path / "other")
    first = call(crawl, "bulletin_du_modem", "--archive", "warc", obj=home)
    taken = call(ingest, "warc", obj=other)
    again = call(ingest, "warc", obj=other)
    read = call(reread, "warc", "--sites", "bulletin_du_modem,estuaire_libre", obj=home)
    none = call(ingest, "warc", "--sites", "zataz", obj=other)

    assert [result.exit_code for result in (first, taken, again, read, none)] == [0] * 5
    assert f"{len(BULLETIN)} nouveaux articles" in taken.output
    assert f"bulletin_du_modem {len(BULLETIN)}" in taken.output
    assert f"{len(BULLETIN)} déjà connus" in again.output
    assert f"{len(BULLETIN)} inchangés" in read.output
    assert none.output == "aucune page de ces sites.\n"


def test_a_spoilt_archive_gives_the_rest_and_a_status(tmp_path):
    call(crawl, "bulletin_du_modem", "--archive", "warc", obj=doors(tmp_path / "home"))
    [path] = (tmp_path / "warc").glob("*.warc.gz")
    path.write_bytes(path.read_bytes()[:-200])
    result = call(ingest, path, obj=doors(tmp_path / "other"))

    assert result.exit_code == 1
    assert f"{path}, octet" in result.output
    assert "coupé" in result.output
    assert f"{len(BULLETIN) - 1} nouveaux articles" in result.output


@pytest.mark.parametrize(
    ("command", "args", "status", "says"),
    [
        (ingest, ["absent.warc.gz"], 2, "absent.warc.gz"),
        (ingest, ["."], 1, "Aucune archive"),
        (ingest, [], 2, "ARCHIVE"),
        (ingest, [__file__, "--sites", "zatas"], 2, "« zataz »"),
        (crawl, ["bulletin_du_modem", "--archive", "/dev/null/warc"], 1, "ne peut être fait"),
        (crawl, ["bulletin_du_modem", "--per-day", "0"], 2, "--per-day"),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path, command, args, status, says):
    result = call(command, *args, obj=doors(tmp_path / "home"))

    assert (result.exit_code, says in result.output) == (status, True), result.output
    assert "Traceback" not in result.output


def test_without_warcio_it_is_said_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    result = call(crawl, "bulletin_du_modem", "--archive", "warc", obj=doors(tmp_path / "home"))

    assert (result.exit_code, "vigie[archive]" in result.output) == (1, True)
    assert operate.need_warcio


def test_the_day_has_a_budget(tmp_path):
    home = doors(tmp_path / "home")
    first = call(crawl, "bulletin_du_modem", "--per-day", "6", obj=home)
    second = call(crawl, "bulletin_du_modem", "--per-day", "6", obj=home)

    assert "budget du jour épuisé (6 requêtes en 24 h)" in first.output
    assert "rien n’est demandé" in second.output
    assert second.exit_code == 1
