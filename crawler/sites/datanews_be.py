"""Data News: Belgian IT, by Le Vif."""

from crawler.spider import SiteSpider


class DatanewsBeSpider(SiteSpider):
    name = "datanews_be"
    title = "Data News"
    home = "https://datanews.levif.be/"
    hosts = ("datanews.levif.be",)
    country = "BE"
    kind = "general"
    feeds = ("https://datanews.levif.be/feed/",)
    paged = True
    wp_json = "https://datanews.levif.be/wp-json/wp/v2/posts"
    fronts = ("https://datanews.levif.be/",)
    topic = True
