"""Organisations: names become one organisation when their keys are equal, or when one is the acronym of the other.

Pure: `gather` looks at all names at once, so the order in which articles came changes nothing. What the gazetteer lists as one is one, and
its name, kind, sector and country stand. An acronym that stands for two full names is nobody's until a fuller name decides within the article.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from db.clusters import leaders
from db.places import locate
from db.settled import NOTHING, Settled
from db.slugs import slug
from nlp.gazetteer import Known, known_organisations
from nlp.names import is_acronym_of, is_generic, known_different, match_key, name_key, renamed, split_acronym, without_brackets

SMALL = ("le ", "la ", "les ", "l'", "l’", "un ", "une ", "du ", "de la ", "de l'", "de l’", "des ", "d'", "d’")


@dataclass(frozen=True, kw_only=True)
class Named:
    """One organisation named by one article."""

    name: str
    """The fullest form there."""
    raw: str
    role: str
    sector: str | None = None
    """Of the incident, where this is its first victim."""
    times: int = 1


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """All that is one organisation."""

    key: str
    name: str
    slug: str
    kind: str | None
    sector: str | None
    country: str | None = None
    region: str | None = None
    located_by: str | None = None
    """How country and region are known: `gazetteer`, or the place in its `name`."""
    parent: str | None = None
    """The key of the group that it belongs to."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Every form of its name, with its key."""


@dataclass(frozen=True, kw_only=True)
class Register:
    """Organisations, found by any of their keys."""

    organisations: tuple[Organisation, ...]
    by_key: Mapping[str, Organisation]
    settled: Settled = NOTHING
    acronyms: frozenset[tuple[str, str]] = frozenset()
    """The keys of acronyms with those of the full names that articles give."""

    def find(self, name: str) -> Organisation | None:
        """The organisation of a name; None if the name only describes, or is none's by decision."""
        return None if is_generic(name) else self.by_key.get(self.settled.key(name))


def gather(named: Iterable[Named], *, known: Mapping[str, Known] | None = None, settled: Settled = NOTHING) -> Register:
    """One organisation for all the names that are one; `known` gives rows of the gazetteer by their keys (`known_keys`).

    `settled`: what an editor decided, which overrules all else.
    """
    known = known or {}
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    roles: dict[str, Counter[str]] = defaultdict(Counter)
    sectors: dict[str, Counter[str]] = defaultdict(Counter)
    acronyms: dict[str, set[str]] = defaultdict(set)
    for one in named:
        key = settled.key(one.name)
        if is_generic(one.name) or not key or key in settled.dropped:
            continue
        forms[key][display(one.name)] += one.times
        roles[key][one.role] += one.times
        if one.sector:
            sectors[key][one.sector] += one.times
        for short, full in acronym_pairs(one):
            if settled.key(short) not in settled.dropped:
                forms[settled.key(short)][display(short)] += one.times
                acronyms[settled.key(short)].add(settled.key(full))
    leading = join(forms, acronyms, known, settled)
    clusters: dict[str, list[str]] = defaultdict(list)
    for key in sorted(forms):
        clusters[leading[key]].append(key)
    organisations = tuple(
        sorted(
            (describe(keys, forms, roles, sectors, known, settled.names) for keys in clusters.values()),
            key=lambda organisation: organisation.key,
        )
    )
    by_key = {key: organisation for organisation in organisations for key in organisation.aliases.values()}
    explained = frozenset((short, full) for short, fulls in acronyms.items() for full in fulls)
    return Register(organisations=organisations, by_key=by_key, settled=settled, acronyms=explained)


def acronym_pairs(one: Named) -> list[tuple[str, str]]:
    """The acronyms that an article explains: « Société … (SFR) », or SFR where the full name stands elsewhere."""
    pairs = []
    both = split_acronym(one.name)
    if both:
        pairs.append((both[1], both[0]))
    full = without_brackets(one.name)
    if one.raw != one.name and is_acronym_of(one.raw, full):
        pairs.append((one.raw, full))
    return pairs


@cache
def known_keys() -> Mapping[str, Known]:
    """The gazetteer by the keys of all its forms; the first row wins."""
    table: dict[str, Known] = {}
    for one in known_organisations():
        for form in (one.name, *one.aliases):
            table.setdefault(match_key(form), one)
    return table


def join(
    forms: Mapping[str, Counter[str]], acronyms: Mapping[str, set[str]], known: Mapping[str, Known], settled: Settled = NOTHING
) -> dict[str, str]:
    """The leader of each key: keys with the same leader are one organisation. What was decided is joined first."""
    pairs = [(short, next(iter(full))) for short, full in acronyms.items() if len(full) == 1]
    pairs += [pair for pair in changed_names() if forms.keys() >= set(pair)]
    by_row: dict[str, str] = {}
    pairs += [(by_row.setdefault(known[key].name, key), key) for key in sorted(forms) if key in known]
    decided = [pair for pair in settled.joined if forms.keys() >= set(pair)]
    certain = (pair for pair in sorted(pairs) if not apart(*pair, known))
    return leaders(forms, [*decided, *certain], never=[pair for pair in settled.never if forms.keys() >= set(pair)])


def apart(one: str, other: str, known: Mapping[str, Known]) -> bool:
    """Whether two keys are never one: a guard says so, or each has a row of its own in the gazetteer and neither is the other's old name."""
    if (one, other) in changed_names() or (other, one) in changed_names():
        return False
    return known_different(one, other) or len({known[key].name for key in (one, other) if key in known}) == 2


@cache
def changed_names() -> tuple[tuple[str, str], ...]:
    """The keys of names that were changed, the old one first."""
    return tuple((match_key(old), match_key(new)) for old, new, _ in renamed())


def describe(
    keys: list[str],
    forms: Mapping[str, Counter[str]],
    roles: Mapping[str, Counter[str]],
    sectors: Mapping[str, Counter[str]],
    known: Mapping[str, Known],
    names: Mapping[str, str],
) -> Organisation:
    """An organisation from all its forms: the name decided, the gazetteer's, the one used most, the longest of two used as often."""
    row = next((known[key] for key in keys if key in known), None)
    all_forms: Counter[str] = sum((forms[key] for key in keys), Counter())
    decided = next((names[key] for key in keys if key in names), None)
    name = decided or (row.name if row else max(all_forms, key=lambda form: (all_forms[form], not shouted(form), len(form), form)))
    located = locate(name, row)
    return Organisation(
        key=next((key for key in keys if name in forms[key]), match_key(name)),
        name=name,
        slug=slug(name_key(name)),
        kind=row.kind if row else kind_of(sum((roles[key] for key in keys if key in roles), Counter())),
        sector=(row and row.sector) or most(sum((sectors[key] for key in keys if key in sectors), Counter())),
        country=located.country,
        region=located.region,
        located_by=located.by,
        parent=match_key(row.parent) if row and row.parent else None,
        aliases={form: key for key in keys for form in sorted(forms[key])},
    )


def kind_of(roles: Counter[str]) -> str | None:
    """What the roles alone tell: an attacker's group or an authority; else unknown."""
    role = most(roles)
    return role if role in {"attacker", "authority"} else None


def most(counter: Counter[str]) -> str | None:
    """The most frequent value, the first in the alphabet of two as frequent."""
    return min(counter, key=lambda value: (-counter[value], value)) if counter else None


def shouted(form: str) -> bool:
    """Whether a name is written in capitals as headlines do; short ones are acronyms."""
    return len(form) > 6 and form.isupper()


def display(name: str) -> str:
    """A name as a heading: no small word before it, a capital first.

    >>> display("l’hôpital d’Armentières")
    'Hôpital d’Armentières'
    """
    name = " ".join(without_brackets(name).split())
    for small in SMALL:
        if name.startswith(small) and len(name) > len(small):
            name = name[len(small) :]
            break
    # A handle or a brand that is written small stays so: only words that French writes small get the capital.
    return name[:1].upper() + name[1:] if " " in name else name
