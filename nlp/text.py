"""Text: the one string that spaCy reads, and the way back to the article's own.

A Doc holds the title, a blank line and the text, so that a title is read with what follows. Only one-for-one replacements touch the
string (no-break spaces, typographic apostrophes), so a span's offset in the Doc less `doc._.text_start` is its offset in the article's text.
"""

from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span

_ONE_FOR_ONE = str.maketrans(
    {
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\u2008": " ", "\u200a": " ", "\t": " ", "\r": " ",
        "’": "'", "ʼ": "'", "‘": "'", "‛": "'", "′": "'", "`": "'", "´": "'",
        "\u2010": "-", "\u2011": "-",
    }
)  # fmt: skip
BREAK = "\n\n"
"""Between title and text, and between paragraphs."""

for name, default in {"title": "", "text": "", "text_start": 0, "published": None, "publisher": None}.items():
    if not Doc.has_extension(name):
        Doc.set_extension(name, default=default)


@dataclass(frozen=True, kw_only=True)
class Source:
    """What the reader is given of an article: what `vigie tag` needs at least, and what it uses if it is there."""

    url: str
    title: str
    text: str
    published: str | None = None
    publisher: str | None = None


def normalise(text: str) -> str:
    """The text with plain spaces, apostrophes and hyphens, character for character.

    >>> normalise("l’hôpital a perdu 6\u202f128 dossiers")
    "l'hôpital a perdu 6 128 dossiers"
    """
    return text.translate(_ONE_FOR_ONE)


def make_doc(nlp: Language, source: Source) -> Doc:
    """Tokenise an article's title and text as one Doc that remembers where the text starts and when it was published."""
    doc = nlp.make_doc(normalise(source.title + BREAK + source.text))
    doc._.title, doc._.text = source.title, source.text
    doc._.text_start = len(source.title) + len(BREAK)
    doc._.published, doc._.publisher = source.published, source.publisher
    return doc


def span_of(doc: Doc, start: int, end: int, label: str) -> Span:
    """The tokens that cover characters `start` to `end` of the Doc, as a labelled span."""
    span = doc.char_span(start, end, label=label, alignment_mode="expand")
    assert span is not None  # noqa: S101 - "expand" always finds tokens for offsets inside the Doc
    return span


def place(span: Span) -> tuple[str, int, str]:
    """Where a span stands in the article: its words as published, their offset, and `text` or `title`."""
    doc, start, end = span.doc, span.start_char, span.end_char
    if end <= doc._.text_start:
        return doc._.title[start:end], start, "title"
    start, end = start - doc._.text_start, end - doc._.text_start
    return doc._.text[start:end], start, "text"


def text_of(doc: Doc) -> str:
    """`doc.text`, put together once: spaCy joins all tokens anew each time it is asked, which makes any loop over spans quadratic."""
    text: str | None = doc.user_data.get("vigie text")
    if text is None:
        text = doc.user_data["vigie text"] = doc.text
    return text
