"""DSIH: the IT of hospitals, attacks on health."""

from crawler.spider import SiteSpider


class DsihSpider(SiteSpider):
    name = "dsih"
    title = "DSIH"
    home = "https://www.dsih.fr/"
    hosts = ("dsih.fr",)
    kind = "general"
    feeds = ("https://www.dsih.fr/rss.php",)
    fronts = ("https://www.dsih.fr/",)
    topic = True
