"""This room's commands: `crawl`, `look`, `sites`. Scrapy is loaded only once one of them runs."""

import difflib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vigie_settings import Settings, pass_settings

if TYPE_CHECKING:
    from crawler.ports import Memory, Shelf, Sink
    from crawler.report import SourceReport
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
        click.echo(f"{click.style(f'{name:13}', bold=True)}{value}")
    for warning in warnings(article):
        click.secho(f"Attention\u00a0: {warning}", fg="yellow")


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


def visit(
    sites: "Sequence[type[SiteSpider]]", *, memory: "Memory", sink: "Sink", settings: "CrawlSettings", quiet: bool = False
) -> "list[SourceReport]":
    """Crawl with a progress bar (on a terminal), then one line a source. The kiosk is opened for its own sites.

    Raises click.ClickException where the operator has something to do.
    """
    from crawler.run import crawl as run
    from crawler.settings import ContactError

    try:
        with kiosk_if([site.home for site in sites], settings) as options, progress_bars(quiet=quiet) as progress:
            reports = run(sites, memory=memory, sink=sink, settings=options, progress=progress)
    except ContactError as error:
        raise click.ClickException(str(error)) from error
    except (OSError, sqlite3.Error) as error:
        raise click.ClickException(f"Ce qui est lu ne peut être enregistré : {error}. Ce qui l’était déjà est intact.") from error
    if not quiet:
        for report in reports:
            click.echo(line(report), err=True)
    return reports


def line(report: "SourceReport") -> str:
    """A source's run in one line of French."""
    from crawler.report import LABELS

    numbers = [
        _count(report.new, "nouvel article", "nouveaux articles") if report.new else "",
        _count(report.changed, "article modifié", "articles modifiés") if report.changed else "",
        _count(report.requests, "requête", "requêtes"),
    ]
    reason = f" — {report.reason}" if report.reason else ""
    return f"{report.site} : {LABELS[report.status]} ({', '.join(filter(None, numbers))}){reason}"


@contextmanager
def kiosk_if(addresses: Sequence[str], settings: "CrawlSettings") -> "Iterator[CrawlSettings]":
    """Open the kiosk while one of its papers is to be read, unless a port is already given."""
    from urllib.parse import urlsplit

    from crawler.kiosk import PAPERS, Kiosk

    asked = {urlsplit(address).hostname for address in addresses} & set(PAPERS)
    if not asked - set(settings.loopback):
        yield settings
        return
    with Kiosk() as kiosk:
        ports = {**dict.fromkeys(PAPERS, kiosk.port), **settings.loopback}
        yield replace(settings, loopback=ports, obey_crawl_delay=False)


@contextmanager
def progress_bars(*, quiet: bool = False) -> "Iterator[Callable[[Any], None] | None]":
    """A bar a site, on a terminal only."""
    from rich.console import Console

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[words]}"), console=console
    ) as bars:
        tasks: dict[str, Any] = {}

        def show(step: Any) -> None:
            if step.site not in tasks:
                tasks[step.site] = bars.add_task(step.site, total=None, words="")
            words = f"attend {step.words}" if step.event == "waiting" else ""
            bars.update(tasks[step.site], completed=step.done, total=step.total or (1 if step.event == "done" else None), words=words)

        yield show


def open_file(path: Path) -> "Shelf":
    """A file of articles as memory and sink: those it holds already are known."""
    from pydantic import ValidationError

    from crawler.article import ARTICLE
    from crawler.ports import Known, Shelf, now

    shelf = Shelf(file=path)
    if path.exists():
        for number, row in enumerate(path.read_bytes().splitlines(), 1):
            try:
                article = ARTICLE.validate_json(row)
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(map(str, first["loc"])) or "ligne"
                raise click.ClickException(f"{path}, ligne {number}, « {where} » : ce n’est pas un article ({first['msg']}).") from error
            shelf.articles[article.url] = article
            shelf.addresses[article.url] = Known(fetched=article.fetched or now(), modified=article.modified)
    return shelf


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number < 2 else many}"


COMMANDS = (crawl, look, sites)
