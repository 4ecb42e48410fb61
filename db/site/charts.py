"""Charts drawn here as SVG, without script or style: bars by month or year, stacked bars, one bar of a list.

Each is whole in itself, so that it can be saved and printed; in a page, the style sheet gives its classes the page's own colours.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from db.site.french import day, number, plural

WIDTH, HEIGHT, FOOT, GAP = 1200, 190, 22, 6
COLOURS = (
    "#0b5675",
    "#c8752c",
    "#4d8f5b",
    "#8b5a9f",
    "#b8434e",
    "#7a7a2e",
    "#2f8f93",
    "#a36f86",
    "#5d6db0",
    "#8a6a4d",
    "#5f7480",
    "#a3a3a3",
)
"""Of stacked bars, in the order of the legend; told apart by their place in it too."""
SVG = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" class="chart {}" viewBox="0 0 {} {}" role="img" aria-label="{}" font-family="sans-serif" font-size="12">'
    '<rect class="paper" width="{}" height="{}" fill="#fcfbf8"/>'
)
TEXT = Markup('<text class="{}" x="{}" y="{}" text-anchor="{}" fill="{}">{}</text>')
RECT = Markup('<g class="bar"><title>{}</title><rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="{}" fill="{}"/></g>')


def canvas(kind: str, height: float, words: str, *, width: int = WIDTH) -> Markup:
    """How a drawing begins; `words` say what it shows to whoever does not see it."""
    return SVG.format(kind, width, height, words, width, height)


def text(words: Any, x: float, y: float, *, kind: str = "", anchor: str = "middle", colour: str = "#56626b") -> Markup:
    return TEXT.format(kind, round(x, 1), round(y, 1), anchor, colour, words)


def rect(
    words: str, x: float, y: float, width: float, height: float, *, kind: str = "part", colour: str = COLOURS[0], round_by: int = 2
) -> Markup:
    return RECT.format(words, kind, round(x, 1), round(y, 1), round(width, 1), round(height, 1), round_by, colour)


def axis(y: float, *, width: float = WIDTH) -> Markup:
    return Markup('<line class="axis" x1="0" x2="{}" y1="{y}" y2="{y}" stroke="#dfdcd3"/>').format(width, y=y)


def drawing(*parts: Markup) -> Markup:
    return Markup("").join([*parts, Markup("</svg>")])


def months(found: Sequence[dict[str, Any]]) -> Markup:
    """Incidents by month; each year is named under its first month."""
    if not found:
        return Markup()
    words = f"Incidents par mois, de {day(found[0]['month'])} à {day(found[-1]['month'])}"
    labels = []
    for place, one in enumerate(found):
        year, month = one["month"].split("-")
        labels.append(year if month == "01" or (place == 0 and int(month) < 10) else "")
    return bars(words, [(day(one["month"]), label, one["incidents"]) for one, label in zip(found, labels, strict=True)], anchor="start")


def years(found: Sequence[dict[str, Any]]) -> Markup:
    """Incidents by year."""
    if not found:
        return Markup()
    words = f"Incidents par année, de {found[0]['year']} à {found[-1]['year']}"
    return bars(words, [(str(one["year"]), str(one["year"]), one["incidents"]) for one in found])


def bars(words: str, found: Sequence[tuple[str, str, int]], *, anchor: str = "middle") -> Markup:
    """Upright bars: what each stands for, the label under it (or none), how many."""
    highest = max(count for *_, count in found) or 1
    step = WIDTH / max(len(found), 8)
    parts = [canvas("bars", HEIGHT + FOOT, words), axis(HEIGHT, width=step * len(found))]
    for place, (name, label, count) in enumerate(found):
        tall = count / highest * (HEIGHT - 22)
        x = place * step
        if count:
            parts.append(rect(f"{name} : {plural(count, 'incident')}", x + GAP / 2, HEIGHT - tall, step - GAP, tall))
            parts.append(text(number(count), x + step / 2, HEIGHT - tall - 6))
        if label:
            parts.append(text(label, x + (GAP / 2 if anchor == "start" else step / 2), HEIGHT + 17, kind="year", anchor=anchor))
    return drawing(*parts)


def stacked(words: str, columns: Sequence[str], layers: Sequence[tuple[str, Sequence[int]]]) -> Markup:
    """Bars of several layers, the first at the bottom, with their legend: `layers` are names with one figure a column."""
    if not columns or not layers:
        return Markup()
    high, legend = 260, 20 * ((len(layers) + 3) // 4)
    highest = max(sum(figures[place] for _, figures in layers) for place in range(len(columns))) or 1
    step = WIDTH / max(len(columns), 8)
    parts = [canvas("stacked", high + FOOT + 14 + legend, words), axis(high, width=step * len(columns))]
    for place, column in enumerate(columns):
        base = float(high)
        for rank, (name, figures) in enumerate(layers):
            tall = figures[place] / highest * (high - 8)
            if tall:
                base -= tall
                said = f"{column}, {name} : {plural(figures[place], 'incident')}"
                kind = f"layer layer-{rank % len(COLOURS)}"
                parts.append(
                    rect(said, place * step + GAP, base, step - 2 * GAP, tall, kind=kind, colour=COLOURS[rank % len(COLOURS)], round_by=0)
                )
        parts.append(text(column, place * step + step / 2, high + 17, kind="year"))
    for rank, (name, _) in enumerate(layers):
        x, y = (rank % 4) * WIDTH / 4, high + FOOT + 22 + 20 * (rank // 4)
        parts.append(rect(name, x, y - 10, 12, 12, kind=f"layer layer-{rank % len(COLOURS)}", colour=COLOURS[rank % len(COLOURS)]))
        parts.append(text(name, x + 18, y, kind="legend", anchor="start"))
    return drawing(*parts)


def kinds(facts: Mapping[str, Any]) -> Markup:
    """Kinds of data taken, by family and year."""
    return stacked("Données prises, par famille et par année", [str(year) for year in facts["years"]], facts["layers"])


def bar(value: int, most: int) -> Markup:
    """One bar of a list, its figure beside it in the text."""
    share = round(100 * value / most, 1) if most else 0
    return Markup(
        '<svg class="meter" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="meter-all" width="100" height="6"/>'
        '<rect class="meter-part" width="{}" height="6"/></svg>'
    ).format(share)
