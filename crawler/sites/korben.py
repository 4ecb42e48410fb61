"""Korben: tools, and now and then a leak."""

from crawler.spider import SiteSpider


class KorbenSpider(SiteSpider):
    name = "korben"
    title = "Korben"
    home = "https://korben.info/"
    hosts = ("korben.info",)
    kind = "general"
    feeds = ("https://korben.info/feed",)
    fronts = ("https://korben.info/",)
    topic = True
