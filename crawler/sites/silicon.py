"""Silicon: enterprise IT."""

from crawler.spider import SiteSpider


class SiliconSpider(SiteSpider):
    name = "silicon"
    title = "Silicon"
    home = "https://www.silicon.fr/"
    hosts = ("silicon.fr",)
    kind = "general"
    feeds = ("https://www.silicon.fr/feed",)
    paged = True
    wp_json = "https://www.silicon.fr/wp-json/wp/v2/posts"
    fronts = ("https://www.silicon.fr/",)
    topic = True
