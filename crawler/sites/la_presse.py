"""La Presse: a Québec daily."""

from crawler.spider import SiteSpider


class LaPresseSpider(SiteSpider):
    name = "la_presse"
    title = "La Presse"
    home = "https://www.lapresse.ca/"
    hosts = ("lapresse.ca",)
    country = "CA"
    kind = "general"
    feeds = ("https://www.lapresse.ca/actualites/rss", "https://www.lapresse.ca/affaires/rss")
    fronts = ("https://www.lapresse.ca/",)
    topic = True
