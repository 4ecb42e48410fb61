"""Attack choice: the article's set of attack types, learned from annotated articles, with the rules' word as one voice.

    Les courriels de la directrice étaient lus depuis mars par un inconnu.
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ account_takeover        ^^^^^^^ intrusion

Runs when roles and subject are known. A kind is chosen only where words of the article speak for it: they are its evidence.
"""

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.attack_features import ASIDE, Meetings, attack_rows, meetings
from nlp.evidence import Place, best, clause
from nlp.folding import cues
from nlp.linear import load_model
from nlp.scores import set_score
from nlp.situation import Situation
from nlp.text import span_of, text_of
from nlp.vocabulary import TERMS

CHANCE = 0.27
"""A kind is reported from this chance on: below one half, for a kind missed weighs as much as one too many, and most rows are of kinds that are not there."""

_WEIGHTS = {"held": 3.0, "refused": 0.0, "background": 0.0}
PAIR, RULED, WEAK, DATA = 2.5, 2.5, 1.5, 0.5
"""How plainly words say a kind of attack: a pair that meets, what the rules went by, words that count only beside others, a kind of data."""
REACH = 80
"""Characters from a kind of data within which its taking is told."""


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
    """The words that prove a kind: of the rules' cues and the pairs of words that meet, those that say most; kinds of data by what was done to them."""
    taken = {(span.start_char, span.end_char) for span in doc.spans.get("data_types", [])}
    ruled: list[Span] = [span for span in doc.spans.get("attack_types", []) if span.label_ == code]
    places = [Place(cue.start, cue.end, _WEIGHTS.get(cue.verdict, WEAK)) for cue in doc._.attack_cues if cue.code == code]
    places += [Place(start, end, PAIR) for start, end in met.places]
    places += [
        _deed(span, situation) if (span.start_char, span.end_char) in taken else Place(span.start_char, span.end_char, RULED)
        for span in ruled
    ]
    shown = best((place for place in places if place.weight > 0), situation)
    if shown is None:
        aside = (cue for cue in doc._.attack_cues if cue.code == code and situation.marks[situation.number(cue.start)] not in ASIDE)
        shown = best((Place(cue.start, cue.end, 0.0) for cue in aside), situation)
    return span_of(doc, *clause(text_of(doc), shown.start, shown.end), code) if shown else None


def _deed(span: Span, situation: Situation) -> Place:
    """A kind of data with the nearest words of its sentence that say it was taken."""
    number = situation.number(span.start_char)
    low, high = max(situation.starts[number], span.start_char - REACH), min(situation.ends[number], span.end_char + REACH)
    found = list(cues("polarity", "taken").finditer(situation.folded, low, high))
    if not found:
        return Place(span.start_char, span.end_char, DATA)
    deed = min(found, key=lambda match: max(span.start_char - match.end(), match.start() - span.end_char))
    return Place(min(deed.start(), span.start_char), max(deed.end(), span.end_char), WEAK)
