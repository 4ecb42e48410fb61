"""Sentences of our domain, filled with names and joined to short texts: the model learns where a name stands, not which names there are.

    python -m nlp.training.generate OUT [FILLS]

    L'enseigne {C} a prévenu la {A}.  ->  L'enseigne Vélokéo a prévenu la section de recherches de Dinan.
               ^                                     ORG                  ORG

The lines of `templates/*.txt` hold slots. ORG: {C} company, {D} domain, {V} « transports Marchal », {B} company after its trade, {H} hospital,
{I} other establishment, {M} local authority, {U} university, {S} school, {O} federation or association, {T} full name (acronym), {A} authority,
{N} media, {G} attacker group, {K} handle. PER: {R} person, {F} first name, {Q} surname. LOC: {L} town, {Y} department, {Z} country. MISC: {P} product,
{W} malware, {E} event. {X}: letters that name nothing. {C/D} is either, {CAPS C} in capitals, <port de {L}> one organisation with the town in it.
"""

import random
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from nlp.text import normalise
from nlp.training import crooks, names
from nlp.training.convert import blank, lower_cased
from nlp.training.frames import composed
from nlp.training.institutions import INSTITUTIONS, with_acronym
from nlp.training.names import PARTS, REAL, VOWELS, Chance

TEMPLATES = Path(__file__).parent / "templates"
LABELS = {"P": "MISC", "W": "MISC", "E": "MISC", "R": "PER", "F": "PER", "Q": "PER", "L": "LOC", "Y": "LOC", "Z": "LOC"}
MARK = re.compile(r"\{(CAPS )?([A-Z](?:/[A-Z])*)\}|[<>]")
INVENTED_SHARE = 0.7
LOWER_SHARE = 0.05
UPPER_SHARE = 0.02
QUOTED_SHARE = 0.03
ELIDED_SHARE = 0.9
ADJECTIVE_SHARE = 0.4
CONTRACTIONS = [("de", "le", "du"), ("de", "les", "des"), ("à", "le", "au"), ("à", "les", "aux")]
FEMININE = {"enseigne", "entreprise", "agence", "association", "application", "ESN", "éditrice"}
HELD_OUT = 10
"""Every tenth template is kept for measuring, with all its fills."""

INVENTED = {
    "C": names.company, "D": names.domain, "V": names.plural_house, "G": crooks.attacker, "K": crooks.handle,
    "P": names.product, "W": crooks.malware, "E": names.event, "R": names.person, "F": names.first_name, "Q": names.surname, "L": names.town,
}  # fmt: skip
NO_REAL = {("O", "le"), ("O", "l'"), ("M", "l'")}
"""Slots whose real names agree with another article."""
Spans = list[tuple[int, int, str]]
Pieces = list[tuple[str, str | None]]


def templates() -> list[str]:
    """All lines of all files, in the order of the files' names; `\\n` in a line is a line break."""
    lines = [line for path in sorted(TEMPLATES.glob("*.txt")) for line in path.read_text("utf-8").splitlines()]
    return [line.replace("\\n", "\n") for line in lines if line.strip() and not line.startswith("#")]


def fill(template: str, chance: Chance) -> tuple[str, Spans]:
    """The sentence with names in its slots, and where they stand."""
    text, end, opened = "", 0, -1
    spans: Spans = []
    for mark in MARK.finditer(template):
        text += template[end : mark.start()]
        end = mark.end()
        if mark[0] == "<":
            opened = len(text)
        elif mark[0] == ">":
            spans = [*(span for span in spans if span[0] < opened), (opened, len(text), "ORG")]
        else:
            for piece, label in pieces(chance.choice(mark[2].split("/")), text, chance):
                piece = piece.upper() if mark[1] else piece  # noqa: PLW2901
                text, piece = meet(text, piece, chance)  # noqa: PLW2901 - the piece as it stands there
                if label:
                    spans.append((len(text), len(text) + len(piece), label))
                text += piece
    return text + template[end:], spans


def pieces(code: str, before: str, chance: Chance) -> Pieces:
    """What stands in a slot: a name; a name in quotes; a full name with its acronym in brackets."""
    label = LABELS.get(code, "ORG")
    if code == "T":
        full, acronym = with_acronym(chance, article(before))
        return [(full, label), (" (", None), (acronym, label), (")", None)]
    if code == "B":
        return [(trade(before, chance), None), (pick("C", "", chance), label)]
    if code == "X":
        return [(names.letters(chance, chance.randint(2, 5)), None)]
    name = pick(code, before, chance)
    if code in "CGKP" and not before.endswith(('"', "« ")) and chance.random() < QUOTED_SHARE:
        opening, closing = chance.choice([('"', '"'), ("« ", " »")])
        return [(opening, None), (name, label), (closing, None)]
    return [(name, label)]


def trade(before: str, chance: Chance) -> str:
    """`l'assureur `, `la société belge `: what a name is, with a capital at the start of a sentence."""
    words = chance.choice(PARTS["TRADE"])
    if chance.random() < ADJECTIVE_SHARE and not words.startswith("les "):
        adjective = chance.choice(PARTS["ADJECTIVE"])
        feminine = words.startswith("la ") or words.split("'")[-1].split()[0] in FEMININE
        words += " " + (feminine_of(adjective) if feminine else adjective)
    starts = not before or before[-1] == "\n" or before.endswith((". ", "? ", "! "))
    return (words[0].upper() + words[1:] if starts else words) + " "


def feminine_of(adjective: str) -> str:
    """`belge`, `lyonnaise`, `bretonne`, `italienne`, `régionale`."""
    if adjective.endswith("e"):
        return adjective
    return adjective + ("ne" if adjective.endswith(("en", "on")) else "e")


def article(before: str) -> str:
    """`la`, `l'`, `le` (also `du`, `au`…) at the end of a text; empty where there is none."""
    found = re.search(r"\b(l'|la |le |du |au |ce |un )$", before.lower())
    return "" if not found else found[1].strip() if found[1] in {"l'", "la "} else "le"


def meet(before: str, piece: str, chance: Chance) -> tuple[str, str]:
    """Elision and contraction where a piece meets the text: `de Orion` is mostly `d'Orion`, `de le courtier` always `du courtier`."""
    for small, article_, contracted in CONTRACTIONS:
        if before.endswith(f" {small} ") and piece.startswith(f"{article_} "):
            return before.removesuffix(f"{small} ") + contracted + " ", piece.removeprefix(f"{article_} ")
    if piece[0] in VOWELS + "H" and (piece[0].islower() or chance.random() < ELIDED_SHARE):
        return re.sub(r"\b([Dd]|[Qq]u)e $", r"\1'", before), piece
    return before, piece


def pick(code: str, before: str, chance: Chance) -> str:
    """A real or an invented name that agrees with the article before it."""
    gender = article(before)
    invents = chance.random() < (0.5 if code in "PW" else INVENTED_SHARE)
    if code == "Y":
        return names.region(chance, masculine=gender == "le")
    if code in INVENTED and (invents or code not in REAL):
        return INVENTED[code](chance)
    if code == "A" and not invents:
        return chance.choice(REAL[{"la": "A_LA", "l'": "A_L", "": "A_0"}.get(gender, "A_LE")])
    if code in INSTITUTIONS and (invents or code not in REAL or (code, gender) in NO_REAL):
        return INSTITUTIONS[code](chance, gender)
    return chance.choice(REAL["MM" if code == "M" and gender == "le" else code])


def to_doc(nlp: Language, text: str, places: Spans) -> Doc:
    """The text as the product's tokenizer cuts it, with its entities."""
    doc = nlp.make_doc(normalise(text))
    spans = [doc.char_span(start, end, label=label, alignment_mode="expand") for start, end, label in places]
    doc.ents = tuple(spacy.util.filter_spans([span for span in spans if span]))
    return doc


def upper_cased(nlp: Language, doc: Doc) -> Doc:
    """The same text in capitals, as some titles are."""
    raised = Doc(nlp.vocab, words=[token.text.upper() for token in doc], spaces=[bool(token.whitespace_) for token in doc])
    raised.ents = tuple(Span(raised, ent.start, ent.end, label=ent.label_) for ent in doc.ents)
    return raised


def joined(filled: Iterable[tuple[str, Spans]], chance: Chance) -> Iterator[tuple[str, Spans]]:
    """Sentences in short texts, on one line or one below the other: an article is no single sentence."""
    text, spans, wanted = "", [], 1
    for sentence, places in filled:
        if text:
            text += "\n\n" if text[-1] not in ".!?»" else chance.choice([" ", " ", " ", "\n\n"])
        spans += [(start + len(text), end + len(text), label) for start, end, label in places]
        text += sentence
        wanted -= 1
        if not wanted:
            yield text, spans
            text, spans, wanted = "", [], chance.randint(1, 6)
    if text:
        yield text, spans


def docs(nlp: Language, lines: list[str], fills: int, chance: Chance) -> Iterator[Doc]:
    """Every line `fills` times, each time in another order and company."""
    for _ in range(fills):
        chance.shuffle(lines)
        for text, spans in joined((fill(line, chance) for line in composed(lines, chance)), chance):
            doc, drawn = to_doc(nlp, text, spans), chance.random()
            if drawn < LOWER_SHARE:
                doc = lower_cased(nlp, doc)
            elif drawn < LOWER_SHARE + UPPER_SHARE:
                doc = upper_cased(nlp, doc)
            yield doc


def main(out: str, fills: int = 14) -> None:
    """Write domain.spacy under `out`/train and, of the held-out templates, `out`/dev."""
    nlp, chance, lines = blank(), random.Random(0), templates()  # noqa: S311 - names, no secret
    parts = {
        "train": [line for number, line in enumerate(lines) if number % HELD_OUT != HELD_OUT - 1],
        "dev": lines[HELD_OUT - 1 :: HELD_OUT],
    }
    for part, some in parts.items():
        made = DocBin(docs=docs(nlp, some, fills if part == "train" else 4, chance))
        (Path(out) / part).mkdir(parents=True, exist_ok=True)
        made.to_disk(Path(out) / part / "domain.spacy")
        print(part, len(some), "templates,", len(made), "texts")


if __name__ == "__main__":
    main(sys.argv[1], *(int(fills) for fills in sys.argv[2:3]))
