"""L’Informaticien: enterprise IT."""

from crawler.spider import SiteSpider


class LinformaticienSpider(SiteSpider):
    name = "linformaticien"
    title = "L’Informaticien"
    home = "https://www.linformaticien.com/"
    hosts = ("linformaticien.com",)
    kind = "general"
    feeds = ("https://www.linformaticien.com/feed/",)
    fronts = ("https://www.linformaticien.com/",)
    topic = True
