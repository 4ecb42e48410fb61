"""Mentions and organisations: which candidates stand, and which of them are the same organisation. Pure.

le centre hospitalier de Morlanne (CHM) … l'hôpital de Morlanne … le CHM … Morlanne
   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^  ^^^      ^^^^^^^^^^^^^^^^^^^      ^^^      (the place alone is no mention of a hospital)
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from nlp.gazetteer import Known, by_form
from nlp.names import fold, is_acronym_of, name_key
from nlp.org_patterns import Candidate, is_common

PRIORITY = {"head": 4, "handle": 3, "brand": 3, "each": 3, "carried": 0}
"""Other origins have 2; among equals the longer stands."""
METONYM_KINDS = {"commune", "department", "region"}
"""« Morlanne » alone may stand for its town hall, not for its hospital."""
PLACE_KINDS = METONYM_KINDS | {"hospital", "education", "authority", "public_body", "housing", "ministry"}


@dataclass(frozen=True)
class Mention:
    """Characters that name an organisation, and who says so."""

    start: int
    end: int
    name: str
    origins: frozenset[str] = field(default=frozenset())
    kinds: frozenset[str] = field(default=frozenset())
    """`head:commune`, `trigger:attacker`, `gazetteer:media`."""


def mentions(text: str, found: Iterable[Candidate]) -> list[Mention]:
    """No two overlap: a head's name wins over a place inside it, then the longer; equal ones join what they know."""
    ranked = sorted(set(found), key=lambda c: (-_rank(c), c.start - c.end, c.start))
    kept: list[Mention] = []
    taken: dict[int, int] = {}
    for candidate in ranked:
        clash = {taken[at] for at in _probe(candidate) if at in taken}
        same = next((n for n in clash if (kept[n].start, kept[n].end) == (candidate.start, candidate.end)), None)
        kinds = frozenset({f"{candidate.origin}:{candidate.kind}"} if candidate.kind else set())
        if same is not None:
            kept[same] = replace(kept[same], origins=kept[same].origins | {candidate.origin}, kinds=kept[same].kinds | kinds)
        elif not clash and candidate.end > candidate.start:
            name = text[candidate.start : candidate.end]
            kept.append(Mention(candidate.start, candidate.end, name, frozenset({candidate.origin}), kinds))
            taken.update(dict.fromkeys(range(candidate.start, candidate.end), len(kept) - 1))
    return sorted(kept, key=lambda mention: mention.start)


def _rank(candidate: Candidate) -> int:
    return PRIORITY.get(candidate.origin, 2)


def _probe(candidate: Candidate) -> range:
    return range(candidate.start, candidate.end)


def carried(text: str, kept: list[Mention]) -> Iterator[Candidate]:
    """Each name once found, wherever else it stands, and in other capitals (VALBRUNE, Valbrune)."""
    forms = {mention.name for mention in kept if len(mention.name) > 2 and "generic" not in mention.origins and not mention.name.isdigit()}
    forms |= {form.capitalize() for form in forms if form.isupper() and len(form) > 4}
    if not forms:
        return
    longest = sorted(forms, key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w@/.-])(?:{'|'.join(map(re.escape, longest))})(?![\w@]|-[a-zà-ÿ]|\.\w)")
    for match in pattern.finditer(text):
        yield Candidate(match.start(), match.end(), None, "carried", 0.5)


Group = list[Mention]


def group(found: list[Mention], text: str) -> list[Group]:
    """The mentions of each organisation, in the order of their first one."""
    groups: list[Group] = []
    keys: dict[str, int] = {}
    for mention in found:
        index = next((keys[key] for key in _keys(mention.name) if key in keys), None)
        if index is None:
            index = len(groups)
            groups.append([])
        groups[index].append(mention)
        for key in _keys(mention.name):
            keys.setdefault(key, index)
    return _merge(groups, text)


def _keys(name: str) -> list[str]:
    known: Known | None = by_form().get(name)
    keys = [f"known {known.name}"] if known and _same_by_letters(name, known.name) else []
    return [*keys, name_key(name).replace(" ", "") or name.lower()]


def _same_by_letters(name: str, known: str) -> bool:
    """Whether a form of the gazetteer shows its name: ANSSI and its full form; « Les Mousquetaires » beside Intermarché is told apart."""
    short, long = sorted((name, known), key=len)
    one, other = fold(short), fold(long)
    shares = bool(set(one.split()) & set(other.split())) or one.replace(" ", "") in other.replace(" ", "")
    return short.isupper() or shares or is_acronym_of(short, long)


def _merge(groups: list[Group], text: str) -> list[Group]:
    """Acronyms join their full names; parts of a name the whole; a place its town hall."""
    fullest = [max((m.name for m in members), key=len) for members in groups]
    owner = list(range(len(groups)))
    dropped: set[int] = set()
    brackets = _brackets(groups, text)
    body = text.find("\n\n")
    places = {fold(place): (n, kind) for n, members in enumerate(groups) for place, kind in _places(members)}
    for n, name in enumerate(fullest):
        target = brackets.get(n)
        if target is None and name.isupper() and 2 < len(name) <= 8:
            target = next((o for o, full in enumerate(fullest) if o != n and is_acronym_of(name, full)), None)
        if target is None and (place := places.get(fold(name))) and place[0] != n:
            if place[1] in PLACE_KINDS - METONYM_KINDS:
                dropped.add(n)
            target = place[0]
        if target is None:
            target = _whole(n, name, fullest, groups)
        if target is not None and _root(owner, target) != n:
            owner[n] = target
    merged: dict[int, Group] = {}
    for n, members in enumerate(groups):
        root = _root(owner, n)
        if n in dropped:
            continue
        named = groups[root]
        # A bare place before its town hall is named is left: the article's first name should be the full one.
        told = next((m.start for m in named if m.start > body), len(text))
        kept = [m for m in members if root == n or n in brackets or m.name.isupper() or not _is_part(m, named) or m.start > told]
        merged.setdefault(root, []).extend(kept)
    return sorted((sorted(members, key=lambda m: m.start) for members in merged.values() if members), key=lambda members: members[0].start)


def _is_part(mention: Mention, named: Group) -> bool:
    return all(len(mention.name) < len(other.name) for other in named)


def _root(owner: list[int], n: int) -> int:
    seen = set()
    while owner[n] != n and n not in seen:
        seen.add(n)
        n = owner[n]
    return n


def _places(members: Group) -> Iterator[tuple[str, str]]:
    """What stands behind the head of a name: the place, the patron."""
    for mention in members:
        if "head" in mention.origins:
            kind = next((k.partition(":")[2] for k in sorted(mention.kinds) if k.startswith("head:")), "")
            match = re.search(r"(?:^| |')(?:d'|de la |de l'|de |du |des |en |)(?P<place>[A-ZÀ-Ý][^()]*)$", mention.name)
            tail = re.search(r"^(?:[A-ZÀ-Ý]?[a-zà-ÿ.'-]+ |[A-Z]+ |d'|l')*(?P<place>[A-ZÀ-Ý0-9].*)$", mention.name)
            for found in (match, tail):
                if found and found["place"] != mention.name and kind not in {"federation", "association"}:
                    yield found["place"], kind


def _brackets(groups: list[Group], text: str) -> dict[int, int]:
    """« Office du logement (OLA) »: what stands in brackets right behind a longer name, and abbreviates it or is its other name."""
    ends = {m.end: (n, m) for n, members in enumerate(groups) for m in members}
    found = {}
    for n, members in enumerate(groups):
        for mention in members:
            at = mention.start
            opened = text[at - 1 : at] == "(" and text[mention.end : mention.end + 1] in {")", ","}
            if opened and (before := ends.get(at - 2)) and before[0] != n:
                other, name = before
                short, long = sorted((mention.name, name.name), key=len)
                initials = {word[0] for word in fold(long).split()}
                if is_acronym_of(short, long) or (
                    short.upper() == short and " " in long and len(short) <= 8 and short.isalpha() and fold(short)[:1] in initials
                ):
                    found[n] = other
    return found


def _whole(n: int, name: str, fullest: list[str], groups: list[Group]) -> int | None:
    """The longer name of the same article that this one shortens: two words of it at least, or its distinctive first or last one."""
    words = fold(name).split()
    if not words or (name in by_form() and len(words) == 1):
        return None
    hits = []
    for other, full in enumerate(fullest):
        longer = fold(full).split()
        if other == n or len(longer) <= len(words) or len(longer) - len(words) > 5:
            continue
        if (
            len(words) >= 2 and sum(map(len, words)) > 6 and _within(words, longer) and not any("generic" in m.origins for m in groups[n])
        ) or (
            len(words) == 1
            and len(name) >= 4
            and name[:1].isupper()
            and full not in by_form()
            and _distinctive(words[0], longer, groups[other])
        ):
            hits.append(other)
    return hits[0] if len(hits) == 1 else None


def _within(words: list[str], longer: list[str]) -> bool:
    """Whether the words follow each other in the longer name."""
    return any(longer[at : at + len(words)] == words for at in range(len(longer) - len(words) + 1))


def _distinctive(word: str, longer: list[str], members: Group) -> bool:
    """« Kermor » shortens « Kermor Chaudières », « Douve » « transports Douve »: the first word of a proper name, or a firm's last."""
    headed = any("head" in m.origins for m in members)
    firm = any(kind in m.kinds for m in members for kind in ("head:firm", "head:federation", "head:association", "head:hospital"))
    plain = len(longer) == 2 and longer[1] == word and is_common(longer[0])
    return (longer[0] == word and not headed and len(longer) <= 3) or ((firm or plain) and longer[-1] == word and len(longer) <= 3)
