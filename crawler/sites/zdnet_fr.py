"""ZDNet France: enterprise IT. One feed of ten entries; none of its own for security."""

from crawler.spider import SiteSpider


class ZdnetFrSpider(SiteSpider):
    name = "zdnet_fr"
    title = "ZDNet France"
    home = "https://www.zdnet.fr/"
    hosts = ("zdnet.fr",)
    kind = "general"
    feeds = ("https://www.zdnet.fr/feed",)
    fronts = ("https://www.zdnet.fr/",)
    topic = True
