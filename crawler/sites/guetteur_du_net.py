"""Le Guetteur du Net, of the kiosk: a WordPress-like engine, its feed in pages."""

from crawler.spider import SiteSpider


class GuetteurDuNetSpider(SiteSpider):
    name = "guetteur_du_net"
    title = "Le Guetteur du Net"
    home = "http://guetteur-du-net.example/"
    hosts = ("guetteur-du-net.example",)
    feeds = ("http://guetteur-du-net.example/feed/",)
    paged = True
    wp_json = "http://guetteur-du-net.example/wp-json/wp/v2/posts"
    fronts = ("http://guetteur-du-net.example/",)
    loopback = True
