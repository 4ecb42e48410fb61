"""Dates of an earlier case, and the article's own: neither is the incident's."""

import pytest
import spacy
from spacy.tokens import Doc

from nlp.components import dates, sentences  # noqa: F401 - each names itself to spaCy
from nlp.date_past import age, earlier, is_stamp
from nlp.situation import Situation
from nlp.text import Source, make_doc
from nlp.tokenizer import adapt


@pytest.fixture(scope="module")
def language() -> spacy.language.Language:
    pipeline = spacy.blank("fr")
    adapt(pipeline)
    for name in ("vigie_sentences", "vigie_dates"):
        pipeline.add_pipe(name)
    return pipeline


def article(language: spacy.language.Language, title: str, text: str) -> Doc:
    return language(make_doc(language, Source(url="https://echo.example/1", title=title, text=text, published="2026-11-18")))


@pytest.mark.parametrize(
    ("title", "text", "past"),
    [
        # the title says that it happened again
        (
            "Orféa de nouveau touchée",
            "Paralysée en avril 2024, elle sortait d'affaire. Un intrus est venu le 9 novembre.",
            ["en avril 2024"],
        ),
        # the sentence behind says « cette fois »
        ("Orféa piratée", "Elle avait été prise en 2023. Cette fois, l'intrus est entré le 9 novembre.", ["en 2023"]),
        # one case, told long after
        ("Orféa piratée", "L'intrus est entré en avril 2024. La société l'a su le 9 novembre.", []),
        # old loot on sale again: the old date is the incident's
        ("Orféa de nouveau en vente : une base recyclée", "Le fichier volé en avril 2024 est reparu le 9 novembre.", []),
        # within the year
        ("Orféa de nouveau touchée", "Visitée en août, elle l'a été encore le 9 novembre.", []),
        # nothing to set it against
        ("Orféa de nouveau touchée", "L'attaque remonte à 2023.", []),
    ],
)
def test_dates_of_an_earlier_case(language: spacy.language.Language, title: str, text: str, past: list[str]) -> None:
    doc = article(language, title, text)
    spans = list(doc.spans["dates"])

    assert [span.text for span, before in zip(spans, earlier(spans, Situation(doc)), strict=True) if before] == past


def test_no_dates_no_answer(language: spacy.language.Language) -> None:
    assert earlier([], Situation(article(language, "Orféa", "Rien."))) == []


@pytest.mark.parametrize(
    ("text", "stamps"),
    [
        ("Mise à jour du 19 novembre : le parti revoit son décompte.", ["19 novembre"]),
        ("[Article modifié le 3 mai] Le 2 mai, des dossiers ont été volés.", ["3 mai"]),
        ("Màj le 4 mars : la mairie confirme.", ["4 mars"]),
        ("La mairie confirme.\n\nDernière mise à jour le 4 mars à 10 h.", ["4 mars"]),
        # an update of a program is an event
        ("Un contrôle oublié lors de la mise à jour du 2 mars, reconnaît l'association.", []),
        ("La mise à jour du logiciel, le 2 mars, a ouvert la porte.", []),
    ],
)
def test_the_article_s_own_dates(language: spacy.language.Language, text: str, stamps: list[str]) -> None:
    doc = article(language, "Orféa piratée", text)

    found = [span.text for span in doc.spans["dates"] if is_stamp(span)]

    assert [stamp for stamp in stamps if any(stamp in one for one in found)] == stamps
    assert len(found) == len(stamps)


@pytest.mark.parametrize(
    ("value", "published", "told"),
    [
        ("2026-11-17", "2026-11-18", "1"),
        ("2026-11", "2026-11-18", "months 0"),
        ("2024-04", "2026-11-18", "months more"),
        ("2024", "2026-11-18", "years 2"),
        ("2020-01-01", "2026-11-18", "longer"),
        ("2024", None, "unknown"),
    ],
)
def test_age_in_steps(value: str, published: str | None, told: str) -> None:
    assert age(value, published) == told
