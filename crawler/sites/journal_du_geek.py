"""Journal du Geek: consumer technology."""

from crawler.spider import SiteSpider


class JournalDuGeekSpider(SiteSpider):
    name = "journal_du_geek"
    title = "Journal du Geek"
    home = "https://www.journaldugeek.com/"
    hosts = ("journaldugeek.com",)
    kind = "general"
    feeds = ("https://www.journaldugeek.com/feed/",)
    paged = True
    wp_json = "https://www.journaldugeek.com/wp-json/wp/v2/posts"
    fronts = ("https://www.journaldugeek.com/",)
    topic = True
