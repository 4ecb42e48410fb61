"""A simulated press on loopback: invented sites with as many articles as one likes, which come out day by day, and a day on which all goes wrong.

    with Press(sites=30, articles=5000) as press:      # in this process; `python benchmarks/press.py PORT …` serves it from another one
        press.day = 2

A third of the sites is listed by a feed in pages, a third by WordPress' API, a third by sitemaps. On a faulty day each new article meets a
fault by its number; five sites do not answer at all. Everything is made from numbers: two presses of the same size are the same bytes.
"""

import argparse
import json
import struct
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from socket import SO_LINGER, SOL_SOCKET
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from crawler.spider import SiteSpider

EPOCH = date(2026, 1, 1)
PER_PAGE = 10
FAULTS = ("reset", "500", "429", "slow", "loop", "garbage", "cut", None)
"""What becomes of the first request for an article of a faulty day; the last one is well."""
TOWNS = "Montrevel Rocheclaire Saint-Aubry Valbrune Port-Anseau Lignières-le-Bac Combefort Aubeterre Hautecroix Merlange".split()
VICTIMS = "la mairie|l’hôpital|le lycée|la communauté de communes|l’office de tourisme|le bailleur social|la clinique".split("|")
WORDS = """serveurs agents nuit plainte enquête données usagers examen direction prestataire messagerie services reprise paie dossiers mairie
réseau postes sauvegardes accès comptes adresses noms copie fichiers rançon pirates gendarmerie juge élus habitants école travaux budget semaine
retard courrier guichet téléphone papier lettre fournisseur contrat logiciel correctif faille clef réunion communiqué presse lundi mardi été hiver
soir matin région canal pont quai forêt atelier stock facture client visite contrôle rapport expert secours relais antenne salle porte cour""".split()


def titled(site: int, number: int) -> str:
    return f"{VICTIMS[number % 7].capitalize()} de {TOWNS[(number // 7 + site) % 10]} victime d’une cyberattaque, dossier {site}-{number}"


def published(number: int) -> datetime:
    """When an article came out: the first ones long ago."""
    return datetime(EPOCH.year, EPOCH.month, EPOCH.day, 8, tzinfo=UTC) + timedelta(hours=7 * number)


def paragraphs(site: int, number: int) -> list[str]:
    """Eight paragraphs that no other article has."""
    dice = Random(site * 1_000_003 + number)
    opening = f"{titled(site, number)}. Les données de {100 + dice.randrange(90_000)} usagers ont été copiées."
    return [opening, *(f"{' '.join(dice.choices(WORDS, k=60)).capitalize()}." for _ in range(7))]


def page(site: int, number: int) -> bytes:
    host = f"journal-{site:02}.example"
    url = f"http://{host}/2026/article-de-presse-{number}/"
    author = {"@type": "Person", "name": "Élise Corbel"}
    graph = {"@type": "NewsArticle", "headline": titled(site, number), "datePublished": published(number).isoformat(), "author": author}
    menu = "".join(f'<li class="menu-item"><a href="/rubrique/{n}/">Rubrique {n}</a></li>' for n in range(40))
    others = "".join(f'<li><a href="/2026/article-de-presse-{n}/">{titled(site, n)}</a></li>' for n in range(number, number + 12))
    body = "".join(f"<p>{words}</p>" for words in paragraphs(site, number))
    return (
        f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{titled(site, number)} - Journal {site}</title>'
        f'<link rel="canonical" href="{url}"><script type="application/ld+json">{json.dumps(graph)}</script></head>'
        f'<body><nav><ul>{menu}</ul></nav><article class="post"><h1>{titled(site, number)}</h1><div class="entry-content">{body}</div></article>'
        f'<aside class="related"><ul>{others}</ul></aside><footer>{menu}</footer><script>{"var x = 1;" * 400}</script></body></html>'
    ).encode()


class Press:
    """The server. `faulty`: whether this day's new articles meet faults and `hanging` sites are silent."""

    def __init__(self, *, sites: int, articles: int, news: int = 2, hanging: int = 5, port: int = 0, wait: float = 30.0) -> None:
        self.sites, self.articles, self.news, self.hanging, self.wait = sites, articles, news, hanging, wait
        self.day = 1
        self.faulty = False
        self.asked: Counter[str] = Counter()
        """Requests, by address."""
        self.given: Counter[str] = Counter()
        """Articles sent whole."""
        self.closing = threading.Event()
        self.server = _Server(("127.0.0.1", port), self)
        self.port: int = self.server.server_address[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()

    def numbers(self, site: int) -> range:
        """The articles of a site that are out, by number."""
        first = self.articles // self.sites + (site < self.articles % self.sites)
        return range(first + (self.day - 1) * self.news)

    def addresses(self) -> set[str]:
        """Every article that is out."""
        return {f"http://journal-{site:02}.example/2026/article-de-presse-{n}/" for site in range(self.sites) for n in self.numbers(site)}

    def fault(self, site: int, number: int) -> str | None:
        """What becomes of a request for an article: a faulty day's news are so, all day long."""
        old = len(self.numbers(site)) - self.news
        return FAULTS[(site + number) % len(FAULTS)] if self.faulty and number >= old else None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], press: Press) -> None:
        self.press = press
        super().__init__(address, _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""

    def do_GET(self) -> None:
        press = self.server.press
        host, parts = (self.headers.get("Host") or "").partition(":")[0], urlsplit(self.path)
        if parts.path == "/_press":
            self.control({name: values[0] for name, values in parse_qs(parts.query).items()})
            return
        site = int(host[8:10])
        press.asked[f"http://{host}{self.path}"] += 1
        if press.faulty and site < press.hanging and parts.path != "/robots.txt":
            press.closing.wait(press.wait)
            self.close_connection = True
            return
        if "/article-de-presse-" in parts.path:
            self.article(site, int(parts.path.strip("/").rpartition("-")[2]), f"http://{host}{parts.path}")
        else:
            self.listing(site, parts.path, {name: int(values[0]) for name, values in parse_qs(parts.query).items() if values[0].isdigit()})

    def control(self, given: dict[str, str]) -> None:
        """From another process: set the day, read the counts."""
        press = self.server.press
        press.day, press.faulty = int(given.get("day", press.day)), given.get("faulty", str(int(press.faulty))) == "1"
        told = {"asked": press.asked, "given": press.given, "addresses": sorted(press.addresses())}
        self.answer(json.dumps(told).encode(), "application/json")

    def article(self, site: int, number: int, url: str) -> None:
        press, fault = self.server.press, self.server.press.fault(site, number)
        if number not in press.numbers(site):
            self.answer(b"", status=404)
        elif fault == "reset":
            self.connection.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
        elif fault in ("500", "429"):
            self.answer(b"No", status=int(fault), headers=[("Retry-After", "0")] if fault == "429" else [])
        elif fault == "loop":
            self.answer(b"", status=302, headers=[("Location", url)])
        elif fault == "garbage":
            self.answer(bytes((number * 7 + place * 31) % 256 for place in range(3_000)))
        elif fault == "cut":
            body = page(site, number)
            self.answer(body[: len(body) // 2], length=len(body))
            self.close_connection = True
        else:
            if fault == "slow":
                time.sleep(0.2)
            self.answer(page(site, number))
            press.given[url] += 1

    def listing(self, site: int, path: str, query: dict[str, int]) -> None:
        numbers = list(reversed(self.server.press.numbers(site)))
        host = f"http://journal-{site:02}.example"
        place = query.get("paged", query.get("page", 1)) - 1
        size = query.get("per_page", PER_PAGE)
        shown = numbers[place * size : (place + 1) * size]
        if path == "/feed/" and shown:
            items = "".join(
                f"<item><title>{titled(site, n)}</title><link>{host}/2026/article-de-presse-{n}/</link><pubDate>{format_datetime(published(n))}</pubDate></item>"
                for n in shown
            )
            self.answer(
                f'<?xml version="1.0"?><rss version="2.0"><channel><title>J</title>{items}</channel></rss>'.encode(), "application/rss+xml"
            )
        elif path == "/wp-json/wp/v2/posts" and shown:
            posts = [
                {
                    "link": f"{host}/2026/article-de-presse-{n}/",
                    "title": {"rendered": titled(site, n)},
                    "date_gmt": f"{published(n):%Y-%m-%dT%H:%M:%S}",
                }
                for n in shown
            ]
            self.answer(json.dumps(posts).encode(), "application/json")
        elif path == "/sitemap.xml":
            urls = "".join(
                f"<url><loc>{host}/2026/article-de-presse-{n}/</loc><lastmod>{published(n).isoformat()}</lastmod></url>" for n in numbers
            )
            self.answer(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode(), "application/xml")
        else:
            self.answer(b"", status=400 if "wp-json" in path else 404)

    def answer(
        self,
        body: bytes,
        kind: str = "text/html; charset=utf-8",
        *,
        status: int = 200,
        headers: Sequence[tuple[str, str]] = (),
        length: int | None = None,
    ) -> None:
        self.send_response_only(status)
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(body) if length is None else length)), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def site_classes(number: int) -> list[type[SiteSpider]]:
    """The sites of a press, as Vigie would know them."""
    found = []
    for site in range(number):
        home = f"http://journal-{site:02}.example/"
        ways: tuple[dict[str, Any], ...] = (
            {"feeds": (f"{home}feed/",), "paged": True},
            {"wp_json": f"{home}wp-json/wp/v2/posts"},
            {"sitemaps": (f"{home}sitemap.xml",)},
        )
        told = {
            "name": f"journal_{site:02}",
            "title": f"Journal {site}",
            "home": home,
            "hosts": (f"journal-{site:02}.example",),
            "loopback": True,
        }
        found.append(type(f"Journal{site:02}Spider", (SiteSpider,), {**told, **ways[site % 3]}))
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("port", "sites", "articles"):
        parser.add_argument(name, type=int)
    given = parser.parse_args()
    with Press(sites=given.sites, articles=given.articles, port=given.port) as press:
        sys.stdout.write(f"{press.port}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
