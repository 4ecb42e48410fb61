"""Canadian Centre for Cyber Security: alerts, news and guidance in French."""

from crawler.spider import SiteSpider


class CentreCyberCanadaSpider(SiteSpider):
    name = "centre_cyber_canada"
    title = "Centre canadien pour la cybersécurité"
    home = "https://www.cyber.gc.ca/"
    hosts = ("cyber.gc.ca",)
    country = "CA"
    kind = "official"
    feeds = ("https://www.cyber.gc.ca/api/cccs/rss/v1/get?feed=news_events_guidance&lang=fr",)
    articles = r"/fr/"
    fronts = ("https://www.cyber.gc.ca/fr/",)
