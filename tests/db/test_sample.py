"""Published facts judged by a person: drawn once each, answers kept, the figure first in the edition's table of quality."""

import sqlite3
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from db.connect import PUBLIC, open_working
from db.errors import VaultError
from db.publish import publish
from db.sample import FIELD, JUDGEMENTS, answers, draw, judged, read_answers, remember, wilson
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
    drawn = [fact.key[1:] for fact in draw(edition, 10_000)]

    assert len(drawn) > 20
    assert len(drawn) == len(set(drawn))
    assert set(drawn) == published(edition)


def test_a_judged_fact_is_not_drawn_again_and_the_draw_moves_on(edition: Path) -> None:
    first = draw(edition, 5)
    assert draw(edition, 5) == first, "nothing was answered, so the same are shown"
    for fact in first:
        remember(edition, fact, "unsure", date="2026-03-01")

    later = draw(edition, 10_000)

    assert not {fact.key for fact in first} & {fact.key for fact in later}
    assert len(later) + 5 == len(published(edition))


def test_without_an_edition_the_next_step_is_named(tmp_path: Path) -> None:
    with pytest.raises(VaultError, match="vigie publish"):
        draw(tmp_path, 5)


def test_the_figure_is_of_the_version_judged_last_and_leaves_the_unsure_out(edition: Path) -> None:
    facts = draw(edition, 10)
    for fact, answer in zip(facts[:2], ("wrong", "wrong"), strict=True):
        remember(edition, replace(fact, version="1"), answer, date="2026-03-01")  # type: ignore[arg-type]
    for fact, answer in zip(facts[2:], ("right",) * 5 + ("wrong", "unsure", "unsure"), strict=True):
        remember(edition, replace(fact, version="2"), answer, date="2026-04-01")  # type: ignore[arg-type]

    found = judged(edition)

    assert found is not None
    assert (found.version, found.date, found.right, found.wrong, found.unsure) == ("2", "2026-04-01", 5, 1, 2)
    assert found.share == pytest.approx(5 / 6)


def test_an_answer_bears_the_version_of_the_reading_that_found_the_fact(tmp_path: Path) -> None:
    """Read again by another version, the same facts are to be judged again, and the answers of the two are never one figure."""
    sample_public(tmp_path, version="1+a")
    for fact in draw(tmp_path, 10_000):
        remember(tmp_path, fact, "right", date="2026-03-01")
    assert draw(tmp_path, 5) == []
    assert {one["version"] for one in answers(tmp_path)} == {"1+a"}

    sample_public(tmp_path, version="2+a")
    again = draw(tmp_path, 10_000)
    remember(tmp_path, again[0], "wrong", date="2026-04-01")

    assert {fact.key[1:] for fact in again} == published(tmp_path)
    for version, right, wrong in (("1+a", len(again), 0), ("2+a", 0, 1), (None, 0, 1), ("3+a", 0, 1)):
        found = judged(tmp_path, version=version)
        assert found is not None
        assert (found.right, found.wrong) == (right, wrong), version


def test_the_published_figure_is_of_the_version_that_most_articles_were_read_by(tmp_path: Path) -> None:
    sample_public(tmp_path, version="2+a")
    fact = draw(tmp_path, 1)[0]
    remember(tmp_path, fact, "right", date="2026-04-02")
    remember(tmp_path, replace(fact, version="1+a"), "wrong", date="2026-04-03")
    db = open_working(tmp_path)
    publish(db, tmp_path)
    db.close()
    public = sqlite3.connect(tmp_path / PUBLIC)
    row = public.execute("select f1, n, version from quality where field = ?", [FIELD]).fetchone()
    public.close()

    assert row == (1.0, 1, "2+a")


def test_each_fact_is_as_likely_as_any_other(edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = sorted(published(edition))
    drawn: Counter[tuple[str, ...]] = Counter()
    for seed in range(600):
        monkeypatch.setattr("db.sample.random.Random", lambda _, seed=seed: Random(seed))
        drawn.update(fact.key[1:] for fact in draw(edition, 5))

    mean = 600 * 5 / len(facts)
    assert set(drawn) == set(facts)
    assert max(abs(drawn[fact] - mean) for fact in facts) < 5 * mean**0.5


BROKEN = [
    (b'{"answer": "right"}', "no fact"),
    (b'{"answer": "right", "url": "https://a.exa', "a last line cut short"),
    (b'{"answer": "right", "url": "caf\xe9"}', "a byte that is no UTF-8"),
    (b'["right"]', "something else"),
    (b"[" * 100_000, "something deep"),
    (b'{"answer": "peut-etre", "url": "u", "kind": "k", "value": "v", "version": "1", "date": "2026-03-01"}', "another answer"),
]


@pytest.mark.parametrize("line", [line for line, _ in BROKEN], ids=[name for _, name in BROKEN])
@pytest.mark.parametrize("ending", [b"\n", b""], ids=["whole", "last"])
def test_a_broken_line_is_told_and_the_rest_goes_on(line: bytes, ending: bytes, edition: Path) -> None:
    fact, other = draw(edition, 2)
    remember(edition, fact, "right", date="2026-03-01")
    with (edition / JUDGEMENTS).open("ab") as file:
        file.write(line + ending)
    remember(edition, other, "wrong", date="2026-03-01")

    held = read_answers(edition)
    assert [one["answer"] for one in held.given] == ["right", "wrong"]
    assert len(held.faults) == 1
    assert "judgements.jsonl, ligne 2" in held.faults[0]
    for command in (["publish"], ["evaluate", "--sample", "1"]):
        done = CliRunner().invoke(cli, [*command, "--data", str(edition)], input="q\n")
        assert done.exit_code == 0, done.output
        assert "judgements.jsonl, ligne 2" in done.output


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85", "\x0b", "\x1c"])
def test_only_a_line_feed_ends_an_answer(separator: str, edition: Path) -> None:
    fact = replace(draw(edition, 1)[0], title=f"Un titre{separator}en deux", raw=separator)
    remember(edition, fact, "right", date="2026-03-01")

    held = read_answers(edition)
    assert (len(held.given), held.faults) == (1, ())
    assert held.given[0]["title"] == fact.title


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
