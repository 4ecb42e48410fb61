"""What speaks for each sector of the (first) victim: one row of named numbers per sector. Pure.

    La chaîne de brasseries Le Zinc Doré a prévenu ses convives.
       ^^^^^^^^^^^^^^^^^^^^                             ^^^^^^^^  food_agriculture: before, people…

A noun beside another organisation is that one's; a noun in the victim's place (« l'enseigne ») is the victim's.
"""

from nlp.data import load
from nlp.folding import fold
from nlp.sector_beside import beside
from nlp.sector_counted import Count
from nlp.sector_scene import LEAD, Rows, Scene, Words, read
from nlp.sector_words import in_name, tokens, told

WEAK_KINDS = frozenset(
    {"federation", "association", "public_body", "authority", "firm", "company", "platform", "agency", "media", "security_firm"}
)
"""Kinds that leave the trade open."""
NO_VICTIMS = frozenset({"media", "authority", "security_firm", "attacker"})
OTHERS = 40
"""Organisations besides the victims whose describing nouns are looked at."""
_SUPPLIES = frozenset({"prestataire", "sous traitant", "fournisseur", "editeur", "hebergeur"})
_FIRM = ("known 1", "before 1", "apposition 1", "is 1", "kind 1", "noun in name 1")


def rows(scene: Scene, words: Words | None = None) -> Rows:
    """One row per sector."""
    found = Rows(scene, words or read(scene))
    victims = set(scene.victims)
    for rank, index in enumerate(scene.victims[:OTHERS]):
        _own(found, index, "1" if rank == 0 else "2")
        beside(found, index, "1" if rank == 0 else "2")
    rest = sorted((n for n in scene.orgs if n not in victims), key=lambda n: -len(scene.orgs[n].places))[:OTHERS]
    if rest and scene.orgs[rest[0]].kind not in NO_VICTIMS:
        _own(found, rest[0], "most")
    for index in rest:
        beside(found, index, "supplier" if scene.roles.get(index) == "third_party" else "other")
    Count(found).all()
    _compared(found)
    return found


def _own(found: Rows, index: int, who: str) -> None:
    """What the gazetteer, its kind and its name say of an organisation."""
    one = found.scene.orgs[index]
    said: list[tuple[str, float]] = []
    if one.sector in found.rows:
        found.note(one.sector, f"known {who}")
        said.append((one.sector, 9.0))
    by_kind: str | None = load("sectors")["kinds"].get(one.kind or "")
    if by_kind:
        found.note(by_kind, f"{'weak ' if one.kind in WEAK_KINDS else ''}kind {who}")
        found.note(by_kind, f"kind {who}:{one.kind}")
        said.append((by_kind, 3.0))
    named = in_name(one.name)
    for sector, weight in named.items():
        found.note(sector, f"name {who}" + (" part" if weight < 1 else ""), weight)
        found.note(sector, f"name {who} of {min(3, len(named))}", weight)
        said.append((sector, 2.0 * weight))
    for noun in told(tokens(fold(one.name))):
        for sector in noun.sectors if noun.kind == "nouns" else ():
            found.note(sector, f"noun in name {who}")
            found.note(sector, f"noun in name {who} at {min(2, noun.first)}")
    for sector, weight in said if who == "1" else ():
        found.reason(sector, weight, *one.places[0])


def _compared(found: Rows) -> None:
    """Whether a sector alone has a kind of evidence, and what speaks against there being any."""
    for name in (*_FIRM, "name 1"):
        having = [sector for sector, row in found.rows.items() if name in row]
        if len(having) == 1:
            found.note(having[0], "sole " + name)
    if not any(name in row for row in found.rows.values() for name in _FIRM):
        found.note("other", "nothing firm")
    if not found.words.told:
        found.note("other", "nothing told")
    if not found.scene.victims:
        found.note("other", "no victim")
        return
    first, named = found.scene.victims[0], found.scene.first_named()
    owned = {found.words.told[n].phrase for n, indexes in found.owned.items() if first in indexes}
    if owned & _SUPPLIES or found.scene.roles.get(first) == "third_party":
        found.note("technology", "supplier")
    if len(found.scene.victims) > 1:
        found.note("technology", "several victims")
    if named is not None and named >= found.scene.text_start + LEAD:
        found.note("technology", "late victim")
