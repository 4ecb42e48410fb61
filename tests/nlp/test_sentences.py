"""Sentences and tokens of press prose."""

import pytest
from spacy.language import Language

from nlp.components import sentences  # noqa: F401
from nlp.text import normalise

SENTENCES = [
    # a stop, its closing quote, and a capital
    ["Le maire l’a dit : « Rien n’a fuité. »", "L’enquête continue."],
    # abbreviations and initials
    ["M. Faure et Mme J. P. Morel l’ont confirmé.", "La société S.A. Vautrin se tait."],
    # an ellipsis and a small letter go on
    ["Les pirates… reviennent.", "Quoi ? demande-t-on."],
    # a blank line ends a heading without a stop, and a bullet starts a sentence
    ["Ce que l’on sait", "- le nom ;", "- le prénom."],
    # etc. ends a sentence before a capital
    ["Noms, adresses, etc.", "Rien d’autre."],
    # a figure may start a sentence
    ["La fuite est large.", "12 000 clients sont touchés."],
    # a missing space after the stop
    ["C’est le rôle du RGPD.", "Les victimes attendent."],
]


@pytest.mark.parametrize("expected", SENTENCES, ids=lambda parts: parts[0][:20])
def test_sentences(bare: Language, expected: list[str]) -> None:
    glue = "" if "RGPD" in expected[0] else "\n\n" if expected[0].startswith("Ce que") else " "
    text = glue.join(expected).replace(" ;- ", " ;\n- ")

    doc = bare(normalise(text))

    assert [sent.text.strip() for sent in doc.sents] == [normalise(part) for part in expected]


TOKENS = [
    ("d’1,2 million", ["d'", "1,2", "million"]),
    ("33Go", ["33", "Go"]),
    ("2,3To.", ["2,3", "To", "."]),
    ("130k€", ["130", "k€"]),
    ("310 k€.", ["310", "k€", "."]),
    ("mot(s) de passe", ["mot(s)", "de", "passe"]),
    ("RGPD.Les", ["RGPD", ".", "Les"]),
    ("www.exemple.fr", ["www.exemple.fr"]),
    ("exemple.org", ["exemple.org"]),
    ("aujourd’hui", ["aujourd'hui"]),
]


@pytest.mark.parametrize(("text", "expected"), TOKENS)
def test_tokens(bare: Language, text: str, expected: list[str]) -> None:
    assert [token.text for token in bare(normalise(text))] == expected


def test_a_year_of_text_without_stops_is_read_in_one_go(bare: Language) -> None:
    doc = bare("mot " * 20_000)

    assert len(list(doc.sents)) == 1
