"""L’Estuaire libre, of the kiosk: a regional daily with a sitemap index, packed."""

from crawler.spider import SiteSpider


class EstuaireLibreSpider(SiteSpider):
    name = "estuaire_libre"
    title = "L’Estuaire libre"
    home = "http://estuaire-libre.example/"
    hosts = ("estuaire-libre.example",)
    kind = "general"
    sitemaps = ("http://estuaire-libre.example/sitemap.xml",)
    articles = r"-\d+\.html$"
    fronts = ("http://estuaire-libre.example/",)
    loopback = True
