"""The tokenizer: the press's habits, and a cost that grows with the text and not with its square."""

from collections.abc import Callable

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from nlp.tokenizer import LONGEST, adapt, parts


@pytest.fixture(scope="module")
def nlp() -> Language:
    blank = spacy.blank("fr")
    adapt(blank)
    return blank


WORDS = [
    # elision before a figure, units glued to figures, optional endings, a missing space
    ("d'1,2 million", ["d'", "1,2", "million"]),
    ("33Go et 130k€", ["33", "Go", "et", "130", "k€"]),
    ("mot(s) de passe", ["mot(s)", "de", "passe"]),
    ("au titre du RGPD.Les victimes", ["au", "titre", "du", "RGPD", ".", "Les", "victimes"]),
    # an address stays whole
    ("https://echo.example/a?b=c.", ["https://echo.example/a?b=c", "."]),
]


@pytest.mark.parametrize(("text", "tokens"), WORDS)
def test_the_presss_habits(nlp: Language, text: str, tokens: list[str]) -> None:
    assert [token.text for token in nlp.make_doc(text)] == tokens


LONG: dict[str, Callable[[int], str]] = {
    "letters": lambda size: "a" * size,
    "brackets": lambda size: "(" * size,
    "closing brackets": lambda size: ")" * size,
    "commas": lambda size: "nom,prénom;adresse/" * (size // 19),
    "figures": lambda size: "12€" * (size // 3),
    "base64": lambda size: "QUJD+/=0" * (size // 8),
    "dots": lambda size: "a.B" * (size // 3),
}


def looked_at(text: str) -> int:
    """How many characters spaCy's expressions are given for a text, all calls together."""
    blank = spacy.blank("fr")
    tokenizer = adapt(blank)
    total = 0

    def counting(function: Callable[[str], object]) -> Callable[[str], object]:
        def counted(given: str) -> object:
            nonlocal total
            total += len(given)
            return function(given)

        return counted

    for name in ("prefix_search", "suffix_search", "infix_finditer", "token_match", "url_match"):
        setattr(tokenizer, name, counting(getattr(tokenizer, name)))
    blank.make_doc(text)
    return total


@pytest.mark.parametrize("kind", LONG)
def test_the_work_grows_with_the_text_and_not_with_its_square(kind: str) -> None:
    """spaCy's own tokenizer looks at four times as much where the text is twice as long."""
    once, twice = looked_at(LONG[kind](6000)), looked_at(LONG[kind](12_000))

    assert twice < 2.5 * once


@pytest.mark.parametrize("kind", LONG)
def test_long_stretches_keep_their_words_and_places(nlp: Language, kind: str) -> None:
    text = f"Le fichier {LONG[kind](3000)} fin.\n\nLa suite :{LONG[kind](700)}"

    doc = nlp.make_doc(text)

    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)
    assert [token.text for token in doc][:2] == ["Le", "fichier"]
    assert "suite" in [token.text for token in doc]


@given(st.lists(st.sampled_from(["a" * 480, "b" * 30, ",", " ", "\n\n", "é’", "(", "1€", "\u202f"]), max_size=12))
def test_parts_lose_nothing_and_none_is_too_long(pieces: list[str]) -> None:
    text = "".join(pieces)

    found = parts(text)

    assert "".join(found) == text
    assert all(len(word) <= LONGEST for part in found for word in part.split())


@pytest.mark.parametrize("text", ["", " ", "Un mot. Et d'autres.", "https://echo.example/" + "x" * 400])
def test_ordinary_text_is_left_to_spacy(text: str) -> None:
    assert parts(text) == [text]
