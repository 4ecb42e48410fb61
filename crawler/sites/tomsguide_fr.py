"""Tom’s Guide, the French edition: consumer technology."""

from crawler.spider import SiteSpider


class TomsguideFrSpider(SiteSpider):
    name = "tomsguide_fr"
    title = "Tom’s Guide"
    home = "https://www.tomsguide.fr/"
    hosts = ("tomsguide.fr",)
    kind = "general"
    feeds = ("https://www.tomsguide.fr/feed/",)
    paged = True
    wp_json = "https://www.tomsguide.fr/wp-json/wp/v2/posts"
    fronts = ("https://www.tomsguide.fr/",)
    topic = True
