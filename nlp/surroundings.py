"""Surroundings: an article's words, sentences and recognised entities, looked up by place. Made once per article, in linear time."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from spacy.tokens import Doc

from nlp.background import background
from nlp.data import load
from nlp.linear import Features
from nlp.phrases import compiled


@dataclass
class Surroundings:
    """An article's words, looked up by place; made once per article."""

    doc: Doc
    text: str = field(init=False)
    words: list[str] = field(init=False)
    starts: list[int] = field(init=False)
    sentence: list[int] = field(init=False)
    marks: list[str | None] = field(init=False)
    entity: dict[int, str] = field(init=False)
    attack: set[int] = field(init=False)
    whole: Features = field(init=False)

    def sentence_at(self, place: int) -> int:
        """The number of the sentence that holds a character."""
        at = max(0, bisect_right(self.starts, place) - 1)
        return self.sentence[at] if self.sentence else 0

    def __post_init__(self) -> None:
        doc = self.doc
        self.text = doc.text
        kept = [token for token in doc if not token.is_space]
        self.words = [_shape(token.text) for token in kept]
        self.starts = [token.idx for token in kept]
        self.sentence, opens = [], {sent.start for sent in doc.sents}
        begun = 0
        for token in doc:
            if token.i in opens:
                begun += 1
            if not token.is_space:
                self.sentence.append(max(0, begun - 1))
        self.marks = list(background(doc))
        self.entity = {at: ent.label_ for ent in doc.ents for at in range(ent.start_char, ent.end_char)}
        self.attack = {n for n, sent in enumerate(doc.sents) if compiled(load("background")["incident"]).search(sent.text)}
        self.whole = whole(doc)


def _shape(word: str) -> str:
    return "#" if word[0].isdigit() else word.lower()


METONYMS = {
    "commune": r"\b(?:la (?:mairie|commune|municipalité|ville|collectivité|cité)|le maire|conseil municipal|bourgmestre|syndique?)\b",
    "department": r"\b(?:le département|la collectivité|conseil départemental|hôtel du département)\b",
    "region": r"\b(?:la région|conseil régional)\b",
    "hospital": r"\b(?:l'hôpital|l'établissement|la clinique|le centre hospitalier)\b",
    "firm": r"\b(?:l'entreprise|la société|le groupe|l'enseigne|la marque|l'éditeur|l'opérateur|la plateforme|le prestataire|le distributeur)\b",
}


def whole(doc: Doc) -> Features:
    """What holds for the whole article."""
    text = doc.text
    found = {f"article:{name}": 1.0 for name, words in METONYMS.items() if re.search(words, text, re.IGNORECASE)}
    for kind, words in load("about")["gist"].items():
        if re.search(words, text[: doc._.text_start + 900], re.IGNORECASE):
            found[f"gist:{kind}"] = 1.0
    return found
