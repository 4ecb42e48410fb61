"""French words and typography for the templates."""

from json import loads
from typing import Any

from datasette import hookimpl
from jinja2.ext import Extension

from db.kits import flags
from db.site import charts, charts_time, french, words
from db.site.filtered import by_year
from db.site.typography import template, typographic


class Typography(Extension):
    """The templates' own words as French prints them."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - Jinja's own signature
        return template(source)


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Any) -> None:
    env.finalize = french.shown
    for name in (
        "number",
        "amount",
        "figure",
        "day",
        "interval",
        "plural",
        "label",
        "lowered",
        "sensitive",
        "category",
        "safe_url",
        "marked",
        "share",
    ):
        env.filters[name] = getattr(french, name)
    env.filters["codes"] = loads
    env.filters["typo"] = lambda words: typographic(words) if isinstance(words, str) else words
    env.add_extension(Typography)
    env.filters["flags"] = flags
    env.globals.update(
        STATUS=french.STATUS, WORDS=words.WORDS, said=words.said, choices=french.choices, days_between=french.days_between, charts=charts, charts_time=charts_time,
        once=words.once, by_year=by_year, fact_value=words.fact_value,
    )  # fmt: skip
