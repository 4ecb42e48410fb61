"""This room's commands: `crawl`, `look`, `sites`. Scrapy is loaded only once one of them runs."""

import difflib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.operate import kiosk_if, visit
from crawler.rows import open_file
from vigie_settings import Settings, pass_settings
from vigie_terminal import printable

if TYPE_CHECKING:
    from crawler.ports import Memory, Sink
    from crawler.settings import CrawlSettings
    from crawler.spider import SiteSpider


KIOSK = ("bulletin_du_modem", "estuaire_libre", "guetteur_du_net")
"""The sites of the demo."""


@dataclass(frozen=True)
class Doors:
    """Put by the command line into click's context (`ctx.obj`): how to open the database as memory and sink."""

    open: "Callable[[Settings], AbstractContextManager[tuple[Memory, Sink]]]"


@click.command()
@click.argument("names", metavar="[SITE]…", nargs=-1)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Écrire les articles dans ce fichier (JSON Lines), sans base."
)
@click.option("--since", metavar="JOUR", type=click.DateTime(["%Y-%m-%d"]), help="Remonter jusqu’à ce jour (AAAA-MM-JJ).")
@click.option("--max-minutes", type=click.FloatRange(min=0, min_open=True), help="S’arrêter proprement après tant de minutes.")
@pass_settings
@click.pass_context
def crawl(
    ctx: click.Context, settings: Settings, *, names: tuple[str, ...], output: Path | None, since: Any, max_minutes: float | None
) -> None:
    """Chercher les articles nouveaux des sites (tous, sauf le kiosque, si aucun n’est nommé)."""
    sites = choose_sites(names or settings.sites or (KIOSK if settings.kiosk else ()))
    options = crawl_settings(settings, since=since and since.date().isoformat(), max_minutes=max_minutes)
    doors = ctx.find_object(Doors)
    if output:
        shelf = open_file(output)
        reports = visit(sites, memory=shelf.memory, sink=shelf, settings=options)
    elif doors:
        with doors.open(settings) as (memory, sink):
            reports = visit(sites, memory=memory, sink=sink, settings=options)
    else:
        raise click.UsageError("Où mettre les articles ? Donnez « -o FICHIER ».")
    ctx.exit(0 if all(report.well for report in reports) else 1)


@click.command()
@click.argument("page", metavar="URL|FICHIER")
@click.option("--url", metavar="URL", help="L’adresse d’où vient le fichier.")
@click.option("--json", "as_json", is_flag=True, help="Écrire l’article en JSON.")
@pass_settings
def look(settings: Settings, page: str, *, url: str | None, as_json: bool) -> None:
    """Montrer ce que Vigie lit dans une page."""
    from crawler.article import ARTICLE
    from crawler.look import LookError, describe, look_file, look_url, warnings
    from crawler.settings import ContactError

    try:
        if page.startswith(("http://", "https://")):
            with kiosk_if([page], crawl_settings(settings)) as options:
                article = look_url(page, settings=options)
        else:
            article = look_file(Path(page), url=url)
    except (LookError, ContactError) as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(ARTICLE.dump_json(article, indent=2))
        return
    for name, value in describe(article):
        click.echo(f"{click.style(f'{name:13}', bold=True)}{printable(value)}")
    for warning in warnings(article):
        click.secho(f"Attention\u00a0: {printable(warning)}", fg="yellow")


@click.command()
@pass_settings
def sites(_: Settings) -> None:
    """Lister les sites que Vigie sait lire."""
    from rich.console import Console
    from rich.table import Table

    from crawler.run import find_sites

    table = Table("nom", "titre", "pays", "genre", "liste", "vérifié", box=None, pad_edge=False)
    for row in table_of_sites(list(find_sites().values())):
        table.add_row(*row)
    console = Console()
    Console(width=None if console.is_terminal else 140).print(table)


KINDS = {"specialist": "spécialisé", "general": "généraliste", "official": "officiel"}


def table_of_sites(found: "Sequence[type[SiteSpider]]") -> Iterator[tuple[str, str, str, str, str, str]]:
    """One row a site, for `vigie sites` and the README."""
    for site in found:
        checked = "kiosque" if site.loopback else site.checked or "jamais vérifié"
        yield site.name, site.title, site.country, KINDS[site.kind], ", ".join(site.ways()), checked


def choose_sites(names: Sequence[str]) -> "list[type[SiteSpider]]":
    """The sites of these names, all real ones if there is none; click.UsageError (exit status 2) for an unknown name."""
    from crawler.run import find_sites

    known = find_sites()
    for name in names:
        if name not in known:
            close = difflib.get_close_matches(name.lower(), known, n=3, cutoff=0.5)
            hint = f"Vouliez-vous dire {' ou '.join(f'« {one} »' for one in close)} ?" if close else "« vigie sites » les montre tous."
            raise click.UsageError(f"Aucun site ne s’appelle « {name} ». {hint}")
    return [known[name] for name in dict.fromkeys(names)] or [site for site in known.values() if not site.loopback]


def crawl_settings(settings: Settings, *, since: str | None = None, max_minutes: float | None = None) -> "CrawlSettings":
    """The crawler's part of an operator's settings."""
    from crawler.kiosk import PAPERS
    from crawler.settings import CrawlSettings

    return CrawlSettings(
        loopback=dict.fromkeys(PAPERS, settings.kiosk) if settings.kiosk else {},
        contact=settings.contact,
        delay=settings.delay,
        budget=settings.budget,
        since=since,
        max_minutes=max_minutes,
        log_file=settings.logs / "crawl.log" if settings.data.is_dir() else None,
    )


def check_contact(sites: "Sequence[type[SiteSpider]]", settings: "CrawlSettings") -> None:
    """Refuse to ask a real site without a contact address, before anything else is done. Raises click.ClickException."""
    from crawler.settings import ContactError

    try:
        for site in sites:
            if not site.loopback:
                settings.check_contact(site.name)
    except ContactError as error:
        raise click.ClickException(str(error)) from error


COMMANDS = (crawl, look, sites)
__all__ = ["COMMANDS", "KIOSK", "Doors", "check_contact", "choose_sites", "crawl_settings", "table_of_sites", "visit"]
