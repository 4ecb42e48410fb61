"""A watched database whose clock stands still, a real mail server and a real HTTP receiver, both on loopback."""

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlite_utils import Database

from crawler import ports
from db import deliver_limits
from db.connect import open_working
from tests.watch.receivers import MailServer, Receiver


class Clock:
    """The time as Vigie sees it."""

    def __init__(self) -> None:
        self.now = datetime(2024, 2, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> str:
        return self.now.isoformat(timespec="seconds")

    def on(self, **more: int) -> None:
        self.now += timedelta(**more)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    held = Clock()
    monkeypatch.setattr(ports, "now", held)
    return held


@pytest.fixture
def db(tmp_path: Path, clock: Clock) -> Iterator[Database]:
    database = open_working(tmp_path)
    yield database
    database.close()


@pytest.fixture
def watching(tmp_path: Path) -> Callable[[str], None]:
    """Write `watches.toml`."""

    def write(text: str) -> None:
        (tmp_path / "watches.toml").write_text(text, "utf-8")

    return write


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No patience with who stalls."""
    monkeypatch.setattr(deliver_limits, "SECONDS", 0.4)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of localhost, which vouches for itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture(scope="session")
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as held:
        yield held


@pytest.fixture
def mail_server(tls: ssl.SSLContext) -> Iterator[MailServer]:
    """One that asks for STARTTLS, a user and a password."""
    with MailServer(starttls=tls) as held:
        yield held
