"""What a visit counts, and the judgement on the source that follows from it."""

from collections import Counter
from dataclasses import dataclass, field

from crawler.fetch import Trouble
from crawler.ports import Listed, Validators
from crawler.report import SourceReport, Status
from crawler.visit import Visit

SLOW = 60.0
"""Seconds between two requests above which the report says that the site asks for them: the operator wonders why it takes so long."""


@dataclass
class Batch:
    """What one listing gave."""

    url: str
    validators: Validators
    wanted: list[Listed]


@dataclass
class Tally:
    listed: int = 0
    off_topic: int = 0
    changes: Counter[str] = field(default_factory=Counter)
    refused: dict[str, str] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    """With the listings."""
    kinds: Counter[Status] = field(default_factory=Counter)
    """Of the failures at the first try; an old one says nothing new of the source."""
    notes: list[str] = field(default_factory=list)
    unchanged: bool = False
    """A listing answered 304."""
    waiting: int = 0
    """Articles that failed before and are not yet tried again."""
    given_up: list[str] = field(default_factory=list)
    """Those of the failures that will be tried no more."""
    cut: bool = False
    """The run was asked to end before this source was through."""
    left: int = 0

    @property
    def good(self) -> int:
        return self.changes.total()


def judge(site: str, tally: Tally, visit: Visit, *, seconds: float) -> SourceReport:
    """What the numbers say of the source: a listing in trouble is never a success, whatever else gave articles."""
    failed = len(tally.failures) - len(tally.given_up)
    status: Status
    if tally.troubles:
        status = tally.troubles[0].status
        tally.notes[:0] = [trouble.reason for trouble in tally.troubles]
    elif tally.kinds and tally.kinds.total() >= tally.good:
        status = tally.kinds.most_common(1)[0][0]
        tally.notes.insert(0, _common(tally.failures))
    elif not tally.listed and not tally.off_topic and not tally.unchanged:
        # One that could not even be listed in all the time of a run is in trouble, unless somebody cut that short.
        status = "stopped" if tally.cut and visit.stop.by_hand else "failed" if tally.cut else "empty"
        tally.notes.insert(0, visit.stop.reason if tally.cut else "la liste ne contient aucun article")
    elif tally.cut:
        status = "stopped"  # what is left waits for the next run, and nobody may take this for a whole one
        tally.notes.insert(0, visit.stop.reason)
    elif tally.changes["new"] or tally.changes["changed"]:
        status = "ok"
    else:
        status = "nothing_new"
    if failed:
        why = _common(tally.failures)
        again = count(failed, "article en échec, retenté plus tard", "articles en échec, retentés plus tard")
        tally.notes.append(again if why in tally.notes else f"{again} ({why})")
    if tally.waiting:
        tally.notes.append(f"{count(tally.waiting, 'article en échec attend', 'articles en échec attendent')} le prochain essai")
    if visit.delay > SLOW:
        tally.notes.append(f"{visit.delay:g} s entre deux requêtes, à la demande du site")
    return SourceReport(
        site=site,
        status=status,
        reason=" ; ".join(dict.fromkeys(tally.notes)),
        requests=visit.requests,
        listed=tally.listed,
        off_topic=tally.off_topic,
        new=tally.changes["new"],
        changed=tally.changes["changed"],
        same=tally.changes["same"],
        refused=tally.refused,
        failures=tally.failures,
        given_up=tuple(tally.given_up),
        left=tally.left,
        delay=visit.delay,
        waits=tuple(visit.waits),
        seconds=round(seconds, 3),
    )


def _common(failures: dict[str, str]) -> str:
    return Counter(failures.values()).most_common(1)[0][0]


def count(number: int, one: str, many: str) -> str:
    """`1 article`, `2 articles`; in French, 0 is singular."""
    return f"{number} {one if number < 2 else many}"
