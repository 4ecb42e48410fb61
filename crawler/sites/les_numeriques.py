"""Les Numériques: consumer technology; the feed is that of its section on digital society."""

from crawler.spider import SiteSpider


class LesNumeriquesSpider(SiteSpider):
    name = "les_numeriques"
    title = "Les Numériques"
    home = "https://www.lesnumeriques.com/"
    hosts = ("lesnumeriques.com",)
    kind = "general"
    feeds = ("https://www.lesnumeriques.com/societe-numerique/rss.xml",)
    fronts = ("https://www.lesnumeriques.com/",)
    topic = True
