"""RTBF Info: news of French-speaking Belgium."""

from crawler.spider import SiteSpider


class RtbfSpider(SiteSpider):
    name = "rtbf"
    title = "RTBF Info"
    home = "https://www.rtbf.be/"
    hosts = ("rtbf.be",)
    country = "BE"
    kind = "general"
    feeds = ("https://rss.rtbf.be/article/rss/highlight_rtbf_info.xml",)
    articles = r"/article/"
    fronts = ("https://www.rtbf.be/",)
    topic = True
