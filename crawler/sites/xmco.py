"""XMCO: the blog of a private response team."""

from crawler.spider import SiteSpider


class XmcoSpider(SiteSpider):
    name = "xmco"
    title = "XMCO"
    home = "https://www.xmco.fr/"
    hosts = ("xmco.fr",)
    feeds = ("https://www.xmco.fr/feed/",)
    paged = True
    wp_json = "https://www.xmco.fr/wp-json/wp/v2/posts"
    fronts = ("https://www.xmco.fr/",)
