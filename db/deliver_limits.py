"""What every delivery keeps to: a message, how it fails, how long it may take, where its secrets are. Secrets stand in no message and no log."""

import os
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from db.watches import Secret

R = TypeVar("R")
SECONDS = 8.0
"""What one try may take, all in all: a run that is asked to end does so within ten seconds."""
SHORTEST = 16
"""Characters of a key that signs."""


class Failed(Exception):  # noqa: N818 - read as a sentence
    """A message was not taken; it may be tried again."""


class Refused(Failed):
    """A message that the receiver will never take."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message of the outbox, with the alerts that it brings."""

    uid: str
    kind: str
    made: str
    alerts: Sequence[dict[str, Any]]


def quotes(alert: Mapping[str, Any], withdrawn: Collection[str]) -> bool:
    """Whether an alert rests on one of these articles."""
    return any(one["url"] in withdrawn for one in (*alert["matched"], *filter(None, [alert["article"]])))


def secret(held: Secret) -> str:
    """A secret, from where it is kept. Raises Failed."""
    try:
        value = os.environ.get(held.env, "") if held.env else held.file.read_text("utf-8").strip() if held.file else ""
    except (OSError, UnicodeDecodeError) as error:
        raise Failed(f"le secret ne peut être lu dans {held.file} ({getattr(error, 'strerror', None) or 'pas de l’UTF-8'})") from error
    if not value:
        raise Failed(f"la variable {held.env} est vide ou manque" if held.env else f"{held.file} est vide")
    return value


def without_secret(words: str, value: str | None) -> str:
    """Words, in which a secret is not shown even if the other side says it."""
    return words.replace(value, "•••") if value else words


def within(work: Callable[[float], R]) -> R:
    """What work gives, or TimeoutError if it takes longer than `SECONDS` (which it is given), whatever it waits for: a name, a greeting, an answer that comes drop by drop.

    It is done in a thread, so that a signal ends the wait; what is given up ends by itself, when its own waits run out.
    """
    seconds = SECONDS
    results: list[R] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work(seconds))
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if errors:
        raise errors[0]
    if not results:
        raise TimeoutError(f"pas de réponse en {seconds:g} secondes")
    return results[0]
