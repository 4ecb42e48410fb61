"""French words and typography for the templates."""

from json import loads
from typing import Any

from datasette import hookimpl

from db.site import charts, french
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
    ):
        env.filters[name] = getattr(french, name)
    env.filters["codes"] = loads
    env.filters["flags"] = flags
    env.globals.update(
        STATUS=french.STATUS, PRECISION=french.PRECISION, BASIS=french.BASIS, ATTRIBUTES=french.ATTRIBUTES, choices=french.choices,
        field_of=french.field_of, days_between=french.days_between, charts=charts,
    )  # fmt: skip
