"""Le Devoir: a Québec daily."""

from crawler.spider import SiteSpider


class LeDevoirSpider(SiteSpider):
    name = "le_devoir"
    title = "Le Devoir"
    home = "https://www.ledevoir.com/"
    hosts = ("ledevoir.com",)
    country = "CA"
    kind = "general"
    feeds = ("https://www.ledevoir.com/rss/manchettes.xml",)
    fronts = ("https://www.ledevoir.com/",)
    topic = True
