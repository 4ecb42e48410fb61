"""Journal du Net: business and technology. One feed of sixty entries."""

from crawler.spider import SiteSpider


class JournalDuNetSpider(SiteSpider):
    name = "journal_du_net"
    title = "Journal du Net"
    home = "https://www.journaldunet.com/"
    hosts = ("journaldunet.com",)
    kind = "general"
    feeds = ("https://www.journaldunet.com/rss/",)
    fronts = ("https://www.journaldunet.com/",)
    topic = True
