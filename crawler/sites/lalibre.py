"""La Libre: a Belgian daily."""

from crawler.spider import SiteSpider


class LalibreSpider(SiteSpider):
    name = "lalibre"
    title = "La Libre"
    home = "https://www.lalibre.be/"
    hosts = ("lalibre.be",)
    country = "BE"
    kind = "general"
    feeds = ("https://www.lalibre.be/arc/outboundfeeds/rss/?outputType=xml",)
    fronts = ("https://www.lalibre.be/",)
    topic = True
