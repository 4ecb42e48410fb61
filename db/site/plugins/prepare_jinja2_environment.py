"""French words and typography for the templates."""

from json import loads
from typing import Any

from datasette import hookimpl

from db.site import charts, french, words
from nlp.vocabulary import flags


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
    env.filters["flags"] = flags
    env.globals.update(
        STATUS=french.STATUS, WORDS=words.WORDS, said=words.said, choices=french.choices, days_between=french.days_between, charts=charts,
    )  # fmt: skip
