"""Clubic: consumer technology, leaks of large customer files. One feed of fifty entries, its own engine."""

from crawler.spider import SiteSpider


class ClubicSpider(SiteSpider):
    name = "clubic"
    title = "Clubic"
    home = "https://www.clubic.com/"
    hosts = ("clubic.com",)
    kind = "general"
    feeds = ("https://www.clubic.com/feed/rss",)
    fronts = ("https://www.clubic.com/",)
    topic = True
