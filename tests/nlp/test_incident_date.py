"""Incident date: a text, its day of publication, and the date of the attack among all those it names."""

import pytest

from nlp.background import background, mark
from nlp.components import dates, incident_date
from nlp.date_rank import candidates, chances
from nlp.situation import Situation
from nlp.text import Source, make_doc, place
from nlp.training.learn_incident_date import labelled, learn


@pytest.fixture(scope="module")
def dated(bare):
    def run(text, *, published="2024-03-15", title=""):
        doc = make_doc(bare, Source(url="https://gazette.example/1", title=title, text=text, published=published))
        for _, component in bare.pipeline:
            doc = component(doc)
        return incident_date.incident_date(dates.dates(doc))

    return run


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        # beside the words of an attack
        ("La société a été victime d'une cyberattaque le 2 mars.", "le 2 mars", "2024-03-02"),
        ("Dans la nuit du 9 au 10 mars, l'informatique de la ville a été bloquée.", "Dans la nuit du 9 au 10 mars", "2024-03-09"),
        ("Le site ne répond plus depuis lundi 11 mars.", "lundi 11 mars", "2024-03-11"),
        # not the day somebody spoke, wrote or filed a complaint
        ("La mairie a annoncé mercredi avoir été piratée le 2 mars.", "le 2 mars", "2024-03-02"),
        (
            "Dans un communiqué du 8 mars, le groupe admet un accès à ses serveurs entre le 26 février et le 1er mars.",
            "entre le 26 février et le 1er mars",
            "2024-02-26",
        ),
        ("Une plainte a été déposée le 12 mars. L'intrusion a eu lieu le 9 mars.", "le 9 mars", "2024-03-09"),
        # not the ultimatum, not the publication of the loot where the theft is dated
        ("Volées le 20 janvier, les données ont été mises en ligne le 10 mars.", "le 20 janvier", "2024-01-20"),
        ("L'ultimatum expirait le 10 mars. Les fichiers ont été dérobés le 20 février.", "le 20 février", "2024-02-20"),
        # the attack before its discovery, the discovery where there is nothing else
        ("L'intrus s'est introduit le 19 février ; l'attaque a été détectée le 2 mars.", "le 19 février", "2024-02-19"),
        ("L'anomalie a été repérée le 2 mars par l'hébergeur.", "le 2 mars", "2024-03-02"),
        # not another incident
        (
            "Le serveur a été piraté le 2 mars.\n\nEn janvier 2021, la ville voisine avait subi une attaque du même type.",
            "le 2 mars",
            "2024-03-02",
        ),
        # the day rather than the month that holds it
        ("L'attaque a frappé l'usine début mars. Le 6 mars à l'aube, un rançongiciel a tout chiffré.", "Le 6 mars à l'aube", "2024-03-06"),
        # the year alone
        ("Le vol s'est produit cet été.", "cet été", "2023"),
        # hours, a week-end by its first day, a weekday of last week, a month beside its weekday
        ("Le site a été barbouillé durant le week-end du 2 mars.", "durant le week-end du 2 mars", "2024-03-02"),
        ("Lundi de la semaine dernière, la comptable a viré 40 000 euros à un escroc.", "Lundi de la semaine dernière", "2024-03-04"),
        ("Le courriel piégé est arrivé un mardi de février 2023.", "un mardi de février 2023", "2023-02"),
        ("Lundi, peu avant 5 heures, les écrans de l'usine se sont éteints.", "Lundi", "2024-03-11"),
        ("L'ancien salarié avait copié la base en août 2022.", "en août 2022", "2022-08"),
        # a day that opens the story, where nothing says better
        (
            "Depuis mercredi 6 mars, jour de marché, la mairie travaille à la bougie.\n\nElle n'en dit pas plus.\n\nLes habitants attendent des nouvelles.",
            "mercredi 6 mars",
            "2024-03-06",
        ),
        # the days of a chronicle: the first of them, not the warnings and repairs behind it
        (
            "Le 4 mars, la base de la boutique était mise en vente sur un forum.\n\nLe 6, nous avons prévenu l'enseigne. Le 11, elle a fermé son site.",
            "Le 4 mars",
            "2024-03-04",
        ),
        # not the day that the newest record bears
        (
            "Le 7 mars, un pirate a dérobé la base des abonnés. L'enregistrement le plus récent date du 2 février.",
            "Le 7 mars",
            "2024-03-07",
        ),
        # the day of the claim where nothing else is said
        ("Un vendeur a mis en vente la base le 12 mars sur un forum.", "le 12 mars", "2024-03-12"),
    ],
)
def test_incident_date(dated, text, words, value):
    doc = dated(text)

    [span] = doc.spans["incident_date"]
    assert (place(span)[0].removeprefix("depuis "), span._.date.value) == (words, value)


@pytest.mark.parametrize(
    "text",
    [
        "L'entreprise a confirmé mercredi à la rédaction que des données ont fuité.",
        "Le groupe, actif depuis 2022, a publié des fichiers.",
        "Un pirate affirme détenir des dossiers.",
        "",
    ],
)
def test_no_incident_date(dated, text):
    doc = dated(text)

    assert list(doc.spans["incident_date"]) == []


def test_learning_prefers_what_the_annotations_prefer(dated):
    """Of two days always told alike, the one that the annotators took; and none where they took none."""
    docs = [
        dated(f"Le {day} janvier, le serveur est tombé. Le {day + 9} janvier, la boutique a rouvert.", published="2024-03-15")
        for day in range(1, 13)
    ]
    gold = [f"2024-01-{day + 9:02d}" for day in range(1, 13)]

    model = learn([(doc, {"about": "incident", "incident_date": {"value": value}}) for doc, value in zip(docs, gold, strict=True)])
    silent = learn([(doc, {"about": "incident", "incident_date": None}) for doc in docs])

    found, none = candidates(docs[0], Situation(docs[0]), 0, len(docs[0].text))
    assert [one.value for one in found] == ["2024-01-01", "2024-01-10"]
    rows = [none, *(one.row for one in found)]
    assert max(zip(chances(model, rows), range(3), strict=True))[1] == 2
    assert max(zip(chances(silent, rows), range(3), strict=True))[1] == 0


@pytest.mark.parametrize("gold", [{"about": "other"}, {"about": "incident", "incident_date": {"value": "2019-01-01"}}])
def test_nothing_is_learned_of_articles_without_the_date(dated, gold):
    assert labelled(dated("Le site a été piraté mardi."), gold) == []


@pytest.mark.parametrize(("published", "value"), [("2024-03-15", "2024-03-12"), ("2024-03", "2024-03"), ("2024", "2024")])
def test_a_relative_date_is_no_more_precise_than_publication(dated, published, value):
    doc = dated("Le site a été piraté mardi.", published=published)

    [span] = doc.spans["incident_date"]
    assert span._.date.value == value


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("La mairie a été piratée mardi.", None),
        ("En 2019, la ville voisine avait subi une attaque.", "past"),
        ("On se souvient du centre hospitalier de Valbrune, privé d'imagerie.", "past"),
        ("Changez votre mot de passe sans attendre.", "advice"),
        ("Les auteurs encourent cinq ans d'emprisonnement.", "law"),
        ("Selon une étude, une PME sur deux a été attaquée.", "study"),
        ("Fondée en 1990, elle emploie 200 personnes.", "firm"),
        # of this incident after all
        ("Cette attaque rappelle celle de 2019.", None),
    ],
)
def test_background(sentence, kind):
    assert mark(["Le site est tombé.", "La ville enquête.", sentence], year=2024)[2] == kind


def test_background_marks_every_sentence_and_never_the_title(dated):
    doc = dated(
        "La ville a été piratée mardi.\n\nEn 2019, Valbrune avait subi une attaque.", title="En 2019, déjà, une attaque avait eu lieu"
    )

    assert len(background(doc)) == len(list(doc.sents))
    assert background(doc)[0] is None
    assert background(doc)[-1] == "past"
