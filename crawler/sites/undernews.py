"""UnderNews: news of hacking."""

from crawler.spider import SiteSpider


class UndernewsSpider(SiteSpider):
    name = "undernews"
    title = "UnderNews"
    home = "https://www.undernews.fr/"
    hosts = ("undernews.fr",)
    feeds = ("https://www.undernews.fr/feed",)
    paged = True
    wp_json = "https://www.undernews.fr/wp-json/wp/v2/posts"
    fronts = ("https://www.undernews.fr/",)
