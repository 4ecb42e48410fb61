"""Cybermalveillance.gouv.fr: alerts on large leaks, for the public."""

from crawler.spider import SiteSpider


class CybermalveillanceSpider(SiteSpider):
    name = "cybermalveillance"
    title = "Cybermalveillance.gouv.fr"
    home = "https://www.cybermalveillance.gouv.fr/"
    hosts = ("cybermalveillance.gouv.fr",)
    kind = "official"
    feeds = ("https://www.cybermalveillance.gouv.fr/feed/atom-flux-actualites",)
    fronts = ("https://www.cybermalveillance.gouv.fr/tous-nos-contenus/actualites",)
