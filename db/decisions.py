"""Decisions: what an editor says of organisations and incidents, in `decisions.toml` of the data folder. Applied last, so they outlive every re-reading.

    [[decision]]
    kind = "merge"                      # also: split, not-an-organisation; the first name stands
    names = ["Fermoy", "Fermoy Réunion"]

    [[decision]]
    kind = "withdraw"                   # of the public edition
    articles = ["https://journal.example/a"]
    reason = "error"

An incident is named by its articles (an address, or `address#part` in a round-up): they stay where numbers change. To undo a decision, delete it.
"""

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from db.errors import VaultError

FILE = "decisions.toml"
Kind = Literal[
    "merge",
    "split",
    "rename",
    "not-an-organisation",
    "merge-incidents",
    "split-incidents",
    "distinct-incidents",
    "not-an-incident",
    "withdraw",
    "withdraw-incident",
]
WITHDRAWALS: tuple[Kind, ...] = ("withdraw", "withdraw-incident")
Reason = Literal["error", "right_of_reply", "law", "double", "source_withdrew"]
REASONS: Mapping[Reason, str] = {
    "error": "erreur",
    "right_of_reply": "droit de réponse",
    "law": "obligation légale",
    "double": "doublon",
    "source_withdrew": "retiré par la source",
}
NEEDS: Mapping[Kind, tuple[str, int]] = {
    "merge": ("names", 2), "split": ("names", 2), "rename": ("names", 2), "not-an-organisation": ("names", 1),
    "merge-incidents": ("articles", 2), "split-incidents": ("articles", 1), "distinct-incidents": ("articles", 2), "not-an-incident": ("articles", 1), "withdraw": ("articles", 1),
    "withdraw-incident": ("articles", 1),
}  # fmt: skip
"""What each kind is about, and how many at least."""
KEYS = {"kind", "names", "articles", "reason", "why", "date"}
HEAD = """# Décisions de la rédaction : Vigie les applique à chaque « vigie link », après tout le reste. « vigie review » en écrit ici.
# Pour revenir sur une décision, supprimez-la (ou mettez-la en commentaire), puis « vigie link ». Sortes de décisions :
#   merge, split, not-an-organisation   names = [noms d’organisations] ; le premier nom d’un merge est gardé
#   rename                              names = [nom actuel, nouveau nom]
#   merge-incidents, not-an-incident    articles = [adresses] (« adresse#1 » : deuxième sujet d’un tour d’horizon)
#   split-incidents                     articles = [adresses] : elles forment un incident à part ; distinct-incidents : elles en sont toujours deux
#   withdraw                            articles = [adresses], reason = error, right_of_reply, law, double ou source_withdrew
#   withdraw-incident                   de même : l’incident que ces articles racontent, et tout ce qui en parlera (« vigie withdraw » écrit les deux)
"""

Place = tuple[str, int]
"""An article's address, and which part of it."""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One decision."""

    kind: Kind
    names: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    reason: Reason | None = None
    why: str | None = None
    date: str | None = None

    @property
    def subject(self) -> str:
        """What it is about, in one line."""
        return " | ".join(self.names or self.articles)

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(place(article) for article in self.articles)


@dataclass(frozen=True)
class Decisions:
    """All decisions in force."""

    all: tuple[Decision, ...] = field(default=())

    def of(self, *kinds: Kind) -> list[Decision]:
        return [one for one in self.all if one.kind in kinds]

    def withdrawn(self) -> dict[str, Reason]:
        """The articles that are withdrawn, whole, with why."""
        return {at[0]: one.reason or "error" for one in self.of("withdraw") for at in one.places}

    def without(self) -> dict[Place, Reason]:
        """The tellings whose incident is withdrawn, whatever else tells it, with why."""
        return {at: one.reason or "error" for one in self.of("withdraw-incident") for at in one.places}

    def dropped(self) -> set[Place]:
        """The tellings that belong to no incident."""
        return {at for one in self.of("not-an-incident") for at in one.places}


NONE = Decisions()


def place(article: str) -> Place:
    """The article and the part that an address names.

    >>> place("https://journal.example/a"), place("https://journal.example/a#2")
    (('https://journal.example/a', 0), ('https://journal.example/a', 2))
    """
    url, mark, part = article.rpartition("#")
    return (url, int(part)) if mark and part.isdigit() else (article, 0)


def read_decisions(folder: Path) -> Decisions:
    """The decisions of a data folder; none where there is no file. Raises VaultError at one that cannot be understood."""
    path = folder / FILE
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return NONE
    except (OSError, UnicodeDecodeError) as error:
        raise VaultError(f"{path} ne peut être lu ({error}). Rien n’est changé.") from error
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise VaultError(f"{path} n’est pas du TOML ({error}). Corrigez-le ; rien n’est changé.") from error
    unknown = document.keys() - {"decision"}
    entries = document.get("decision", [])
    if unknown or not isinstance(entries, list):
        raise VaultError(f"{path} : {', '.join(sorted(unknown)) or 'decision'} n’est pas compris ; une décision commence par [[decision]].")
    return Decisions(tuple(decision(entry, f"{path}, décision {number}") for number, entry in enumerate(entries, 1)))


def decision(entry: Any, where: str) -> Decision:
    """One entry of the file; raises VaultError that says what is wrong and what is allowed."""
    if not isinstance(entry, dict):
        raise VaultError(f"{where} : une décision commence par [[decision]].")
    kind: Any = entry.get("kind")
    if not isinstance(kind, str) or kind not in NEEDS:
        raise VaultError(f"{where} : kind = {kind!r} n’est pas une sorte de décision. Sortes : {', '.join(NEEDS)}.")
    unknown = entry.keys() - KEYS
    if unknown:
        raise VaultError(f"{where} : {', '.join(sorted(unknown))} n’est pas compris. Clés : {', '.join(sorted(KEYS))}.")
    about, least = NEEDS[kind]  # type: ignore[index]
    values = entry.get(about)
    if (
        not isinstance(values, list)
        or len(set(map(str, values))) < least
        or not all(isinstance(one, str) and one.strip() for one in values)
    ):
        raise VaultError(
            f"{where} : {kind} demande {about} = [au moins {least} texte{'s' if least > 1 else ''} différent{'s' if least > 1 else ''}]."
        )
    reason = entry.get("reason")
    if (kind in WITHDRAWALS) != (reason in get_args(Reason)) or (reason is not None and kind not in WITHDRAWALS):
        raise VaultError(f"{where} : un retrait ({' ou '.join(WITHDRAWALS)}), et lui seul, demande reason, parmi {', '.join(REASONS)}.")
    texts = {key: None if entry.get(key) is None else str(entry[key]) for key in ("why", "date")}
    return Decision(kind=kind, reason=reason, **{about: tuple(values)}, **texts)  # type: ignore[arg-type]


def write_decision(folder: Path, one: Decision) -> None:
    """Add a decision at the end of the file; comments and what else is there stay as they are."""
    import tomlkit

    document = parsed(folder)
    entries: Any = document.get("decision")
    if entries is None:
        entries = tomlkit.aot()
        document.add("decision", entries)
    table = tomlkit.table()
    for key, value in values(one).items():
        table.add(key, value)
    entries.append(table)
    write(folder, tomlkit.dumps(document))


def take_back(folder: Path, undone: Callable[[Decision], Decision | None]) -> int:
    """Rewrite each decision as `undone` says (None: it is deleted); how many that changed. Comments beside them stay."""
    import tomlkit

    held = read_decisions(folder).all
    document = parsed(folder)
    entries: Any = document.get("decision", [])
    changed = 0
    for index in reversed(range(len(held))):
        now = undone(held[index])
        changed += now != held[index]
        if now is None:
            del entries[index]
        elif now != held[index]:
            entries[index]["articles"] = list(now.articles)
    if changed:
        write(folder, tomlkit.dumps(document))
    return changed


def parsed(folder: Path) -> Any:
    """The file, comments and all, or what a new one begins with; one that is not understood is never written to."""
    import tomlkit

    read_decisions(folder)
    path = folder / FILE
    return tomlkit.parse(path.read_text("utf-8") if path.exists() else HEAD)


def write(folder: Path, text: str) -> None:
    """Replace the file, whole at any moment, though the power fail: what was decided outlives the database."""
    path = folder / FILE
    beside = path.with_name(f".{path.name}.fresh")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def values(one: Decision) -> dict[str, Any]:
    """The keys of a decision that say something."""
    held: dict[str, Any] = {"kind": one.kind, "names": list(one.names), "articles": list(one.articles)}
    held |= {"reason": one.reason, "why": one.why, "date": one.date}
    return {key: value for key, value in held.items() if value}
