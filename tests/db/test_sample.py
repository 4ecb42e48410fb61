"""Published facts judged by a person: drawn once each, answers kept, the figure first in the edition's table of quality."""

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from db.connect import PUBLIC, open_working
from db.errors import VaultError
from db.publish import publish
from db.sample import FIELD, JUDGEMENTS, answers, draw, judged, remember, wilson
from tests.db.samples import sample_public
from vigie import cli
from vigie_evaluate import fact_words


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    sample_public(tmp_path)
    return tmp_path


def published(folder: Path) -> set[tuple[str, str, str]]:
    db = sqlite3.connect(folder / PUBLIC)
    rows = db.execute("select a.url, f.kind, f.value from facts f join articles a on a.id = f.article").fetchall()
    db.close()
    return set(rows)


def test_every_published_fact_is_drawn_once(edition: Path) -> None:
    drawn = [fact.key for fact in draw(edition, 10_000)]

    assert len(drawn) > 20
    assert len(drawn) == len(set(drawn))
    assert set(drawn) == published(edition)


def test_a_judged_fact_is_not_drawn_again_and_the_draw_moves_on(edition: Path) -> None:
    first = draw(edition, 5)
    assert draw(edition, 5) == first, "nothing was answered, so the same are shown"
    for fact in first:
        remember(edition, fact, "unsure", version="1", date="2026-03-01")

    later = draw(edition, 10_000)

    assert not {fact.key for fact in first} & {fact.key for fact in later}
    assert len(later) + 5 == len(published(edition))


def test_without_an_edition_the_next_step_is_named(tmp_path: Path) -> None:
    with pytest.raises(VaultError, match="vigie publish"):
        draw(tmp_path, 5)


def test_the_figure_is_of_the_version_judged_last_and_leaves_the_unsure_out(edition: Path) -> None:
    facts = draw(edition, 10)
    for fact, answer in zip(facts[:2], ("wrong", "wrong"), strict=True):
        remember(edition, fact, answer, version="1", date="2026-03-01")  # type: ignore[arg-type]
    for fact, answer in zip(facts[2:], ("right",) * 5 + ("wrong", "unsure", "unsure"), strict=True):
        remember(edition, fact, answer, version="2", date="2026-04-01")  # type: ignore[arg-type]

    found = judged(edition)

    assert found is not None
    assert (found.version, found.date, found.right, found.wrong, found.unsure) == ("2", "2026-04-01", 5, 1, 2)
    assert found.share == pytest.approx(5 / 6)


def test_a_broken_file_of_answers_is_named(edition: Path) -> None:
    (edition / JUDGEMENTS).write_text('{"answer": "right"}\n', "utf-8")

    with pytest.raises(VaultError, match=r"judgements\.jsonl, ligne 1"):
        judged(edition)


WILSON = [(50, 100, 0.4038, 0.5962), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (1, 1, 0.2065, 1.0)]


@pytest.mark.parametrize(("right", "number", "low", "high"), WILSON)
def test_wilson(right: int, number: int, low: float, high: float) -> None:
    """By the textbook's formula, worked out by hand."""
    assert wilson(right, number) == pytest.approx((low, high), abs=1e-4)


def test_a_person_judges_in_the_terminal_and_the_figure_comes_first(edition: Path) -> None:
    """Right, wrong, a slip of the key, unsure, passed, right, enough."""
    done = CliRunner().invoke(cli, ["evaluate", "--sample", "10", "--data", str(edition)], input="j\nf\nz\ni\np\nj\nq\n")

    assert done.exit_code == 0, done.output
    assert "Fait 6 sur 10" in done.output
    assert "Fait 7" not in done.output
    assert [one["answer"] for one in answers(edition)] == ["right", "wrong", "unsure", "right"]
    assert "66,7\u202f% des faits jugés sont justes" in done.output
    assert "2 justes, 1 faux, 1 incertain" in done.output

    db = open_working(edition)
    publish(db, edition)
    db.close()
    public = sqlite3.connect(edition / PUBLIC)
    rows = public.execute("select field, f1, low, high, n, gold from quality order by id").fetchall()
    public.close()
    assert rows[0][0] == FIELD
    assert rows[0][1] == pytest.approx(2 / 3)
    assert rows[0][2] < 2 / 3 < rows[0][3]
    assert rows[0][4] == 3
    assert "jugés par une personne" in rows[0][5]
    assert [row[0] for row in rows].count(FIELD) == 1


@pytest.mark.parametrize("text", ["", "j\n", "i\n"])
def test_leaving_early_keeps_what_was_said(text: str, edition: Path) -> None:
    done = CliRunner().invoke(cli, ["evaluate", "--sample", "3", "--data", str(edition)], input=text)

    assert done.exit_code == 0, done.output
    assert len(list(answers(edition))) == len(text) // 2
    assert ("100,0\u202f%" in done.output) is (text == "j\n")


FACTS = [
    ("victim", "Orféa", "victime : Orféa"),
    ("date", "2026-03", "date des faits : 2026-03"),
    ("taken", "iban", "donnée prise : IBAN, RIB"),
    ("not_taken", "password", "donnée épargnée : Mot de passe"),
    ("claim", "claimed", "statut : Revendiqué"),
    ("attack_type", "ddos", "type d’attaque : Déni de service"),
    ("affected", "2000–9999 account", "Concernés : 2\u202f000–9\u202f999 comptes"),
]


@pytest.mark.parametrize(("kind", "value", "words"), FACTS)
def test_facts_are_told_in_french(kind: str, value: str, words: str) -> None:
    assert fact_words(kind, value) == words
