"""The expressions behind `nlp.figures`, made once from the words of `data/figures.toml`; each is bounded, so reading stays linear."""

import re
from functools import cache

from nlp.data import load
from nlp.phrases import expression

SPACE = r"[ \u00a0\u202f\u2007-\u200a]"
_GROUPS = "|".join(rf"(?:{parting}\d{{3}}){{1,5}}" for parting in (SPACE, r"\.", ",", "['’]"))
_NUMBER = rf"(?:\d{{1,3}}(?:{_GROUPS})(?!\d)(?:,\d{{1,2}}(?!\d))?|\d{{1,9}}[.,]\d{{1,6}}(?!\d)|\d{{1,15}}(?!\d))"
_POWERS = rf"(?:{SPACE}(?:de{SPACE}|d['’])(?:dizaines?|centaines?|milliers?|millions?|milliards?)){{0,2}}"
_STEP = rf"(?:{SPACE}|-)(?:et(?:{SPACE}|-))?"
_HALF = rf"(?P<half>{SPACE}et{SPACE}demie?(?!\w))?"


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """The expressions by what they find.

    `number` digits with their scale, `words` spelled-out cardinals, `one` "une centaine de milliers", `many` "plusieurs milliers",
    `times` the collective noun after a number, `about` and `after` approximating words, `link` and `between` what makes two figures a range.
    """
    table = load("figures")
    words = {name: "|".join(_option(word) for word in sorted(table["words"][name], key=len, reverse=True)) for name in table["words"]}
    scales, letters, singles = ("|".join(sorted(table[name], key=len, reverse=True)) for name in ("scales", "letters", "collectives"))
    start = r"(?<![\w-])"
    found = {
        "words": rf"{start}(?P<words>(?:{words['cardinals']})(?:{_STEP}(?:{words['cardinals']})){{0,14}}){_HALF}(?![\w-])",
        "one": rf"{start}(?:une?|la|cette){SPACE}(?:(?P<adjective>bon|bonne|petite?|gros|grosse){SPACE})?(?P<collective>(?:{singles}){_POWERS})(?!\w)",
        "many": rf"{start}(?:{words['plural']}){SPACE}(?:[«\"“]{SPACE}?)?(?P<collective>(?:{singles})s{_POWERS})(?!\w)",
        "times": rf"{SPACE}(?P<collective>(?:{singles})s?{_POWERS})(?!\w)",
        "about": rf"(?<!\w)(?:(?:{words['about']}){SPACE}?(?:les{SPACE})?|[~≈><]{SPACE}?|\+{SPACE}?(?:de{SPACE}|d['’])?)$",
        "after": rf"{SPACE}?\+(?![\w+])|{SPACE}(?:{words['after']})(?!\w)",
        "link": rf"{SPACE}?(?:(?P<to>à|a|ou|-|–)|(?P<et>et)){SPACE}?(?:(?:{words['about']}){SPACE})?",
        "between": rf"(?<!\w)entre{SPACE}(?:les{SPACE}|environ{SPACE})?$",
    }
    number = (
        rf"(?:(?<![\w.,/:°#@&=_-])|(?<=\d-)|(?<=-)(?<!\w-))(?P<number>{_NUMBER})"
        rf"(?:{SPACE}{{0,2}}(?P<scale>(?i:{scales}))(?!\w)|{SPACE}?(?P<letter>{letters})(?!\w|\.{SPACE}?[A-Z]))?{_HALF}"
    )
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in found.items()} | {"number": re.compile(number)}


def _option(phrase: str) -> str:
    """A phrase that ends in "de" may end in "d'" or "des" as well."""
    stem = phrase.removesuffix(" de")
    return expression(phrase) if stem == phrase else rf"{expression(stem)}{SPACE}(?:de|des|d['’])"
