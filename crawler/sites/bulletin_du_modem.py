"""Le Bulletin du Modem, of the kiosk: an old engine with an RSS feed only."""

from crawler.spider import SiteSpider


class BulletinDuModemSpider(SiteSpider):
    name = "bulletin_du_modem"
    title = "Le Bulletin du Modem"
    home = "http://bulletin-du-modem.example/"
    hosts = ("bulletin-du-modem.example",)
    feeds = ("http://bulletin-du-modem.example/rss.xml",)
    fronts = ("http://bulletin-du-modem.example/",)
    loopback = True
