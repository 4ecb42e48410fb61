"""01net: consumer technology; its section on security has a feed of its own."""

from crawler.spider import SiteSpider


class ZeroUnNetSpider(SiteSpider):
    name = "zero_un_net"
    title = "01net"
    home = "https://www.01net.com/"
    hosts = ("01net.com",)
    kind = "general"
    feeds = ("https://www.01net.com/actualites/securite/feed/",)
    paged = True
    fronts = ("https://www.01net.com/actualites/securite/",)
