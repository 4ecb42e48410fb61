"""Le Monde Informatique: enterprise IT; the feed is that of its security section."""

from crawler.spider import SiteSpider


class LemondeinformatiqueSpider(SiteSpider):
    name = "lemondeinformatique"
    title = "Le Monde Informatique"
    home = "https://www.lemondeinformatique.fr/"
    hosts = ("lemondeinformatique.fr",)
    kind = "general"
    feeds = ("https://www.lemondeinformatique.fr/flux-rss/thematique/securite/rss.xml",)
    articles = r"/actualites/lire-.+-\d+\.html"
