"""Extracts: short, whole words, never more than the share, never twice the same words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.extracts import CUT, Span, covered, extracts, fragment, sentences

FILLER = "Les équipes travaillent nuit et jour au rétablissement du service, et les habitants patientent. " * 30
LONG = (
    "La mairie de Valbrume, qui emploie 300 agents, a confirmé jeudi que 6\u202f128 dossiers d’habitants avaient été copiés par des inconnus "
    "pendant la nuit du 8 au 9 mars, après une première alerte donnée par un agent du service de l’état civil au petit matin. "
)


def span(text: str, words: str, weight: int = 1) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words), weight=weight)


def test_a_short_sentence_is_shown_whole() -> None:
    text = f"Le maire se tait. La mairie a perdu 6 128 dossiers. {FILLER}"
    fact = span(text, "6 128 dossiers")

    assert extracts(text, [fact])[fact].text == "La mairie a perdu 6 128 dossiers."


def test_a_long_sentence_is_cut_between_words() -> None:
    text = LONG + FILLER
    fact = span(text, "nuit du 8 au 9 mars")
    shown = extracts(text, [fact])[fact].text

    assert len(shown) <= 160
    assert shown.startswith(f"{CUT} ")
    assert shown.endswith(f" {CUT}")
    words = set(text.split())
    assert all(word in words for word in shown.replace(CUT, "").split())


def test_facts_near_one_another_share_an_extract() -> None:
    text = f"Noms, adresses et numéros de téléphone ont fuité. {FILLER}"
    facts = [span(text, words) for words in ("Noms", "adresses", "numéros de téléphone")]

    assert {extract.text for extract in extracts(text, facts).values()} == {"Noms, adresses et numéros de téléphone ont fuité."}


def test_past_the_share_a_fact_keeps_only_its_own_words() -> None:
    text = "La mairie a perdu 6 128 dossiers. Rien d’autre n’est connu à cette heure."
    fact = span(text, "6 128 dossiers")

    assert extracts(text, [fact]) == {}


def test_what_weighs_most_is_served_first() -> None:
    text = f"La mairie a perdu 6 128 dossiers. L’opposition réclame une enquête. {FILLER}"
    heavy, light = span(text, "6 128 dossiers", 3), span(text, "opposition")

    assert set(extracts(text, [heavy, light], most=40)) == {heavy}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Une phrase. Une autre.", 2),
        ("Selon M. Dupont, tout va bien. Le Dr Ferrand en doute.", 2),
        ("« C’est grave ! » dit-il. Puis il sort.", 2),
        ("Il y a 6.128 dossiers. Fin.", 2),
        ("Un titre\n\nUn paragraphe", 2),
        ("", 0),
    ],
)
def test_sentences(text: str, number: int) -> None:
    assert len(sentences(text)) == number


@settings(deadline=None)
@given(
    st.text(alphabet="aé .\n’«»", max_size=600),
    st.lists(st.tuples(st.integers(0, 600), st.integers(1, 40), st.integers(1, 3)), max_size=12),
)
def test_never_more_than_allowed(text: str, places: list[tuple[int, int, int]]) -> None:
    facts = [Span(start=start, end=min(start + size, len(text)), weight=weight) for start, size, weight in places if start < len(text)]
    shown = extracts(text, facts)
    ranges = {(extract.start, extract.end) for extract in shown.values()}

    assert covered(ranges) == sum(end - start for start, end in ranges), "extracts overlap"
    assert covered(ranges) <= 0.15 * len(text)
    for fact, extract in shown.items():
        assert extract.start <= fact.start
        assert fact.end <= extract.end
        assert len(extract.text) <= 160
        assert text[extract.start : extract.end] in extract.text


def test_a_text_fragment_encodes_what_means_something_to_it() -> None:
    assert fragment("https://a.example/b", "rendez-vous, 50 % & plus", before="les", after="ont") == (
        "https://a.example/b#:~:text=les-,rendez%2Dvous%2C%2050%20%25%20%26%20plus,-ont"
    )
    assert fragment("https://a.example/b#ancre", "mot") == "https://a.example/b#ancre:~:text=mot"
