"""Webhooks: signed, over TLS, to the open internet only; a receiver that fails, stalls, lies or leads elsewhere."""

import base64
import hashlib
import hmac
import json
import socket
import ssl
import time
from pathlib import Path
from typing import Any

import pytest

from db.deliver_hook import post
from db.deliver_limits import Failed, Message, Refused
from db.watches import Secret, Target
from tests.watch.receivers import Receiver
from tests.watch.test_mail import ALERT, MESSAGE

KEY = "une-clef-assez-longue"


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLE", KEY)


def hook(receiver: Receiver, **more: Any) -> Target:
    held = {"webhook": f"http://127.0.0.1:{receiver.port}/vigie?a=b", "private": ("127.0.0.1",), "secret": Secret(env="CLE")}
    return Target(name="h", **{**held, **more})


def test_a_message_is_signed_and_says_all(receiver: Receiver) -> None:
    post(hook(receiver), MESSAGE, base="https://vigie.example")

    [(headers, body)] = receiver.seen
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(KEY.encode(), signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert headers["webhook-id"] == headers["idempotency-key"] == MESSAGE.uid
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 600
    said = json.loads(body)
    assert (said["type"], said["timestamp"]) == ("vigie.alert", MESSAGE.made)
    assert said["data"]["incident"]["status"] == "claimed"
    assert said["data"]["matched"] == ALERT["matched"]
    assert said["data"]["page"] == "https://vigie.example/incident/7-armoria-2024-02"


def test_a_days_letter_is_one_request(receiver: Receiver) -> None:
    post(hook(receiver), Message(uid="d", kind="digest", made=MESSAGE.made, alerts=[ALERT, ALERT]))

    said = json.loads(receiver.seen[0][1])
    assert (said["type"], len(said["data"]["alerts"])) == ("vigie.digest", 2)


def test_over_tls(tls: ssl.SSLContext, certificate: Path) -> None:
    with Receiver(tls) as receiver:
        target = hook(receiver, webhook=f"https://localhost:{receiver.port}/", private=("127.0.0.1", "::1"))
        with pytest.raises(Failed, match="certificate verify failed"):
            post(target, MESSAGE)
        assert receiver.seen == []

        post(hook(receiver, webhook=target.webhook, private=target.private, ca_file=certificate), MESSAGE)
        assert len(receiver.seen) == 1


ANSWERS = [
    (500, Failed, "répond 500"),
    (404, Failed, "répond 404"),
    (429, Failed, "répond 429"),
    (410, Refused, "ne veut plus rien recevoir"),
    ("drop", Failed, "127.0.0.1 : "),
    # 200, and not all of what it announced: nothing proves that the message is kept
    ("cut", Failed, "la réponse s’interrompt"),
]


@pytest.mark.parametrize(("answer", "kind", "says"), ANSWERS, ids=str)
def test_what_is_not_taken_is_told(receiver: Receiver, answer: Any, kind: type[Failed], says: str) -> None:
    receiver.answers.append(answer)

    with pytest.raises(Failed, match=says) as caught:
        post(hook(receiver), MESSAGE)

    assert type(caught.value) is kind
    assert KEY not in str(caught.value)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("answer", ["stall", "drip"])
def test_who_stalls_or_answers_drop_by_drop_does_not_keep_us(receiver: Receiver, answer: str) -> None:
    receiver.answers.append(answer)

    with pytest.raises(Failed, match=r"pas de réponse|timed out"):
        post(hook(receiver), MESSAGE)


def test_a_redirection_is_not_followed(receiver: Receiver) -> None:
    with Receiver() as inner:
        receiver.answers.append(f"http://127.0.0.1:{inner.port}/admin")
        with pytest.raises(Failed, match="répond 307 : une redirection n’est jamais suivie"):
            post(hook(receiver), MESSAGE)

    assert inner.seen == []


INNER = ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "169.254.169.254", "10.0.0.7", "[fd00::7]"]


@pytest.mark.parametrize("host", INNER)
def test_no_message_goes_into_the_operators_own_network(receiver: Receiver, host: str) -> None:
    with pytest.raises(Failed, match="pas de l’internet public"):
        post(hook(receiver, webhook=f"https://{host}:{receiver.port}/", private=("192.168.7.7",)), MESSAGE)

    assert receiver.seen == []


def test_a_name_is_looked_up_once_and_only_allowed_addresses_are_reached(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is looked at is what is connected to: a name cannot change its mind in between, nor lead past the address that is allowed."""
    asked: list[str] = []
    numeric = socket.getaddrinfo

    def found(host: str, port: int, *rest: Any, **more: Any) -> Any:
        if host != "outil.example":
            return numeric(host, port, *rest, **more)
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in ("127.0.0.2", "127.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", found)

    post(hook(receiver, webhook=f"http://outil.example:{receiver.port}/"), MESSAGE)

    assert asked == ["outil.example"]
    assert receiver.seen[0][0]["host"] == f"outil.example:{receiver.port}"


@pytest.mark.parametrize(("key", "says"), [("court", "trop court"), ("whsec_é", "pas du base64"), ("", "CLE est vide")])
def test_a_key_that_cannot_sign_is_told(receiver: Receiver, monkeypatch: pytest.MonkeyPatch, key: str, says: str) -> None:
    monkeypatch.setenv("CLE", key)

    with pytest.raises(Failed, match=says):
        post(hook(receiver), MESSAGE)

    assert receiver.seen == []
