"""The judge of figures: what it sees of each figure, and what it makes of them, on sentences with their answer beside them."""

import pytest

from nlp.components.counts import counts
from nlp.figure_features import figure_rows
from nlp.figure_judge import judge_figures, measures
from nlp.figure_units import unit_rows, units_of
from nlp.linear import Features
from nlp.pipeline import build
from nlp.quantities import find_quantities
from nlp.situation import Situation
from nlp.text import Source, make_doc


def rows_of(text: str, kind: str = "figure") -> list[Features]:
    nlp = build()
    doc = counts(nlp.get_pipe("vigie_sentences")(make_doc(nlp, Source(url="https://kiosque.invalid/a", title="", text=text))))
    doc.spans["organisations"] = []
    return (figure_rows if kind == "figure" else unit_rows)(doc, Situation(doc))


# A word of the table on its side of the figure, near or far; the figure against the article's others.
@pytest.mark.parametrize(
    ("text", "place", "feature"),
    [
        ("La mutuelle Orféa, qui couvre 300 000 assurés, a prévenu 12 000 d'entre eux.", 0, "cue:size before beside"),
        ("La mutuelle Orféa, qui couvre 300 000 assurés, a prévenu 12 000 d'entre eux.", 1, "cue:told before beside"),
        ("Orféa a perdu 40 000 dossiers. Le pirate en veut 3 000 euros, puis 2 000 euros.", 1, "largest money"),
        ("Orféa a perdu 40 000 dossiers. Le pirate en veut 3 000 euros, puis 2 000 euros.", 2, "smaller money"),
        ("Orféa a perdu 40 000 dossiers. Les 40 000 dossiers sont en vente.", 1, "said before"),
        ("Orféa a perdu 40 000 dossiers, dont 2 000 dossiers de mineurs.", 1, "prev link dont"),
        ("Orféa a écrit à ses 40 000 clients.", 0, "own people"),
        ("Combien de clients sont touchés ? 40 000 clients, dit Orféa.", 0, "answer"),
        ("Un rançongiciel a frappé Orféa, qui négocie la rançon : 3 000 euros.", 0, "money ransom more"),
    ],
)
def test_a_figure_is_seen_with_what_stands_around_it(text: str, place: int, feature: str) -> None:
    assert feature in rows_of(text)[place]


@pytest.mark.parametrize(
    ("text", "place", "feature"),
    [
        ("Le loueur Orféa prévient 90 000 usagers de ses voitures de location.", 0, "person mostly transport"),
        ("Le vendeur annonce 90 000 clients. Orféa en compte 41 000.", 1, "bare after customer"),
    ],
)
def test_a_unit_is_seen_with_the_article_s_trade_and_the_figures_beside(text: str, place: int, feature: str) -> None:
    assert feature in rows_of(text, "unit")[place]


# What measures the incident; what is the firm's size or an earlier case; a value said twice counts once.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Orféa a annoncé mardi que les données de 12 000 clients ont été volées. Ces 12 000 personnes ont été prévenues.",
            [(12000, "affected", "customer")],
        ),
        (
            "Le groupe de pirates Corvane réclame 300 000 euros de rançon à Orféa et affirme avoir volé 45 Go de données.",
            [(300000, "ransom", "eur"), (45 * 10**9, "volume", "byte")],
        ),
        ("Orféa, qui emploie 1 900 salariés, a vu ses données volées par un pirate mardi.", []),
    ],
)
def test_the_judge_keeps_what_measures_the_incident(text: str, expected: list[tuple[int, str, str]]) -> None:
    nlp = build()
    doc = nlp(make_doc(nlp, Source(url="https://kiosque.invalid/a", title="", text=text)))
    found = [(span._.count.low, span._.count.what, span._.count.unit) for span in judge_figures(doc, Situation(doc))]
    assert found == expected


def test_a_measure_comes_in_its_own_units() -> None:
    assert "byte" not in units_of("affected")
    assert set(units_of("price")) == {"eur", "usd", "gbp", "btc", "other"}
    assert "ransom" in measures(None)
    assert measures("eur") == ("ransom", "paid", "price", "loss", "fine")


# "un" counts before what is only ever counted; an adjective may stand before a round number.
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("une rançon d'un bitcoin", [("un bitcoin", 1)]),
        ("une base d'un téraoctet", [("un téraoctet", 10**12)]),
        ("un bon million de comptes", [("un bon million de comptes", 10**6)]),
        ("un petit millier de commandes", [("un petit millier de commandes", 1000)]),
        ("un client", []),
    ],
)
def test_one_counts_before_what_is_only_counted(text: str, found: list[tuple[str, int]]) -> None:
    assert [(text[one.start : one.end], one.low) for one in find_quantities(text)] == found
