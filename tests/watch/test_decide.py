"""What watches tell: what they match, with the sentence; each thing once; nothing that was known before they began."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from db import alerts
from db.link import link
from db.outbox import MOST
from tests.db.samples import fill
from tests.watch.conftest import Clock
from tests.watch.news import BEFORE, facts_told, figure, linked, news, outbox, told

Watching = Callable[[str], None]
NEWS = [
    news("sephir", "Clinique Séphir", "2024-02-01", sector="health", hand="Vent d’Autan", says="La Clinique Séphir, à Montbrun, est à l’arrêt. "
         "Vent d’Autan revendique l’attaque. Des IBAN de patients ont été pris, mais aucun mot de passe. Le jus d’orange coule.",
         data_exposed=[{"raw": "IBAN", "type": "iban"}], data_denied=[{"raw": "mot de passe", "type": "password", "denied_by": "aucun"}]),
    news("ville", "mairie d’Angers", "2024-02-01", sector="local_government", supplier="Rivage Informatique", claim="confirmed"),
    news("orange", "Grand Comptoir", "2024-02-01", says="Grand Comptoir, voisin d’Orange, a été visité. Le jus d’orange coule à flots."),
]  # fmt: skip
KINDS: list[tuple[str, list[str], str, str]] = [
    # an organisation by another of its names
    ('organisation = ["MAIRIE D’ANGERS"]', ["Ville d'Angers"], "organisation", "mairie d’Angers a été victime d’une intrusion, apprend-on."),
    ('supplier = ["RIVAGE informatique SARL"]', ["Ville d'Angers"], "supplier", "Il est question de Rivage Informatique."),
    ('attacker = ["Vent d\'Autan"]', ["Clinique Séphir"], "attacker", "Vent d’Autan revendique l’attaque."),
    ('sector = ["Santé", "education"]', ["Clinique Séphir"], "sector", "La Clinique Séphir, à Montbrun, est à l’arrêt."),
    ('region = ["pays de la loire"]', ["Ville d'Angers"], "region", "mairie d’Angers a été victime d’une intrusion, apprend-on."),
    ('data = ["iban", "password"]', ["Clinique Séphir"], "data", "Des IBAN de patients ont été pris, mais aucun mot de passe."),
    # what the article says was not taken is no match
    ('data = ["password"]', [], "data", ""),
    # both criteria must hold
    ('sector = ["health"]\nattacker = ["Vent d’Autan"]', ["Clinique Séphir"], "attacker", "Vent d’Autan revendique l’attaque."),
    ('sector = ["retail"]\nattacker = ["Vent d’Autan"]', [], "", ""),
    ('words = ["patient"]\nevent = ["incident"]', ["Clinique Séphir"], "words", "Des IBAN de patients ont été pris, mais aucun mot de passe."),
    # a sentence with an exception does not count, another of the same article does
    ('words = ["Orange"]\nexcept = ["jus d\'orange"]', ["Grand Comptoir"], "words", "Grand Comptoir, voisin d’Orange, a été visité."),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "expected", "criterion", "sentence"), KINDS, ids=[one[0] for one in KINDS])
def test_a_watch_tells_what_matches_and_the_sentence_that_proves_it(
    db: Database, watching: Watching, asked: str, expected: list[str], criterion: str, sentence: str
) -> None:
    watching(f'[[watch]]\nname = "V"\n{asked}\n')
    linked(db, BEFORE)

    linked(db, *NEWS)

    assert [victim for _, _, victim in told(db)] == expected
    for facts in facts_told(db):
        proof = next(one for one in facts["matched"] if one["criterion"] == criterion)
        assert proof["sentence"] == sentence


def test_the_first_link_tells_nothing_and_says_what_it_knows(db: Database, watching: Watching) -> None:
    watching('[[watch]]\nname = "Tout"\nevent = ["incident", "article"]\n')

    first = linked(db, *NEWS)

    assert first.begun == {"Tout": 6}
    assert told(db) == []
    assert outbox(db) == []


def test_a_new_watch_begins_with_what_comes_after_it(db: Database, watching: Watching) -> None:
    linked(db, *NEWS)
    watching('[[watch]]\nname = "Tout"\nevent = ["incident"]\n')

    done = linked(db, news("neuf", "Armoria", "2024-02-01"))

    assert done.begun == {"Tout": 3}, "what the link itself brings is not known before"
    assert told(db) == [("Tout", "incident", "Armoria")]


def test_a_second_link_tells_nothing_again_nor_does_a_whole_one(db: Database, watching: Watching) -> None:
    watching(
        '[[watch]]\nname = "Tout"\nevent = ["incident", "recurrence", "status", "edit"]\n[[watch]]\nname = "Mots"\nwords = ["intrusion"]\n'
    )
    linked(db, BEFORE)
    assert linked(db, *NEWS).told == 4
    before = told(db)
    changes = db.conn.total_changes

    assert link(db).told == 0
    assert db.conn.total_changes == changes, "a link that finds nothing new writes nothing"
    db.conn.execute("update link_state set fingerprint = ''")
    db.conn.commit()
    assert link(db).told == 0
    assert told(db) == before


def test_old_articles_are_no_news_whenever_they_are_collected(db: Database, watching: Watching, clock: Clock) -> None:
    watching('[[watch]]\nname = "Tout"\nevent = ["incident"]\n[[watch]]\nname = "Mots"\nwords = ["intrusion"]\n')
    linked(db, BEFORE)
    clock.on(days=60)

    linked(db, news("jadis", "Jadis", "2019-05-06"), news("hier", "Hier", "2024-01-20"), news("mois", "Le Mois", "2024-02-20"))
    assert told(db) == []
    linked(db, news("frais", "Frais", "2024-03-20"))
    assert told(db) == [("Tout", "incident", "Frais"), ("Mots", "article", "Frais")]


def test_a_watch_that_asks_for_something_else_begins_anew(db: Database, watching: Watching) -> None:
    watching('[[watch]]\nname = "V"\nsector = ["energy"]\n')
    linked(db, *NEWS)
    watching('[[watch]]\nname = "V"\nsector = ["health"]\n')

    assert link(db).begun == {"V": 1}
    assert told(db) == []
    watching('[[watch]]\nname = "V"\nsector = ["health"]\ndigest = true\n')
    assert link(db).begun == {}, "where and when it is told changes nothing"


def test_an_article_about_what_is_watched(db: Database, watching: Watching) -> None:
    watching('[[watch]]\nname = "A"\norganisation = ["Armoria"]\nevent = ["incident", "article"]\n')
    linked(db, BEFORE)

    linked(db, news("a1", "Armoria", "2024-02-01"), news("a2", "Armoria", "2024-02-02"))
    linked(db, news("a3", "Armoria", "2024-02-03"))

    assert told(db) == [("A", "incident", "Armoria"), ("A", "article", "Armoria")], (
        "the articles that make an incident are no news beside it"
    )
    assert facts_told(db)[1]["article"]["url"].endswith("/a3")


def test_words_in_an_article_that_is_no_incident(db: Database, watching: Watching) -> None:
    watching('[[watch]]\nname = "M"\nwords = ["mots de passe"]\n')
    linked(db, BEFORE)

    linked(db, {**news("conseil", "Personne", "2024-02-01", says="Un bon mot de passe est long."), "about": "other", "victims": [],
                "organisations": [], "claim": None})  # fmt: skip

    assert told(db) == [("M", "article", "https://phare.example/conseil")]


def test_words_in_one_part_of_a_round_up(db: Database, watching: Watching) -> None:
    watching('[[watch]]\nname = "M"\nwords = ["IBAN"]\nevent = ["incident"]\n')
    linked(db, BEFORE)
    text = "Armoria est touchée lundi.\n\nGrand Comptoir a perdu des IBAN."
    parts = [{"number": 0, "start": 0, "end": 26, "claim": None}, {"number": 1, "start": 28, "end": 60, "claim": None}]
    names = [{"name": name, "raw": name, "incident": number} for number, name in enumerate(("Armoria", "Grand Comptoir"))]

    linked(db, {**news("tour", "Armoria", "2024-02-01", says=text), "about": "roundup", "victims": names, "incidents": parts, "claim": None,
                "sector": None, "organisations": [{**one, "role": "victim"} for one in names]})  # fmt: skip

    assert told(db) == [("M", "incident", "Grand Comptoir")]


def test_recurrence(db: Database, watching: Watching) -> None:
    watching('[[watch]]\nname = "R"\nevent = ["recurrence"]\n')
    linked(db, BEFORE, news("a1", "Armoria", "2023-03-01"))

    linked(db, news("a2", "Armoria", "2024-02-02"), news("b", "Beauvoir", "2024-02-02"))

    assert told(db) == [("R", "recurrence", "Armoria")]
    assert (facts_told(db)[0]["last"], facts_told(db)[0]["times"]) == ("2023-03-01", 1)


def test_status_change(db: Database, watching: Watching) -> None:
    watching('[[watch]]\nname = "S"\nsector = ["retail"]\nevent = ["status"]\n')
    linked(db, BEFORE, news("a1", "Armoria", "2024-02-01"))
    says = "Une enquête est ouverte. Armoria a confirmé la fuite mardi. La police enquête."
    evidence = {"claim": [{"raw": "a confirmé", "value": "confirmed"}]}

    linked(db, news("a2", "Armoria", "2024-02-02", says=says, claim="confirmed", evidence=evidence))
    linked(db, news("a3", "Armoria", "2024-02-03", claim="confirmed"))

    assert told(db) == [("S", "status", "Armoria")]
    [facts] = facts_told(db)
    assert (facts["before"], facts["incident"]["status"]) == ("claimed", "confirmed")
    assert [one["sentence"] for one in facts["matched"]] == ["Armoria a confirmé la fuite mardi."]


def test_an_article_that_is_quietly_written_anew(db: Database, watching: Watching) -> None:
    watching('[[watch]]\nname = "E"\norganisation = ["Armoria"]\nevent = ["edit"]\n')
    before = news(
        "a",
        "Armoria",
        "2024-02-01",
        says="Armoria perd des adresses e-mail. 900 clients sont touchés.",
        counts=[figure("900 clients", 900, "customer")],
    )
    linked(db, BEFORE, before)
    after = news("a", "Armoria", "2024-02-01", says="Armoria perd des données.")

    linked(db, after)
    assert linked(db, after).told == 0

    assert told(db) == [("E", "edit", "Armoria")]
    said = {(one["change"], one["kind"], one["value"]): one["sentence"] for one in facts_told(db)[0]["changes"]}
    assert said == {
        ("vanished", "affected", "900 customer"): "900 clients sont touchés.",
        ("vanished", "taken", "email"): "Armoria perd des adresses e-mail.",
    }


def test_what_an_article_no_longer_names_is_told_to_who_watches_it(db: Database, watching: Watching) -> None:
    watching('[[watch]]\nname = "E"\norganisation = ["Armoria"]\nevent = ["edit"]\n')
    linked(db, BEFORE, news("a", "Armoria", "2024-02-01"))

    linked(db, news("a", "Une enseigne connue", "2024-02-01"))

    assert [watch for watch, _, _ in told(db)] == ["E"]


def test_a_withdrawn_article_is_not_told(db: Database, watching: Watching, tmp_path: Path) -> None:
    watching('[[watch]]\nname = "Tout"\nevent = ["incident"]\n')
    linked(db, BEFORE)
    (tmp_path / "decisions.toml").write_text(
        '[[decision]]\nkind = "withdraw"\narticles = ["https://phare.example/a"]\nreason = "error"\n', "utf-8"
    )

    linked(db, news("a", "Armoria", "2024-02-01"))

    assert told(db) == []


def test_a_story_that_is_parted_anew_is_not_told_twice(db: Database, watching: Watching, tmp_path: Path) -> None:
    watching('[[watch]]\nname = "Tout"\nevent = ["incident"]\n')
    linked(db, BEFORE)
    linked(db, news("a", "Armoria", "2024-02-01"), news("b", "Beauvoir", "2024-02-01"))
    places = '["https://phare.example/a", "https://phare.example/b"]'
    for kind in ("merge-incidents", "distinct-incidents"):
        (tmp_path / "decisions.toml").write_text(f'[[decision]]\nkind = "{kind}"\narticles = {places}\n', "utf-8")
        link(db)

    assert sorted(victim for _, _, victim in told(db)) == ["Armoria", "Beauvoir"]


def test_a_file_that_cannot_be_used_leaves_the_watches_in_force(db: Database, watching: Watching) -> None:
    watching('[[watch]]\nname = "Tout"\nevent = ["incident"]\n')
    linked(db, BEFORE)
    watching('[[watch]]\nname = "Tout"\nevnt = ["incident"]\n')

    done = linked(db, *NEWS[:1])

    assert "vouliez-vous « event »" in str(done.fault)
    assert told(db) == [("Tout", "incident", "Clinique Séphir")]


def test_decided_with_the_link_or_not_at_all(db: Database, watching: Watching, monkeypatch: pytest.MonkeyPatch) -> None:
    watching('[[watch]]\nname = "Tout"\nevent = ["incident"]\n')
    linked(db, BEFORE)
    fill(db, NEWS)
    held = alerts.remember_status
    monkeypatch.setattr(alerts, "remember_status", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        link(db)
    assert told(db) == []
    assert db.conn.execute("select count(*) from incidents").fetchone()[0] == 1

    monkeypatch.setattr(alerts, "remember_status", held)
    assert link(db).told == 3
    assert len(outbox(db)) == 3


MANY = [news(f"m{number}", f"Enseigne Numéro {number}", "2024-02-01") for number in range(MOST + 1)]
TARGET = '[mail]\nhost = "localhost"\nsecurity = "none"\nfrom = "v@x.example"\n[[target]]\nname = "m"\nmail = "m@x.example"\n'


def test_a_flood_is_one_message_and_a_feed_has_each(db: Database, watching: Watching) -> None:
    watching(f'{TARGET}[[watch]]\nname = "Tout"\nevent = ["incident"]\nto = ["m", "atom"]\n')
    linked(db, BEFORE)

    linked(db, *MANY)

    assert outbox(db) == [("m", "digest", "waiting"), *[("atom", "alert", "waiting")] * (MOST + 1)]


def test_a_days_letter_gathers(db: Database, watching: Watching, clock: Clock) -> None:
    watching(f'{TARGET}[[watch]]\nname = "Tout"\nevent = ["incident"]\nto = ["m"]\ndigest = true\n')
    linked(db, BEFORE)

    linked(db, *NEWS[:2])
    linked(db, *NEWS[2:])

    assert outbox(db) == [("m", "digest", "open")]
    [(due, count)] = db.conn.execute("select due, (select count(*) from outbox_alerts) from outbox").fetchall()
    assert count == 3
    assert clock() < due <= (clock.on(days=1) or clock())


def test_deleting_an_article_takes_its_words_along(db: Database, watching: Watching) -> None:
    watching('[[watch]]\nname = "Tout"\nevent = ["incident"]\n')
    linked(db, BEFORE)
    linked(db, NEWS[0])

    db.conn.execute("delete from articles where url like '%sephir'")
    db.conn.commit()

    assert db.conn.execute("select told, words from alerts where told").fetchall() == [(1, None)]


def test_no_person_stands_in_an_alert(db: Database, watching: Watching) -> None:
    watching('[[watch]]\nname = "Tout"\nevent = ["incident"]\n')
    linked(db, BEFORE)

    linked(db, news("a", "Armoria", "2024-02-01", says="Armoria est touchée, dit Damien Courtois (d.courtois@armoria.example)."))

    words: Any = facts_told(db)[0]["matched"][0]["sentence"]
    assert words == "Armoria est touchée, dit […] ([…])."
