"""Organisations: which words name one, and which mentions are the same one."""

import time

import pytest
from spacy.language import Language

from nlp.org_groups import group, mentions
from nlp.org_patterns import candidates, is_common
from tests.nlp.who import names, read

PATTERNS = [
    # an institution's kind belongs to its name
    ("La mairie de Valbrune (Cher) est touchée.", "mairie de Valbrune"),
    ("Le CHU de Sainte-Marne a prévenu ses patients.", "CHU de Sainte-Marne"),
    ("Le centre hospitalier Jean-Moulin de Morlanne tourne au ralenti.", "centre hospitalier Jean-Moulin de Morlanne"),
    ("La communauté de communes du Pays de Brennac.", "communauté de communes du Pays de Brennac"),
    (
        "Le service départemental d'incendie et de secours (Sdis) du Haut-Val.",
        "service départemental d'incendie et de secours (Sdis) du Haut-Val",
    ),
    ("Le ministère des Sports, de la Jeunesse et de la Vie associative.", "ministère des Sports, de la Jeunesse et de la Vie associative"),
    ("Plainte a été déposée au parquet de Vervins.", "parquet de Vervins"),
    # its name goes on in small letters
    ("Voici la Fédération française de planche à voile, FFPV pour les intimes.", "Fédération française de planche à voile"),
    ("L'Agence nationale de sécurité fluviale et la cellule de crise cherchent.", "Agence nationale de sécurité fluviale"),
    ("Le Préposé fédéral à la protection des données (PFPDT) enquête.", "Préposé fédéral à la protection des données"),
    # a describing word does not belong to it
    ("La société morbihannaise Mahévane a payé.", "Mahévane"),
    ("L'éditeur Gatewyse a publié un correctif.", "Gatewyse"),
    # what opens a sentence does not either
    ("Contactée, Solidalva se tait.", "Solidalva"),
    ("Chez Houpelle, rien ne va plus.", "Houpelle"),
    # ampersand, figures, slash, family
    ("Les Transports Verlin & Fils sont à l'arrêt.", "Transports Verlin & Fils"),
    ("Le site de Porte-Lune 360 est fermé.", "Porte-Lune 360"),
    ("Le gang Alfa/BlackDog revendique.", "Alfa/BlackDog"),
    # addresses, brands in small letters, handles, capitals
    ("Tout mène à billetou.example, la plateforme.", "billetou.example"),
    ("Le site petitboutis a écrit à ses clients.", "petitboutis"),
    ("Un certain « kolibri » en demande 800 euros.", "kolibri"),
    ("Le vendeur, krill0, en veut plus.", "krill0"),
    ("LYCÉE JEAN-FOURCADE – Le rançongiciel a tout chiffré.", "LYCÉE JEAN-FOURCADE"),
    # bodies without a proper name
    ("La gendarmerie a ouvert une enquête.", "gendarmerie"),
    ("Les dossiers de la maison départementale des personnes handicapées sont saufs.", "maison départementale des personnes handicapées"),
]


@pytest.mark.parametrize(("text", "name"), PATTERNS, ids=[name for _, name in PATTERNS])
def test_a_pattern_proposes_the_name(text: str, name: str) -> None:
    assert name in {mention.name for mention in mentions(text, candidates(text))}


def test_a_plural_head_names_each_place_for_itself() -> None:
    text = "Les sites des villes de Morlanne et de Valbrune sont tombés."

    assert [mention.name for mention in mentions(text, candidates(text))] == ["Morlanne", "Valbrune"]


@pytest.mark.parametrize("word", ["Résultat", "Contactée", "Faut-il", "Évidemment", "Fuite"])
def test_an_ordinary_word_is_known_whatever_its_capital(word: str) -> None:
    assert is_common(word)


SAME = [
    # the acronym in brackets, and later alone
    ("L'Office du logement aveyronnais (OLA) est touché. L'OLA porte plainte.", [["Office du logement aveyronnais", "OLA", "OLA"]]),
    # the hospital under both its names; the town alone is no mention of it
    (
        "Le centre hospitalier de Morlanne se tait. L'hôpital de Morlanne, à Morlanne.",
        [["centre hospitalier de Morlanne", "hôpital de Morlanne"]],
    ),
    # the town alone stands for its town hall
    ("La mairie de Valbrune est piratée. Valbrune porte plainte.", [["mairie de Valbrune", "Valbrune"]]),
    # the first word of a firm's name
    ("Kermorvane Chaudières est à l'arrêt. Les usines de Kermorvane aussi.", [["Kermorvane Chaudières", "Kermorvane"]]),
    # two universities that share words
    (
        "Le pirate vise Sorvale Université et l'université Paris-Neuf Panthéon-Sorvale.",
        [["Sorvale Université"], ["université Paris-Neuf Panthéon-Sorvale"]],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SAME, ids=[groups[0][0] for _, groups in SAME])
def test_mentions_of_one_organisation_are_joined(text: str, expected: list[list[str]]) -> None:
    groups = [[mention.name for mention in members] for members in group(mentions(text, candidates(text)), text)]

    assert [members for members in groups if any(name in members for names in expected for name in names)] == expected


def test_persons_products_and_places_are_kept_out(bare: Language) -> None:
    doc = read(
        bare,
        "La société Orféa, à Morlanne, a été piratée mardi. Le maire, Paul Faure, a vu Windows tomber en panne. La Cnil est prévenue.",
        title="Orféa piratée",
        entities={"Orféa": "ORG", "Morlanne": "LOC", "Paul Faure": "PER", "Windows": "MISC"},
    )

    assert set(names(doc)) == {"Orféa", "Cnil"}


def test_every_mention_has_its_organisation_and_a_score(bare: Language) -> None:
    doc = read(bare, "La société Orféa a été piratée. Orféa a porté plainte auprès de la gendarmerie.", entities={"Orféa": "ORG"})

    orfea = [span for span in doc.spans["organisations"] if span.text == "Orféa"]
    assert len(orfea) == 2
    assert len({span._.org for span in orfea}) == 1
    assert doc._.organisations[orfea[0]._.org].name == "Orféa"
    assert 0.5 <= doc._.organisations[orfea[0]._.org].score < 1


ODD = [
    "",
    " ",
    "\n\n",
    "Rien à signaler.",
    "🦊🔥 💥",
    "«»“”()[]",
    "L'",
    "A",
    "É" * 300,
    "la mairie de",
    "PIRATAGE MASSIF : TOUT EST PERDU !!!",
]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_texts_are_read(bare: Language, text: str) -> None:
    doc = read(bare, text, title=text.strip())

    assert doc._.about in {"incident", "roundup", "other"}


LONG = {
    "capitals": "Orféa " * 20_000,
    "heads": "mairie de la ville de " * 8_000,
    "lists": "Orféa, Morlane, Vireo et " * 6_000,
    "bodies": "agence nationale de la sécurité et des " * 5_000,
    "quotes": "« " * 40_000,
    "letters": "A" * 80_000,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_patterns_take_linear_time(text: str) -> None:
    def seconds(part: str) -> float:
        start = time.process_time()
        for _ in candidates(part):
            pass
        return time.process_time() - start

    seconds(text[:1000])
    # Four times the text: a pattern that goes back over it would take sixteen times as long.
    assert seconds(text) < 10 * seconds(text[: len(text) // 4]) + 0.2
