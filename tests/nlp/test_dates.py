"""Dates: an expression, the day it was published, and its value at its precision."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.dates import find_dates
from nlp.moments import is_future

FRIDAY = "2024-03-15"

# published on Friday 15 March 2024: text, words of the date, value
DATES = [
    # full dates
    ("Le vol date du 21 juillet 2020.", "21 juillet 2020", "2020-07-21"),
    ("C'était le 1er mars 2024.", "le 1er mars 2024", "2024-03-01"),
    ("Le 10/02/2024 au soir", "10/02/2024", "2024-02-10"),
    ("date : 2024-02-10", "2024-02-10", "2024-02-10"),
    # without a year: the last one before publication whose weekday fits
    ("L'attaque du 6 novembre dernier", "6 novembre dernier", "2023-11-06"),
    ("le 12 mars", "le 12 mars", "2024-03-12"),
    ("mardi 3 mars", "mardi 3 mars", "2020-03-03"),
    ("ce mardi 12 mars au matin", "ce mardi 12 mars au matin", "2024-03-12"),
    # a night is the day it begins, a range its first day
    ("dans la nuit du 10 au 11 février", "dans la nuit du 10 au 11 février", "2024-02-10"),
    ("la nuit du 31 janvier au 1er février", "la nuit du 31 janvier au 1er février", "2024-01-31"),
    ("la nuit du 31 au 1er février", "la nuit du 31 au 1er février", "2024-01-31"),
    ("durant la nuit de vendredi à samedi", "durant la nuit de vendredi à samedi", "2024-03-15"),
    ("la nuit du jeudi 7 au vendredi 8 mars", "la nuit du jeudi 7 au vendredi 8 mars", "2024-03-07"),
    ("entre le 26 juin et le 1er juillet", "entre le 26 juin et le 1er juillet", "2023-06-26"),
    ("du 30 décembre au 2 janvier", "du 30 décembre au 2 janvier", "2023-12-30"),
    ("entre le 29 janvier et le 1ᵉʳ février", "entre le 29 janvier et le 1ᵉʳ février", "2024-01-29"),
    ("d'octobre 2020 à avril 2021", "d'octobre 2020 à avril 2021", "2020-10"),
    ("entre le 4 et le 6 mars", "entre le 4 et le 6 mars", "2024-03-04"),
    ("les 4, 6 et 11 mars", "les 4, 6 et 11 mars", "2024-03-04"),
    # a day or a night without its month: the last one before publication; a weekday says which
    ("dans la nuit du 12 au 13, l'usine", "dans la nuit du 12 au 13", "2024-03-12"),
    ("pendant le week-end des 9 et 10", "pendant le week-end des 9 et 10", "2024-03-09"),
    ("C'était un vendredi 13.", "un vendredi 13", "2023-10-13"),
    ("mardi 12 au matin", "mardi 12 au matin", "2024-03-12"),
    ("L'accès remonterait au 21.", "remonterait au 21", "2024-02-21"),
    ("le 21/02 et", "le 21/02", "2024-02-21"),
    # feasts
    ("Depuis Noël.", "Depuis Noël", "2023-12-25"),
    ("la veille de Noël", "la veille de Noël", "2023-12-24"),
    ("depuis la Toussaint", "depuis la Toussaint", "2023-11-01"),
    ("le week-end de Pâques", "le week-end de Pâques", "2023-04-08"),
    ("dans la nuit de la Saint-Sylvestre", "dans la nuit de la Saint-Sylvestre", "2023-12-31"),
    ("le lundi de Pentecôte 2022", "le lundi de Pentecôte 2022", "2022-06-06"),
    # weekdays
    ("Une faille corrigée mardi.", "mardi", "2024-03-12"),
    ("vendredi", "vendredi", "2024-03-15"),
    ("vendredi dernier", "vendredi dernier", "2024-03-08"),
    ("lundi soir", "lundi soir", "2024-03-11"),
    ("ce week-end", "ce week-end", "2024-03-09"),
    # reckoned from publication
    ("hier", "hier", "2024-03-14"),
    ("avant-hier soir", "avant-hier soir", "2024-03-13"),
    ("il y a trois jours", "il y a trois jours", "2024-03-12"),
    ("il y a deux semaines", "il y a deux semaines", "2024-03"),
    ("il y a trois mois", "il y a trois mois", "2023-12"),
    ("il y a deux ans", "il y a deux ans", "2022"),
    ("il y a un peu plus de deux ans", "il y a un peu plus de deux ans", "2022"),
    ("depuis une dizaine de jours", "depuis une dizaine de jours", "2024-03-05"),
    ("voici 48 heures", "voici 48 heures", "2024-03-13"),
    # to come: no value
    ("À partir du 25 mai, la règle change.", "À partir du 25 mai", None),
    ("lundi prochain", "lundi prochain", None),
    ("la semaine dernière", "la semaine dernière", "2024-03"),
    ("le mois dernier", "le mois dernier", "2024-02"),
    ("l'an dernier", "l'an dernier", "2023"),
    # months, seasons, years
    ("fin août", "fin août", "2023-08"),
    ("en mai dernier", "en mai dernier", "2023-05"),
    ("début du mois de mars", "début du mois de mars", "2024-03"),
    ("mi-septembre 2023", "mi-septembre 2023", "2023-09"),
    ("cet été", "cet été", "2023"),
    ("L'affaire remonte à mars.", "remonte à mars", "2024-03"),
    ("Dans son courriel : octobre.", "octobre", "2023-10"),
    ("en octobre de l'année dernière", "en octobre de l'année dernière", "2023-10"),
    ("au premier trimestre", "au premier trimestre", "2024"),
    ("au second semestre", "au second semestre", "2023"),
    ("été 2021", None, None),
    ("à l'été 2021", "à l'été 2021", "2021"),
    ("début 2023", "début 2023", "2023"),
    ("en fin d'année", "en fin d'année", "2023"),
    # written with typographic spaces and apostrophes missing their accents
    ("le 3 fevrier 2024", "le 3 fevrier 2024", "2024-02-03"),
]


@pytest.mark.parametrize(("text", "words", "value"), DATES)
def test_date(text, words, value):
    found = [(text[moment.start : moment.end], moment.value) for moment in find_dates(text, published=FRIDAY)]

    assert found == ([(words, value)] if words else [])


@pytest.mark.parametrize(
    ("text", "published", "values"),
    [
        # reckoned from the date last named
        ("Le 21 octobre, on apprenait qu'elle avait été repérée la veille au soir.", "2020-11", ["2020-10-21", "2020-10-20"]),
        ("depuis lundi 15 mai, et deux jours plus tôt", "2023-05-20", ["2023-05-15", "2023-05-13"]),
        ("Le 4 novembre, je l'ai prévenue. Le 5 au matin, c'était fermé.", "2020-11-12", ["2020-11-04", "2020-11-05"]),
        ("Le 7 mars, puis trois jours plus tard", "2024-03-15", ["2024-03-07", "2024-03-10"]),
        ("Le 8 mars, deux jours après l'attaque", "2024-03-15", ["2024-03-08", "2024-03-06"]),
        ("Le 6 mars, un faux directeur écrit ; le surlendemain, il appelle.", "2024-03-15", ["2024-03-06", "2024-03-08"]),
        ("Le lundi 4 mars, de faux SMS ; trois jours plus tôt, l'intrusion", "2024-03-15", ["2024-03-04", "2024-03-01"]),
        ("Le mardi 5 mars au soir, un faux ordre ; le mercredi, le virement", "2024-03-15", ["2024-03-05", "2024-03-06"]),
        ("le 20 décembre. Ce mercredi-là", "2024-03-15", ["2023-12-20", "2023-12-20"]),
        # no more precise than the publication date
        ("mardi", "2024-05", ["2024-05"]),
        ("hier", "2024", ["2024"]),
        ("fin mai", "2023-06", ["2023-05"]),
        ("mercredi", None, [None]),
        # without a publication date, a year named elsewhere serves
        ("Le 3 mars, puis le 7 mars 2022", None, ["2022-03-03", "2022-03-07"]),
        ("le 3 mars", None, [None]),
        # nothing is dated after publication
        ("avant le 3 avril 2026", "2024-03-15", [None]),
        ("le 30 février", "2024-03-15", [None]),
        # an hour and a zone do no harm
        ("hier", "2024-03-15T08:30:00+01:00", ["2024-03-14"]),
    ],
)
def test_anchors(text, published, values):
    assert [moment.value for moment in find_dates(text, published=published)] == values


@pytest.mark.parametrize(
    "text",
    [
        "Sept vies",
        "31 maisons",
        "un vendredi soir",
        "Le Père Noël",
        "trois mois plus tard",
        "mars attaque",
        "un an après",
        "19,2 millions",
        "13 jours avant de publier",
        "à ce jour",
        "tous les dimanches",
        "2 500 euros",
    ],
)
def test_what_is_no_date(text):
    assert find_dates(text, published=FRIDAY) == []


PIECES = st.sampled_from(
    [
        "le 3 mars",
        "mardi",
        "en décembre",
        "la veille",
        "dans la nuit du 30 au 31",
        "31 février",
        "cet hiver",
        "fin 2030",
        "il y a 90 jours",
        "hier",
        "trois jours plus tard",
        "le 30",
        "depuis Noël",
        "ce lundi-là",
        "au second semestre",
        " ",
        ", ",
        "2024",
    ]
)
MOMENTS = st.one_of(
    st.none(), st.dates(min_value=date(2000, 1, 1), max_value=date(2050, 1, 1)).map(str), st.just("2024-02"), st.just("2024")
)


@given(st.lists(PIECES, max_size=8).map(" ".join), MOMENTS)
def test_never_after_publication_and_offsets_hold(text, published):
    for moment in find_dates(text, published=published):
        assert 0 <= moment.start < moment.end <= len(text)
        assert moment.value is None or not is_future(moment.value, published)


@pytest.mark.parametrize(
    "piece", ["mardi ", "1 janvier ", "la nuit du 1 au ", "la veille ", "entre le 1 et le ", "2024 ", "lundi 1 ", "le 1, ", "depuis "]
)
def test_hostile_repetition_is_read(piece):
    assert isinstance(find_dates(piece * 3000), list)
