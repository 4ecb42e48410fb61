"""Centre for Cybersecurity Belgium: news and warnings in French. Its English feed is at /en/rss; this one is its twin."""

from crawler.spider import SiteSpider


class CcbSpider(SiteSpider):
    name = "ccb"
    title = "Centre pour la cybersécurité Belgique"
    home = "https://ccb.belgium.be/"
    hosts = ("ccb.belgium.be",)
    country = "BE"
    kind = "official"
    feeds = ("https://ccb.belgium.be/fr/rss",)
    articles = r"/fr/"
    fronts = ("https://ccb.belgium.be/fr/news",)
