"""The outbox is emptied: at least once, under the same identity, with longer and longer waits, past a crash at the worst moment."""

import logging
import os
import signal
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from db import deliver as delivery
from db.deliver import WAITS, Delivered, deliver
from db.deliver_atom import write_feed
from db.link import link
from db.watch_file import read_watches
from db.watch_state import letters, revive
from tests.watch.conftest import Clock
from tests.watch.news import BEFORE, linked, news, outbox
from tests.watch.receivers import Receiver

KEY = "une-clef-assez-longue"
NEWS = [news(name, name.capitalize(), "2024-02-01") for name in ("armoria", "beauvoir", "corvol")]
ROOT = Path(__file__).parents[2]
ATOM = "{http://www.w3.org/2005/Atom}"

Watching = Callable[[str], None]


def settings(receiver: Receiver, *, to: str = '"h"', more: str = "") -> str:
    return f"""
[[target]]
name = "h"
webhook = "http://127.0.0.1:{receiver.port}/?jeton=secret-dans-l-adresse"
private = ["127.0.0.1"]
secret_env = "CLE"
[[watch]]
name = "Tout"
event = ["incident"]
to = [{to}]
{more}
"""


@pytest.fixture
def send(db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Delivered]:
    monkeypatch.setenv("CLE", KEY)
    return lambda **more: deliver(db, read_watches(tmp_path), **more)


@pytest.fixture
def waiting(db: Database, watching: Watching, receiver: Receiver) -> Database:
    """Three messages to the receiver."""
    watching(settings(receiver))
    linked(db, BEFORE)
    linked(db, *NEWS)
    return db


def test_each_message_once(waiting: Database, receiver: Receiver, send: Callable[..., Delivered]) -> None:
    assert send() == Delivered(sent=3)
    assert send() == Delivered()
    link(waiting)
    assert send() == Delivered()

    assert len(receiver.ids) == len(set(receiver.ids)) == 3
    assert [state for *_, state in outbox(waiting)] == ["sent"] * 3


@pytest.mark.parametrize("answer", [500, "drop", "cut"], ids=str)
def test_a_failure_is_tried_again_under_the_same_identity(
    waiting: Database, receiver: Receiver, send: Callable[..., Delivered], clock: Clock, answer: Any
) -> None:
    receiver.answers.append(answer)

    first = send()
    assert (first.sent, first.waiting, first.dead) == (0, 3, 0), "who fails is asked for nothing more this time"
    assert "nouvel essai dans 5 minutes" in first.failed[0]
    failed = receiver.ids[0]
    second = send()
    assert (second.sent, second.waiting) == (2, 1), "the one that failed waits; it keeps the others no longer"
    clock.on(minutes=WAITS[0])
    assert send() == Delivered(sent=1)

    assert receiver.ids.count(failed) == 2
    assert len(receiver.ids) == 4


def test_waits_grow_and_end_in_the_dead_letters_whence_a_message_comes_back(
    waiting: Database, receiver: Receiver, send: Callable[..., Delivered], clock: Clock
) -> None:
    waiting.conn.execute("delete from outbox where id > 1")
    waiting.conn.commit()
    receiver.answers.extend([503] * (len(WAITS) + 1))
    for wait in WAITS:
        done = send()
        assert (done.dead, done.waiting) == (0, 1)
        clock.on(minutes=wait - 1)
        assert send() == Delivered(waiting=1), "not before its time"
        clock.on(minutes=1)

    done = send()

    assert (done.dead, done.waiting) == (1, 0)
    assert "mis au rebut (« vigie watch dead »)" in done.failed[0]
    [letter] = letters(waiting, "dead")
    assert (letter.target, letter.error, letter.tries) == ("h", "le destinataire répond 503", len(WAITS) + 1)
    assert letter.titles[0].endswith(" (revendiqué)\u00a0: nouvel incident (intrusion)")
    clock.on(days=9)
    assert send() == Delivered()
    assert (revive(waiting, [letter.number + 1]), revive(waiting, [letter.number])) == (0, 1)
    assert send() == Delivered(sent=1)
    assert len(set(receiver.ids)) == 1


def test_a_crash_between_delivery_and_its_record_repeats_that_one_at_most(
    waiting: Database, receiver: Receiver, send: Callable[..., Delivered], tmp_path: Path
) -> None:
    code = (
        "import sys; from pathlib import Path; from db.connect import open_working; from db.deliver import deliver\n"
        "from db.watch_file import read_watches; folder = Path(sys.argv[1]); deliver(open_working(folder), read_watches(folder))"
    )
    processes: list[subprocess.Popen[bytes]] = []
    receiver.on_request = lambda number: os.kill(processes[0].pid, signal.SIGKILL) if number == 2 else None
    processes.append(subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, env={**os.environ, "CLE": KEY}))
    assert processes[0].wait(60) == -signal.SIGKILL

    assert send() == Delivered(sent=2)

    first, second, again, third = receiver.ids
    assert (len({first, second, third}), again) == (3, second)
    assert receiver.seen[1][0]["idempotency-key"] == receiver.seen[2][0]["idempotency-key"]
    assert receiver.seen[1][1] == receiver.seen[2][1], "the same words, too"


def test_a_stop_leaves_the_rest_for_the_next_time(waiting: Database, receiver: Receiver, send: Callable[..., Delivered]) -> None:
    class Stop(BaseException):
        pass

    def check() -> None:
        if receiver.seen:
            raise Stop

    with pytest.raises(Stop):
        send(check=check)
    assert [state for *_, state in outbox(waiting)] == ["sent", "waiting", "waiting"]
    assert send(budget=-1) == Delivered(waiting=2), "a round takes so much time and no more"
    assert send() == Delivered(sent=2)


def test_one_target_that_fails_keeps_no_other_waiting(
    db: Database, watching: Watching, receiver: Receiver, send: Callable[..., Delivered], tmp_path: Path
) -> None:
    watching(settings(receiver, to='"h", "atom"'))
    receiver.answers.append(500)
    linked(db, BEFORE)
    linked(db, *NEWS)

    done = send()

    assert (done.sent, done.waiting) == (3, 3)
    assert len(entries(tmp_path / "alerts.atom")) == 3


def entries(path: Path) -> list[str]:
    """The identities in a feed."""
    return [str(one.text) for one in ET.parse(path).findall(f"{ATOM}entry/{ATOM}id")]


def test_the_atom_file_holds_each_alert_once(
    db: Database, watching: Watching, receiver: Receiver, send: Callable[..., Delivered], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "https://vigie.example/flux/veille.atom"
    watching(settings(receiver, to='"f"', more=f'[[target]]\nname = "f"\natom = "flux/veille.atom"\naddress = "{address}"'))
    path = tmp_path / "flux" / "veille.atom"
    linked(db, BEFORE)
    send()
    assert entries(path) == [], "a reader can subscribe before there is news"
    linked(db, *NEWS[:2])
    with monkeypatch.context() as patched:
        patched.setattr(delivery, "write_feed", lambda *given, **more: write_feed(*given, **more) or 1 / 0)
        with pytest.raises(ZeroDivisionError):
            send()
    assert len(entries(path)) == 2, "written, and not recorded"
    send()
    linked(db, *NEWS[2:])
    send(base="https://vigie.example")

    held = entries(path)
    assert len(held) == len(set(held)) == 3
    feed = ET.parse(path)
    assert [one.get("href") for one in feed.findall(f"{ATOM}link") if one.get("rel") == "self"] == [address]
    assert feed.find(f"{ATOM}entry/{ATOM}link").get("href").startswith("https://vigie.example/incident/")  # type: ignore[union-attr]
    assert "Armoria a été victime d’une intrusion" in path.read_text("utf-8")
    before = path.read_bytes()
    path.unlink()
    send(base="https://vigie.example")
    assert path.read_bytes() == before, "a file that is lost is made again"


def test_a_feed_that_cannot_be_written_waits(
    db: Database, watching: Watching, receiver: Receiver, send: Callable[..., Delivered], tmp_path: Path
) -> None:
    watching(settings(receiver, to='"atom"'))
    linked(db, BEFORE)
    linked(db, *NEWS)
    (tmp_path / "alerts.atom").mkdir()

    done = send()

    assert (done.sent, done.waiting) == (0, 3)
    assert [words for words in done.failed if "ne peut être écrit" in words][1:] == [], "said once"


def test_a_days_letter_goes_at_its_hour(
    db: Database, watching: Watching, receiver: Receiver, send: Callable[..., Delivered], clock: Clock
) -> None:
    watching(settings(receiver, more="digest = true"))
    linked(db, BEFORE)
    linked(db, *NEWS[:2])
    assert send(at_once=True) == Delivered(waiting=1)
    clock.on(days=1)
    receiver.answers.append(500)

    assert send().waiting == 1
    linked(db, news("neuf", "Neuf", "2024-02-02"))
    clock.on(minutes=5)
    assert send() == Delivered(sent=1, waiting=1)

    assert receiver.ids[0] == receiver.ids[1]
    assert receiver.seen[0][1] == receiver.seen[1][1], "what comes later goes into the next letter"
    assert b"Armoria" in receiver.seen[0][1]
    assert b"Beauvoir" in receiver.seen[0][1]


@pytest.mark.parametrize("how", ["withdrawn", "deleted"])
def test_what_is_withdrawn_or_deleted_meanwhile_is_not_sent(
    waiting: Database, receiver: Receiver, send: Callable[..., Delivered], tmp_path: Path, how: str
) -> None:
    if how == "withdrawn":
        text = '[[decision]]\nkind = "withdraw"\narticles = ["https://phare.example/armoria"]\nreason = "error"\n'
        (tmp_path / "decisions.toml").write_text(text, "utf-8")
    else:
        waiting.conn.execute("delete from articles where url = 'https://phare.example/armoria'")
        waiting.conn.commit()

    assert send() == Delivered(sent=2)

    assert not any(b"Armoria" in body for _, body in receiver.seen)
    assert sorted(state for *_, state in outbox(waiting)) == ["dropped", "sent", "sent"]


def test_a_target_that_is_gone_loses_nothing(
    waiting: Database, watching: Watching, receiver: Receiver, send: Callable[..., Delivered]
) -> None:
    watching("")
    assert send().dead == 3
    watching(settings(receiver))

    assert revive(waiting) == 3
    assert send() == Delivered(sent=3)


def test_no_secret_in_the_log(
    waiting: Database, receiver: Receiver, send: Callable[..., Delivered], caplog: pytest.LogCaptureFixture
) -> None:
    receiver.answers.extend([500, "drop"])
    with caplog.at_level(logging.DEBUG):
        done = [send(), send(at_once=True), send(at_once=True)]

    assert any("not delivered" in record.message for record in caplog.records)
    for words in (caplog.text, str(done), str(letters(waiting, "waiting", "sent"))):
        assert KEY not in words
        assert "secret-dans-l-adresse" not in words
