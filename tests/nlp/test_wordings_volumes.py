"""Volumes: cells of registers and the quantities they hold."""

import pytest

from nlp.wordings import Volume, read_volumes


def volumes(wording):
    return [(volume.low, volume.high, volume.unit, volume.what) for volume in read_volumes(wording)]


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        # one quantity, comma or point
        ("27 millions de personnes", [(27000000, 27000000, "person", "affected")]),
        ("1.9 millions d’utilisateurs", [(1900000, 1900000, "person", "affected")]),
        ("52,100 adhérents", [(52100, 52100, "customer", "affected")]),
        ("48 211 sapeurs-pompiers", [(48211, 48211, "person", "affected")]),
        ("3 millions de salarié·es", [(3000000, 3000000, "employee", "affected")]),
        ("31 204 pare-feux", [(31204, 31204, "machine", "systems")]),
        # no noun
        ("2,5 millions", [(2500000, 2500000, "other", "affected")]),
        # bytes
        ("71Go", [(71 * 10**9, 71 * 10**9, "byte", "volume")]),
        # several quantities are several
        ("4.2Go, 1.6 million de clients", [(4200000000, 4200000000, "byte", "volume"), (1600000, 1600000, "customer", "affected")]),
        ("31 000 dossiers, 12 500 fichiers", [(31000, 31000, "record", "affected"), (12500, 12500, "file", "volume")]),
        (
            "84 000 foyers (190 412 personnes suivies depuis 2011)",
            [(84000, 84000, "person", "affected"), (190412, 190412, "person", "affected")],
        ),
        # ranges and vague plurals
        ("8 à 12 millions de patients", [(8000000, 12000000, "patient", "affected")]),
        ("Quelques centaines de milliers", [(200000, 999999, "other", "affected")]),
        ("Plusieurs dizaines de milliers de clients", [(20000, 99999, "customer", "affected")]),
        ("10 000-20 000 comptes", [(10000, 20000, "account", "affected")]),
        ("des dizaines de Go", [(20 * 10**9, 10**11 - 1, "byte", "volume")]),
        # English, abbreviations, binary multiples
        ("12,345,678 rows", [(12345678, 12345678, "record", "affected")]),
        ("1.2 millions of accounts", [(1200000, 1200000, "account", "affected")]),
        ("3 million email addresses", [(3000000, 3000000, "email_address", "affected")]),
        ("450k users", [(450000, 450000, "person", "affected")]),
        ("500 Mio", [(500 * 10**6, 500 * 10**6, "byte", "volume")]),
        # a number that only tells from its neighbours
        ("Lot 1 : 3 000 clients", [(3000, 3000, "customer", "affected")]),
        # years and what is no quantity
        ("72 300 membres depuis 1998", [(72300, 72300, "customer", "affected")]),
        ("41 000 membres en 2024/2025", [(41000, 41000, "customer", "affected")]),
        ("salariés recrutés avant 2009", []),
        ("Clients (2004-2023)", []),
        ("Bourrage d'identifiants", []),
        ("", []),
    ],
)
def test_volumes(wording, expected):
    assert volumes(wording) == expected


@pytest.mark.parametrize("wording", ["100 000+ clients", "~50 000", "plus de 3 millions de comptes"])
def test_approximate_volumes_give_both_bounds(wording):
    [volume] = read_volumes(wording)

    assert volume.low == volume.high
    assert not volume.exact


def test_a_volume_says_all():
    assert read_volumes("9 800 comptes") == [Volume(low=9800, high=9800, unit="account", what="affected", exact=True)]
