"""The small pure parts of the page reader: words to moments, names, addresses."""

import pytest

from crawler.addresses import absolute, clean, host, same_outlet
from crawler.moments import in_address, moment, said, zone_of
from crawler.people import people


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024-03-12T09:30:00+01:00", "2024-03-12T09:30:00+01:00"),
        ("2024-03-12T09:30:00.123Z", "2024-03-12T09:30:00+00:00"),
        ("2024-03-12T09:30+0100", "2024-03-12T09:30:00+01:00"),
        ("2024-07-12 09:30:00", "2024-07-12T09:30:00+02:00"),
        ("Tue, 12 Mar 2024 09:30:00 GMT", "2024-03-12T09:30:00+00:00"),
        ("Publié le 02/11/2023 à 15h57", "2023-11-02T15:57:00+01:00"),
        ("le jeudi 2 novembre 2023 à 15:57", "2023-11-02T15:57:00+01:00"),
        ("2 nov. 2023 | 7 h", "2023-11-02T07:00:00+01:00"),
        ("1er août 2023", "2023-08-01"),
        ("17.02.2020", "2020-02-17"),
        ("February 3, 2021", "2021-02-03"),
        ("20240312", "2024-03-12"),
        ("1710232200", "2024-03-12T08:30:00+00:00"),
        # precision is kept
        ("mars 2024", "2024-03"),
        ("2024-03", "2024-03"),
        ("2024", "2024"),
        ("2024-03-12T00:00:00", "2024-03-12"),
        # no dates
        ("hier à 10h", None),
        ("il y a 3 heures", None),
        ("31/02/2024", None),
        ("1970-01-01T00:00:00Z", None),
        ("12 400 personnes", None),
        ("", None),
    ],
)
def test_moment(text, value):
    assert moment(text) == value


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Publié le 2 mars 2024, modifié le 3 mars 2024", ("2024-03-02", "2024-03-03")),
        ("Mis à jour le 3 mars 2024 — publié le 2 mars 2024", ("2024-03-02", "2024-03-03")),
        ("Mis à jour le 3 mars 2024", (None, "2024-03-03")),
    ],
)
def test_said(text, pair):
    assert said(text) == pair


def test_day_in_address():
    assert (
        in_address("https://e.example/2024/03/12/a"),
        in_address("https://e.example/2024/99/12/a"),
        in_address("https://e.example/12"),
    ) == ("2024-03-12", None, None)


@pytest.mark.parametrize(
    ("name", "zone"), [("a.fr", "Europe/Paris"), ("a.be", "Europe/Brussels"), ("a.ca", "America/Toronto"), ("a.example", "Europe/Paris")]
)
def test_zone(name, zone):
    assert zone_of(name) == zone
    assert zone_of("a.com", language="en") is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Par Anne Duval, correspondante à Lyon, et Karim Benali", ["Anne Duval", "Karim Benali"]),
        ("Anne Duval et Karim Benali (avec AFP)", ["Anne Duval", "Karim Benali"]),
        ("Propos recueillis par Anne Duval | 12 mars 2024", ["Anne Duval"]),
        ("Par Anne Duval à Montclair", ["Anne Duval"]),
        ("Par Anne Duval, envoyée spéciale au Québec, publié le 3 mars", ["Anne Duval"]),
        ("ANNE DUVAL", ["ANNE DUVAL"]),
        ("Anne Duval (anne@echo.example)", ["Anne Duval"]),
        ("Par Jean-Noël d’Arcy-Le Goff", ["Jean-Noël d’Arcy-Le Goff"]),
        ("admin", []),
        ("", []),
    ],
)
def test_people(text, names):
    assert people(text) == names


@pytest.mark.parametrize(
    ("address", "cleaned"),
    [
        ("https://e.example/a?utm_source=x&id=3&fbclid=1#b", "https://e.example/a?id=3"),
        ("https://E.example:443/a?at_medium=x", "https://e.example/a"),
        ("http://user:pw@e.example:8080/a", "http://e.example:8080/a"),
        ("https://e.example/a?q=a%20b&page=2", "https://e.example/a?q=a%20b&page=2"),
    ],
)
def test_clean(address, cleaned):
    assert clean(address) == cleaned


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("/b c", "https://e.example/b%20c"),
        ("javascript:void(0)", None),
        ("http://[bad", None),
        ("mailto:a@b.c", None),
        ("//f.example", "https://f.example/"),
        ("?p=3", "https://e.example/a?p=3"),
    ],
)
def test_absolute(link, found):
    assert absolute(link, "https://e.example/a") == found


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://www.e.example/a", "e.example"),
        ("https://m.e.example/a", "e.example"),
        ("https://amp.e.example:80/", "e.example"),
        ("https://m.fr/", "m.fr"),
        ("https://ici.e.example/", "ici.e.example"),
    ],
)
def test_host(address, name):
    assert host(address) == name


def test_outlets():
    assert same_outlet("https://www.e.example/", "http://amp.e.example/a")
    assert not same_outlet("https://e.example/", "https://me.example/")
