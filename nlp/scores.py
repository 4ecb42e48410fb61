"""Scores: how sure a component is of a span, kept apart for spans that share their offsets."""

from spacy.tokens import Span

DEFAULT = 0.9


def _key(span: Span, group: str) -> str:
    return f"score {group} {span.start_char} {span.end_char} {span.label_}"


def set_score(span: Span, group: str, score: float) -> None:
    """Note the share of spans like this one that are right."""
    span.doc.user_data[_key(span, group)] = score


def get_score(span: Span, group: str) -> float:
    """The score of a span of `doc.spans[group]`; `DEFAULT` where no component set one."""
    score: float = span.doc.user_data.get(_key(span, group), DEFAULT)
    return score
