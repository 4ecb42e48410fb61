"""Le Temps: a Swiss daily."""

from crawler.spider import SiteSpider


class LetempsSpider(SiteSpider):
    name = "letemps"
    title = "Le Temps"
    home = "https://www.letemps.ch/"
    hosts = ("letemps.ch",)
    country = "CH"
    kind = "general"
    feeds = ("https://www.letemps.ch/feed",)
    fronts = ("https://www.letemps.ch/",)
    topic = True
