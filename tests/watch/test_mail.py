"""Mail: over TLS or not at all, the same letter on every try; a server that refuses, stalls or lies."""

import ssl
from pathlib import Path
from typing import Any

import pytest

from db.deliver_limits import Failed, Message, Refused
from db.deliver_mail import letter_of, send
from db.watches import Mail, Secret, Target
from tests.watch.receivers import MailServer

TARGET = Target(name="m", mail="desk@journal.example")
ALERT: dict[str, Any] = {
    "watch": "Mes clients", "event": "incident",
    "incident": {"id": 7, "slug": "armoria-2024-02", "victims": ["Armoria"], "status": "claimed", "date": "2024-02-01", "low": None, "attack_types": ["data_breach"]},
    "article": {"url": "https://phare.example/a", "publisher": "phare.example", "title": "Armoria touchée", "published": "2024-02-01"},
    "matched": [{"criterion": "organisation", "asked": ["Armoria SA"], "found": "Armoria", "sentence": "Armoria est à l’arrêt.", "url": "https://phare.example/a"}],
}  # fmt: skip
MESSAGE = Message(uid="11111111-aaaa", kind="alert", made="2024-02-01T09:00:00+00:00", alerts=[ALERT])


def mail(server: MailServer, certificate: Path, **more: Any) -> Mail:
    held = {"port": server.port, "ca_file": certificate, "user": "vigie", "password": Secret(env="MDP")}
    return Mail(host="localhost", sender="vigie@x.example", **{**held, **more})


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MDP", "mot-de-passe-secret")


def test_a_letter_by_starttls(mail_server: MailServer, certificate: Path) -> None:
    send(mail(mail_server, certificate), TARGET, MESSAGE, base="https://vigie.example")

    [letter] = mail_server.letters
    assert mail_server.secure == [True]
    assert mail_server.recipients == ["desk@journal.example"]
    assert letter["Message-ID"] == "<11111111-aaaa@x.example>"
    assert letter["Date"] == "Thu, 01 Feb 2024 09:00:00 +0000"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Subject"] == "[Vigie] Armoria (revendiqué)\u00a0: nouvel incident (fuite de données)"
    said = letter.get_content()
    expected = (
        "Veille «\u00a0Mes clients\u00a0»", "Armoria (revendiqué)", "(demandé\u00a0: Armoria SA)", "«\u00a0Armoria est à l’arrêt.\u00a0»",
        "https://phare.example/a", "https://vigie.example/incident/7-armoria-2024-02",
    )  # fmt: skip
    for words in expected:
        assert words in said


def test_a_letter_by_tls_from_the_start(tls: ssl.SSLContext, certificate: Path) -> None:
    with MailServer(implicit=tls, password=None) as server:
        send(mail(server, certificate, security="tls", user=None, password=None), TARGET, MESSAGE)

    assert server.secure == [True]


def test_the_letter_is_the_same_on_every_try(mail_server: MailServer, certificate: Path) -> None:
    held = mail(mail_server, certificate)

    assert letter_of(held, TARGET, MESSAGE).as_bytes() == letter_of(held, TARGET, MESSAGE).as_bytes()


def test_no_letter_in_clear(certificate: Path) -> None:
    with MailServer(password=None) as server, pytest.raises(Failed, match="rien n’est envoyé en clair"):
        send(mail(server, certificate), TARGET, MESSAGE)

    assert server.letters == []


def test_no_letter_to_who_cannot_prove_who_it_is(mail_server: MailServer, certificate: Path) -> None:
    with pytest.raises(Failed, match="certificate verify failed"):
        send(mail(mail_server, certificate, ca_file=None), TARGET, MESSAGE)

    assert mail_server.letters == []


REFUSALS = [
    ("RCPT", "550 personne ici", Refused),
    ("RCPT", "451 plus tard", Failed),
    ("DATA", "554 spam", Refused),
    ("DATA", "452 plein", Failed),
]


@pytest.mark.parametrize(("what", "says", "kind"), REFUSALS, ids=str)
def test_a_refusal_is_for_good_or_for_now(mail_server: MailServer, certificate: Path, what: str, says: str, kind: type[Failed]) -> None:
    mail_server.refuse[what] = says

    with pytest.raises(Failed, match=says[:3]) as caught:
        send(mail(mail_server, certificate), TARGET, MESSAGE)

    assert type(caught.value) is kind


def test_a_password_that_is_refused_stands_in_no_message(
    mail_server: MailServer, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MDP", "faux-secret")

    with pytest.raises(Failed, match="n’accepte pas l’utilisateur") as caught:
        send(mail(mail_server, certificate), TARGET, MESSAGE)

    assert type(caught.value) is Failed, "an operator mends a password: no message is lost for it"
    assert "faux-secret" not in str(caught.value)


def test_a_secret_that_the_server_repeats_is_hidden(mail_server: MailServer, certificate: Path) -> None:
    mail_server.refuse["DATA"] = "554 no mot-de-passe-secret here"

    with pytest.raises(Refused, match="•••") as caught:
        send(mail(mail_server, certificate), TARGET, MESSAGE)

    assert "mot-de-passe-secret" not in str(caught.value)


def test_a_secret_that_is_not_there_is_named(
    mail_server: MailServer, certificate: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("MDP")
    with pytest.raises(Failed, match="la variable MDP est vide ou manque"):
        send(mail(mail_server, certificate), TARGET, MESSAGE)
    with pytest.raises(Failed, match="absent"):
        send(mail(mail_server, certificate, password=Secret(file=tmp_path / "absent")), TARGET, MESSAGE)


@pytest.mark.usefixtures("quick")
def test_a_server_that_says_nothing_does_not_keep_us(certificate: Path) -> None:
    with MailServer() as server:
        server.stall = True
        with pytest.raises(Failed, match=r"pas de réponse|timed out"):
            send(mail(server, certificate), TARGET, MESSAGE)


def test_a_server_that_takes_a_letter_and_hangs_up_has_said_nothing(mail_server: MailServer, certificate: Path) -> None:
    mail_server.lie = 1
    with pytest.raises(Failed):
        send(mail(mail_server, certificate), TARGET, MESSAGE)

    send(mail(mail_server, certificate), TARGET, MESSAGE)
    assert [one["Message-ID"] for one in mail_server.letters] == ["<11111111-aaaa@x.example>"] * 2


def test_a_closed_port_is_told(mail_server: MailServer, certificate: Path) -> None:
    with pytest.raises(Failed, match="localhost, port 1 : "):
        send(mail(mail_server, certificate, port=1), TARGET, MESSAGE)


def test_nothing_in_an_article_becomes_a_header(mail_server: MailServer, certificate: Path) -> None:
    incident = {**ALERT["incident"], "victims": ["Armoria\r\nBcc: autre@x.example\x1b[31m"]}
    message = Message(uid="2", kind="alert", made=MESSAGE.made, alerts=[{**ALERT, "incident": incident}])

    send(mail(mail_server, certificate), TARGET, message)

    [letter] = mail_server.letters
    assert letter["Bcc"] is None
    assert "\x1b" not in letter.as_string()
