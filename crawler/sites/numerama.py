"""Numerama: society and technology; Cyberguerre is its section on attacks, leaks and fraud."""

from crawler.spider import SiteSpider


class NumeramaSpider(SiteSpider):
    name = "numerama"
    title = "Numerama"
    home = "https://www.numerama.com/"
    hosts = ("numerama.com",)
    kind = "general"
    feeds = ("https://www.numerama.com/cyberguerre/feed/",)
    paged = True
    fronts = ("https://www.numerama.com/cyberguerre/",)
