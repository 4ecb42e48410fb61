"""cyber-securite.fr: gathers and comments news of security."""

from crawler.spider import SiteSpider


class CyberSecuriteFrSpider(SiteSpider):
    name = "cyber_securite_fr"
    title = "cyber-securite.fr"
    home = "https://www.cyber-securite.fr/"
    hosts = ("cyber-securite.fr",)
    feeds = ("https://www.cyber-securite.fr/feed/",)
    paged = True
    wp_json = "https://www.cyber-securite.fr/wp-json/wp/v2/posts"
    fronts = ("https://www.cyber-securite.fr/",)
