"""What a visit counts, and the judgement on the source that follows from it."""

from collections import Counter
from dataclasses import dataclass, field

from crawler.fetch import Trouble
from crawler.ports import Listed, Validators
from crawler.report import SourceReport, Status
from crawler.visit import Visit


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
    left: int = 0

    @property
    def good(self) -> int:
        return self.changes.total()


def judge(site: str, tally: Tally, visit: Visit, *, seconds: float) -> SourceReport:
    """What the numbers say of the source: a listing in trouble is never a success, whatever else gave articles."""
    failed = len(tally.failures)
    status: Status
    if tally.troubles:
        status = tally.troubles[0].status
        tally.notes[:0] = [trouble.reason for trouble in tally.troubles]
    elif tally.kinds and tally.kinds.total() >= tally.good:
        status = tally.kinds.most_common(1)[0][0]
        tally.notes.insert(0, _common(tally.failures))
    elif not tally.listed and not tally.off_topic and not tally.unchanged:
        stopped = visit.stop.asked.is_set()
        status = "failed" if stopped else "empty"
        tally.notes.insert(0, visit.stop.reason if stopped else "la liste ne contient aucun article")
    elif visit.stop.asked.is_set() and tally.left:
        status = "failed"  # cut short: what is left waits for the next run, and nobody may take this for a whole one
    elif tally.good:
        status = "ok"
    else:
        status = "nothing_new"
    if failed:
        tally.notes.append(f"{count(failed, 'article en échec, retenté', 'articles en échec, retentés')} la prochaine fois")
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
