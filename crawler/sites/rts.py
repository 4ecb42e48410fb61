"""RTS Info: news of French-speaking Switzerland."""

from crawler.spider import SiteSpider


class RtsSpider(SiteSpider):
    name = "rts"
    title = "RTS Info"
    home = "https://www.rts.ch/"
    hosts = ("rts.ch",)
    country = "CH"
    kind = "general"
    feeds = ("https://www.rts.ch/info/toute-info/?format=rss/news",)
    fronts = ("https://www.rts.ch/info/",)
    topic = True
