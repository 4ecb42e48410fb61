"""The whole path, as an operator runs it: the kiosk's press crawled, read, linked, published; again; killed; in trouble."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.article import Article
from crawler.kiosk import PAPERS, Kiosk
from crawler.kiosk.server import on_sale
from db.connect import open_working
from db.store import save_article
from tests.crash.checks import NOTHING, State, whole
from vigie import cli

ROOT = Path(__file__).parent.parent
SITES = ["bulletin_du_modem", "estuaire_libre", "guetteur_du_net"]
ARTICLES = {url for url, _, _ in on_sale(1)}
"""The addresses of all articles, the Bulletin's `article.php?id=` among them."""
FULL = ("crawl", "read", "publish")
"""What is under way when the disk is full."""
ROOM = 400_000
"""Bytes left on the disk: less than each of these stages writes."""


@pytest.fixture(scope="module")
def kiosk() -> Iterator[Kiosk]:
    with Kiosk(delay=0) as papers:
        yield papers


def vigie(*arguments: str, kiosk: Kiosk | None = None, data: Path, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the command line as a program of its own."""
    environment = {**os.environ, **({"VIGIE_KIOSK": str(kiosk.port)} if kiosk else {}), "COLUMNS": "140"}
    command = [sys.executable, "-m", "vigie", arguments[0], "--data", str(data), *arguments[1:]]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300, **options)  # type: ignore[call-overload,no-any-return]


def dump(data: Path) -> str:
    done = vigie("dump", data=data)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def first(kiosk: Kiosk, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A first run, undisturbed."""
    data = tmp_path_factory.mktemp("first")
    return data, vigie("run", *SITES, kiosk=kiosk, data=data)


def test_a_run_ends_well(first: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    data, done = first

    assert done.returncode == 0, done.stdout + done.stderr
    assert "articles nouveaux" in done.stdout
    public = sqlite3.connect(data / "vigie-public.db")
    for table in ("articles", "incidents", "organisations", "counts", "data_types", "recurring_victims"):
        assert public.execute(f"select count(*) from {table}").fetchone()[0] > 0, table
    public.close()


def test_a_second_run_asks_for_no_article_and_changes_nothing(first: tuple[Path, subprocess.CompletedProcess[str]], kiosk: Kiosk) -> None:
    data, _ = first
    before, edition = dump(data), (data / "vigie-public.db").stat().st_ino
    asked = len(kiosk.requests)

    done = vigie("run", *SITES, kiosk=kiosk, data=data)

    again = kiosk.requests[asked:]
    assert done.returncode == 0, done.stdout + done.stderr
    assert again, "the listings were asked for"
    assert [request for request in again if f"http://{request.host}{request.path}" in ARTICLES] == []
    assert {request.status for request in again if request.path != "/robots.txt"} == {304}
    assert "aucun article redemandé" in done.stdout
    assert "inchangée" in done.stdout
    assert dump(data) == before
    assert (data / "vigie-public.db").stat().st_ino == edition, "nothing changed, so the edition was not baked again"


class Held(threading.Event):
    """The kiosk's `closing`: counts the slow pages, and holds the one that is asked for, until told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.hold_at = 0
        self.served = 0
        self.reached = threading.Event()
        self.go_on = threading.Event()

    def hold(self, number: int) -> None:
        """Hold the page of this number, counted from now."""
        self.served, self.hold_at = 0, number
        self.reached.clear()
        self.go_on.clear()

    def wait(self, timeout: float | None = None) -> bool:
        self.served += 1
        if self.served == self.hold_at:
            self.reached.set()
            self.go_on.wait(60)
        return super().wait(timeout)


def start(*arguments: str, kiosk: Kiosk, data: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "VIGIE_KIOSK": str(kiosk.port)}
    command = [sys.executable, "-m", "vigie", arguments[0], "--data", str(data), *arguments[1:]]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def counted(data: Path, *tables: str) -> tuple[int, ...]:
    """How many rows the working database holds; 0 as long as there is none."""
    try:
        db = sqlite3.connect(f"{(data / 'vigie.db').as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return (0,) * len(tables)
    try:
        return tuple(db.execute(f"select count(*) from {table}").fetchone()[0] for table in tables)
    except sqlite3.Error:
        return (0,) * len(tables)
    finally:
        db.close()


def check_whole(data: Path, before: State = NOTHING) -> State:
    """Integrity, foreign keys, the chain of history, and that nothing kept before is lost."""
    return whole(data, before)


def until(reached: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait for a point of a run; its process must still be at work then."""
    deadline = time.monotonic() + 120
    while not reached():
        assert process.poll() is None, f"the run was over before that: {process.communicate()[1]}"
        assert time.monotonic() < deadline, "the run never came to that point"
        time.sleep(0.002)


@contextmanager
def braked(data: Path, readings: int) -> Iterator[None]:
    """A database in which saving one more than so many readings takes for ever: whoever tries is held in the middle of it."""
    work = "select count(*) from addresses a, addresses b, addresses c, addresses d, addresses e, addresses f, addresses g"
    change(data, f"create trigger brake before insert on readings when (select count(*) from readings) >= {readings} begin {work}; end")
    yield
    change(data, "drop trigger brake")


def change(data: Path, sql: str) -> None:
    db = sqlite3.connect(data / "vigie.db")
    db.execute(sql)
    db.commit()
    db.close()


def test_killed_at_a_dozen_points_a_run_ends_the_same(first: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path) -> None:
    undisturbed, _ = first
    wanted = dump(undisturbed)
    tables = ("articles", "readings", "incidents")
    fresh = tmp_path / ".vigie-public.db.fresh"
    states: list[tuple[int, ...]] = []
    kept = [NOTHING]

    with Kiosk(delay=0.01, faults=dict.fromkeys(PAPERS, "slow-pages")) as papers:
        held = papers.closing = Held()

        def kill(reached: Callable[[], bool]) -> None:
            with start("run", *SITES, kiosk=papers, data=tmp_path) as process:
                until(reached, process)
                process.send_signal(signal.SIGKILL)
            held.go_on.set()
            assert process.returncode == -signal.SIGKILL
            states.append(counted(tmp_path, *tables))
            kept.append(check_whole(tmp_path, kept[-1]))

        # while a page is on its way, with ever more articles saved before
        for number in (1, 4, 6, 6, 6, 6):
            held.hold(number)
            kill(held.reached.is_set)
        # while a reading is saved, with ever more of them saved before
        for number in (0, 7, 20, 40):
            with braked(tmp_path, number):
                kill(lambda goal=number: counted(tmp_path, "articles", "readings") == (len(ARTICLES), goal))  # type: ignore[misc]
        # once they are linked, and while the edition is written
        kill(lambda: counted(tmp_path, "incidents")[0] > 0)
        kill(fresh.exists)

        assert len(set(states[:10])) == 10, f"distinct points: {states}"
        assert sorted(states) == states, "nothing saved is lost"
        assert states[9][1] == 40 < states[10][1] == states[11][1] == len(ARTICLES)
        assert not (tmp_path / "vigie-public.db").exists()
        done = vigie("run", *SITES, kiosk=papers, data=tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
    assert dump(tmp_path) == wanted
    assert not fresh.exists()


# --- Asked to end


def outcomes(data: Path) -> tuple[list[str], dict[str, str]]:
    """The outcomes of the runs, and of the sources in the last one."""
    db = sqlite3.connect(data / "vigie.db")
    runs = [status for (status,) in db.execute("select status from runs order by id")]
    sources = dict(db.execute("select site, status from source_runs where run = (select max(id) from runs)"))
    db.close()
    return runs, sources


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_a_run_after_the_article_in_hand(number: signal.Signals, tmp_path: Path) -> None:
    with Kiosk(delay=0.3, faults={"bulletin-du-modem.example": "slow-pages"}) as papers:
        held = papers.closing = Held()
        held.hold(3)
        with start("run", "bulletin_du_modem", kiosk=papers, data=tmp_path) as process:
            until(held.reached.is_set, process)
            asked = time.monotonic()
            process.send_signal(number)
            held.go_on.set()
            _, said = process.communicate(timeout=60)
            took = time.monotonic() - asked
        pages = [request for request in papers.requests if request.path.startswith("/article.php")]

    runs, sources = outcomes(tmp_path)
    assert took < 10
    assert process.returncode == 4
    assert runs == ["stopped"]
    assert sources == {"bulletin_du_modem": "stopped"}
    assert number.name in said
    assert "Traceback" not in said
    db = sqlite3.connect(tmp_path / "vigie.db")
    kept = db.execute("select count(*) from articles where publisher = 'bulletin-du-modem.example'").fetchone()
    db.close()
    assert kept == (3,) == (len(pages),), "the third was on its way, and is kept"
    assert counted(tmp_path, "readings") == (0,), "what comes after the crawl waits for the next run"


def test_a_signal_while_articles_are_read_keeps_those_that_were(tmp_path: Path, kiosk: Kiosk) -> None:
    folder = [Article(url=f"https://echo.example/{n}", publisher="echo.example", title=story.title, text=story.text)
              for n, (_, _, story) in enumerate(list(on_sale(1)) * 8)]  # fmt: skip
    db = open_working(tmp_path)
    with db.atomic():
        for article in folder:
            save_article(db, article)
    db.close()

    with start("run", "bulletin_du_modem", kiosk=kiosk, data=tmp_path) as process:
        until(lambda: counted(tmp_path, "readings")[0] > 2, process)
        asked = time.monotonic()
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
        took = time.monotonic() - asked

    assert took < 10
    assert (process.returncode, outcomes(tmp_path)[0]) == (4, ["stopped"])
    assert "SIGTERM" in said
    assert 2 < counted(tmp_path, "readings")[0] < len(folder)
    check_whole(tmp_path)
    assert not (tmp_path / "vigie-public.db").exists()


# --- A full disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """A file system of its own, of the size that is asked for."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = False

    def mount(size: str) -> Path:
        nonlocal mounted
        try:
            done = subprocess.run(
                ["mount", "-t", "tmpfs", "-o", f"size={size}", "vigie-test", place], capture_output=True, text=True, check=False
            )
        except FileNotFoundError:
            pytest.skip("there is no « mount » here")
        if done.returncode:
            pytest.skip(f"a small file system cannot be mounted here ({done.stderr.strip()})")
        mounted = True
        return place

    yield mount
    if mounted:
        subprocess.run(["umount", place], check=True)


@pytest.mark.parametrize("during", FULL)
def test_a_full_disk_is_told_and_costs_nothing_that_was_saved(
    during: str, small_disk: Callable[[str], Path], first: tuple[Path, subprocess.CompletedProcess[str]], kiosk: Kiosk
) -> None:
    data = small_disk("64m")
    undisturbed, _ = first
    if during == "read":
        done = vigie("crawl", *SITES, kiosk=kiosk, data=data)
        assert done.returncode == 0, done.stdout + done.stderr
    if during == "publish":
        shutil.copytree(undisturbed, data, dirs_exist_ok=True, ignore=shutil.ignore_patterns("vigie-public*"))
    filler = data / "autre-chose"
    filler.write_bytes(bytes(shutil.disk_usage(data).free - ROOM))
    ill = vigie("run", *SITES, kiosk=kiosk, data=data)

    assert ill.returncode == (4 if during == "publish" else 1)
    assert "le disque est plein" in ill.stderr
    assert "Libérez de la place" in ill.stderr.replace("libérez", "Libérez")
    assert "Traceback" not in ill.stderr
    kept = counted(data, "articles", "readings")
    assert during == ("crawl" if kept[0] < len(ARTICLES) else "read" if kept[1] < len(ARTICLES) else "publish")
    check_whole(data)

    filler.unlink()
    asked = len(kiosk.requests)
    cured = vigie("run", *SITES, kiosk=kiosk, data=data)

    assert cured.returncode == 0, cured.stdout + cured.stderr
    again = [request for request in kiosk.requests[asked:] if f"http://{request.host}{request.path}" in ARTICLES]
    assert len(again) == len(ARTICLES) - kept[0], "what was saved is not fetched again"
    assert dump(data) == dump(undisturbed)


def test_two_runs_at_once_the_second_says_so_and_leaves(tmp_path: Path) -> None:
    from db.lock import writing

    with writing(tmp_path):
        done = vigie("run", *SITES, data=tmp_path)

    assert done.returncode == 3
    assert "écrit déjà" in done.stderr


def test_an_unknown_site_is_named_with_the_nearest(tmp_path: Path) -> None:
    done = vigie("run", "zatas", data=tmp_path)

    assert done.returncode == 2
    assert "zataz" in done.stderr


def test_a_live_crawl_without_contact_is_refused(tmp_path: Path) -> None:
    done = vigie("run", "zataz", data=tmp_path)

    assert done.returncode == 1
    assert "contact" in done.stderr


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "vigie.db")
    other.execute("create table caisse (euros integer)")
    other.commit()
    other.close()

    done = vigie("run", *SITES, data=tmp_path)

    assert done.returncode == 1
    assert "autre programme" in done.stderr
    other = sqlite3.connect(tmp_path / "vigie.db")
    assert other.execute("select name from sqlite_master").fetchall() == [("caisse",)]
    other.close()


FAULTS = {
    "broken-xml": "XML tronqué",
    "html-feed": "page HTML au lieu d’un flux",
    "antibot": "page anti-robot au lieu de la liste",
    "antibot-pages": "page anti-robot au lieu de l’article",
    "empty-feed": "la liste ne contient aucun article",
    "403-pages": "réponse 403",
    "no-body": "page sans article lisible",
    "500": "réponse 500",
    "429": "réponse 429",
    "redirects": "trop de redirections",
    "bomb": "réponse trop grosse une fois décompressée",
}
"""Each fault of a paper, and what the report says of it."""


@pytest.mark.parametrize("fault", FAULTS)
def test_one_papers_fault_is_told_and_the_others_go_on(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Kiosk(delay=0, faults={"guetteur-du-net.example": fault}) as papers:
        monkeypatch.setenv("VIGIE_KIOSK", str(papers.port))
        done = CliRunner().invoke(cli, ["crawl", "--data", str(tmp_path), *SITES])

    told = {line.partition(" : ")[0]: line for line in done.stderr.replace("\u00a0", " ").splitlines()}
    assert done.exit_code == 1, done.output
    assert FAULTS[fault] in told["guetteur_du_net"]
    assert [FAULTS[other] for other in FAULTS if FAULTS[other] in told["guetteur_du_net"]] == [FAULTS[fault]], (
        "its own words, and no other's"
    )
    assert "bien" in told["estuaire_libre"]
    assert "bien" in told["bulletin_du_modem"]
    db = sqlite3.connect(tmp_path / "vigie.db")
    publishers = dict(db.execute("select publisher, count(*) from articles group by 1"))
    db.close()
    assert publishers["estuaire-libre.example"] > 10
    assert publishers["bulletin-du-modem.example"] > 10
