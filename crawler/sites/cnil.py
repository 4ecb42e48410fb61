"""CNIL: the French data protection authority; sanctions, and violations that it makes public."""

from crawler.spider import SiteSpider


class CnilSpider(SiteSpider):
    name = "cnil"
    title = "CNIL"
    home = "https://www.cnil.fr/"
    hosts = ("cnil.fr",)
    kind = "official"
    feeds = ("https://www.cnil.fr/fr/rss.xml",)
    fronts = ("https://www.cnil.fr/fr/actualites",)
