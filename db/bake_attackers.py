"""Attackers: groups, which have a page and a feed of their own, and the handles of persons, which stand on their incidents only.

« le collectif Marée Rouge 404 »       a group
« Le vendeur, qui signe krill0 »       a handle
"""

import re
from functools import cache

from sqlite_utils import Database

from db.organisations import known_keys
from nlp.data import load
from nlp.names import fold, match_key

BEFORE = 45
"""Characters before a name that are looked at."""


@cache
def cues(kind: str) -> re.Pattern[str]:
    """The words of one list, in folded words."""
    return re.compile(r"\b(?:" + "|".join(re.escape(one).replace(r"\*", r"\w*") for one in load("attackers")[kind]) + r")\b")


def is_group(name: str, before: str) -> bool:
    """Whether an attacker is a group, by its name and by the words before it.

    >>> is_group("krill0", "Le vendeur, qui signe "), is_group("Karnassio", "mardi. Le groupe "), is_group("LockBit", "")
    (False, True, True)
    """
    known = known_keys().get(match_key(name))
    return known is not None or bool(cues("named").search(fold(name)) or cues("group").search(fold(before)))


def handles(db: Database) -> frozenset[int]:
    """The organisations that are persons' handles: attackers that no article calls a group."""
    sql = f"""select o.id, o.name, substr(iif(m.place = 'title', a.title, a.text), max(m.start + 1 - {BEFORE}, 1), min(m.start, {BEFORE}))
      from organisations o left join mentions m on m.organisation = o.id left join articles a on a.id = m.article where o.kind = 'attacker'"""  # noqa: S608
    attackers: set[int] = set()
    groups: set[int] = set()
    for number, name, before in db.conn.execute(sql):
        attackers.add(number)
        if is_group(name, before or ""):
            groups.add(number)
    return frozenset(attackers - groups)
