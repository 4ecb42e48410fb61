"""Figures: a wording and the values it is read as, class by class."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.figures import find_figures, read_figure
from nlp.quantities import find_quantities

# words, low, high, exact
FIGURES = [
    # thousands parted by every kind of space, by points, commas, apostrophes
    ("6 128", 6128, 6128, True),
    ("6\u202f128", 6128, 6128, True),
    ("6\u00a0128", 6128, 6128, True),
    ("1.234.567", 1234567, 1234567, True),
    ("17.000", 17000, 17000, True),
    ("41,250", 41250, 41250, True),
    ("11'600", 11600, 11600, True),
    ("1 462 485", 1462485, 1462485, True),
    ("8000", 8000, 8000, True),
    # scales, with decimal comma or point
    ("1,5 million", 1500000, 1500000, True),
    ("1.9 millions", 1900000, 1900000, True),
    ("43 millions", 43000000, 43000000, True),
    ("1,234 million", 1234000, 1234000, True),
    ("3 milliards", 3000000000, 3000000000, True),
    ("12 milliers", 12000, 12000, True),
    ("19,2 M", 19200000, 19200000, True),
    ("130k", 130000, 130000, True),
    ("1 million et demi", 1500000, 1500000, True),
    # words
    ("six mille cent vingt-huit", 6128, 6128, True),
    ("quatre-vingt-dix-sept mille", 97000, 97000, True),
    ("deux millions trois cent mille", 2300000, 2300000, True),
    ("septante-cinq mille", 75000, 75000, True),
    ("Dix millions", 10000000, 10000000, True),
    ("un million et demi", 1500000, 1500000, True),
    ("UN MILLION", 1000000, 1000000, True),
    # collective nouns
    ("une centaine de milliers", 100000, 100000, False),
    ("une trentaine", 30, 30, False),
    ("une petite vingtaine", 20, 20, False),
    ("un demi-million", 500000, 500000, False),
    ("une demi-douzaine", 6, 6, False),
    ("deux centaines de milliers", 200000, 200000, False),
    # vague plurals: from two to just under ten
    ("plusieurs milliers", 2000, 9999, False),
    ("des dizaines de milliers", 20000, 99999, False),
    ("quelques centaines de milliers", 200000, 999999, False),
    ("plusieurs millions", 2000000, 9999999, False),
    ("des « centaines de milliers", 200000, 999999, False),
    # approximation and bounds: both bounds are the figure
    ("près de 20 millions", 20000000, 20000000, False),
    ("près d'un million et demi", 1500000, 1500000, False),
    ("plus de 50 000", 50000, 50000, False),
    ("plus d'1,2 million", 1200000, 1200000, False),
    ("un peu plus d'un demi-million", 500000, 500000, False),
    ("quelque 500.000", 500000, 500000, False),
    ("jusqu'à 22 millions", 22000000, 22000000, False),
    ("au moins 11 000", 11000, 11000, False),
    ("100 000+", 100000, 100000, False),
    ("~50 000", 50000, 50000, False),
    ("+ 27M", 27000000, 27000000, False),
    ("+ de 100 000", 100000, 100000, False),
    ("500 000 environ", 500000, 500000, False),
    # ranges: the first figure takes the scale of the second
    ("entre 3 et 5 millions", 3000000, 5000000, False),
    ("11 à 15 millions", 11000000, 15000000, False),
    ("300 à 400 000", 300000, 400000, False),
    ("500 à 1 000", 500, 1000, False),
    ("3-5 millions", 3000000, 5000000, False),
    ("deux ou trois", 2, 3, False),
]


@pytest.mark.parametrize(("words", "low", "high", "exact"), FIGURES)
def test_figure(words, low, high, exact):
    text = f"Il a pris {words}."

    [figure] = find_figures(text)

    assert (figure.low, figure.high, figure.exact) == (low, high, exact)
    assert text[figure.start : figure.end] == words


@pytest.mark.parametrize(
    ("text", "values"),
    [
        # the number of a vulnerability is one name
        ("Covid-19 et CVE-2023-34362", []),
        # years are no range, "un" and "des millions" alone count nothing
        ("de 2019 à 2023", [2019, 2023]),
        ("un pirate, une fuite", []),
        # a plural word before a figure is no vague plural
        ("les quelque 5000 habitants", [5000]),
    ],
)
def test_what_is_no_figure(text, values):
    assert [figure.low for figure in find_figures(text)] == values


# text, words of the quantity, low, unit
QUANTITIES = [
    # bytes, glued or not
    ("33Go de données", "33Go", 33 * 10**9, "byte"),
    ("2,3 To volés", "2,3 To", 2300 * 10**9, "byte"),
    ("plus de 800 Mo de code", "plus de 800 Mo", 800 * 10**6, "byte"),
    ("41 gigas d'archives", "41 gigas", 41 * 10**9, "byte"),
    ("61 gigaoctets", "61 gigaoctets", 61 * 10**9, "byte"),
    ("92 GB", "92 GB", 92 * 10**9, "byte"),
    # money
    ("130 k€ envolés", "130 k€", 130000, "eur"),
    ("5 M€", "5 M€", 5000000, "eur"),
    ("10.000€", "10.000€", 10000, "eur"),
    ("1,2 million de dollars", "1,2 million de dollars", 1200000, "usd"),
    ("$10 millions", "$10 millions", 10000000, "usd"),
    ("95 bitcoins", "95 bitcoins", 95, "btc"),
    ("2 000 livres sterling", "2 000 livres sterling", 2000, "gbp"),
    ("1,5 million de francs suisses", "1,5 million de francs suisses", 1500000, "other"),
    ("70 millions de dollars canadiens", "70 millions de dollars canadiens", 70000000, "other"),
    # nouns: through "de ses", adjectives, inclusive writing; the head noun decides
    ("412 000 de ses adhérents", "412 000 de ses adhérents", 412000, "customer"),
    ("750 000 anciens adhérents", "750 000 anciens adhérents", 750000, "customer"),
    ("12 millions de salarié·es", "12 millions de salarié·es", 12000000, "employee"),
    ("9971 demandeurs d’emploi", "9971 demandeurs d’emploi", 9971, "person"),
    ("120 000 fiches de clients", "120 000 fiches", 120000, "record"),
    ("8 000 comptes clients", "8 000 comptes clients", 8000, "account"),
    ("3 millions d'adresses e-mail", "3 millions d'adresses e-mail", 3000000, "email_address"),
    ("796 141 numéros de téléphone", "796 141 numéros de téléphone", 796141, "phone_number"),
    ("240 postes de travail", "240 postes de travail", 240, "machine"),
    ("trois sites de production", "trois sites de production", 3, "site"),
    ("« quelques centaines de milliers » de clients", "quelques centaines de milliers » de clients", 200000, "customer"),
    ("évalue à 6 700 le nombre de sites contaminés", "6 700 le nombre de sites", 6700, "site"),
    # the noun is left out
    ("ils seraient 12 000", "12 000", 12000, None),
    ("6 128 d'entre eux", "6 128", 6128, None),
]


@pytest.mark.parametrize(("text", "words", "low", "unit"), QUANTITIES)
def test_quantity(text, words, low, unit):
    [quantity] = find_quantities(text)

    assert (text[quantity.start : quantity.end], quantity.low, quantity.unit) == (words, low, unit)


@pytest.mark.parametrize(
    "text",
    [
        "80 % des postes",
        "en 72 heures",
        "à 3h30",
        "une clé 4G",
        "le 1er mars",
        "dix ans",
        "100 Mo/s",
        "en 2023 d'autres collèges",
        "400 lits",
        "12 attaques",
    ],
)
def test_what_counts_nothing(text):
    assert [quantity for quantity in find_quantities(text) if quantity.unit] == []


def test_between_two_sums_is_one_quantity():
    [quantity] = find_quantities("entre 40 millions d'euros et 50 millions d'euros")

    assert (quantity.low, quantity.high, quantity.unit, quantity.exact) == (40000000, 50000000, "eur", False)


@given(st.integers(min_value=1000, max_value=10**12), st.sampled_from([" ", "\u202f", "\u00a0", "."]))
def test_figures_round_trip(number, parting):
    figure = read_figure(f"{number:,}".replace(",", parting))

    assert figure is not None
    assert figure.low == figure.high == number


@given(st.text(alphabet="0123456789 .,'àdemilonstu%€-+«»\u202f", max_size=80))
def test_offsets_hold_and_never_overlap(text):
    last = 0
    for figure in find_figures(text):
        assert last <= figure.start <= figure.core < figure.end <= len(text)
        assert 0 <= figure.low <= figure.high
        last = figure.end
    for quantity in find_quantities(text):
        assert 0 <= quantity.start < quantity.end <= len(text)


@pytest.mark.parametrize(
    "piece", ["1", "1 234 ", "un mille ", "plusieurs milliers de ", "« 3 ", "entre 3 et ", "1-", "plus de ", "12 clients, "]
)
def test_hostile_repetition_is_read(piece):
    assert isinstance(find_quantities(piece * 5000), list)
