"""A paper with a few articles, on loopback, and the two memories that a crawl may have."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from crawler.shelf import Shelf
from crawler.spider import SiteSpider
from db.connect import open_working
from db.memory import Keeper, Past

PAGE = """<!DOCTYPE html><html lang="fr"><head><title>{title}</title><meta property="article:published_time" content="{published}"></head>
<body><article><h1>{title}</h1><p>La mairie de Montrevel a été victime d’une attaque dans la nuit de mardi à mercredi, ont indiqué
ses services. Les données de {count} agents ont été copiées, selon un premier examen des serveurs touchés.</p></article></body></html>"""
ITEM = "<item><title>{title}</title><link>http://echo.example/a</link><description>{summary}</description></item>"
FEED = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Fil</title>{}</channel></rss>'
NO_BODY = "<html><head><title>Accueil</title></head><body><p>Rien</p></body></html>"
PLAIN = FEED.format(ITEM.format(title="Une mairie", summary="Attaquée"))
ATOM = """<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Fil</title><entry>
<title>Une mairie</title><link href="http://echo.example/a"/><updated>{}</updated></entry></feed>"""
ANTIBOT = "<html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={}</script></body></html>"


class EchoSpider(SiteSpider):
    name = "echo"
    title = "L’Écho"
    home = "http://echo.example/"
    hosts = ("echo.example",)
    feeds = ("http://echo.example/feed",)
    loopback = True


class OnShelf:
    """The memory of one process."""

    def __init__(self, folder):
        self.shelf = Shelf()

    def doors(self):
        return self.shelf.memory, self.shelf

    def age(self, hours):
        """As if all that was noted had been noted earlier."""
        moment = (datetime.now(UTC) - timedelta(hours=hours)).isoformat()
        self.shelf.addresses = {url: replace(known, fetched=moment) for url, known in self.shelf.addresses.items()}
        for failures in self.shelf.failures.values():
            failures.update({url: replace(listed, tried=moment) for url, listed in failures.items()})

    def texts(self):
        return [article.text for article in self.shelf.articles.values()]


class InDatabase:
    """The database, opened anew for each run."""

    def __init__(self, folder):
        self.folder = folder
        self.db = open_working(folder)

    def doors(self):
        self.db.close()
        self.db = open_working(self.folder)
        return Past(self.db), Keeper(self.db)

    def age(self, hours):
        moment = (datetime.now(UTC) - timedelta(hours=hours)).isoformat()
        with self.db.atomic():
            self.db.conn.execute("update addresses set fetched = ?", [moment])
            self.db.conn.execute("update fetch_failures set last = ?", [moment])

    def texts(self):
        return [text for (text,) in self.db.conn.execute("select text from articles")]


def page(count="1 200", title="La mairie de Montrevel paralysée", published="2024-02-09T08:00:00+01:00"):
    return PAGE.format(count=count, title=title, published=published)


def feed(*paths):
    """A feed that lists these."""
    return FEED.format("".join(f"<item><title>Un titre</title><link>http://echo.example{path}</link></item>" for path in paths))
