"""Frandroid: telephones and their operators, whose leaks it follows."""

from crawler.spider import SiteSpider


class FrandroidSpider(SiteSpider):
    name = "frandroid"
    title = "Frandroid"
    home = "https://www.frandroid.com/"
    hosts = ("frandroid.com",)
    kind = "general"
    feeds = ("https://www.frandroid.com/feed",)
    paged = True
    wp_json = "https://www.frandroid.com/wp-json/wp/v2/posts"
    fronts = ("https://www.frandroid.com/",)
    topic = True
