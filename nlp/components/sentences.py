"""Sentences: where one ends and the next begins, in text that no one proof-read.

    Le maire, M. Faure, l'a dit : « Rien n'a fuité. » L'enquête… continue.
    |                                               | |
    A stop, its closing quotes, and a capital start a sentence; an abbreviation, an initial, an ellipsis before a small letter do not.

A blank line always ends one; a bullet starts one; a heading or list item without a stop ends with its line.
"""

import re

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token

STOPS = {".", "!", "?", "…", "...", "..", "!!", "?!", "!?", "!!!"}
CLOSERS = {"»", '"', "”", ")", "]", "'"}
OPENERS = {"«", '"', "“", "(", "[", "-", "–", "—", "•", "*", "▪", "·", "→", "►"}
BULLETS = {"-", "–", "—", "•", "*", "▪", "·", "→", "►", "●", "◦", "✓", "✔"}
ABBREVIATION = re.compile(
    r"(?:(?:[A-ZÀ-Ý]\.)+[A-ZÀ-Ý]|M|MM|Mme|Mmes|Mlle|Dr|Pr|Me|St|Ste|art|cf|env|n|p|ex|av|bd|tél|vol|éd|[A-ZÀ-Ý])", re.IGNORECASE
)


@Language.component("vigie_sentences", assigns=["token.is_sent_start"])
def sentences(doc: Doc) -> Doc:
    """Mark the first token of every sentence."""
    starts = np.full(len(doc), -1, dtype=np.int64).astype(
        np.uint64
    )  # set at once: token.is_sent_start looks through the whole Doc each time
    stopped = True  # a sentence has ended; the next word starts one
    broken = True  # and whatever the word is, even in small letters
    for token in doc:
        if token.is_space:
            if "\n" in token.text and token.i and ("\n\n" in token.text or _line_ends(token)):
                stopped = broken = True
            continue
        if stopped and (broken or _may_start(token)):
            starts[token.i] = np.uint64(1)
            stopped = broken = False
        elif stopped and token.text not in CLOSERS and token.text not in STOPS:
            stopped = False
        if token.text in STOPS or (token.text[-1:] in ".…" and len(token.text) > 2 and not ABBREVIATION.fullmatch(token.text[:-1])):
            stopped = stopped or not _abbreviates(token)
    return doc.from_array("SENT_START", starts) if len(doc) else doc  # type: ignore[arg-type]  # one column may be one-dimensional


def _line_ends(newline: Token) -> bool:
    """A single line break ends a sentence before a bullet or a capital, or after a stop or colon."""
    following = newline.nbor(1) if newline.i + 1 < len(newline.doc) else None
    before = newline.nbor(-1)
    return following is None or following.text in BULLETS or before.text in STOPS or following.text[:1].isupper()


def _may_start(token: Token) -> bool:
    """A capital, a figure, an opening quote or a bullet may start a sentence; a small letter may not (« Quoi ? » demande-t-il)."""
    if token.text in CLOSERS and token.text not in OPENERS:
        return False
    if token.text in OPENERS:
        following = next((t for t in token.doc[token.i + 1 : token.i + 3] if not t.is_space), None)
        return following is not None and (following.text[:1].isupper() or following.text[:1].isdigit())
    return token.text[:1].isupper() or token.text[:1].isdigit()


def _abbreviates(stop: Token) -> bool:
    """A full stop glued to an abbreviation or an initial: « M. Faure », « J. P. Morel »; at a paragraph's end it is a stop again."""
    if stop.text != "." or not stop.i:
        return False
    before = stop.nbor(-1)
    return not before.whitespace_ and bool(ABBREVIATION.fullmatch(before.text))
