"""Watches: who wants to be told of what, in `watches.toml` of the data folder. The contract; `db.watch_file` reads it.

    [[target]]
    name = "redaction"
    mail = "redaction@journal.example"

    [[watch]]
    name = "Hôpitaux bretons"
    sector = ["health"]                 # of several criteria all must hold; of several values one
    region = ["Bretagne"]
    to = ["redaction"]

`db.watch_checks` says what each setting may be; `db.alerts` decides what a watch tells, `db.deliver` brings it there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from json import dumps
from pathlib import Path
from typing import Literal

from db.watch_checks import CRITERIA

FILE = "watches.toml"
Event = Literal["incident", "article", "recurrence", "status", "edit"]
EVENTS: Mapping[Event, str] = {
    "incident": "nouvel incident",
    "article": "nouvel article",
    "recurrence": "récidive",
    "status": "changement de statut",
    "edit": "correction non signalée",
}
"""What may be told, and what it is called."""
FEED = "atom"
"""The target that needs no setting: an Atom file beside `watches.toml`."""
DIGEST_HOUR = 7


@dataclass(frozen=True, kw_only=True)
class Watch:
    """What is watched, and who is told."""

    name: str
    organisation: tuple[str, ...] = ()
    supplier: tuple[str, ...] = ()
    attacker: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    """`except` in the file: a sentence with one of these proves nothing."""
    events: tuple[Event, ...] = ("incident",)
    to: tuple[str, ...] = (FEED,)
    digest: bool = False
    """Gathered into one message a day."""

    @property
    def definition(self) -> str:
        """What is watched, as JSON: another one is another watch, which begins when it is first seen."""
        held = {name: getattr(self, name) for name in (*CRITERIA, "without", "events")}
        return dumps({name: sorted(value) for name, value in held.items() if value}, ensure_ascii=False, sort_keys=True)

    @property
    def asked(self) -> dict[str, tuple[str, ...]]:
        """The criteria that are set, with their values."""
        return {name: getattr(self, name) for name in CRITERIA if getattr(self, name)}


@dataclass(frozen=True, kw_only=True)
class Secret:
    """Where a secret is kept: never in the file itself."""

    env: str | None = None
    file: Path | None = None


@dataclass(frozen=True, kw_only=True)
class Mail:
    """The server that takes our mail."""

    host: str
    sender: str
    port: int
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    password: Secret | None = None
    ca_file: Path | None = None


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where alerts go: one of a mail address, a webhook, an Atom file."""

    name: str
    mail: str | None = None
    webhook: str | None = None
    secret: Secret | None = None
    private: tuple[str, ...] = ()
    """Addresses that are not of the open internet, and that this webhook may lead to all the same."""
    ca_file: Path | None = None
    atom: Path | None = None
    address: str | None = None
    """Where the Atom file is served."""

    @property
    def kind(self) -> Literal["mail", "webhook", "atom"]:
        return "mail" if self.mail else "webhook" if self.webhook else "atom"


@dataclass(frozen=True, kw_only=True)
class Watches:
    """All that `watches.toml` says."""

    watches: tuple[Watch, ...] = ()
    targets: Mapping[str, Target] = field(default_factory=dict)
    mail: Mail | None = None
    digest_hour: int = DIGEST_HOUR

    def named(self, name: str) -> Watch | None:
        return next((one for one in self.watches if one.name == name), None)
