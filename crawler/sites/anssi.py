"""ANSSI: the French agency’s news."""

from crawler.spider import SiteSpider


class AnssiSpider(SiteSpider):
    name = "anssi"
    title = "ANSSI"
    home = "https://cyber.gouv.fr/"
    hosts = ("cyber.gouv.fr",)
    kind = "official"
    feeds = ("https://cyber.gouv.fr/actualites/rss/",)
    fronts = ("https://cyber.gouv.fr/actualites",)
