"""LeMagIT: enterprise IT, ransomware, a weekly round-up of attacks. One feed of twenty entries, no further pages."""

from crawler.spider import SiteSpider


class LemagitSpider(SiteSpider):
    name = "lemagit"
    title = "LeMagIT"
    home = "https://www.lemagit.fr/"
    hosts = ("lemagit.fr",)
    kind = "general"
    feeds = ("https://www.lemagit.fr/rss/ContentSyndication.xml",)
    fronts = ("https://www.lemagit.fr/",)
    topic = True
