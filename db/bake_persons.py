"""Persons kept out of what is baked of organisations, incidents and addresses: those who sign, and those whom a reader took for organisations."""

import re
from collections.abc import Collection
from json import loads
from typing import TYPE_CHECKING

from sqlite_utils import Database

from db.extracts import CUT
from db.naming import PARTICLES, is_person, personal
from db.persons import Persons
from db.rows import Row
from db.withdrawn import Withdrawn

if TYPE_CHECKING:
    from db.publish import Baker

DATED = re.compile(r"-\d{4}-\d{2}$")


def leave_out(db: Database, baker: "Baker", persons: Persons, withdrawn: Withdrawn) -> None:
    """Note in `temp.left_out` the organisations that are persons, and those that only withdrawn articles name: no mention of them is in the edition.

    Those that only articles waiting for the reader name are told by their names.
    """
    db.conn.execute("drop table if exists temp.left_out")
    db.conn.execute("create temp table left_out (organisation integer primary key)")
    shown_still = {number for (number,) in baker.conn.execute("select distinct organisation from mentions where organisation is not null")}
    suspects = db.conn.execute("""select m.organisation, m.name, m.raw, m.role, a.authors, a.publisher, m.article, m.part
      from mentions m join articles a on a.id = m.article where m.organisation is not null""").fetchall()
    elsewhere = {number for number, *_, article, part in suspects if not withdrawn.hides(article, part)}
    left = {number for number, *_ in suspects if number not in elsewhere} | {
        number
        for number, name, raw, role, authors, publisher, *_ in suspects
        if number not in shown_still
        and (
            number in baker.left_out
            or is_person(name, raw, role)
            or any(map(persons.who_sign(loads(authors), publisher=publisher).name, (name, raw)))
        )
    }
    db.conn.executemany("insert into temp.left_out values (?)", [[number] for number in sorted(left)])


def without(persons: Persons, name: str) -> str:
    """An organisation's name, without that of a person who signs; one that only begins with a first name is its own."""
    return persons.masked(name, kept=(name,))


def hides(address: str, public: Collection[str]) -> bool:
    """Whether an address is a person's name, perhaps with a month.

    >>> hides("damien-courtois-2024-03", set()), hides("damien-courtois", {"damien-courtois"}), hides("mutuelle-armoria", set())
    (True, False, False)
    """
    who = DATED.sub("", address)
    return who not in public and personal(" ".join(part if part in PARTICLES else part.capitalize() for part in who.split("-")))


def public_slug(row: Row, persons: Collection[str]) -> str:
    """The slug of an incident; where it is called after a person, after its first other victim."""
    slug = str(row["slug"])
    month = DATED.search(slug)
    who = slug[: month.start()] if month else slug
    return f"{row['organisation_slug'] or 'victime-non-nommee'}{month[0] if month else ''}" if who in persons else slug


def described(persons: Persons, words: str | None) -> str:
    """The words for a victim that no organisation stands for; a person is not named."""
    words = persons.masked(words) if words and not persons.name(words) else None
    return words[:1].upper() + words[1:] if words and words != CUT else "Victime non nommée"
