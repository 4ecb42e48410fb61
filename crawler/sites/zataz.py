"""ZATAZ: leaks, claims and victims, often first; by Damien Bancal."""

from crawler.spider import SiteSpider


class ZatazSpider(SiteSpider):
    name = "zataz"
    title = "ZATAZ"
    home = "https://www.zataz.com/"
    hosts = ("zataz.com",)
    feeds = ("https://www.zataz.com/feed/",)
    paged = True
    wp_json = "https://www.zataz.com/wp-json/wp/v2/posts"
    fronts = ("https://www.zataz.com/",)
