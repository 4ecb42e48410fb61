"""What `vigie sites`, `vigie sites check`, `vigie ingest` and `vigie reread` print. No Scrapy here."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from crawler.french import figure, printable

if TYPE_CHECKING:
    from crawler.check import Checked
    from crawler.ingest import Ingested
    from crawler.spider import SiteSpider

KINDS = {"specialist": "spécialisé", "general": "généraliste", "official": "officiel"}
SAMPLE = 200
"""Characters of an article that are shown."""


def table_of_sites(
    found: "Sequence[type[SiteSpider]]", checks: Mapping[str, str] | None = None
) -> Iterator[tuple[str, str, str, str, str, str]]:
    """One row a site, for `vigie sites` and the README. `checks`: the moment of each site's last successful check here."""
    for site in found:
        day = max((checks or {}).get(site.name, "")[:10], site.checked or "")
        yield (
            site.name,
            site.title,
            site.country,
            KINDS[site.kind],
            ", ".join(site.ways()),
            "kiosque" if site.loopback else day or "jamais vérifié",
        )


def print_table(*columns: str, rows: "Iterator[tuple[str, ...]]") -> None:
    """A table, as wide as the terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    console = Console()
    Console(width=None if console.is_terminal else 160).print(table)


CHECK_COLUMNS = ("site", "bilan", "robots.txt", "listes", "article", "champs", "temps")


def rows_of_checks(found: "Sequence[Checked]") -> Iterator[tuple[str, ...]]:
    """One row a site that was tried."""
    for one in found:
        listings = ", ".join(f"{listing.way} {listing.entries if not listing.trouble else '✗'}" for listing in one.listings)
        article = f"{figure(len(one.article.text))} caractères" if one.article else "aucun"
        fields = ", ".join(name for name, came in one.fields.items() if came) or "—"
        yield (
            one.site,
            "bien" if one.well else "échec",
            one.robots or "—",
            listings or "—",
            article,
            fields,
            f"{one.seconds:.1f} s".replace(".", ","),
        )


def details(one: "Checked") -> Iterator[str]:
    """What the operator should know of a site that was tried: troubles, missing fields, the opening of its newest article."""
    for listing in one.listings:
        if listing.trouble:
            yield f"  {listing.way} {listing.url} : {listing.trouble}"
    if one.trouble:
        yield f"  article : {one.trouble}"
    if one.article:
        yield f"  {one.article.published or 'sans date'}, « {one.article.title} », {one.article.url}"
        yield f"  {' '.join(one.article.text[:SAMPLE].split())}…"
        missing = [name for name, came in one.fields.items() if not came]
        if missing:
            yield f"  manque : {', '.join(missing)}"


RESULTS = {
    "new": ("nouvel article", "nouveaux articles"),
    "changed": ("corrigé", "corrigés"),
    "same": ("inchangé", "inchangés"),
    "older": ("déjà connu", "déjà connus"),
    "section": ("page qui n’est pas un article", "pages qui ne sont pas des articles"),
    "language": ("dans une autre langue", "dans une autre langue"),
    "off_topic": ("hors sujet", "hors sujet"),
    "reserved": ("réservé par son éditeur", "réservés par leurs éditeurs"),
    "no_article": ("page sans article lisible", "pages sans article lisible"),
}


def lines_of_ingest(found: "Ingested") -> Iterator[str]:
    """What reading archives gave."""
    told = [f"{figure(count)} {RESULTS[result][count > 1]}" for result in RESULTS if (count := found.results[result])]  # type: ignore[index]
    yield f"{', '.join(told) or 'aucune page de ces sites'}."
    if found.sites:
        yield f"Par site : {', '.join(f'{site} {figure(count)}' for site, count in found.sites.most_common())}."
    for why, count in found.reasons.most_common(5):
        yield f"  {figure(count)} fois : {why}"


def lines_of_spoilt(found: "Ingested") -> Iterator[str]:
    """Where archives could not be read."""
    for one in found.spoilt[:20]:
        yield f"{one.file}, octet {figure(one.offset)} : {one.why}"
    if len(found.spoilt) > 20:
        yield f"… et {figure(len(found.spoilt) - 20)} autres enregistrements illisibles."
