"""IT-Connect: for system administrators; incidents in short, among tutorials."""

from crawler.spider import SiteSpider


class ItConnectSpider(SiteSpider):
    name = "it_connect"
    title = "IT-Connect"
    home = "https://www.it-connect.fr/"
    hosts = ("it-connect.fr",)
    kind = "general"
    feeds = ("https://www.it-connect.fr/feed/",)
    paged = True
    wp_json = "https://www.it-connect.fr/wp-json/wp/v2/posts"
    fronts = ("https://www.it-connect.fr/",)
    topic = True
