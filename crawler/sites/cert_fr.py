"""CERT-FR: alerts, and reports on incidents (CTI). Its daily advisories on products are left out: none tells of a victim."""

from crawler.spider import SiteSpider


class CertFrSpider(SiteSpider):
    name = "cert_fr"
    title = "CERT-FR"
    home = "https://www.cert.ssi.gouv.fr/"
    hosts = ("cert.ssi.gouv.fr",)
    kind = "official"
    feeds = (
        "https://www.cert.ssi.gouv.fr/cti/feed/",
        "https://www.cert.ssi.gouv.fr/alerte/feed/",
        "https://www.cert.ssi.gouv.fr/actualite/feed/",
    )
    fronts = ("https://www.cert.ssi.gouv.fr/",)
