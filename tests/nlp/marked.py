"""Marked sentences: «Les <name noms> ont fuité, pas les <-password mots de passe>» stands for a text and its answers.

`<code words>` taken, `<?code words>` perhaps taken, `<-code words>` not taken; what is not marked is nothing.
"""

import re
from dataclasses import dataclass

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from nlp.components import attack_types, data_types, polarity, sentences  # noqa: F401 - each names itself to spaCy
from nlp.text import Source, make_doc, normalise
from nlp.tokenizer import adapt

_MARK = re.compile(r"<([?-]?)([a-z_]+) ([^<>]*)>")


@dataclass(frozen=True)
class Marked:
    text: str
    answers: tuple[tuple[str, str, str], ...]


def marked(text: str) -> Marked:
    """The plain text, and its (sign, code, words)."""
    answers = tuple((found[1], found[2], normalise(found[3])) for found in _MARK.finditer(text))
    return Marked(_MARK.sub(lambda found: found[3], text), answers)


def pipeline(*names: str) -> Language:
    """A blank French pipeline with Vigie's sentences and these components."""
    language = spacy.blank("fr")
    adapt(language)
    for name in ("vigie_sentences", *names):
        language.add_pipe(name)
    return language


def read(language: Language, text: str, *, title: str = "Une mairie piratée") -> Doc:
    """A Doc of a title and a text, through the pipeline."""
    doc = make_doc(language, Source(url="https://lueur.example/1", title=title, text=text, published="2024-05-15"))
    for _, component in language.pipeline:
        doc = component(doc)
    return doc


def found(doc: Doc) -> list[tuple[str, str, str]]:
    """(sign, code, words) of the data types that are not ignored, as `marked` gives them."""
    return [
        (("-" if span._.denied_by else "?" if span._.possible else ""), span.label_, span.text)
        for span in doc.spans["data_types"]
        if not span._.ignored
    ]
