"""Presse-citron: consumer technology."""

from crawler.spider import SiteSpider


class PresseCitronSpider(SiteSpider):
    name = "presse_citron"
    title = "Presse-citron"
    home = "https://www.presse-citron.net/"
    hosts = ("presse-citron.net",)
    kind = "general"
    feeds = ("https://www.presse-citron.net/feed/",)
    paged = True
    wp_json = "https://www.presse-citron.net/wp-json/wp/v2/posts"
    fronts = ("https://www.presse-citron.net/",)
    topic = True
