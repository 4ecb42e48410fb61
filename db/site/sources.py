"""What the page of sources shows: what each outlet gave, week by week, and whether it still gives."""

import sqlite3
from datetime import date, timedelta

from db.site.french import days_between
from db.site.rows import Row, gathered, rows

WEEKS = 52


def sources(conn: sqlite3.Connection) -> Row:
    """Every outlet with its last weeks; the band of each is drawn to its own height, so that a small one is read too."""
    found = rows(conn, "select * from sources order by publisher")
    weeks = last_weeks(max((one["last_article"] for one in found if one["last_article"]), default=None))
    held = gathered(
        rows(conn, "select publisher, week, articles, reporting from coverage where week >= ?", [weeks[0] if weeks else ""]), "publisher"
    )
    newest = max((one["last_success"] or one["last_article"] or "" for one in found), default="")
    for one in found:
        by_week = {row["week"]: row for row in held.get(one["publisher"], [])}
        one["weeks"] = [by_week[week]["articles"] if week in by_week else 0 for week in weeks]
        one["most"] = max(one["weeks"], default=0) or 1
        given = sum(one["weeks"])
        one["reporting"] = round(100 * sum(row["reporting"] for row in by_week.values()) / given) if given else None
        one["silent"] = days_between(one["last_article"], newest) if one["last_article"] and newest else None
    return {
        "sources": found,
        "weeks": weeks,
        "newest": newest or None,
        "odd": [one for one in found if one.get("odd")],
        "ill": [one for one in found if one["state"] not in {None, "well"}],
    }


def last_weeks(newest: str | None) -> list[str]:
    """The Mondays of the last weeks, up to that of the newest article."""
    if newest is None or len(newest) < 10:
        return []
    day = date.fromisoformat(newest[:10])
    monday = day - timedelta(days=day.weekday())
    return [(monday - timedelta(weeks=back)).isoformat() for back in range(WEEKS)][::-1]
