"""L’Usine Nouvelle: industry, and its victims."""

from crawler.spider import SiteSpider


class UsineNouvelleSpider(SiteSpider):
    name = "usine_nouvelle"
    title = "L’Usine Nouvelle"
    home = "https://www.usinenouvelle.com/"
    hosts = ("usinenouvelle.com",)
    kind = "general"
    feeds = ("https://www.usinenouvelle.com/rss/",)
    fronts = ("https://www.usinenouvelle.com/",)
    topic = True
