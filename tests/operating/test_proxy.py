"""deploy/nginx.conf, as nginx reads it: TLS on loopback, pages kept, and a new edition that makes them old."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from db.site import fresh
from tests.site.serving import PORTAL, copied, served
from tests.site.test_serve import renamed

ROOT = Path(__file__).parents[2]
NGINX = os.environ.get("VIGIE_NGINX") or shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
HOST = "vigie.example"


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of our own for the proxy's name."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    chain, private = folder / "fullchain.pem", folder / "privkey.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption())
    )
    return chain, private


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
    return port


@dataclass
class Proxy:
    port: int
    client: httpx.Client
    edition: Path

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.client.get(f"https://127.0.0.1:{self.port}{path}", headers={"Host": HOST, **headers}, extensions={"sni_hostname": HOST})


@pytest.fixture(scope="module")
def proxy(edition: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """The example, with this machine's ports and folders in the place of its own; everything else is as it is shipped."""
    if not NGINX:
        pytest.skip("no nginx in the PATH, nor in VIGIE_NGINX")
    folder = tmp_path_factory.mktemp("nginx")
    path = copied(edition, folder / "data")
    chain, private = certificate(folder)
    port, plain = free_port(), free_port()
    with pytest.MonkeyPatch.context() as patch, served(path, PORTAL) as address:
        patch.setattr(fresh, "BRIEFLY", b"public, max-age=1")
        text = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
        for old, new in {
            "127.0.0.1:8001": address.removeprefix("http://"),
            "/var/cache/nginx/vigie": str(folder / "cache"),
            "/etc/letsencrypt/live/vigie.example/fullchain.pem": str(chain),
            "/etc/letsencrypt/live/vigie.example/privkey.pem": str(private),
            "listen 80;": f"listen 127.0.0.1:{plain};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{port} ssl http2;",
        }.items():
            assert old in text
            text = text.replace(old, new)
        temporary = " ".join(f"{one}_temp_path {folder}/{one};" for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (folder / "nginx.conf").write_text(
            f"daemon off; master_process off; error_log {folder}/error.log; pid {folder}/nginx.pid; events {{}}\n"
            f"http {{ access_log off; {temporary}\n{text}\n}}\n"
        )
        command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")]
        tried = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert tried.returncode == 0, tried.stderr
        running = subprocess.Popen(command, stderr=subprocess.PIPE)
        trust = ssl.create_default_context(cafile=str(chain))
        try:
            with httpx.Client(verify=trust, timeout=30) as client:
                found = Proxy(port, client, path)
                until(lambda: listens(port))
                yield found
        finally:
            running.terminate()
            running.communicate(timeout=30)


def listens(port: int) -> bool:
    with socket.socket() as sock:
        return sock.connect_ex(("127.0.0.1", port)) == 0


def until(reached: object) -> None:
    for _ in range(600):
        if reached():  # type: ignore[operator]
            return
        time.sleep(0.05)
    pytest.fail("it never came to that")


def test_a_page_is_kept_until_another_edition_comes(proxy: Proxy) -> None:
    first = proxy.get("/vigie/incidents")
    again = proxy.get("/vigie/incidents")
    mark = first.headers["etag"]
    same = proxy.get("/vigie/incidents", **{"If-None-Match": mark})
    until(lambda: proxy.get("/vigie/incidents").headers["x-cache"] == "REVALIDATED")
    renewed = copied(proxy.edition, proxy.edition.parent / "fresh")
    renamed(renewed, "Victime toute neuve")
    renewed.replace(proxy.edition)
    until(lambda: "Victime toute neuve" in proxy.get("/vigie/incidents").text)
    after = proxy.get("/vigie/incidents", **{"If-None-Match": mark})

    assert (first.status_code, first.headers["x-cache"]) == (200, "MISS")
    assert again.headers["x-cache"] == "HIT"
    assert again.text == first.text
    assert same.status_code == 304
    assert (after.status_code, after.headers["etag"] == mark) == (200, False)


def test_the_defences_come_through_and_the_monitors_are_for_this_machine(proxy: Proxy) -> None:
    home = proxy.get("/", Cookie="a=b")
    health = proxy.get("/-/sante.json")
    hidden = proxy.get("/-/settings")

    assert home.status_code == 200
    assert "default-src 'self'" in home.headers["content-security-policy"]
    assert "strict-transport-security" in home.headers
    assert "set-cookie" not in home.headers
    assert (health.status_code, health.json()["state"], health.headers["cache-control"]) == (503, "unknown", "no-store")
    assert hidden.status_code == 404
    assert re.search(r"(?s)location /-/ \{.*?deny all;", (ROOT / "deploy" / "nginx.conf").read_text("utf-8"))
