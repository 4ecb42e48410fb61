"""A message by mail: SMTP with TLS, begun at once or by STARTTLS, never without. One address, one message, one `Message-ID` for every try."""

import smtplib
import ssl
from contextlib import suppress
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from db.alert_words import FOOT, lines, one_line, title
from db.deliver_limits import Failed, Message, Refused, secret, within, without_secret
from db.watches import Mail, Target

MOST = 100
"""Alerts that a letter tells in full."""


def send(mail: Mail, target: Target, message: Message, *, base: str | None = None) -> None:
    """Hand a message to the server. Raises Failed, or Refused where no other try would help."""
    password = secret(mail.password) if mail.password else None
    letter = letter_of(mail, target, message, base=base)
    try:
        within(lambda seconds: hand_over(mail, password, letter, seconds=seconds))
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        raise refusal(code, "l’adresse est refusée", said, password) from error
    except smtplib.SMTPAuthenticationError as error:
        raise Failed(f"{mail.host} n’accepte pas l’utilisateur ou son mot de passe ({error.smtp_code})") from error
    except smtplib.SMTPResponseException as error:
        raise refusal(error.smtp_code, f"{mail.host} refuse le message", error.smtp_error, password) from error
    except smtplib.SMTPNotSupportedError as error:
        raise Failed(f"{mail.host} ne propose pas ce qu’il faut (STARTTLS, ou l’authentification) : rien n’est envoyé en clair") from error
    except (OSError, smtplib.SMTPException) as error:
        raise Failed(without_secret(f"{mail.host}, port {mail.port} : {error or type(error).__name__}", password)) from error


def hand_over(mail: Mail, password: str | None, letter: EmailMessage, *, seconds: float) -> None:
    """Speak with the server. What it says after it took the message does not matter."""
    helo = mail.sender.rpartition("@")[2]  # the machine's own name is nobody's business, and to look it up may take long
    context = ssl.create_default_context(cafile=mail.ca_file)
    if mail.security == "tls":
        client: smtplib.SMTP = smtplib.SMTP_SSL(mail.host, mail.port, local_hostname=helo, timeout=seconds, context=context)
    else:
        client = smtplib.SMTP(mail.host, mail.port, local_hostname=helo, timeout=seconds)
    try:
        if mail.security == "starttls":
            client.starttls(context=context)
        if mail.user and password:
            client.login(mail.user, password)
        client.send_message(letter)
        with suppress(OSError, smtplib.SMTPException):
            client.putcmd("quit")
    finally:
        client.close()


def refusal(code: int, what: str, said: bytes | str, password: str | None) -> Failed:
    """5xx is for good, 4xx for now."""
    words = without_secret(f"{what} ({code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said})", password)
    return Refused(words) if 500 <= code < 600 else Failed(words)


def letter_of(mail: Mail, target: Target, message: Message, *, base: str | None = None) -> EmailMessage:
    """The letter. Whenever it is made, of the same message it is the same."""
    letter = EmailMessage(policy=SMTP)
    letter["From"] = mail.sender
    letter["To"] = target.mail
    letter["Subject"] = subject(message)
    letter["Date"] = format_datetime(datetime.fromisoformat(message.made))
    letter["Message-ID"] = f"<{message.uid}@{mail.sender.rpartition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"
    parts: list[str] = []
    shown = message.alerts[:MOST]
    for name in dict.fromkeys(alert["watch"] for alert in shown):
        parts.append(one_line(f"Veille « {name} »"))
        parts += ["\n".join(lines(alert, base)) for alert in shown if alert["watch"] == name]
    if len(message.alerts) > MOST:
        parts.append(one_line(f"Et {len(message.alerts) - MOST} autres, que cette lettre ne montre pas."))
    letter.set_content("\n\n".join([*parts, f"-- \n{one_line(FOOT)}"]) + "\n", cte="quoted-printable")
    return letter


def subject(message: Message) -> str:
    """What the letter is about, in one line."""
    if len(message.alerts) == 1:
        return f"[Vigie] {title(message.alerts[0])}"[:200]
    names = list(dict.fromkeys(alert["watch"] for alert in message.alerts))
    return one_line(f"[Vigie] {len(message.alerts)} alertes : {', '.join(names)}")[:200]
