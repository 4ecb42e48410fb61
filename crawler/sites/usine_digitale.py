"""L’Usine Digitale: industry and start-ups."""

from crawler.spider import SiteSpider


class UsineDigitaleSpider(SiteSpider):
    name = "usine_digitale"
    title = "L’Usine Digitale"
    home = "https://www.usine-digitale.fr/"
    hosts = ("usine-digitale.fr",)
    kind = "general"
    feeds = ("https://www.usine-digitale.fr/rss",)
    fronts = ("https://www.usine-digitale.fr/",)
    topic = True
