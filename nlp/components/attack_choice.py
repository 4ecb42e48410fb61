"""Attack choice: the article's set of attack types, learned from annotated articles, with the rules' word as one voice.

    Les courriels de la directrice étaient lus depuis mars par un inconnu.
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ account_takeover        ^^^^^^^ intrusion

Runs when roles and subject are known. A kind is chosen only where words of the article speak for it: they are its evidence.
"""

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.attack_features import ASIDE, Meetings, attack_rows, meetings
from nlp.linear import load_model
from nlp.scores import set_score
from nlp.situation import Situation
from nlp.text import span_of
from nlp.vocabulary import TERMS

CHANCE = 0.27
"""A kind is reported from this chance on: below one half, for a kind missed weighs as much as one too many, and most rows are of kinds that are not there."""


@Language.component("vigie_attack_choice", requires=["doc.spans"], assigns=["doc.spans"])
def attack_choice(doc: Doc) -> Doc:
    """Settle `doc._.attack_types` and `doc.spans["attack_types"]` anew."""
    situation = Situation(doc)
    met = meetings(situation)
    model = load_model("attack_model")
    chosen: list[Span] = []
    for code, row in attack_rows(doc, situation, met).items():
        chance = model.probabilities(row)["yes"]
        span = evidence(doc, code, met[code], situation) if chance >= CHANCE else None
        if span is not None:
            set_score(span, "attack_types", round(chance, 3))
            chosen.append(span)
    doc.spans["attack_types"] = sorted(chosen, key=lambda span: span.start_char)
    order = list(TERMS["attack_type"])
    doc._.attack_types = sorted((span.label_ for span in chosen), key=order.index)
    return doc


def evidence(doc: Doc, code: str, met: Meetings, situation: Situation) -> Span | None:
    """The words that prove a kind: the rules' own, else the first cue that holds, else the first pair of words that meet."""
    proposed: list[Span] = [span for span in doc.spans.get("attack_types", []) if span.label_ == code]
    if proposed:
        return proposed[0]
    cues = [cue for cue in doc._.attack_cues if cue.code == code and cue.verdict not in {"refused", "background"}]
    cues.sort(key=lambda cue: cue.verdict != "held")
    places = [(cue.start, cue.end) for cue in cues] + met.places
    if not places:
        places = [
            (cue.start, cue.end)
            for cue in doc._.attack_cues
            if cue.code == code and situation.marks[situation.number(cue.start)] not in ASIDE
        ]
    return span_of(doc, *places[0], code) if places else None
