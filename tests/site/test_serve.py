"""Serving: a new edition is taken up without a failed request; what stands in the way is said."""

import logging
import os
import sqlite3
import threading
import time
from pathlib import Path

import httpx
import pytest

from db.connect import PUBLIC, open_working
from db.errors import VaultError
from db.serve import Portal, listen, serve
from db.site.configuration import configuration
from tests.site.serving import baked, copied, get, served


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
        finally:
            done.set()
            for thread in threads:
                thread.join(30)

    assert set(answers) == {200}
    assert len(answers) > 20


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


def test_a_port_in_use(edition: Path) -> None:
    sock = listen("127.0.0.1", 0)
    port = sock.getsockname()[1]
    try:
        with pytest.raises(VaultError, match=rf"port {port} .* déjà pris .* --port"):
            serve(edition.parent, port=port)
    finally:
        sock.close()


def test_an_address_of_another_machine(edition: Path) -> None:
    with pytest.raises(VaultError, match=r"192\.0\.2\.1"):
        serve(edition.parent, host="192.0.2.1", port=0)


def test_the_private_edition_stays_on_this_machine(edition: Path) -> None:
    with pytest.raises(VaultError, match=r"privée.*127\.0\.0\.1"):
        serve(edition.parent, host="0.0.0.0", port=0, private=True)


def test_the_private_edition_refuses_another_host(tmp_path: Path) -> None:
    path = baked(tmp_path)
    open_working(tmp_path).close()
    with served(path, Portal(private=True)) as address:
        assert get(address + "/travail/articles").status_code == 200
        assert httpx.get(address + "/", headers={"Host": "evil.example"}, timeout=30).status_code == 421


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
    import subprocess
    import sys

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
