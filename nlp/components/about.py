"""About: does the article report an incident, several of equal weight (round-up), or something else?

    Fuite chez Orféa : 12 000 clients prévenus                  incident
    La semaine cyber : Orféa, Morlanne, CHU de Valbrune…        roundup
    Nos conseils après les fuites de cet hiver                  other

A linear model over title, first sentences, findings and how plainly somebody is said to be the victim (`nlp/about_features.py`). A round-up
is cut into parts, one per stretch of text that names a victim of its own.
"""

import re
from bisect import bisect_right
from functools import cache
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.about_features import about_features
from nlp.data import load
from nlp.linear import Features, load_model
from nlp.role_features import related, role_features, role_prior, told_victim
from nlp.scores import set_score
from nlp.text import span_of

if not Doc.has_extension("about"):
    Doc.set_extension("about", default=None)
    Doc.set_extension("parts", default=[])
    Doc.set_extension("about_scores", default=None)

PARAGRAPH = re.compile(r"[^\n](?:.|\n(?!\s*\n))*")


def judge(doc: Doc) -> dict[str, float]:
    """The chances of each kind of article, once per Doc: the roles ask before this component runs."""
    if doc._.about_scores is None:
        doc._.about_scores = load_model("about_model").probabilities(features(doc))
    scores: dict[str, float] = doc._.about_scores
    return scores


def features(doc: Doc) -> Features:
    """What the model sees. The victims are guessed without training, by the priors alone, so that nothing runs in a circle."""
    first: dict[int, int] = {}
    starts = [sentence.start for sentence in doc.sents]
    for span in doc.spans.get("organisations", []):
        first.setdefault(span._.org, bisect_right(starts, span.start))
    model, prior = load_model("role_prior_model"), role_prior()
    rows = related(doc._.org_features)
    victims = [
        (model.probabilities(role_features(row))["victim"], told_victim(row, prior), first.get(index, 0)) for index, row in enumerate(rows)
    ]
    return about_features(doc, victims)


@Language.component("vigie_about", requires=["doc.spans"], assigns=["doc.spans"])
def about(doc: Doc) -> Doc:
    """Set `doc._.about`, `doc._.parts`, and the words that say most about it."""
    scores = judge(doc)
    doc._.about = max(scores, key=lambda kind: scores[kind])
    victims = [span for span in doc.spans.get("organisations", []) if span._.role == "victim"]
    if doc._.about != "other" and not victims:
        doc._.about = "other"
    doc._.parts = []
    if doc._.about == "roundup":
        parts = parts_of(doc, victims)
        doc._.parts = parts if len(parts) > 1 else [(doc._.text_start, len(doc.text))]
    elif doc._.about == "incident":
        doc._.parts = [(doc._.text_start, len(doc.text))]
    place = evidence(doc)
    doc.spans["about"] = [span_of(doc, *place, doc._.about)] if place else []
    for span in doc.spans["about"]:
        set_score(span, "about", round(max(scores[doc._.about], 0.34), 3))
    return doc


@cache
def _signs(kind: str) -> re.Pattern[str]:
    table = load("about")
    gist = {
        "other": ("advice", "study", "law", "arrest", "exercise", "flaw", "product", "scam"),
        "roundup": ("roundup", "attack"),
        "incident": ("attack",),
    }
    return re.compile("|".join([*table["signs"][kind], *(table["gist"][name] for name in gist[kind])]), re.IGNORECASE)


def evidence(doc: Doc) -> tuple[int, int] | None:
    """The first words of title or text that speak for the kind; the title where there are none."""
    match = _signs(doc._.about).search(doc.text)
    if match and match.end() > match.start():
        return match.span()
    return (0, len(doc._.title)) if doc._.title.strip() else None


def parts_of(doc: Doc, victims: list[Span]) -> list[tuple[int, int]]:
    """Stretches of paragraphs, each with victims that no other has; of sentences where one paragraph tells it all."""
    for pieces in (_paragraphs(doc), [(sent.start_char, sent.end_char) for sent in doc.sents if sent.start_char >= doc._.text_start]):
        starts: list[int] = []
        seen: set[int] = set()
        for start, end in pieces:
            here = {span._.org for span in victims if start <= span.start_char < end}
            if here - seen:
                starts.append(start if starts else doc._.text_start)
                seen |= here
        if len(starts) > 1:
            return list(pairwise([*starts, len(doc.text)]))
    return [(doc._.text_start, len(doc.text))]


def _paragraphs(doc: Doc) -> list[tuple[int, int]]:
    return [match.span() for match in PARAGRAPH.finditer(doc.text, doc._.text_start)]
