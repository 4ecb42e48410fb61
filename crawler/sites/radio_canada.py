"""Radio-Canada: news of Québec and French-speaking Canada."""

from crawler.spider import SiteSpider


class RadioCanadaSpider(SiteSpider):
    name = "radio_canada"
    title = "Radio-Canada"
    home = "https://ici.radio-canada.ca/"
    hosts = ("ici.radio-canada.ca",)
    country = "CA"
    kind = "general"
    feeds = ("https://ici.radio-canada.ca/rss/4159",)
    articles = r"/nouvelle/"
    fronts = ("https://ici.radio-canada.ca/",)
    topic = True
