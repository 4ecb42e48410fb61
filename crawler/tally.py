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
    page: str = ""
    """Which page of the listing, on the way into the past."""


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
    """Of the failures at the first try…"""
    kinds_again: Counter[Status] = field(default_factory=Counter)
    """…and at the later ones: of these, a few say nothing new of a source from which other articles come."""
    forbidden: set[str] = field(default_factory=set)
    """Listed, and forbidden by robots.txt."""
    nowhere: set[str] = field(default_factory=set)
    """Listed, and known to lead to no article."""
    refusing: int = 0
    """Articles that wait for their next try, none having come since they failed; 0 if the site is not to blame."""
    notes: list[str] = field(default_factory=list)
    unchanged: bool = False
    """A listing, or a part of one, is as it was."""
    waiting: int = 0
    """Articles that failed before and are not yet tried again."""
    reserved: int = 0
    """Articles of which no more than address, title and date may be kept."""
    given_up: list[str] = field(default_factory=list)
    """Those of the failures that will be tried no more."""
    cut: bool = False
    """The run was asked to end before this source was through."""
    left: int = 0
    exhausted: str = ""
    """The day's requests were used up before anything was asked for."""

    @property
    def good(self) -> int:
        return self.changes.total()

    def known_ground(self, known: bool) -> bool:
        """Note whether a listing, or a part of one, is as it was."""
        self.unchanged = self.unchanged or known
        return known

    @property
    def none_to_be_had(self) -> bool:
        """Nothing that is listed is an article that we may read."""
        return 0 < self.listed <= len(self.forbidden | self.nowhere)


def judge(site: str, tally: Tally, visit: Visit, *, seconds: float) -> SourceReport:
    """What the numbers say of the source: a listing in trouble is never a success, whatever else gave articles."""
    status, reasons = verdict(tally, visit)
    tally.notes[:0] = reasons
    failed = len(tally.failures) - len(tally.given_up)
    if failed:
        why = _common(tally.failures)
        again = count(failed, "article en échec, retenté plus tard", "articles en échec, retentés plus tard")
        tally.notes.append(again if why in tally.notes else f"{again} ({why})")
    if tally.waiting:
        tally.notes.append(f"{count(tally.waiting, 'article en échec attend', 'articles en échec attendent')} le prochain essai")
    if tally.reserved:
        tally.notes.append(
            f"{count(tally.reserved, 'article réservé', 'articles réservés')} (fouille de textes refusée par l’éditeur) : adresse, titre et date gardés"
        )
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


def verdict(tally: Tally, visit: Visit) -> tuple[Status, list[str]]:
    """The status, and why."""
    if tally.exhausted:
        return "stopped", [tally.exhausted]
    if tally.troubles:
        return tally.troubles[0].status, [trouble.reason for trouble in tally.troubles]
    if tally.failures and (not tally.good or tally.kinds.total() >= tally.good):
        return (tally.kinds + tally.kinds_again).most_common(1)[0][0], [_common(tally.failures)]
    if tally.cut and not (tally.listed or tally.off_topic or tally.unchanged):
        # One that could not even be listed in all the time of a run is in trouble, unless somebody cut that short.
        return "stopped" if visit.stop.by_hand else "failed", [visit.stop.reason]
    if tally.cut:
        return "stopped", [visit.stop.reason]  # what is left waits for the next run, and nobody may take this for a whole one
    return _without_faults(tally, visit)


def _without_faults(tally: Tally, visit: Visit) -> tuple[Status, list[str]]:
    """The status of a visit in which nothing failed; that nothing came need not be well."""
    if not (tally.listed or tally.off_topic or tally.unchanged):
        return "empty", ["la liste ne contient aucun article"]
    if tally.changes["new"] or tally.changes["changed"]:
        return "ok", []
    if tally.none_to_be_had and tally.forbidden:
        return "blocked", ["robots.txt interdit les articles de la liste"]
    if tally.none_to_be_had and tally.listed >= visit.settings.patience:
        return "changed", [f"aucune des {tally.listed} adresses de la liste ne mène à un article"]
    if tally.refusing and not tally.good:
        return "failed", [f"les pages de {tally.refusing} articles n’ont pu être lues, et aucune autre n’est venue depuis"]
    return "nothing_new", []


def why_left(tally: Tally, visit: Visit, *, leave: bool, in_a_row: int) -> str:
    """Why articles are left for the next run, and how many."""
    settings = visit.settings
    if visit.stop.asked.is_set():
        why = visit.stop.reason
    elif leave:
        why = "le site demande de revenir plus tard"
    elif in_a_row >= settings.patience:
        why = f"{in_a_row} échecs de suite"
    elif visit.spent:
        why = f"un délai de {visit.delay:g} s entre deux requêtes ne laisse pas le temps d’en faire plus"
    elif visit.is_exhausted():
        why = day_spent(visit)
    else:
        why = f"budget de {settings.budget} requêtes épuisé"
    return f"{why} ; {count(tally.left, 'article reste', 'articles restent')} pour la prochaine fois"


def day_spent(visit: Visit) -> str:
    """That a site has had the requests of a day."""
    return f"budget du jour épuisé ({count(visit.settings.daily, 'requête', 'requêtes')} en 24 h)"


def _common(failures: dict[str, str]) -> str:
    return Counter(failures.values()).most_common(1)[0][0]


def count(number: int, one: str, many: str) -> str:
    """`1 article`, `2 articles`; in French, 0 is singular."""
    return f"{number} {one if number < 2 else many}"
