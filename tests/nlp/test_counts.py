"""Counts: sentences whose figures of the incident are marked, `<affected unit=customer>12 000 clients</affected>`.

Figures left bare are none of it.
"""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.components import counts
from nlp.text import Source, make_doc, place

MARK = re.compile(r"<(?P<what>\w+) unit=(?P<unit>\w+)>(?P<raw>.*?)</(?P=what)>")


@pytest.fixture(scope="module")
def counted(bare):
    def run(text, *, title="", published="2024-03-15"):
        doc = make_doc(bare, Source(url="https://gazette.example/1", title=title, text=text, published=published))
        for _, component in bare.pipeline:
            doc = component(doc)
        return counts.counts(doc)

    return run


EXAMPLES = [
    # people and what stands for them
    "Le pirate a diffusé <affected unit=record>6 128 rendez-vous</affected> et <affected unit=account>près de 20 millions de comptes</affected>.",
    "<affected unit=employee>Plus de 30 000 agents</affected> ont vu leurs données dérobées.",
    "La mutuelle précise que <affected unit=customer>412 000 de ses adhérents</affected> sont concernés.",
    "Les données de <affected unit=person>quelque 5000 habitants</affected> ont été publiées.",
    "« <affected unit=customer>3,4 millions de spectateurs</affected> », annonce le vendeur.",
    # whole, parts and what is left out
    "Le vol touche <affected unit=person>20.000 personnes</affected>, soit <affected unit=person>8000 élèves</affected> et 2 % d'autres.",
    "Des clients ont été volés. Ils seraient <affected unit=customer>12 000</affected>.",
    "Quant aux entreprises, <affected unit=organisation>98 000</affected> d'entre elles sont touchées.",
    "Elle admet le vol de <affected unit=account>9 millions de comptes</affected>, dont <affected unit=account>3,1 millions</affected> encore actifs.",
    # volumes: bytes and bare numbers of files
    "Le groupe affirme détenir <volume unit=byte>4 To</volume>, dont <volume unit=byte>1 To</volume> à un client.",
    "Il a mis en ligne <volume unit=file>environ 9 000 documents</volume>.",
    "Une archive de <volume unit=byte>41 gigas</volume> circule.",
    # machines and sites, where they were hit
    "L'attaque a mis hors service <systems unit=machine>200 serveurs</systems> et <systems unit=machine>1500 ordinateurs</systems>.",
    "Le fabricant a fermé lundi <systems unit=site>trois sites de production</systems>.",
    # money, by the nearest word
    "Les pirates exigent <ransom unit=eur>8 000 euros</ransom> de rançon.",
    "Une demande de rançon de <ransom unit=eur>750.000 euros</ransom> a été reçue.",
    "Le préjudice atteint <loss unit=eur>310 k€</loss> à ce jour.",
    "<loss unit=eur>500.000 euros</loss> envolés : la société a été prise au piège.",
    "La base est mise en vente <price unit=usd>1 200 dollars</price>.",
    "Un vendeur réclame <price unit=eur>800 €</price> pour le tout.",
    "Un vendeur écoule les cartes à <price unit=usd>12 dollars</price> pièce.",
    "L'éditeur a écopé d'une amende de <fine unit=eur>200 000 euros</fine>.",
    "Après la rançon, l'hôpital a fini par payer <paid unit=eur>90 000 euros</paid>.",
    "Le groupe demandait <ransom unit=btc>95 bitcoins</ransom>, soit <ransom unit=eur>environ 2,4 millions d'euros</ransom>.",
    # the firm's size is no count
    "Le groupe, qui emploie 1 900 personnes, a été piraté.",
    "L'enseigne piratée compte plus de 2 millions de clients.",
    "L'opérateur, qui revendique 23 millions d'abonnés, a été attaqué.",
    "La cyberattaque vise Saint-Aubran (6 300 habitants), près de la mer.",
    "Le groupe familial (1 900 salariés, 412 M€ de chiffre d'affaires) a été attaqué.",
    "L'hôpital attaqué, comptant 2500 lits et 10 000 collaborateurs, tourne au ralenti.",
    "Une équipe de quatre personnes est venue après l'attaque.",
    "La ville de 21.000 habitants a été attaquée.",
    # nor are costs, durations, percentages, tallies, samples, prices of goods
    "La facture de l'attaque ? 180 000 euros de matériel.",
    "L'ESN piratée a réalisé 34 M€ de chiffre d'affaires.",
    "En dix jours, 80 % des postes ont été réinstallés.",
    "Le gang revendique à ce jour 47 victimes.",
    "L'échantillon de 500 lignes a été vérifié.",
    "La boutique piratée vend ses ours 39,90 € en promotion.",
    # nor what was spared
    "Le site a été piraté, mais le fichier des 1.300 donateurs, hébergé ailleurs, n'a pas été touché.",
    # nor part of a sum that is none
    "Le coût de l'attaque est connu : 1,9 million d'euros, dont 400 000 pris en charge par l'État.",
    # nor figures of other incidents, of the law, of studies
    "La fuite est réelle. En 2021, une mutuelle voisine avait perdu 33 000 dossiers de clients.",
    "Le site a été piraté. L'an dernier, un rival avait laissé fuir 800 000 comptes.",
    "Le site a été piraté. C'est la troisième enseigne touchée après Maison Garance (420 000 clients en novembre).",
    "Le site a été piraté. Les auteurs encourent cinq ans d'emprisonnement et 300 000 euros d'amende.",
    "Le site a été piraté. Selon une étude, 5 000 comptes sont volés par jour.",
    # nor another case of the same gang, told in one clause
    "Le vendeur est celui qui avait déjà dépouillé Corvane en mars (400 000 familles, RIB compris).",
    "Le pirate, qui a déjà vendu les 3 millions de comptes de Corvane, réclame <price unit=usd>5 000 dollars</price> pour cette base.",
    "C'est dix fois plus que les 64 000 fiches volées chez Corvane en janvier.",
    "Après Corvane en mai (280 Go et 70 000 comptes), c'est Ambrelys qui est piratée.",
    "Depuis le début de l'année, 74 communes ont été visées par ce groupe.",
    # nor what was tested, what the reader may lose, what the market asks
    "La fuite est réelle. J'ai contacté douze personnes du fichier volé.",
    "Le site est piraté. Le blog a pu consulter 200 fiches prises au hasard.",
    "Un passeport volé, ça vaut quoi ? Sur le marché noir, entre 8 et 15 dollars pièce.",
    "Les données ont fuité. Un virement de 3 000 euros, et votre compte se vide.",
    "L'arnaque est simple : la victime peut perdre jusqu'à 5 000 euros.",
    "Une association prépare une action de groupe et réclamera 100 euros par tête.",
    # prices: by the piece, of the loot, said in the next sentence
    "Le pirate propose « <price unit=eur>5 balles</price> le compte ».",
    "Il demandait <price unit=btc>5 bitcoins</price> pour « la base lune ».",
    "Combien coûte un accès ? <price unit=usd>2 300 dollars</price>.",
    "Un vendeur propose le fichier volé. Il en demande <price unit=eur>900 euros</price>.",
    "L'escroquerie a coûté <loss unit=eur>1,3 million d'euros</loss> à la commune.",
    # people: after a question, beside their data, without a word of harm where they are many
    "Combien de personnes ? <affected unit=person>Près de 58 000</affected>, selon la mairie.",
    "L'archive contient les numéros de sécurité sociale de <affected unit=employee>1 650 salariés</affected>.",
    "Le gang a lu la correspondance d'<affected unit=person>au moins trois avocats</affected>.",
    'Le fichier donne les noms, adresses et ressources de "<affected unit=person>plusieurs milliers" de bénéficiaires</affected>.',
    "Elle a écrit dès le 11 à <affected unit=customer>640 000 clients</affected>.",
    "Le message est parti à <affected unit=person>quelque 3 200 familles</affected>.",
    "Le groupe évoque <affected unit=record>un quart de million de relevés</affected> publiés.",
    "L'attaquant a pris la main sur <systems unit=machine>sept automates</systems> de la régie.",
    # who they are in this article
    "La boutique piratée a prévenu <affected unit=customer>530 000 automobilistes</affected>.",
    "Le parti a été piraté : <affected unit=person>27 000 adhérents</affected> sont concernés.",
    "L'archive de l'avocat contient <affected unit=record>14 000 courriels</affected>.",
    "Le pirate en annonce <affected unit=customer>250 000</affected>, la direction parle de <affected unit=customer>180 000 clients</affected>.",
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_counts(counted, example):
    doc = counted(MARK.sub(lambda mark: mark["raw"], example))

    found = [(span.label_, span.text, span._.count.unit) for span in doc.spans["counts"]]
    assert found == [(mark["what"], mark["raw"], mark["unit"]) for mark in MARK.finditer(example)]


def test_a_figure_told_twice_is_one_and_the_text_goes_before_the_title(counted):
    doc = counted(
        "Au total, 45 000 clients sont touchés.\n\nCes 45 000 clients seront prévenus.", title="45 000 clients touchés par une fuite"
    )

    assert [place(span) for span in doc.spans["counts"]] == [("45 000 clients", 10, "text")]


def test_a_title_s_figure_is_kept_where_the_text_has_none(counted):
    doc = counted("La fuite est confirmée.", title="Fuite : 45 000 clients touchés")

    assert [place(span) for span in doc.spans["counts"]] == [("45 000 clients", 8, "title")]


def test_a_figure_told_of_files_then_of_persons_is_one(counted):
    doc = counted("Il a publié 71 000 dossiers de locataires. Ces 71 000 personnes seront prévenues.")

    assert [span.text for span in doc.spans["counts"]] == ["71 000 dossiers"]


def test_a_lowered_ransom_keeps_its_currency(counted):
    doc = counted("Les pirates demandaient une rançon de 1,8 million d'euros, ramenée à 900 000 en cas de paiement rapide.")

    assert [(span._.count.low, span._.count.unit, span._.count.what) for span in doc.spans["counts"]] == [
        (1800000, "eur", "ransom"),
        (900000, "eur", "ransom"),
    ]


def test_a_dollar_in_quebec_is_not_an_american_one(counted):
    doc = counted("Au Québec, un courriel exige 85 000 $ de rançon.")

    [span] = doc.spans["counts"]

    assert (span._.count.unit, span._.count.what) == ("other", "ransom")


def test_typographic_spaces_and_offsets(counted):
    doc = counted("Le pirate a volé 6\u202f128\u00a0rendez-vous à l’hôpital.")

    [(raw, start, where)] = [place(span) for span in doc.spans["counts"]]
    assert (raw, where) == ("6\u202f128\u00a0rendez-vous", "text")
    assert doc._.text[start : start + len(raw)] == raw


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="12 .,\n«»()-clientsvoléeurosGo€%'à", max_size=120))
def test_any_text_is_read(counted, text):
    doc = counted(text)
    for span in doc.spans["counts"]:
        raw, start, where = place(span)
        source = doc._.text if where == "text" else doc._.title
        assert source[start : start + len(raw)] == raw
        assert span._.count.low <= span._.count.high


def test_one_sentence_of_ten_thousand_words(counted):
    doc = counted(" ".join(f"et {number} clients volés (rançon de {number} euros)" for number in range(1000, 2500)))

    assert len(doc.spans["counts"]) > 100
