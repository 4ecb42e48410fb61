"""Evidence: the words shown are those that say it, with enough of their clause to be understood."""

import pytest
from spacy.language import Language

from nlp.evidence import LONGEST, Place, best, clause
from nlp.situation import Situation
from nlp.text import Source, make_doc

SILENCE = "Deux jours de silence. La banque dément tout piratage, ce jeudi."


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        # a lone word with its clause, never past its marks
        (SILENCE, "dément", "La banque dément tout piratage"),
        ("« Rien n'a fui », souligne la mutuelle dans son message.", "souligne", "souligne la mutuelle dans son message"),
        # no small word is left hanging
        ("Un pirate affirme détenir le fichier de la fédération.", "pirate", "Un pirate affirme détenir le fichier"),
        # a phrase says enough by itself
        (SILENCE, "tout piratage", "tout piratage"),
        # a title, an item
        ("Piratage\n\nLa suite", "Piratage", "Piratage"),
    ],
)
def test_a_lone_word_is_shown_with_its_clause(text: str, words: str, shown: str) -> None:
    start, end = clause(text, text.index(words), text.index(words) + len(words))

    assert text[start:end] == shown


@pytest.mark.parametrize("text", ["a" * 5000, "mot " * 5000, "l'" * 5000])
def test_no_clause_is_long(text: str) -> None:
    start, end = clause(text, 2000, 2001)

    assert 0 <= start <= 2000 < end <= len(text)
    assert end - start <= 2 * LONGEST


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # a phrase before a lone word
        ("fichiers ont été copiés", "pirate"),
        # this case before an earlier one
        ("copiés", "avait déjà été piratée"),
    ],
)
def test_the_words_that_say_most_come_first(bare: Language, one: str, other: str) -> None:
    text = "Un pirate s'en vante. Des fichiers ont été copiés mardi.\n\nEn 2019, la même société avait déjà été piratée par un voisin."
    doc = bare(make_doc(bare, Source(url="https://echo.example/1", title="Vol chez Orféa", text=text, published="2024-03-01")))
    situation = Situation(doc)
    places = {words: Place(doc.text.index(words), doc.text.index(words) + len(words), 1.0) for words in (one, other)}

    assert best(places.values(), situation) == places[one]
    assert best([], situation) is None
