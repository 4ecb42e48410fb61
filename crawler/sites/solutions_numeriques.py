"""Solutions Numériques: IT of small companies and their suppliers."""

from crawler.spider import SiteSpider


class SolutionsNumeriquesSpider(SiteSpider):
    name = "solutions_numeriques"
    title = "Solutions Numériques"
    home = "https://www.solutions-numeriques.com/"
    hosts = ("solutions-numeriques.com",)
    kind = "general"
    feeds = ("https://www.solutions-numeriques.com/feed/",)
    paged = True
    wp_json = "https://www.solutions-numeriques.com/wp-json/wp/v2/posts"
    fronts = ("https://www.solutions-numeriques.com/",)
    topic = True
