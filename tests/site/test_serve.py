"""Serving: a new edition is taken up without a failed request; what stands in the way is said."""

import html
import logging
import os
import re
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from db.connect import PUBLIC, WORKING, open_working
from db.errors import VaultError
from db.publish import publish
from db.serve import Portal, listen, serve
from db.site.configuration import configuration
from tests.db.kiosk import gold
from tests.site.serving import baked, copied, get, one, served


def seen(address: str, words: str, *, path: str = "/") -> bool:
    """Whether a page comes to hold words; the wait ends as soon as it does."""
    for _ in range(600):
        if words in get(address + path).text:
            return True
        time.sleep(0.05)
    return False


def renamed(path: Path, name: str) -> None:
    """Another content in an edition."""
    conn = sqlite3.connect(path)
    conn.execute("update incidents set victim = ? where date_from = (select max(date_from) from incidents)", [name])
    conn.execute("update edition set value = ? where name = 'content_sha256'", [name])
    conn.commit()
    conn.close()


def test_a_new_edition_is_taken_up_and_no_request_fails(edition: Path, tmp_path: Path) -> None:
    path = copied(edition, tmp_path)
    answers: list[int] = []
    done = threading.Event()

    def ask(address: str) -> None:
        with httpx.Client(base_url=address, timeout=30) as client:
            while not done.is_set():
                answers.extend(
                    client.get(one).status_code
                    for one in ("/", "/recherche?q=armoria", "/vigie/incidents.json", "/organisation/mutuelle-armoria")
                )

    with served(path) as address:
        threads = [threading.Thread(target=ask, args=(address,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        try:
            for number in range(3):
                fresh = copied(path, tmp_path / "fresh")
                renamed(fresh, f"Victime numéro {number}")
                fresh.replace(path)
                assert seen(address, f"Victime numéro {number}")
            while len(answers) <= 20:
                assert any(thread.is_alive() for thread in threads)
                time.sleep(0.05)
        finally:
            done.set()
            for thread in threads:
                thread.join(30)

    assert set(answers) == {200}
    assert len(answers) > 20


def test_what_is_kept_is_that_of_the_edition(edition: Path, tmp_path: Path) -> None:
    path = copied(edition, tmp_path)
    with served(path) as address:
        before = [get(address + "/vigie/incidents").text for _ in range(2)]
        fresh = copied(path, tmp_path / "fresh")
        renamed(fresh, "Victime nouvelle")
        fresh.replace(path)
        assert seen(address, "Victime nouvelle", path="/vigie/incidents")

    assert before[0] == before[1]
    assert "Victime nouvelle" not in before[0]


def test_a_file_that_cannot_be_served_leaves_the_old_edition(edition: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = copied(edition, tmp_path)
    with caplog.at_level(logging.INFO), served(path) as address:
        wrong = tmp_path / "wrong"
        wrong.write_bytes(b"not a database" * 1000)
        wrong.replace(path)
        for _ in range(600):
            if "ne peut être servie" in caplog.text:
                break
            time.sleep(0.05)
        # threads that have their connection keep the old file
        assert get(address + "/recherche?q=armoria").status_code == 200
        # and the next good edition is taken up
        good = copied(edition, tmp_path / "good")
        renamed(good, "Victime rétablie")
        good.replace(path)
        assert seen(address, "Victime rétablie")

    assert "ne peut être servie" in caplog.text


def test_no_edition_yet(tmp_path: Path) -> None:
    with pytest.raises(VaultError, match="vigie publish"):
        serve(tmp_path, port=0)


def test_a_database_of_another_program(tmp_path: Path) -> None:
    conn = sqlite3.connect(tmp_path / PUBLIC)
    conn.execute("create table t (a)")
    conn.commit()
    conn.close()

    with pytest.raises(VaultError, match="n’est pas une édition publique"):
        serve(tmp_path, port=0)


def damaged(path: Path) -> None:
    """Pages of the file overwritten, its head whole."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        for place in range(8192, size, 4096 * 7):
            file.seek(place)
            file.write(b"\x5a" * 2048)


def cut_short(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def without(sql: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        conn = sqlite3.connect(path)
        conn.execute(sql)
        conn.commit()
        conn.close()

    return write


def of_form(form: str) -> Callable[[Path], None]:
    return without(f"update edition set value = {form} where name = 'form'")


def working(path: Path) -> None:
    open_working(path.parent).close()
    path.with_name(WORKING).rename(path)


SPOILED: dict[str, tuple[Callable[[Path], object], str]] = {
    "pages overwritten": (damaged, "abîmé"),
    "cut short": (cut_short, "abîmé"),
    "empty": (lambda path: path.write_bytes(b""), "fichier vide"),
    "no database": (lambda path: path.write_text("Ce n’est pas une base. " * 1000), "n’est pas une base SQLite"),
    "a folder": (lambda path: (path.unlink(), path.mkdir()), "n’est pas une base SQLite"),
    "a working database": (working, "base de travail"),
    "an older Vigie's": (of_form("1"), "plus ancienne"),
    "of an unknown form": (of_form("null"), "plus ancienne"),
    "a newer Vigie's": (of_form("99"), "plus récente"),
    "a table is missing": (without("drop table incidents"), "il y manque incidents"),
    "a column is missing": (without("alter table incidents rename column victim to v"), "répond 500"),
}


@pytest.mark.parametrize("how", SPOILED)
def test_an_edition_that_cannot_be_served_is_said_and_the_command_fails(edition: Path, tmp_path: Path, how: str) -> None:
    spoil, words = SPOILED[how]
    path = copied(edition, tmp_path)
    spoil(path)
    from vigie import cli

    done = CliRunner().invoke(cli, ["serve", "--data", str(tmp_path), "--port", "0"])
    said = [line for line in done.output.splitlines() if line.startswith("Erreur")]

    assert done.exit_code == 1
    assert len(said) == 1, done.output
    assert words in said[0]
    assert "vigie publish" in said[0] or "Mettez Vigie à jour" in said[0]


@pytest.mark.parametrize("spoil", [damaged, cut_short, of_form("1")])
def test_publishing_again_mends_the_edition(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    path = baked(tmp_path)
    whole = one(path, "select value from edition where name = 'content_sha256'")
    spoil(path)
    db = open_working(tmp_path)
    done = publish(db, tmp_path)
    db.close()

    assert done.changed
    assert one(path, "select value from edition where name = 'content_sha256'") == whole
    assert one(path, "pragma integrity_check") == ("ok",)


def test_a_port_in_use(edition: Path) -> None:
    sock = listen("127.0.0.1", 0)
    port = sock.getsockname()[1]
    try:
        with pytest.raises(VaultError, match=rf"port {port} .* déjà pris .* --port"):
            serve(edition.parent, port=port)
    finally:
        sock.close()


def test_answers_are_sent_without_delay() -> None:
    """asyncio asks that of the sockets that say they are TCP's; an answer in two pieces would wait 40 ms for its second."""
    sock = listen("127.0.0.1", 0)
    protocol = sock.proto
    sock.close()

    assert protocol == socket.IPPROTO_TCP


def test_an_address_of_another_machine(edition: Path) -> None:
    with pytest.raises(VaultError, match=r"192\.0\.2\.1"):
        serve(edition.parent, host="192.0.2.1", port=0, **LEGAL)


LEGAL = {
    "published_by": "Veille d’Exemple, 1 rue des Essais, Vannes",
    "hosted_by": "Hébergeur d’Exemple, Brest",
    "contact": "veille@vigie.example",
}


@pytest.mark.parametrize("missing", LEGAL)
@pytest.mark.parametrize("value", [None, "  "])
def test_a_public_site_says_who_publishes_it(edition: Path, missing: str, value: str | None) -> None:
    with pytest.raises(VaultError, match=rf"il manque « {missing} » dans vigie\.toml"):
        serve(edition.parent, host="0.0.0.0", port=0, **{**LEGAL, missing: value})


def test_the_private_edition_stays_on_this_machine(edition: Path) -> None:
    with pytest.raises(VaultError, match=r"privée.*127\.0\.0\.1"):
        serve(edition.parent, host="0.0.0.0", port=0, private=True)


def test_the_private_edition_refuses_another_host(private: str) -> None:
    assert get(private + "/travail/articles").status_code == 200
    assert httpx.get(private + "/", headers={"Host": "evil.example"}, timeout=30).status_code == 421


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The private edition: working database and public edition of one folder."""
    with served(baked(tmp_path_factory.mktemp("private")), Portal(private=True)) as address:
        yield address


def test_the_private_edition_shows_the_whole_text_with_its_findings_marked(private: str, portal: str, edition: Path) -> None:
    number = one(edition, "select article from data_types where incident = 264226016 order by id")[0]
    line = next(row for row in gold(2) if row["url"] == one(edition, "select url from articles where id = ?", number)[0])

    page, public = get(f"{private}/article/{number}").text, get(f"{portal}/article/{number}").text
    shown = re.sub(r'<span class="sr">.*?</span>', "", page.partition('class="text"')[2].partition("</section>")[0])
    plain = html.unescape(re.sub(r"<[^>]+>", "", shown))

    assert all(paragraph in plain for paragraph in line["text"].split("\n\n"))
    assert re.search(r'<mark class="m m-victim" title="victime">Mutuelle Armoria<', page)
    assert {"victim", "count", "taken", "spared"} <= set(re.findall(r'id="voir-(\w+)" checked', page))
    assert 'class="whole"' not in public
    assert 'href="/travail"' in page
    assert "travail" not in public
    assert line["text"].split("\n\n")[-1] not in public


def test_what_was_found_in_other_words_is_not_marked(tmp_path: Path) -> None:
    path = baked(tmp_path)
    number = one(path, "select article from data_types order by id")[0]
    db = open_working(tmp_path)
    db.conn.execute("update articles set text = 'D’autres mots.', text_sha256 = 'x' where id = ?", [number])
    db.conn.commit()
    db.close()
    with served(path, Portal(private=True)) as address:
        page = get(f"{address}/article/{number}").text

    assert "D’autres mots." in page
    assert "ont changé depuis sa lecture" in page
    assert '<mark class="m ' not in page


def test_a_private_edition_without_its_working_database_says_so(edition: Path, tmp_path: Path) -> None:
    copied(edition, tmp_path)
    with pytest.raises(VaultError, match=r"vigie\.db n’existe pas encore"):
        serve(tmp_path, port=0, private=True)


def test_the_public_edition_shows_no_working_database(portal: str) -> None:
    assert get(portal + "/travail").status_code == 404


def test_one_function_writes_the_configuration_of_each_major_version() -> None:
    stable, coming = configuration(Portal(), major=0), configuration(Portal(), major=1)

    held = stable["metadata"]["databases"]["vigie"]
    assert held["tables"]["incidents"]["facets"]
    assert held["tables"]["incidents"]["columns"]["status"]
    assert coming["config"]["databases"]["vigie"]["queries"] == held["queries"]
    assert "queries" not in coming["metadata"]["databases"]["vigie"]
    assert coming["config"]["databases"]["vigie"]["tables"]["incidents"]["facets"] == held["tables"]["incidents"]["facets"]


def test_the_address_is_said_once_it_answers(edition: Path, tmp_path: Path) -> None:
    """In a process of its own, as an operator runs it; Ctrl-C ends it well."""
    import signal

    code = f"from pathlib import Path; from db.serve import serve; serve(Path({str(edition.parent)!r}), port=0, ready=lambda url: print(url, flush=True))"
    running = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": "."}
    )
    try:
        assert running.stdout is not None
        address = running.stdout.readline().strip()
        assert get(address).status_code == 200
    finally:
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate(timeout=60)

    assert running.returncode == 0
    assert errors == ""
