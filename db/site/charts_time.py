"""Charts of time: an organisation's incidents on one line, a grid of years, an outlet's weeks."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from db.site.charts import WIDTH, axis, canvas, drawing, rect, text
from db.site.french import STATUS, day, label, number, plural

MARGIN = 40
SHORT = 720
"""A timeline stands in a column of its page."""
MARK = Markup(
    '<g class="bar"><title>{}</title><circle class="dot dot-{}" cx="{}" cy="{}" r="8" fill="{}" stroke="#0b5675" stroke-width="2.5"/></g>'
)
FILLS = {"confirmed": "#0b5675", "claimed": "#f0b46b"}
"""Of a dot, by status; the others are hollow."""
LINE = 30


def timeline(own: Sequence[Mapping[str, Any]]) -> Markup:
    """An organisation's incidents where they stand in time; incidents that share a place are stacked."""
    dated = sorted((one for one in own if one["date_from"]), key=lambda one: one["date_from"])
    if len(dated) < 2:
        return Markup()
    first, last = date(int(dated[0]["date_from"][:4]), 1, 1), date(int(dated[-1]["date_from"][:4]) + 1, 1, 1)

    def at(moment: date) -> float:
        return MARGIN + (moment - first).days / (last - first).days * (SHORT - 2 * MARGIN)

    heights: dict[int, int] = {}
    dots = []
    for one in dated:
        x = at(date.fromisoformat(one["date_from"][:10]))
        level = heights.get(round(x / 20), 0)
        heights[round(x / 20)] = level + 1
        words = f"{day(one['date'])} : {one['title']} ({STATUS.get(one['status'], STATUS[None])})"
        dots.append((words, one["status"] or "unknown", round(x, 1), level, FILLS.get(one["status"], "#fcfbf8")))
    line = LINE + 20 * (max(heights.values()) - 1)
    span = last.year - first.year
    years = [
        text(year, at(date(year, 1, 1)), line + 36, kind="year")
        for year in range(first.year, last.year + 1)
        if span <= 12 or (year - first.year) % (span // 8) == 0
    ]
    ticks = [
        Markup('<line class="axis" x1="{x}" x2="{x}" y1="{}" y2="{}" stroke="#dfdcd3"/>').format(
            line + 14, line + 22, x=round(at(date(year, 1, 1)), 1)
        )
        for year in range(first.year, last.year + 1)
    ]
    words = f"{plural(len(dated), 'incident')}, de {day(dated[0]['date'])} à {day(dated[-1]['date'])}"
    marks = [MARK.format(said, status, x, line - 20 * level, fill) for said, status, x, level, fill in dots]
    return drawing(canvas("timeline-chart", line + 48, words, width=SHORT), axis(line + 14, width=SHORT), *ticks, *years, *marks)


def grid(words: str, columns: Sequence[int], lines: Sequence[tuple[str, Mapping[int, int]]]) -> Markup:
    """A grid: a line for each name, a column for each year, the darker the more; every cell bears its figure."""
    if not columns or not lines:
        return Markup()
    left, step, tall = 260.0, (WIDTH - 260) / max(len(columns), 6), 26
    most = max(max(held.values(), default=0) for _, held in lines) or 1
    parts = [canvas("grid", tall * (len(lines) + 1) + 8, words)]
    parts += [text(year, left + (place + 0.5) * step, 17, kind="year") for place, year in enumerate(columns)]
    for row, (name, held) in enumerate(lines, 1):
        parts.append(text(name, 0, row * tall + 18, kind="legend", anchor="start"))
        for place, year in enumerate(columns):
            count = held.get(year, 0)
            if not count:
                continue
            # Five shades: their order is seen, the figure says the rest.
            shade = min(4, count * 5 // (most + 1))
            said = f"{name}, {year} : {plural(count, 'incident')}"
            parts.append(
                rect(said, left + place * step + 2, row * tall + 2, step - 4, tall - 4, kind=f"shade shade-{shade}", colour=SHADES[shade])
            )
            kind, colour = ("on-dark", "#fff") if shade > 2 else ("on-light", "#1b2227")
            parts.append(text(number(count), left + (place + 0.5) * step, row * tall + 18, kind=kind, colour=colour))
    return drawing(*parts)


def sectors(facts: Mapping[str, Any]) -> Markup:
    """The grid of sectors and years."""
    lines = [(label(one["code"], "sector"), one["years"]) for one in facts["lines"]]
    return grid("Incidents par secteur et par année", facts["years"], lines)


SHADES = ("#e3eff4", "#bcd9e6", "#8fbdd2", "#2b7697", "#0b5675")


def band(weeks: Sequence[int], most: int, words: str) -> Markup:
    """An outlet's last weeks: a bar a week."""
    step = 3
    parts = [
        Markup('<svg class="band" viewBox="0 0 {} 24" role="img" aria-label="{}" preserveAspectRatio="none">').format(
            step * len(weeks), words
        )
    ]
    for place, count in enumerate(weeks):
        tall = max(2, round(24 * count / most, 1)) if count else 0.6
        parts.append(
            Markup('<rect class="{}" x="{}" y="{}" width="2" height="{}"/>').format(
                "meter-part" if count else "meter-none", place * step, round(24 - tall, 1), tall
            )
        )
    return drawing(*parts)
