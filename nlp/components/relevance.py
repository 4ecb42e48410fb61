"""Relevance: which of the figures and kinds of data found are of this incident. Learned from annotated articles, with the rules' word as one voice.

    En 2021, Corvane avait perdu 40 000 dossiers. Cette fois, Orféa prévient 12 000 clients.
                                 ^^^^^^^^^^^^^^ no count                     ^^^^^^^^^^^^^^ affected

Runs when roles and subject are known: a sentence that names somebody else only is seldom about this case.
"""

import re
from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.components.polarity import settle
from nlp.data_features import weak
from nlp.figure_judge import judge_figures
from nlp.linear import load_model
from nlp.relevance import data_rows
from nlp.scores import get_score, set_score
from nlp.situation import Situation
from nlp.text import text_of

LEAN = {True: 0.5, False: 0.85}
"""What the chance of being nothing counts for, of a word that only the judge may take and of others: F1 asks for more than the likeliest."""
PROOF = 300
"""How far away the words that prove a denial may stand."""
DOUBT = 0.1
"""By how much a denial must be surer than the words elsewhere that say the same kind was taken, for these to give way."""
_NEGATION = re.compile(
    r"\b(?:ne|n'|ni|pas|aucune?s?|sans|sauf|hors|hormis|excepte\w*|exception|jamais|epargn\w*|rien|nul(?:le)?|exclu\w*|indemne\w*|intact\w*|preserv\w*|abri|non|"
    r"manqu\w+|absen\w+|ailleurs|a part|separement|dement\w*|contest\w*|ecarte\w*|saufs|sauves?|restee?s?|autre|distinct\w*|illisibles?|masque\w*|heberge\w*|stocke\w*|"
    r"conserve\w*)(?!\w)"
)
"""Words that may prove that data was spared, where no rule named them."""


@Language.component("vigie_relevance", requires=["doc.spans"], assigns=["doc.spans"])
def relevance(doc: Doc) -> Doc:
    """Judge the figures and the kinds of data again."""
    if not doc._.figures and not doc.spans.get("data_types"):
        return doc
    situation = Situation(doc)
    doc.spans["counts"] = judge_figures(doc, situation)
    judge_data(doc, situation)
    return doc


def judge_data(doc: Doc, situation: Situation) -> None:
    """Set `ignored` and `denied_by` of each kind of data."""
    model = load_model("data_model")
    spans: list[Span] = list(doc.spans.get("data_types", []))
    rows = data_rows(doc, situation)
    for span, row in zip(spans, rows, strict=True):
        chances = model.probabilities(row)
        chances["none"] *= LEAN[weak(span)]
        words = span._.denied_by or (_proof(doc, span, situation) if chances["spared"] > chances["taken"] else None)
        if not words:
            chances["spared"] = 0.0
        verdict = max(chances, key=lambda name: chances[name])
        if verdict == "none":
            span._.ignored, span._.aside = True, span._.aside if span._.ignored and span._.aside != "generic" else "judged"
        else:
            span._.ignored, span._.aside = False, None
            span._.denied_by = words if verdict == "spared" else None
        set_score(span, "data_types", round(chances[verdict] / sum(chances.values()), 3))
    _agree(spans)
    settle(spans)


def _agree(spans: Sequence[Span]) -> None:
    """Of a kind said here to be taken and there to be spared, the doubtful word gives way."""
    surest: dict[tuple[str, bool], float] = {}
    for span in spans:
        if not span._.ignored:
            key = span.label_, bool(span._.denied_by)
            surest[key] = max(surest.get(key, 0.0), get_score(span, "data_types"))
    for span in spans:
        if not span._.ignored and not span._.denied_by and surest.get((span.label_, True), 0.0) > DOUBT + surest[span.label_, False]:
            span._.ignored, span._.aside = True, "judged"


def _proof(doc: Doc, span: Span, situation: Situation) -> str | None:
    """The nearest word of negation in the sentence of a kind of data."""
    number = situation.number(span.start_char)
    start, end = max(situation.starts[number], span.start_char - PROOF), min(situation.ends[number], span.end_char + PROOF)
    found = list(_NEGATION.finditer(situation.folded, start, end))
    if not found:
        return None
    best = min(found, key=lambda match: min(abs(match.end() - span.start_char), abs(match.start() - span.end_char)))
    return text_of(doc)[best.start() : best.end()]
