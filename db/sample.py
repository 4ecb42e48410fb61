"""Sample: published facts drawn for a person to judge, the answers kept, and how often the facts are right.

The answers are lines of `judgements.jsonl` in the data folder, one a fact, written as they are given, each with the version of the reading that
found the fact: a figure is of one version, never of several. « unsure » counts for nothing. A line that is no answer is told of, and left out.
"""

import json
import random
import sqlite3
from dataclasses import asdict, dataclass
from math import sqrt
from os import SEEK_END
from pathlib import Path
from typing import Literal

from db.connect import PUBLIC
from db.errors import VaultError
from db.rows import Row

Key = tuple[str, str, str, str]
Answer = Literal["right", "wrong", "unsure"]
ANSWERS: tuple[Answer, ...] = ("right", "wrong", "unsure")
JUDGEMENTS = "judgements.jsonl"
SET = "faits publiés, tirés au sort et jugés par une personne"
FIELD = "facts"
"""How the figure is called in the table `quality`."""
Z = 1.959964
"""Of the 95 % interval."""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A published fact, as a reader of the edition sees it."""

    kind: str
    value: str
    raw: str | None
    extract: str | None
    link: str | None
    url: str
    title: str
    publisher: str
    published: str | None
    version: str
    """Of the reading that found it."""

    @property
    def key(self) -> Key:
        """The same fact in another edition, read by the same version, has the same key."""
        return (self.version, self.url, self.kind, self.value)


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What the file of answers holds."""

    given: tuple[Row, ...]
    faults: tuple[str, ...]
    """Lines that are no answers, each told with its number."""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What the answers amount to, for one version of the pipeline."""

    version: str
    date: str
    articles: int
    right: int
    wrong: int
    unsure: int

    @property
    def share(self) -> float:
        """The share of facts that are right."""
        return self.right / (self.right + self.wrong)

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.right, self.right + self.wrong)


def draw(folder: Path, number: int) -> list[Fact]:
    """Published facts that nobody has judged since their article was read, at most `number`, each as likely as any other."""
    path = folder / PUBLIC
    if not path.exists():
        raise VaultError(f"{path} n’existe pas encore. Lancez d’abord « vigie publish » (ou « vigie run »), ou donnez --data DOSSIER.")
    known: set[Key] = {(one["version"], one["url"], one["kind"], one["value"]) for one in answers(folder)}
    chance = random.Random(len(known))  # noqa: S311 - a sample, no secret
    kept: list[Fact] = []
    seen = 0
    db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        db.row_factory = sqlite3.Row
        for row in db.execute(FACTS):
            fact = Fact(**row)
            if fact.key in known:
                continue
            known.add(fact.key)
            seen += 1
            if len(kept) < number:
                kept.append(fact)
            elif (place := chance.randrange(seen)) < number:
                kept[place] = fact
    except sqlite3.DatabaseError as error:
        raise VaultError(f"{path} n’est pas une édition publique lisible ({error}). Refaites-la par « vigie publish ».") from error
    finally:
        db.close()
    chance.shuffle(kept)
    return kept


FACTS = """select f.kind, f.value, f.raw, f.extract, f.link, a.url, a.title, f.publisher, f.published, a.version
  from facts f join articles a on a.id = f.article order by a.url, f.kind, f.value, f.raw"""


def remember(folder: Path, fact: Fact, answer: Answer, *, date: str) -> None:
    """Keep an answer, on a line of its own even where the last one was cut."""
    line = json.dumps({"answer": answer, "date": date, **asdict(fact)}, ensure_ascii=False)
    with (folder / JUDGEMENTS).open("a+b") as file:
        if file.tell():
            file.seek(-1, SEEK_END)
            line = line if file.read(1) == b"\n" else f"\n{line}"
        file.write(f"{line}\n".encode("utf-8", "surrogatepass"))


def answers(folder: Path) -> tuple[Row, ...]:
    """The answers given so far."""
    return read_answers(folder).given


def read_answers(folder: Path) -> Answers:
    """The answers given so far, and the lines that are none: only a line feed ends a line, whatever the words hold."""
    path = folder / JUDGEMENTS
    given: list[Row] = []
    faults: list[str] = []
    for number, line in enumerate(path.read_bytes().split(b"\n") if path.exists() else (), 1):
        if not line.strip():
            continue
        try:
            given.append(answer_of(line))
        except (ValueError, TypeError, KeyError, RecursionError):
            faults.append(f"{path}, ligne {number} : ce n’est pas un jugement ; il n’est pas compté. Corrigez cette ligne ou ôtez-la.")
    return Answers(given=tuple(given), faults=tuple(faults))


def answer_of(line: bytes) -> Row:
    """One line; whatever it raises, it is no answer."""
    row = json.loads(line.decode("utf-8"))
    if row["answer"] not in ANSWERS or not all(isinstance(row[name], str) for name in ("url", "kind", "value", "version", "date")):
        raise ValueError
    found: Row = row
    return found


def judged(folder: Path, *, version: str | None = None) -> Judged | None:
    """The figure of a version, or of the one judged last where that one was never judged; None until a fact was found right or wrong."""
    given = answers(folder)
    sure = [one["version"] for one in given if one["answer"] != "unsure"]
    if not sure:
        return None
    chosen: str = version if version is not None and version in sure else sure[-1]
    of_version = list({(one["url"], one["kind"], one["value"]): one for one in given if one["version"] == chosen}.values())
    number = {answer: sum(one["answer"] == answer for one in of_version) for answer in ANSWERS}
    if not number["right"] + number["wrong"]:
        return None
    last = max(one["date"] for one in of_version)
    return Judged(version=chosen, date=last, articles=len({one["url"] for one in of_version}), **number)


def judged_rows(folder: Path, *, version: str | None = None) -> list[Row]:
    """The figure as a row of the table `quality`, where there is one. `version`: of the published readings, or of most of them."""
    found = judged(folder, version=version)
    if found is None:
        return []
    low, high = found.interval
    return [
        {
            "field": FIELD, "precision": found.share, "recall": None, "f1": found.share, "low": low, "high": high, "n": found.right + found.wrong,
            "gold": SET, "articles": found.articles, "version": found.version, "date": found.date,
        }
    ]  # fmt: skip


def wilson(right: int, number: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share.

    >>> [round(limit, 3) for limit in wilson(45, 50)]
    [0.786, 0.957]
    """
    share, square = right / number, Z * Z
    middle = share + square / (2 * number)
    spread = Z * sqrt(share * (1 - share) / number + square / (4 * number * number))
    return max(0.0, (middle - spread) / (1 + square / number)), min(1.0, (middle + spread) / (1 + square / number))
