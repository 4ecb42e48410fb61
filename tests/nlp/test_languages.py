"""Vigie reads French: a text in another language is told from it, whatever its case and noise."""

import pytest

from nlp.languages import is_french

FRENCH = (
    "La mairie de Valbrune a été piratée mardi : les données de 12 000 habitants ont été copiées par un groupe qui les a mises en vente. "
)
ENGLISH = (
    "The city of Valbrune was hacked on Tuesday: the data of 12,000 residents has been copied by a group that is selling it on a forum. "
)


@pytest.mark.parametrize(
    "text",
    [
        FRENCH,
        FRENCH.upper(),
        FRENCH.replace("é", "e"),
        # too short to tell
        "The Shadow Brokers",
        "",
        "404 - 12 000 😱",
        # French that quotes English
        FRENCH * 3 + "« We are aware of the incident and we have informed the authorities », a répondu la société.",
    ],
)
def test_french_is_read(text: str) -> None:
    assert is_french(text)


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        ENGLISH.upper(),
        "Die Stadt wurde am Dienstag von einer Gruppe angegriffen, und die Daten der Einwohner sind nicht mehr sicher. Das ist ein Angriff mit Folgen.",
        "La ciudad fue atacada el martes y los datos de los vecinos se han publicado en un foro por el grupo, que pide un rescate para no vender más.",
        "Il comune è stato colpito: i dati degli abitanti sono stati copiati, e il gruppo che ha colpito la città ha chiesto anche un riscatto per i dati della scuola.",
        "أعلنت الشركة أن قراصنة سرقوا بيانات 12000 عميل",
        "Компания сообщила, что хакеры похитили данные клиентов",
    ],
)
def test_another_language_is_told_from_it(text: str) -> None:
    assert not is_french(text)
