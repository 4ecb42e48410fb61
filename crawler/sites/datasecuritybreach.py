"""DataSecurityBreach: leaks and law, by ZATAZ's author."""

from crawler.spider import SiteSpider


class DatasecuritybreachSpider(SiteSpider):
    name = "datasecuritybreach"
    title = "DataSecurityBreach"
    home = "https://www.datasecuritybreach.fr/"
    hosts = ("datasecuritybreach.fr",)
    feeds = ("https://www.datasecuritybreach.fr/feed/",)
    paged = True
    wp_json = "https://www.datasecuritybreach.fr/wp-json/wp/v2/posts"
    fronts = ("https://www.datasecuritybreach.fr/",)
