"""Next: leaks, the CNIL and the state's IT, beside much else. Known to answer 403 to plain clients."""

from crawler.spider import SiteSpider


class NextSpider(SiteSpider):
    name = "next"
    title = "Next"
    home = "https://next.ink/"
    hosts = ("next.ink",)
    kind = "general"
    feeds = ("https://next.ink/feed/",)
    paged = True
    wp_json = "https://next.ink/wp-json/wp/v2/posts"
    fronts = ("https://next.ink/",)
    topic = True
