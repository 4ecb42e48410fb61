"""A message to a webhook: JSON, signed as Standard Webhooks says, over a connection whose address was looked at first.

The signature is HMAC-SHA256 of « id.timestamp.body »; the id is the same on every try, the timestamp is that of the try, so that a receiver can
refuse what is old and what it has had already. Redirections are not followed.
"""

import base64
import hashlib
import hmac
import socket
import ssl
import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection, IncompleteRead
from importlib.metadata import version
from json import dumps
from urllib.parse import urlsplit

from crawler.public import is_public
from db.alert_words import lines, page, title
from db.deliver_limits import SHORTEST, Failed, Message, Refused, secret, within, without_secret
from db.watches import Target

LONGEST = 64 * 1024
"""Bytes of an answer that are read."""
GONE = 410


def post(target: Target, message: Message, *, base: str | None = None) -> None:
    """Hand a message to the receiver. Raises Failed, or Refused where no other try would help."""
    key = secret(target.secret) if target.secret else ""
    body = dumps(payload(message, base=base), ensure_ascii=False).encode()
    try:
        status = within(lambda seconds: answer(target, message.uid, body, key, seconds=seconds))
    except IncompleteRead as error:
        raise Failed("la réponse s’interrompt : rien ne dit que le message est pris") from error
    except (OSError, HTTPException) as error:
        raise Failed(without_secret(f"{urlsplit(target.webhook or '').hostname} : {error or type(error).__name__}", key)) from error
    if status == GONE:
        raise Refused("le destinataire répond 410 : il ne veut plus rien recevoir")
    if 300 <= status < 400:
        raise Failed(f"le destinataire répond {status} : une redirection n’est jamais suivie, donnez l’adresse finale")
    if not 200 <= status < 300:
        raise Failed(f"le destinataire répond {status}")


def payload(message: Message, *, base: str | None = None) -> dict[str, object]:
    """What is said: `type`, `timestamp`, `data`, as Standard Webhooks has it."""
    alerts = [
        {**alert, "title": title(alert), "text": "\n".join(lines(alert, base)), "page": page(alert, base)} for alert in message.alerts
    ]
    data: object = alerts[0] if message.kind == "alert" else {"alerts": alerts}
    return {"type": f"vigie.{message.kind}", "timestamp": message.made, "data": data}


def sign(key: str, uid: str, timestamp: int, body: bytes) -> str:
    """The signature of a message.

    >>> sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
    """
    try:
        held = base64.b64decode(key.removeprefix("whsec_"), validate=True) if key.startswith("whsec_") else key.encode()
    except ValueError as error:
        raise Failed("le secret commence par whsec_ et n’est pas du base64 : recopiez-le") from error
    if len(held) < SHORTEST:
        raise Failed(f"le secret est trop court pour signer : {SHORTEST} caractères au moins")
    made = hmac.new(held, f"{uid}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(made).decode()}"


def answer(target: Target, uid: str, body: bytes, key: str, *, seconds: float) -> int:
    """Send the request; the status of an answer that came whole."""
    parts = urlsplit(target.webhook or "")
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    timestamp = int(time.time())
    headers = {
        "Content-Type": "application/json; charset=utf-8", "User-Agent": f"Vigie/{version('vigie')}", "Idempotency-Key": uid, "webhook-id": uid,
        "webhook-timestamp": str(timestamp), "webhook-signature": sign(key, uid, timestamp, body), "Connection": "close",
    }  # fmt: skip
    connection = HTTPSConnection(host, port) if secure else HTTPConnection(host, port)
    connection.sock = reach(target, host, port, seconds=seconds)
    try:
        if secure:
            connection.sock = ssl.create_default_context(cafile=target.ca_file).wrap_socket(connection.sock, server_hostname=host)
        connection.request("POST", f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}", body=body, headers=headers)
        response = connection.getresponse()
        with response:
            if len(response.read(LONGEST)) < LONGEST and response.length:
                raise IncompleteRead(b"", response.length)
            return response.status
    finally:
        connection.close()


def reach(target: Target, host: str, port: int, *, seconds: float) -> socket.socket:
    """A connection to one of the host's addresses that may be reached: of the open internet, or allowed one by one. Raises Failed or OSError.

    The address that is looked at is the one that is connected to: a name cannot change its mind in between.
    """
    found = list(dict.fromkeys(str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    open_ones = [address for address in found if is_public(address) or address in target.private]
    if not open_ones:
        raise Failed(
            f"{host} mène à une adresse qui n’est pas de l’internet public ({', '.join(found)}) ; "
            f"si c’est voulu, écrivez dans la cible : private = [{', '.join(dumps(one) for one in found)}]"
        )
    last: OSError | None = None
    for address in open_ones:
        try:
            return socket.create_connection((address, port), timeout=seconds)
        except OSError as error:
            last = error
    raise last or OSError("aucune adresse")
