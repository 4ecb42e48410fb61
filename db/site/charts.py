"""Charts drawn here as SVG, without script or style: bars by month, one bar of a list. Colours come from the style sheet by class."""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from db.site.french import day, plural

WIDTH, HEIGHT, FOOT, GAP = 1200, 190, 22, 6


def months(found: Sequence[dict[str, Any]]) -> Markup:
    """Incidents by month; each year is named under its first month."""
    if not found:
        return Markup()
    highest = max(one["incidents"] for one in found) or 1
    step = WIDTH / len(found)
    parts = [
        Markup('<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(
            WIDTH, HEIGHT + FOOT, f"Incidents par mois, de {day(found[0]['month'])} à {day(found[-1]['month'])}"
        ),
        Markup('<line class="axis" x1="0" x2="{}" y1="{y}" y2="{y}"/>').format(WIDTH, y=HEIGHT),
    ]
    for place, one in enumerate(found):
        tall = round(one["incidents"] / highest * (HEIGHT - 22), 1)
        x = round(place * step, 1)
        words = f"{day(one['month'])} : {plural(one['incidents'], 'incident')}"
        if tall:
            parts.append(
                Markup(
                    '<g class="bar"><title>{}</title><rect x="{}" y="{}" width="{}" height="{}" rx="2"/><text x="{}" y="{}">{}</text></g>'
                ).format(
                    words,
                    x + GAP / 2,
                    HEIGHT - tall,
                    round(step - GAP, 1),
                    tall,
                    round(x + step / 2, 1),
                    HEIGHT - tall - 6,
                    one["incidents"],
                )
            )
        year, month = one["month"].split("-")
        if month == "01" or (place == 0 and int(month) < 10):
            parts.append(Markup('<text class="year" x="{}" y="{}">{}</text>').format(x + GAP / 2, HEIGHT + 17, year))
    parts.append(Markup("</svg>"))
    return Markup("").join(parts)


def bar(value: int, most: int) -> Markup:
    """One bar of a list, its figure beside it in the text."""
    share = round(100 * value / most, 1) if most else 0
    return Markup(
        '<svg class="meter" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="meter-all" width="100" height="6"/>'
        '<rect class="meter-part" width="{}" height="6"/></svg>'
    ).format(share)
