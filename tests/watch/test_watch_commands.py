"""`vigie watch` as an operator uses it, and the alerts at the end of a run."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlite_utils import Database

import vigie_run
from crawler.settings import CrawlSettings
from db.lock import writing
from tests.db.samples import fill
from tests.watch.conftest import Clock
from tests.watch.news import BEFORE, linked, news
from tests.watch.receivers import Receiver
from tests.watch.test_deliver import KEY, settings
from vigie import cli
from vigie_settings import Settings

ARMORIA = news("armoria", "Armoria", "2024-02-01", sector="health")


@pytest.fixture
def vigie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("CLE", KEY)
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *arguments: CliRunner().invoke(cli, ["watch", *arguments, "--data", str(tmp_path)])


def test_from_an_empty_folder_to_an_alert(db: Database, vigie: Callable[..., Result], tmp_path: Path) -> None:
    linked(db, BEFORE)

    added = vigie("add", "Hôpitaux", "--sector", "Santé", "--event", "incident", "--event", "status")
    assert added.exit_code == 0, added.output
    assert "La veille « Hôpitaux » est écrite dans" in added.output
    assert "commence maintenant : 0 fait déjà connu" in added.output
    linked(db, ARMORIA)
    listed = vigie("list").output
    assert "Hôpitaux\n  secteur Santé ; nouvel incident, changement de statut\n  vers : atom\n" in listed
    assert "1 alerte, la dernière le 1er février 2024" in listed
    assert "1 message attend" in listed
    assert vigie("deliver").output == "1 message remis.\n"
    assert vigie("deliver").output == "0 message remis.\n"
    assert "Armoria (revendiqué)" in (tmp_path / "alerts.atom").read_text("utf-8")
    assert "alerts.atom" in vigie("list").output

    assert vigie("remove", "Hôpitaux").exit_code == 0
    assert "Aucune veille" in vigie("list").output
    linked(db, news("b", "Beauvoir", "2024-02-01", sector="health"))
    assert vigie("deliver").output == "0 message remis.\n"


def test_trying_a_watch_shows_the_proof_and_sends_only_when_asked(
    db: Database, vigie: Callable[..., Result], watching: Callable[[str], None], receiver: Receiver
) -> None:
    watching(settings(receiver, to='"h", "atom"'))
    linked(db, BEFORE, ARMORIA)

    shown = vigie("test", "Tout", "--days", "9")
    assert shown.exit_code == 0, shown.output
    assert "2 faits lui correspondent sur 9 jours d’articles" in shown.output
    assert "«\u00a0Armoria a été victime d’une intrusion, apprend-on.\u00a0»" in shown.output
    assert receiver.seen == []

    sent = vigie("test", "Tout", "--send")
    assert "h : message d’essai remis." in sent.output
    assert b'"trial": true' in receiver.seen[0][1]
    receiver.answers.append(500)
    failed = vigie("test", "Tout", "--send")
    assert (failed.exit_code, failed.stderr) == (1, "h : le destinataire répond 500\n")
    assert vigie("deliver").output == "0 message remis.\n", "a trial leaves no trace"


def test_dead_letters_are_shown_and_tried_again(
    db: Database, vigie: Callable[..., Result], watching: Callable[[str], None], receiver: Receiver
) -> None:
    watching(settings(receiver))
    linked(db, BEFORE)
    linked(db, ARMORIA)
    assert vigie("dead").output == "Le rebut est vide.\n"
    receiver.answers.append(410)

    failed = vigie("deliver")
    assert failed.exit_code == 1
    assert "Erreur : h : le destinataire répond 410" in failed.stderr
    shown = vigie("dead").output
    assert "h, du 1er février 2024" in shown
    assert "Armoria (revendiqué)" in shown
    number = shown.split()[0]
    assert vigie("retry").exit_code == 2
    assert vigie("retry", "4242").exit_code == 1
    assert vigie("retry", number).output == "1 message remis en attente.\n"
    assert vigie("deliver").output == "1 message remis.\n"
    assert len(set(receiver.ids)) == 1


def test_what_cannot_be_done_is_told(vigie: Callable[..., Result], db: Database, tmp_path: Path) -> None:
    wrong = vigie("add", "V", "--sector", "astrologie")
    assert (wrong.exit_code, "« sector »" in wrong.stderr) == (1, True)
    assert vigie("test", "V").exit_code == 1
    with writing(tmp_path):
        assert vigie("deliver").exit_code == 3
        busy = vigie("add", "V", "--event", "incident")
    assert (busy.exit_code, "Un passage est en cours" in busy.output) == (0, True)


def test_init_writes_what_can_be_watched(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["init", str(tmp_path / "ici"), "--contact", "a@b.example"])

    assert done.exit_code == 0, done.output
    assert "watches.toml" in done.output
    assert (tmp_path / "ici" / "vigie-data" / "watches.toml").read_text("utf-8").startswith("# Veilles de Vigie")


def test_a_run_ends_with_the_alerts(
    db: Database, watching: Callable[[str], None], receiver: Receiver, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("CLE", KEY)
    monkeypatch.setattr(vigie_run, "tag_all", lambda *_, **__: (0, []))
    linked(db, BEFORE)
    fill(db, [ARMORIA])
    watching(settings(receiver))

    def run() -> vigie_run.Report:
        return vigie_run.run_all(Settings(data=tmp_path), [], CrawlSettings())

    receiver.answers.append(500)
    first = run()
    assert [words for words in first.failed if words.startswith("alerte, h : le destinataire répond 500")]
    vigie_run.tell(first)
    said = capsys.readouterr().out
    assert "Alertes   1 nouvelle, 0 message remis, 1 en attente" in said
    assert "La veille « Tout » commence maintenant : 1 fait déjà connu" in said
    clock.on(minutes=5)
    assert run().failed == []
    assert len(set(receiver.ids)) == 1
    watching("[[watch]]\nnom = 1\n")
    assert any("watches.toml, veille 1 : clé inconnue « nom »" in words for words in run().failed)
    assert len(receiver.ids) == 2
