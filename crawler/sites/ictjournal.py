"""ICTjournal: IT of French-speaking Switzerland."""

from crawler.spider import SiteSpider


class IctjournalSpider(SiteSpider):
    name = "ictjournal"
    title = "ICTjournal"
    home = "https://www.ictjournal.ch/"
    hosts = ("ictjournal.ch",)
    country = "CH"
    kind = "general"
    feeds = ("https://www.ictjournal.ch/rss.xml",)
    articles = r"/\d{4}-\d{2}-\d{2}/"
    fronts = ("https://www.ictjournal.ch/",)
    topic = True
