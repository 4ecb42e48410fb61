"""Proposals: organisations and incidents that may be one, for a person to say. Pure; never acted upon by themselves.

rapidfuzz only finds candidates: it gives 100 to La Poste and La Poste Mobile. What speaks for a join is said in words, with a score.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from rapidfuzz import fuzz

from db.decisions import Decisions
from db.incidents import SAME_EVENT
from db.organisations import Organisation, Register
from db.periods import period
from db.summary import Incident
from nlp.gazetteer import Known
from nlp.names import fold, institution, known_different, match_key, name_key, vocabulary

CLOSE = 87
"""What rapidfuzz must give the keys of two names."""
RARE = 12
"""How many organisations may have a word that makes two of them candidates."""
NEAR = 60
"""Days between two incidents of a victim that may be one."""
LEAST = 0.6


@dataclass(frozen=True, kw_only=True, order=True)
class Proposal:
    """Two that may be one."""

    kind: str
    one: str
    """A name, or the address of an article that tells the incident."""
    other: str
    score: float
    reasons: tuple[str, ...]


def propose_organisations(register: Register, known: Mapping[str, Known], decisions: Decisions) -> list[Proposal]:
    """Organisations whose names are close, no decision having been taken on them."""
    settled = [{match_key(name) for name in one.names} for one in decisions.of("merge", "split", "rename", "not-an-organisation")]
    found = []
    for one, other in candidates(register.organisations):
        if any({one.key, other.key} <= keys for keys in settled) or forbidden(one, other, known):
            continue
        reasons, score = likeness(one, other)
        if score >= LEAST:
            first, second = sorted((one.name, other.name))
            found.append(Proposal(kind="organisation", one=first, other=second, score=score, reasons=reasons))
    return sorted(set(found), key=lambda one: (-one.score, one))


def candidates(organisations: Sequence[Organisation]) -> Iterator[tuple[Organisation, Organisation]]:
    """Organisations that share a rare word, or how their names begin."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for index, one in enumerate(organisations):
        words = [word for word in name_key(one.name).split() if len(word) > 3 and word not in vocabulary("generic", "words")]
        for block in {*words, f"^{one.key[:5]}", f"{one.key[-5:]}$"}:
            blocks[block].append(index)
    seen: set[tuple[int, int]] = set()
    for members in blocks.values():
        if len(members) <= RARE:
            seen.update(combinations(members, 2))
    for left, right in sorted(seen):
        yield organisations[left], organisations[right]


def forbidden(one: Organisation, other: Organisation, known: Mapping[str, Known]) -> bool:
    """Whether two organisations surely are two: by a guard, by the gazetteer, by their numbers or by what they are."""
    kinds = [institution(fold(organisation.name).split())[0] for organisation in (one, other)]
    figures = [sorted(word for word in fold(organisation.name).split() if word.isdigit()) for organisation in (one, other)]
    return (
        known_different(one.name, other.name)
        or (one.key in known and other.key in known)
        or figures[0] != figures[1]
        or (kinds[0] != kinds[1] and bool(kinds[0]) and bool(kinds[1]))
        or {one.kind, other.kind} == {"attacker", "authority"}
    )


def likeness(one: Organisation, other: Organisation) -> tuple[tuple[str, ...], float]:
    """What speaks for two names being one's, in words, and how much."""
    left, right = name_key(one.name), name_key(other.name)
    close = fuzz.ratio(left.replace(" ", ""), right.replace(" ", ""))
    reasons, score = [], 0.0
    if close >= CLOSE:
        reasons.append(f"graphies proches ({close:.0f} sur 100)")
        score = 0.55 + (close - CLOSE) / 40
    shorter, longer = sorted((set(left.split()), set(right.split())), key=len)
    if shorter and shorter < longer and (len(shorter) > 1 or len(longer) == 2):
        reasons.append(f"l’un des noms est dans l’autre, à « {' '.join(sorted(longer - shorter))} » près")
        score = max(score, 0.55)
    if reasons and one.sector and one.sector == other.sector:
        reasons.append("même secteur")
        score += 0.1
    if reasons and one.sector and other.sector and one.sector != other.sector:
        reasons.append("secteurs différents")
        score -= 0.2
    if reasons and institution(fold(one.name).split())[0] and close < 95:
        score -= 0.3  # « CHU de Reims » and « CHU de Rennes »
    return tuple(reasons), round(max(0.0, min(score, 0.99)), 2)


def propose_incidents(
    incidents: Iterable[Incident], attackers: Mapping[tuple[str, int], Collection[str]], decisions: Decisions
) -> list[Proposal]:
    """Incidents of one victim that came close to one another and may be one, no decision having been taken on them."""
    settled = [set(one.places) for one in decisions.of("merge-incidents", "split-incidents", "distinct-incidents", "not-an-incident")]
    by_victim: dict[str, list[Incident]] = defaultdict(list)
    for incident in incidents:
        if incident.victims and incident.date_from:
            by_victim[incident.victims[0]].append(incident)
    found = []
    for told in by_victim.values():
        told.sort(key=lambda incident: (incident.date_from or "", incident.anchor))
        for one, other in pairwise(told):
            places = [{(telling.url, telling.part) for telling in incident.tellings} for incident in (one, other)]
            if any(keys & places[0] and (keys & places[1] or len(keys) == 1) for keys in settled):
                continue
            reasons, score = resemblance(one, other, attackers)
            if score >= LEAST:
                first, second = sorted(address(incident) for incident in (one, other))
                found.append(Proposal(kind="incident", one=first, other=second, score=score, reasons=reasons))
    return sorted(found, key=lambda one: (-one.score, one))


def address(incident: Incident) -> str:
    """An incident by its first telling."""
    first = incident.tellings[0]
    return f"{first.url}#{first.part}" if first.part else first.url


def resemblance(one: Incident, other: Incident, attackers: Mapping[tuple[str, int], Collection[str]]) -> tuple[tuple[str, ...], float]:
    """What speaks for two incidents of one victim being one, in words, and how much."""
    days = period(one.date).gap(period(other.date)) if one.date and other.date else NEAR + 1
    if days > NEAR:
        return (), 0.0
    reasons, score = [f"même victime, à {days} jours d’écart"], 0.35 + 0.1 * (days <= 2 * SAME_EVENT)
    figures = [{(f.low, f.high) for telling in incident.tellings for f in telling.figures} for incident in (one, other)]
    if figures[0] & figures[1]:
        reasons.append("même chiffre")
        score += 0.3
    elif figures[0] and figures[1]:
        reasons.append("chiffres différents")
        score -= 0.1
    hands = [
        {name for telling in incident.tellings for name in attackers.get((telling.url, telling.part), ())} for incident in (one, other)
    ]
    if hands[0] & hands[1]:
        reasons.append(f"même attaquant : {', '.join(sorted(hands[0] & hands[1]))}")
        score += 0.25
    elif hands[0] and hands[1]:
        reasons.append("attaquants différents")
        score -= 0.25
    return tuple(reasons), round(max(0.0, min(score, 0.99)), 2)
