"""Roles: what each organisation is to the incident: victim, past victim, supplier, authority, attacker, source, other.

    Après la ville de Morlanne, c'est au tour d'Orféa. Selon Le Réveil, le gang Noctule revendique ; la CNIL est saisie.
             ^ past_victim                     ^ victim      ^ source           ^ attacker             ^ authority

A linear model over the words around all mentions of an organisation, its kind and its place (`nlp/org_features.py`). It starts from what
`data/roles.toml` says and is corrected by annotated articles (`nlp/training/learn.py`).
"""

from collections import defaultdict

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.components.about import judge
from nlp.linear import Features, load_model
from nlp.role_features import related, role_features, within
from nlp.scores import get_score, set_score

if not Doc.has_extension("victims"):
    Doc.set_extension("victims", default=[])

Decision = tuple[str, dict[str, float]]
SURE = {"attacker", "authority", "source"}
"""Roles that are not given up for want of a victim: a story may leave its victim unnamed…"""
LEAST = 0.15
"""…unless the organisation has at least this chance of being one."""


@Language.component("vigie_roles", requires=["doc.spans"], assigns=["span._.role"])
def roles(doc: Doc) -> Doc:
    """Set `span._.role` on every mention, and `doc._.victims` (indexes, causal order: the breached supplier first)."""
    scores = judge(doc)
    about = max(scores, key=lambda kind: scores[kind])
    decided = decide(doc._.org_features, about)
    mentions: dict[int, list[Span]] = defaultdict(list)
    for span in doc.spans.get("organisations", []):
        mentions[span._.org].append(span)
    for index, spans in mentions.items():
        role, chances = decided[index]
        for span in spans:
            span._.role = role
            set_score(span, "organisations", round(get_score(span, "organisations") * max(chances[role], 0.2), 3))
    doc._.victims = causal([index for index in mentions if decided[index][0] == "victim"], mentions, decided, doc._.org_features)
    return doc


def decide(rows: list[Features], about: str) -> list[Decision]:
    """The role of each organisation and the chances of all roles. Where nothing is reported there is no victim; elsewhere the likeliest is one."""
    model = load_model("role_model")
    chances = [model.probabilities(role_features(row)) for row in within(related(rows), about)]
    if about == "other":
        chances = [{role: 0.0 if role == "victim" else chance for role, chance in row.items()} for row in chances]
    found = [(max(row, key=lambda role: row[role]), row) for row in chances]
    if about != "other" and found and all(role != "victim" for role, _ in found):
        best = max(
            range(len(found)),
            key=lambda n: found[n][1]["victim"] * (1.0 if found[n][0] in {"other", "past_victim", "third_party"} else 0.2),
        )
        if found[best][0] not in SURE or found[best][1]["victim"] > LEAST:
            found[best] = ("victim", found[best][1])
    return found


def causal(victims: list[int], mentions: dict[int, list[Span]], decided: list[Decision], rows: list[Features]) -> list[int]:
    """The breached supplier before its clients, then the likeliest, then the first named."""
    supplier = {index: decided[index][1].get("third_party", 0.0) > 0.15 or any(key in rows[index] for key in SUPPLIES) for index in victims}
    return sorted(victims, key=lambda index: (not supplier[index], -round(decided[index][1]["victim"], 1), mentions[index][0].start))


SUPPLIES = (
    "desc:presta",
    "desc:sous-t",
    "desc:fourni",
    "desc:héberg",
    "desc:infogé",
    "left:prestataire",
    "left:sous-traitant",
    "left:hébergeur",
    "aside:presta",
    "aside:sous-t",
    "aside:héberg",
)
