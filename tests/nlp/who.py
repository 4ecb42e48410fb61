"""Articles without a trained recogniser: entities are set by hand, the rest is the pipeline's own."""

import re

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.text import Source, make_doc

WHO = ("vigie_organisations", "vigie_roles", "vigie_about", "vigie_claim", "vigie_sector")
MARK = re.compile(r"\[([^\]|]+)\|?(\w*)\]")
"""`[Orféa|victim]`: a name and what is expected of it; `[Paul Morel|PER]`: what the recogniser says."""


def marked(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The plain text, and the marked words with their answers, in order."""
    return MARK.sub(r"\1", text), [(match[1], match[2]) for match in MARK.finditer(text)]


def read(nlp: Language, text: str, *, title: str = "", publisher: str | None = None, entities: dict[str, str] | None = None) -> Doc:
    """Read a title and a text up to the sector, with the entities a recogniser would have set."""
    source = Source(url="https://gazette.example/1", title=title, text=text, published="2024-05-06", publisher=publisher)
    doc = nlp(make_doc(nlp, source))
    spans: list[Span] = []
    for name, label in (entities or {}).items():
        for match in re.finditer(re.escape(name), doc.text):
            span = doc.char_span(*match.span(), label=label, alignment_mode="expand")
            if span is not None and not any(span.start < other.end and other.start < span.end for other in spans):
                spans.append(span)
    doc.set_ents(spans)
    for name in WHO:
        doc = nlp.get_pipe(name)(doc) if name in nlp.pipe_names else nlp.create_pipe(name)(doc)
    return doc


def names(doc: Doc) -> dict[str, str]:
    """Each organisation's first mention, the text's before the title's, and its role."""
    found: dict[int, Span] = {}
    for span in sorted(doc.spans["organisations"], key=lambda span: (span.end_char <= doc._.text_start, span.start_char)):
        found.setdefault(span._.org, span)
    return {span.text: span._.role for span in found.values()}
