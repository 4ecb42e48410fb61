"""CERT Santé: alerts for hospitals and carers."""

from crawler.spider import SiteSpider


class CertSanteSpider(SiteSpider):
    name = "cert_sante"
    title = "CERT Santé"
    home = "https://cyberveille.esante.gouv.fr/"
    hosts = ("cyberveille.esante.gouv.fr",)
    kind = "official"
    feeds = ("https://cyberveille.esante.gouv.fr/alertes-et-vulnerabilites/rss.xml",)
    fronts = ("https://cyberveille.esante.gouv.fr/",)
