"""What an organisation's role depends on, and what is known of it before training: `data/roles.toml`. Pure.

Selon Orféa …     left:selon      source +2.5
      ^^^^^
"""

from collections.abc import Mapping
from functools import cache

from nlp.data import load
from nlp.linear import Features

ROLES = ("victim", "attacker", "source", "authority", "third_party", "past_victim")
OFFICIAL = {"authority", "media", "attacker", "security_firm"}
"""Kinds whose place in the article says nothing of being its victim."""


def add_evidence(row: Features) -> None:
    """How much the words beside the mentions speak for each role: whatever has a role is an organisation."""
    best = 0.0
    for role in ROLES:
        total = 0.0
        for key, value in row.items():
            if key.startswith(_BESIDE):
                total += role_prior().get(key, {}).get(role, 0.0) * value
        if total > 0:
            row["evidence:" + role] = min(total, 4.0) / 2
            best = max(best, total)
    row["evidence"] = min(best, 4.0) / 2


_BESIDE = ("left:", "left2:", "right:", "did:", "did2:", "desc:", "aside:")


def related(rows: list[Features]) -> list[Features]:
    """The same rows, each told its rank among the organisations of the article that are neither authority, medium nor attacker by name."""
    plain = [n for n, row in enumerate(rows) if not any(key.partition(":")[2] in OFFICIAL and key.startswith("kind:") for key in row)]
    told = [dict(row) for row in rows]
    most = max((rows[n]["mentions"] for n in plain), default=0.0)
    for rank, n in enumerate(plain):
        told[n]["plain"] = 1.0
        told[n]["first plain" if rank == 0 else "second plain" if rank == 1 else "later plain"] = 1.0
        if len(plain) == 1:
            told[n]["only plain"] = 1.0
        if most > 0 and rows[n]["mentions"] == most:
            told[n]["most named plain"] = 1.0
        elif most > 0:
            told[n]["named less"] = 1.0
    for row in told:
        row["plain in all " + str(min(5, len(plain)))] = 1.0
    return told


_DROPPED = ("evidence",)
_TOLD_BY_KIND = {f"{known}:{kind}" for known in ("known", "ambiguous") for kind in (*OFFICIAL, "platform")}
"""The kinds whose organisations have a role of their own. That any other is in the gazetteer says nothing: the victims of our own articles
are invented, those of the press are not."""
_FAINT = ("before:", "behind:", "right2:")


def role_features(row: Features) -> Features:
    """Of an organisation's row, what its role depends on: not the letters of its name; far words count less."""
    return {key: 0.4 * value if key.startswith(_FAINT) else value for key, value in row.items() if not _silent(key)}


def _silent(key: str) -> bool:
    if key.startswith(("known", "ambiguous", "by:gazetteer")):
        return key not in _TOLD_BY_KIND
    return key.startswith(_DROPPED)


@cache
def role_prior() -> dict[str, dict[str, float]]:
    """`data/roles.toml` as feature -> role -> weight."""
    prior: dict[str, dict[str, float]] = {}
    for role, kinds in load("roles").items():
        for kind, entries in kinds.items():
            for weight, words in entries:
                for word in words.split("|") if kind in {"plain", "left2", "did2"} else words.split():
                    prior.setdefault(word if kind == "plain" else f"{kind}:{word}", {})[role] = weight
    return prior


def within(rows: list[Features], about: str) -> list[Features]:
    """The same rows, each told what the article is about: in an article that reports nothing, nobody is the victim."""
    told = [dict(row) for row in rows]
    for row in told if about != "incident" else ():
        row["in " + about] = 1.0
        for name in ("plain", "title", "first plain", "many", "all past", "year behind", "late"):
            if name in row:
                row[f"in {about} & {name}"] = 1.0
    return told


def told_victim(row: Features, prior: Mapping[str, Mapping[str, float]]) -> float:
    """How plainly the words beside an organisation's names say that it is the victim; nothing where it is only recalled."""
    if "all past" in row or "year behind" in row:
        return 0.0
    return sum(prior.get(key, {}).get("victim", 0.0) * row[key] for key in row if key.startswith(("left:", "did:", "right:")))
