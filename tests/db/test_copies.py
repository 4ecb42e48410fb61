"""Articles that are another outlet's text, and those that only tell of the same thing."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.article import Article
from db.copies import mark
from db.link import link
from db.publish import publish
from db.shingles import SAME, likeness, shingles
from db.store import save_article, save_reading
from tests.db.samples import LINES, article_of, reading_of

AGENCY = (
    "La communauté de communes du Val-de-Brume a annoncé mardi avoir été victime d’une cyberattaque qui a paralysé ses services.",
    "L’intrusion a été découverte dans la nuit de dimanche à lundi par le prestataire Ardentia, qui héberge la messagerie des agents.",
    "Selon la présidente, Élise Corbel, les fichiers de 12 400 abonnés du service de l’eau ont été copiés : noms, adresses et IBAN.",
    "Une plainte a été déposée auprès de la gendarmerie de Rocheclaire, et la CNIL a été prévenue dans le délai de 72 heures.",
    "Les accueils de Montrevel et de Saint-Aubry restent ouverts, mais les démarches en ligne ne reprendront pas avant la mi-mars.",
)
END = "Le conseil communautaire se réunira vendredi. Une lettre partira chez chaque abonné, assure la collectivité."
OTHER_END = "D’autres collectivités de la région avaient connu la même mésaventure l’an passé, dont deux communes voisines."
OWN_WORDS = (
    "Depuis dimanche, plus rien ne répond au Val-de-Brume. La communauté de communes l’a admis mardi matin devant la presse locale.",
    "Un pirate s’est promené dans ses serveurs, et il n’est pas reparti les mains vides : les coordonnées bancaires de quelque 12 400 abonnés à l’eau sont dans la nature.",
    "« Nous avons tout débranché », raconte Élise Corbel, qui préside l’intercommunalité. Son hébergeur, Ardentia, a sonné l’alarme le premier.",
    "À Montrevel, les agents ont ressorti les formulaires en papier. Les usagers font la queue, sans colère. La gendarmerie enquête.",
    "Rien ne devrait rouvrir en ligne avant la mi-mars. La Commission nationale de l’informatique et des libertés suit le dossier.",
)
BULLETIN = (
    "Le produit {name} de {house} est touché par une vulnérabilité, corrigée depuis la version {number}. Elle a été signalée le {day}.",
    "Elle permet à un attaquant de provoquer une exécution de code à distance, sans compte et sans que personne ne clique sur quoi que ce soit.",
    "Il est conseillé de se référer au bulletin de l’éditeur pour obtenir les correctifs, et de les appliquer sans attendre sur tous les équipements exposés.",
    "À défaut, les accès à l’interface d’administration doivent être limités aux seules adresses de confiance, et les journaux relus depuis le début du mois.",
    "Cette page sera mise à jour si de nouvelles informations sont connues. Toute compromission constatée doit être signalée sans délai au centre de réponse.",
)


def article(
    host: str,
    paragraphs: tuple[str, ...],
    *,
    title: str = "Une attaque au Val-de-Brume",
    published: str | None = "2026-02-10T08:00:00+01:00",
) -> Article:
    return Article(url=f"https://{host}/a", publisher=host, title=title, text="\n\n".join(paragraphs), published=published)


def copies(db: Database) -> dict[str, str]:
    sql = "select a.url, o.url from copies c join articles a on a.id = c.article join articles o on o.id = c.original"
    return dict(db.conn.execute(sql).fetchall())


def keep(db: Database, *articles: Article) -> dict[str, str]:
    for one in articles:
        save_article(db, one)
    mark(db)
    return copies(db)


FIRST = article("phare.example", (*AGENCY, END))
COPY = article(
    "ecluse.example", (*AGENCY, OTHER_END), title="Val-de-Brume : les abonnés de l’eau prévenus", published="2026-02-10T11:30:00+01:00"
)
ALONE = article("balise.example", OWN_WORDS, published="2026-02-10T12:00:00+01:00")


def test_a_copy_with_another_title_and_another_end_points_to_the_first(db: Database) -> None:
    assert keep(db, FIRST, COPY, ALONE) == {COPY.url: FIRST.url}


def test_the_order_in_which_they_came_decides_nothing(db: Database) -> None:
    third = article("amarre.example", AGENCY, published="2026-02-11")
    for one in (third, COPY, FIRST):
        keep(db, one)

    assert copies(db) == {COPY.url: FIRST.url, third.url: FIRST.url}


def test_a_text_cut_short_is_a_copy(db: Database) -> None:
    short = article("ecluse.example", AGENCY[:3], published="2026-02-10T09:00:00+01:00")

    assert keep(db, FIRST, short) == {short.url: FIRST.url}


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(ALONE, id="the same incident in its own words"),
        pytest.param(replace(COPY, published="2026-08-10"), id="half a year later"),
        pytest.param(article("ecluse.example", AGENCY[:1]), id="a notice"),
        pytest.param(article("ecluse.example", (AGENCY[0], *OWN_WORDS[1:])), id="one sentence quoted"),
    ],
)
def test_what_is_no_copy(db: Database, other: Article) -> None:
    assert keep(db, FIRST, other) == {}


@pytest.mark.parametrize("host", ["cert.example", "autre-cert.example"])
def test_the_same_form_filled_for_another_product_is_no_copy(db: Database, host: str) -> None:
    one, other = (
        tuple(part.format(name=name, house=house, number=number, day=day) for part in BULLETIN)
        for name, house, number, day in (("Routelane", "Veloceane", "12.4.1", "3 mars"), ("Mailgard", "Ardentia", "7.0.22", "9 mars"))
    )

    alike = [shingles("\n\n".join(text)) for text in (one, other)]
    assert likeness(*alike)[0] > SAME
    assert keep(db, article("cert.example", one), replace(article(host, other), url=f"https://{host}/b")) == {}


def test_only_what_is_new_is_looked_at(db: Database) -> None:
    keep(db, FIRST, COPY)

    assert mark(db).looked_at == 0
    save_article(db, ALONE)
    assert mark(db).looked_at == 1
    assert copies(db) == {COPY.url: FIRST.url}


def test_a_text_that_changes_is_looked_at_again_and_so_are_its_copies(db: Database) -> None:
    third = article("amarre.example", AGENCY, published="2026-02-11")
    keep(db, FIRST, COPY, third)

    assert keep(db, replace(FIRST, text="\n\n".join(OWN_WORDS))) == {third.url: COPY.url}
    assert keep(db, FIRST) == {COPY.url: FIRST.url, third.url: FIRST.url}


def test_an_article_that_is_deleted_leaves_nothing_behind(db: Database) -> None:
    keep(db, FIRST, COPY)
    db.conn.execute("delete from articles where url = ?", [FIRST.url])

    assert [db.table(name).count for name in ("copies", "text_signatures")] == [0, 1]


def test_a_short_text_tells_nothing() -> None:
    assert shingles(AGENCY[0]) is None


@pytest.mark.parametrize(("alike", "publishers"), [(True, 1), (False, 3)])
def test_a_text_read_at_three_publishers_is_one_publishers_of_an_incident(
    db: Database, tmp_path: Path, alike: bool, publishers: int
) -> None:
    line = max(LINES, key=lambda one: len(one["text"]) if one["about"] == "incident" else 0)
    for number, host in enumerate(("phare.example", "gazette.example", "relais.example")):
        more = "" if alike else " ".join(f"mot{number}-{place}" for place in range(900)) + "."
        copy = {**line, "url": f"https://{host}/a", "publisher": host, "text": f"{line['text']}\n\n{more}".strip()}
        save_article(db, article_of(copy))
        save_reading(db, reading_of(copy))
    mark(db)
    link(db)
    conn = sqlite3.connect(publish(db, tmp_path).path)
    told = conn.execute("select articles, publishers from incidents").fetchall()
    conn.close()

    assert told == [(3, publishers)]
