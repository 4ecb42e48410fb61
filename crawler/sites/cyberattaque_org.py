"""Cyberattaque.org: French leaks, with their figures."""

from crawler.spider import SiteSpider


class CyberattaqueOrgSpider(SiteSpider):
    name = "cyberattaque_org"
    title = "Cyberattaque.org"
    home = "https://cyberattaque.org/"
    hosts = ("cyberattaque.org",)
    feeds = ("https://cyberattaque.org/feed/",)
    paged = True
    wp_json = "https://cyberattaque.org/wp-json/wp/v2/posts"
    fronts = ("https://cyberattaque.org/",)
