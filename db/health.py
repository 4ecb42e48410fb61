"""Health: what each source gives now beside what it gave in its own last twelve weeks. Sources fall silent, and pages lose their fields.

Only what chance does not explain is told, and of a source with a past to compare with: a holiday is no alarm, the third empty week is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from math import exp, sqrt
from statistics import fmean, pvariance

from sqlite_utils import Database

WEEKS = 12
HISTORY = 4
"""Weeks with articles, of the twelve, from which a source has a usual yield."""
UNLIKELY = 0.002
"""Chance of so few articles in a usual week, below which they are too few."""
MANY = 4.0
"""Standard deviations above the mean from which they are too many: sections taken for articles, say."""
SILENCE = 14
"""Days without an article from which a small source's silence is compared with its longest."""
LATEST, EARLIER = 5, 20
"""Articles of the week, and of the weeks before, from which the share of a field says something."""
LOSS = 0.2
"""Share of articles that must have lost a field, besides being more than chance explains (three standard deviations)."""
FRESH = 14
"""Days between publication and fetch up to which an article is news: what is fetched from the archives has the fields of its time."""

FIELDS = {"published": "date", "authors": "auteurs", "lead": "chapô"}


@dataclass(frozen=True, kw_only=True)
class Odd:
    """Something of a source that is out of its usual band."""

    site: str
    field: str
    """`yield`, or the field that is lost."""
    words: str


@dataclass(frozen=True, kw_only=True)
class Band:
    """Articles of a usual week of a site, at least and at most, over its last twelve; `odd`: what is out of its usual now, in words."""

    low: int | None
    high: int | None
    odd: str | None


@dataclass(frozen=True)
class Given:
    """An article as a source gave it."""

    published: date | None
    fetched: date | None
    fields: dict[str, bool]


def odd(db: Database, *, today: date | None = None) -> list[Odd]:
    """What is out of band, by source. A source that no run has asked for a week is not judged: its state says so already."""
    last = today or datetime.now(UTC).date()
    asked = "select distinct site from source_runs where finished >= ? order by site"
    found: list[Odd] = []
    for (site,) in db.conn.execute(asked, [str(last - timedelta(days=7))]).fetchall():
        articles = list(given(db, site, since=last - timedelta(days=7 * (WEEKS + 1))))
        days = [one.published for one in articles if one.published and one.published <= last]
        found += [Odd(site=site, field="yield", words=words) for words in yields(days, last)]
        found += [Odd(site=site, field=field, words=words) for field, words in losses(articles, last)]
    return found


def given(db: Database, site: str, *, since: date) -> Iterator[Given]:
    """What a source gave since a day."""
    sql = """select a.published, a.fetched, a.published is not null, a.authors <> '[]', a.lead <> '' from articles a
      where a.id in (select article from addresses where site = ?) and (a.published >= ? or (a.published is null and a.fetched >= ?))"""
    for published, fetched, *has in db.conn.execute(sql, [site, str(since), str(since)]):
        yield Given(day(published), day(fetched), dict(zip(FIELDS, map(bool, has), strict=True)))


def day(moment: str | None) -> date | None:
    """The day of a moment that tells one."""
    return date.fromisoformat(moment[:10]) if moment and len(moment) >= len("2026-01-31") else None


def yields(days: Sequence[date], today: date) -> Iterator[str]:
    """Whether the last seven days, or the silence, are out of band."""
    if (weeks := by_week(days, today)) is None:
        return
    now, *before = weeks
    mean, spread = fmean(before), sqrt(max(pvariance(before), fmean(before)))
    least, most = min(before), max(before)
    band = f"{f'de {least} à {most}' if least < most else most} par semaine d’ordinaire"
    few = chance_of_so_few(now, mean) < UNLIKELY and now < min(before)
    if few or now > max(2 * max(before), mean + MANY * spread):
        yield f"{count(now)} en 7 jours, {band}"
    elif now == 0:
        ordered = sorted(days)
        silence = (today - ordered[-1]).days
        longest = max(((later - earlier).days for earlier, later in pairwise(ordered)), default=0)
        if silence >= SILENCE and silence > 2 * longest:
            yield f"aucun article depuis {silence} jours, {longest} au plus d’ordinaire"


def by_week(days: Sequence[date], today: date) -> list[int] | None:
    """Articles of the last seven days, and of each week before, as far as the source is known; None where that is no past to compare with."""
    weeks = [0] * (WEEKS + 1)
    for one in days:
        place = (today - one).days // 7
        if place <= WEEKS:
            weeks[place] += 1
    while len(weeks) > 1 and not weeks[-1]:
        weeks.pop()  # from before the source was known
    return weeks if sum(count > 0 for count in weeks[1:]) >= HISTORY else None


def bands(db: Database, *, today: date | None = None) -> dict[str, Band]:
    """What each site gives in a usual week, and what is out of it now."""
    last = today or datetime.now(UTC).date()
    strange: dict[str, list[str]] = {}
    for one in odd(db, today=last):
        strange.setdefault(one.site, []).append(one.words)
    found = {}
    for (site,) in db.conn.execute("select distinct site from addresses order by site").fetchall():
        days = [one.published for one in given(db, site, since=last - timedelta(days=7 * (WEEKS + 1))) if one.published]
        if weeks := by_week([day for day in days if day <= last], last):
            found[site] = Band(low=min(weeks[1:]), high=max(weeks[1:]), odd="\u00a0; ".join(strange.get(site, ())) or None)
        elif site in strange:
            found[site] = Band(low=None, high=None, odd="\u00a0; ".join(strange[site]))
    return found


def chance_of_so_few(number: int, mean: float) -> float:
    """Poisson's: of no more than so many in a week of a source that gives `mean`."""
    term = total = exp(-mean)
    for place in range(1, number + 1):
        term *= mean / place
        total += term
    return total


def losses(articles: Sequence[Given], today: date) -> Iterator[tuple[str, str]]:
    """The fields that the week's articles lack more often than those before did."""
    fresh = [one for one in articles if one.fetched and (one.published is None or (one.fetched - one.published).days <= FRESH)]
    new = [one for one in fresh if one.fetched and (today - one.fetched).days < 7]
    old = [one for one in fresh if one.fetched and (today - one.fetched).days >= 7]
    if len(new) < LATEST or len(old) < EARLIER:
        return
    for field, name in FIELDS.items():
        now, before = (fmean(one.fields[field] for one in group) for group in (new, old))
        share = (now * len(new) + before * len(old)) / (len(new) + len(old))
        deviation = sqrt(share * (1 - share) * (1 / len(new) + 1 / len(old)))
        if before - now > max(LOSS, 3 * deviation):
            yield field, f"{name} : {round(100 * now)}\u202f% des articles de la semaine, {round(100 * before)}\u202f% d’ordinaire"


def count(number: int) -> str:
    return "aucun article" if not number else f"{number} article{'s' if number > 1 else ''}"
