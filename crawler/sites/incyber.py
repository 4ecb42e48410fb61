"""InCyber News: policy, and a daily brief of incidents."""

from crawler.spider import SiteSpider


class IncyberSpider(SiteSpider):
    name = "incyber"
    title = "InCyber News"
    home = "https://incyber.org/"
    hosts = ("incyber.org",)
    feeds = ("https://incyber.org/feed/",)
    paged = True
    wp_json = "https://incyber.org/wp-json/wp/v2/posts"
    fronts = ("https://incyber.org/",)
