"""Sample: published facts drawn for a person to judge, the answers kept, and how often the facts are right.

The answers are lines of `judgements.jsonl` in the data folder, one a fact, written as they are given. The figure is of the version of the
pipeline that was judged last; « unsure » counts for nothing.
"""

import json
import random
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from math import sqrt
from pathlib import Path
from typing import Any, Literal

from db.connect import PUBLIC
from db.errors import VaultError
from db.rows import Row

Answer = Literal["right", "wrong", "unsure"]
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

    @property
    def key(self) -> tuple[str, str, str]:
        """The same fact in another edition has the same key."""
        return (self.url, self.kind, self.value)


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
    """Published facts that nobody has judged, at most `number`, each as likely as any other."""
    path = folder / PUBLIC
    if not path.exists():
        raise VaultError(f"{path} n’existe pas encore. Lancez d’abord « vigie publish » (ou « vigie run »), ou donnez --data DOSSIER.")
    known = {(one["url"], one["kind"], one["value"]) for one in answers(folder)}
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


FACTS = """select f.kind, f.value, f.raw, f.extract, f.link, a.url, a.title, f.publisher, f.published
  from facts f join articles a on a.id = f.article order by a.url, f.kind, f.value, f.raw"""


def remember(folder: Path, fact: Fact, answer: Answer, *, version: str, date: str) -> None:
    """Keep an answer."""
    row = {"answer": answer, "version": version, "date": date, **asdict(fact)}
    with (folder / JUDGEMENTS).open("a", encoding="utf-8") as file:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")


def answers(folder: Path) -> Iterator[dict[str, Any]]:
    """The answers given so far."""
    path = folder / JUDGEMENTS
    if not path.exists():
        return
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            row["url"], row["kind"], row["value"], row["answer"], row["version"], row["date"]
        except (ValueError, KeyError, TypeError) as error:
            raise VaultError(f"{path}, ligne {number} : ce n’est pas un jugement. Ôtez cette ligne, puis recommencez.") from error
        yield row


def judged(folder: Path) -> Judged | None:
    """The figure, of the version judged last; None until a fact was found right or wrong."""
    given = list(answers(folder))
    version = given[-1]["version"] if given else ""
    of_version = [one for one in given if one["version"] == version]
    number = {answer: sum(one["answer"] == answer for one in of_version) for answer in ("right", "wrong", "unsure")}
    if not number["right"] + number["wrong"]:
        return None
    return Judged(version=version, date=of_version[-1]["date"], articles=len({one["url"] for one in of_version}), **number)


def judged_rows(folder: Path) -> list[Row]:
    """The figure as a row of the table `quality`, where there is one."""
    found = judged(folder)
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
