"""Summary: what an incident is, from all its tellings: who, when, how sure, how many. Pure functions with stated rules."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from db.incidents import Figure, Telling
from db.periods import Precision, period, precision
from db.speakers import ORDER

PEOPLE = frozenset({"person", "customer", "patient", "employee", "account", "email_address", "phone_number", "record"})
"""Units that may stand for people."""
NEWS = 365
"""Days after the first article beyond which a figure is of a later story: the base sold again, the trial."""


@dataclass(frozen=True, kw_only=True)
class Incident:
    """One event, all told."""

    tellings: tuple[Telling, ...]
    victims: tuple[str, ...]
    victim: str | None
    date: str | None
    date_precision: Precision | None
    date_basis: str | None
    date_from: str | None
    date_to: str | None
    status: str | None
    sector: str | None
    figure: Figure | None
    least: int | None
    most: int | None
    """Between which the articles' figures lie."""
    first_article: str | None
    last_article: str | None

    @property
    def anchor(self) -> str:
        """What its permanent number is drawn from."""
        first = self.tellings[0]
        return f"{self.victims[0] if self.victims else f'{first.url}#{first.part}'}|{(self.date_from or '')[:7]}"


def summarise(tellings: Sequence[Telling]) -> Incident:
    """What an incident is, from all its tellings (in the order of `Telling.order`)."""
    victims = tuple(dict.fromkeys(victim for telling in by_detail(tellings) for victim in telling.victims))
    stated = best_date([telling.date for telling in tellings if telling.date])
    published = [telling.published for telling in tellings if telling.published]
    # The hour of an article says nothing of the hour of an attack: its day stands in.
    moment = stated or (min(published, key=lambda value: (period(value), value))[:10] if published else None)
    covered = period(moment) if moment else None
    figure = best_figure(tellings)
    least, most = bounds(tellings, figure)
    return Incident(
        tellings=tuple(tellings),
        victims=victims,
        victim=next((telling.victim for telling in tellings if telling.victim), None),
        date=moment,
        date_precision=precision(moment) if moment else None,
        date_basis="stated" if stated else "published" if moment else None,
        date_from=covered.first.isoformat() if covered else None,
        date_to=covered.last.isoformat() if covered else None,
        status=status([telling.claim for telling in tellings]),
        sector=sector(tellings),
        figure=figure,
        least=least,
        most=most,
        first_article=min(published, default=None),
        last_article=max(published, default=None),
    )


def by_detail(tellings: Sequence[Telling]) -> list[Telling]:
    """The telling that names most victims first: it knows the causal order."""
    return sorted(tellings, key=lambda telling: (-len(telling.victims), telling.order))


def best_date(dates: Sequence[str]) -> str | None:
    """The most precise, then the most told, then the earliest date."""
    told = Counter(dates)
    return min(told, key=lambda value: (period(value).days, -told[value], value)) if told else None


def status(claims: Iterable[str | None]) -> str | None:
    """Confirmed by anyone is confirmed: who admits later has the last word. A denial outweighs a claim. None: nobody says."""
    said = set(claims)
    return next((claim for claim in ("confirmed", "denied", "claimed") if claim in said), None)


def sector(tellings: Sequence[Telling]) -> str | None:
    """The sector told most often; of two, the one of the most detailed telling."""
    told = Counter(telling.sector for telling in tellings if telling.sector)
    ranked = [telling.sector for telling in by_detail(tellings) if telling.sector]
    return max(told, key=lambda value: (told[value], -ranked.index(value))) if told else None


def best_figure(tellings: Sequence[Telling]) -> Figure | None:
    """How many: what an authority says, else the victim, else the press, else the attacker; of one kind of speakers the latest, people before things."""
    counting = counted(tellings)
    if not counting:
        return None

    said = [
        (telling, voiced(telling, figure))
        for telling in counting
        for figure in telling.figures
        if figure.unit in PEOPLE or not people(counting)
    ]
    by = min((figure.by or "press" for _, figure in said), key=ORDER.index)
    last = max(
        (telling for telling, figure in said if figure.by == by),
        key=lambda telling: telling.order if telling.published else ("", telling.url, telling.part),
    )
    figures = [figure for telling, figure in said if telling is last and figure.by == by]
    if len(last.victims) > 1:
        # Each victim has its figure there; the greatest is the whole.
        return max(figures, key=lambda figure: (figure.high, figure.low))
    return leading(figures)


def voiced(telling: Telling, figure: Figure) -> Figure:
    """A figure with who gives it: of those that nobody is said to give, the victim if the article confirms."""
    return figure if figure.by else replace(figure, by="victim" if telling.claim == "confirmed" else "press")


def people(tellings: Iterable[Telling]) -> bool:
    """Whether any telling counts people."""
    return any(figure.unit in PEOPLE for telling in tellings for figure in telling.figures)


def counted(tellings: Sequence[Telling]) -> list[Telling]:
    """The tellings whose figures are the incident's own.

    Tellings of a part only (one client of a supplier), and those of much later stories, count if there are no others.
    """
    first = min((telling.out for telling in tellings if telling.out), default=None)
    counting = [telling for telling in tellings if telling.figures]
    counting = [one for one in counting if first is None or one.out is None or one.out.gap(first) <= NEWS] or counting
    whole = max((len(telling.victims) for telling in counting), default=0)
    return [telling for telling in counting if len(telling.victims) == whole]


def bounds(tellings: Sequence[Telling], best: Figure | None) -> tuple[int | None, int | None]:
    """Between which the figures of the kind of the best one lie, whoever gives them: the first of each telling."""
    if best is None:
        return None, None
    firsts = [leading([one for one in telling.figures if (one.unit in PEOPLE) == (best.unit in PEOPLE)]) for telling in counted(tellings)]
    held = [best, *(one for one in firsts if one)]
    return min(one.low for one in held), max(one.high for one in held)


def leading(figures: Sequence[Figure]) -> Figure | None:
    """The figure that an article puts first: one value before a vague range, people before things; `figures` stand as they are said."""
    return min(figures, key=lambda figure: (figure.low != figure.high, figure.unit not in PEOPLE), default=None)
