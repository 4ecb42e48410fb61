"""Global Security Mag: security, much of it by vendors; on SPIP."""

from crawler.spider import SiteSpider


class GlobalsecuritymagSpider(SiteSpider):
    name = "globalsecuritymag"
    title = "Global Security Mag"
    home = "https://www.globalsecuritymag.fr/"
    hosts = ("globalsecuritymag.fr",)
    feeds = ("https://www.globalsecuritymag.fr/spip.php?page=backend",)
    fronts = ("https://www.globalsecuritymag.fr/",)
