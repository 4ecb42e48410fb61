"""What an editor's decisions mean for names: which keys are one, which never are, what they are called. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from db.decisions import Decisions
from nlp.names import match_key


@dataclass(frozen=True, kw_only=True)
class Settled:
    """Names as an editor settled them."""

    own: Mapping[str, str] = field(default_factory=dict)
    """The keys of names that were split from others written alike."""
    joined: tuple[tuple[str, str], ...] = ()
    never: tuple[tuple[str, str], ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    """What the organisation of a key is called."""
    dropped: frozenset[str] = frozenset()
    """Keys that are no organisation's."""

    def key(self, name: str) -> str:
        """The key of a name."""
        return self.own.get(" ".join(name.split())) or match_key(name)


NOTHING = Settled()


def settle(decisions: Decisions) -> Settled:
    """The decisions on names; of two that contradict one another, the later stands."""
    own: dict[str, str] = {}
    for one in decisions.of("split"):
        seen: set[str] = set()
        for name in one.names:
            key = match_key(name)
            if key in seen:
                own[" ".join(name.split())] = f"{key}~{len(seen) + 1}"
            seen.add(own.get(name, key))
    keyed = Settled(own=own)
    joined: dict[tuple[str, str], None] = {}
    never: dict[tuple[str, str], None] = {}
    names: dict[str, str] = {}
    for one in decisions.of("merge", "split", "rename"):
        keys = [keyed.key(name) for name in one.names]
        pairs = {pair for left, right in combinations(dict.fromkeys(keys), 2) for pair in ((left, right), (right, left))}
        if one.kind == "split":
            if pairs & joined.keys():
                names = {key: name for key, name in names.items() if key not in keys}
            joined = {pair: None for pair in joined if pair not in pairs}
            never |= dict.fromkeys(sorted(pairs))
            continue
        never = {pair: None for pair in never if pair not in pairs}
        joined |= dict.fromkeys(pairwise(keys))
        names |= dict.fromkeys(keys, one.names[-1] if one.kind == "rename" else one.names[0])
    return Settled(
        own=own,
        joined=tuple(joined),
        never=tuple(never),
        names=names,
        dropped=frozenset(keyed.key(name) for one in decisions.of("not-an-organisation") for name in one.names),
    )
