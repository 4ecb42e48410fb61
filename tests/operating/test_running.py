"""vigie run as its operator sees it: exit statuses, the report, the log, the bound on its time; a stage that fails leaves the others theirs."""

import json
import logging
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import vigie_run
from crawler.kiosk import Kiosk
from crawler.report import SourceReport
from db.connect import PUBLIC, WORKING, open_working
from db.errors import VaultError
from db.lock import writing
from tests.db.kiosk import gold
from tests.db.samples import fill
from vigie import cli
from vigie_log import Form, veiled
from vigie_run import EXITS, tag_all
from vigie_settings import Settings, load_settings

SITE = "bulletin_du_modem"


@pytest.fixture(scope="module")
def kiosk() -> Iterator[Kiosk]:
    with Kiosk(delay=0) as papers:
        yield papers


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch, kiosk: Kiosk) -> None:
    """The kiosk is asked for real; the reading, which takes seconds and is tested elsewhere, finds nothing to do."""
    monkeypatch.setenv("VIGIE_KIOSK", str(kiosk.port))
    monkeypatch.setenv("VIGIE_DAILY", "6")  # two articles are enough
    monkeypatch.setattr(vigie_run, "tag_all", lambda *_, **__: (0, []))


def run(data: Path, *options: str | Path) -> Result:
    return CliRunner().invoke(cli, ["run", SITE, "--data", str(data), *map(str, options)])


def rows(data: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / WORKING)) as conn:
        return conn.execute(sql).fetchall()


@pytest.mark.usefixtures("unread")
def test_a_run_is_told_in_its_report_and_in_its_log(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "report.json"

    done = run(data, "--report", file)

    report = json.loads(file.read_text("utf-8"))
    log = (data / "logs" / "vigie.log").read_text("utf-8")
    assert done.exit_code == 0, done.output
    assert (report["outcome"], report["status"], report["run"], report["published"], report["failed"]) == ("well", 0, 1, True, [])
    assert [(one["site"], one["status"], one["new"]) for one in report["sources"]] == [(SITE, "ok", 2)]
    assert set(report["seconds"]) == {"collecte", "lecture", "lien", "publication", "alerte"}
    assert report["started"] <= report["finished"]
    assert rows(data, "select id, status from runs") == [(1, "well")]
    assert rows(data, "select run, site from source_runs") == [(1, SITE)]
    assert {"début", "collecte", "lecture", "lien", "publication", "fin", SITE} <= set(re.findall(r"passage 1 vigie\.run: (\S+)", log))
    assert "passage 1 vigie.crawler: bulletin_du_modem: GET http" in log


@pytest.mark.usefixtures("unread")
def test_json_lines_are_all_that_a_collector_of_logs_is_given(tmp_path: Path) -> None:
    done = run(tmp_path, "--log", "json")

    lines = [json.loads(line) for line in done.output.splitlines()]
    kept = [json.loads(line) for line in (tmp_path / "logs" / "vigie.log").read_text("utf-8").splitlines()]
    assert done.exit_code == 0
    assert lines == kept
    assert {(one["run"], one["level"] in {"INFO", "WARNING"}) for one in lines} == {(1, True)}
    assert {"time", "level", "run", "logger", "message"} <= lines[0].keys()
    assert [one["status"] for one in lines if one["message"] == SITE] == ["ok"]
    assert lines[-1]["outcome"] == "well"


FAILURES = [
    ("crawler.run", "crawl", OSError("carte réseau arrachée"), "failed", 1, {"lecture", "lien", "publication"}),
    ("vigie_run", "tag_all", VaultError("une panne"), "partly", 4, {"collecte", "lien", "publication"}),
    ("db.link", "link", ValueError("une faute"), "failed", 1, {"collecte", "lecture", "publication"}),
    ("db.publish", "publish", ValueError("une faute"), "partly", 4, {"collecte", "lecture", "lien"}),
]
"""Where it fails, with what, what becomes of the run, and which stages do their work all the same."""


@pytest.mark.usefixtures("unread")
@pytest.mark.parametrize(("module", "name", "error", "outcome", "status", "others"), FAILURES, ids=[name for _, name, *_ in FAILURES])
def test_a_stage_that_fails_leaves_the_others_their_work(
    module: str, name: str, error: Exception, outcome: str, status: int, others: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(f"{module}.{name}", fails)
    data, file = tmp_path / "data", tmp_path / "report.json"

    done = run(data, "--report", file)

    report = json.loads(file.read_text("utf-8"))
    assert (report["outcome"], report["status"], done.exit_code) == (outcome, status, status), done.output
    assert len(report["failed"]) == 1
    assert str(error) in report["failed"][0]
    assert rows(data, "select status from runs") == [(outcome,)]
    did = {
        "collecte": rows(data, "select count(*) from articles") != [(0,)],
        "lecture": "lecture" in report["seconds"],
        "lien": bool(report["linked"]),
        "publication": (data / PUBLIC).exists(),
    }
    assert {stage for stage, well in did.items() if well} >= others
    assert str(error) in (data / "logs" / "vigie.log").read_text("utf-8")
    if isinstance(error, ValueError):
        assert "Traceback" in (data / "logs" / "vigie.log").read_text("utf-8")
        assert "Traceback" not in done.output


def test_a_run_that_cannot_begin_says_so_in_its_report(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "report.json"
    with writing(data):
        locked = run(data, "--report", file)
    held = json.loads(file.read_text("utf-8"))
    (data / WORKING).write_bytes(b"autre chose" * 1000)
    broken = run(data, "--report", file)
    told = json.loads(file.read_text("utf-8"))
    nowhere = run(data, "--report", tmp_path / "absent" / "r.json")

    assert (locked.exit_code, held["outcome"], held["status"]) == (3, "locked", 3)
    assert (broken.exit_code, told["outcome"], told["status"]) == (1, "failed", 1)
    assert "pas une base SQLite" in told["failed"][0]
    assert nowhere.exit_code == 1
    assert "--report" in nowhere.stderr


def test_the_time_of_a_run_is_for_reading_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kiosk: Kiosk) -> None:
    """A fifth of it at least; what it does not suffice for waits, and the rest is linked and published."""
    given: list[float | None] = []
    real = vigie_run.visit

    def visit(*arguments: object, settings: object, **options: object) -> list[SourceReport]:
        given.append(settings.max_minutes)  # type: ignore[attr-defined]
        return real(*arguments, settings=settings, **options)  # type: ignore[arg-type]

    def slow(*_: object, until: float, **__: object) -> tuple[int, list[str]]:
        given.append(until - time.monotonic())
        monkeypatch.setattr(vigie_run.time, "monotonic", lambda: until + 1)
        return 0, []

    monkeypatch.setenv("VIGIE_KIOSK", str(kiosk.port))
    monkeypatch.setenv("VIGIE_DAILY", "6")
    monkeypatch.setattr(vigie_run, "visit", visit)
    monkeypatch.setattr(vigie_run, "tag_all", slow)
    done = run(tmp_path / "data", "--max-minutes", "10", "--report", tmp_path / "r.json")
    monkeypatch.undo()

    report = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert given[0] == pytest.approx(8)
    assert 0 < given[1] <= 600
    assert report["unread"] == 2
    assert (report["outcome"], done.exit_code) == ("partly", 4)
    assert "2 articles attendent la prochaine fois" in done.output.replace("\u00a0", " ")
    assert (tmp_path / "data" / PUBLIC).exists()


def test_reading_stops_after_the_article_in_hand_when_the_time_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    working = open_working(tmp_path)
    fill(working, gold(1)[:3], version="0+before")
    monkeypatch.setattr("nlp.pipeline.build", lambda _: None)
    monkeypatch.setattr("nlp.tagger.read_each", lambda _, sources, version: ((one.url, None) for one in sources))

    late = tag_all(working, Settings(data=tmp_path), until=time.monotonic() - 1)
    whole = tag_all(working, Settings(data=tmp_path), until=time.monotonic() + 100)
    working.close()

    assert (len(late[1]), len(whole[1])) == (1, 3)


def test_every_outcome_has_its_status_and_each_its_line_in_the_help() -> None:
    said = CliRunner().invoke(cli, ["run", "--help"]).output

    assert EXITS == {"well": 0, "failed": 1, "partly": 4, "stopped": 4}
    assert re.findall(r"(?m)^ +(\d)  ", said) == ["0", "1", "2", "3", "4"]


# --- Secrets


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("POST https://moi:s3cret@crochet.example/a", "s3cret"),
        ("https://crochet.example/?token=s3cret&a=1", "s3cret"),
        ("Authorization: Bearer s3cret", "s3cret"),
        ('smtp_password = "s3cret"', "s3cret"),
        ("535 refused for s3cret", "s3cret"),
    ],
)
@pytest.mark.parametrize("as_json", [True, False])
def test_a_secret_is_never_logged(said: str, hidden: str, as_json: bool) -> None:
    form = Form(run=7, as_json=as_json, secrets=["s3cret"] if "refused" in said else [])
    try:
        raise ValueError(said)  # noqa: TRY301
    except ValueError as error:
        record = logging.LogRecord("vigie.run", logging.ERROR, "", 0, "%s", (said,), (type(error), error, error.__traceback__))
    record.facts = {"why": [said], "mail_password": "s3cret"}

    line = form.format(record)

    assert hidden not in line
    assert "7" in line
    assert not as_json or json.loads(line)["run"] == 7


def test_what_is_no_secret_stays() -> None:
    plain = "GET https://journal.example/a?id=12&page=2 : réponse 403 (jeton : un mot ordinaire)"

    assert veiled(plain) == plain


def test_a_line_of_the_log_is_one_line_and_commands_no_terminal() -> None:
    record = logging.LogRecord("vigie.crawler", logging.INFO, "", 0, "GET %s", ("http://a.example/\n\x1b[31m2026 INFO faux",), None)

    line = Form(run=1, as_json=False).format(record)

    assert "\n" not in line
    assert "\x1b" not in line


# --- Settings, and what a newcomer stumbles on


def test_settings_of_the_day_and_of_the_archive_reach_the_crawler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kiosk: Kiosk) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VIGIE_KIOSK", str(kiosk.port))
    monkeypatch.setattr(vigie_run, "tag_all", lambda *_, **__: (0, []))
    (tmp_path / "vigie.toml").write_text('daily = 6\narchive = "warc"\n')

    done = CliRunner().invoke(cli, ["run", SITE])

    assert load_settings().archive == Path("warc")
    assert list((tmp_path / "warc").glob("**/*.warc.gz"))
    assert done.exit_code == 0
    assert "budget du jour épuisé (6 requêtes en 24 h)" in done.output.replace("\u00a0", " ")


@pytest.mark.parametrize("command", [["crawl", "zataz"], ["run", "zataz"]])
def test_a_crawl_that_is_refused_leaves_no_folder(command: list[str], tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, [*command, "--data", str(tmp_path / "new")])

    assert done.exit_code == 1
    assert "contact" in done.stderr
    assert not (tmp_path / "new").exists()


def test_a_mistyped_folder_is_told_before_a_port_that_is_taken(tmp_path: Path) -> None:
    from db.serve import listen

    sock = listen("127.0.0.1", 0)
    try:
        done = CliRunner().invoke(cli, ["serve", "--data", str(tmp_path / "mistyped"), "--port", str(sock.getsockname()[1])])
    finally:
        sock.close()

    assert done.exit_code == 1
    assert "mistyped" in done.stderr
    assert "port" not in done.stderr


def test_init_writes_what_an_editor_decides_and_keeps_what_there_is(tmp_path: Path) -> None:
    assert CliRunner().invoke(cli, ["init", str(tmp_path)]).exit_code == 0
    decisions = tmp_path / "vigie-data" / "decisions.toml"
    assert "merge-incidents" in decisions.read_text("utf-8")
    decisions.write_text("# à moi\n")
    (tmp_path / "vigie.toml").unlink()

    assert CliRunner().invoke(cli, ["init", str(tmp_path)]).exit_code == 0
    assert decisions.read_text("utf-8") == "# à moi\n"
