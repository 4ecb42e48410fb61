"""This room's commands: `crawl`, `look`, `sites`, `ingest`, `reread`. Scrapy is loaded only once one of them runs."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.french import printable
from crawler.operate import (
    archives_in,
    check_contact,
    check_folder,
    check_output,
    choose_sites,
    kiosk_if,
    made_folder,
    progress_bars,
    visit,
)
from crawler.rows import open_file
from crawler.show import CHECK_COLUMNS, details, lines_of_ingest, lines_of_spoilt, print_table, rows_of_checks, table_of_sites
from vigie_settings import Settings, pass_settings
from vigie_terminal import bar

if TYPE_CHECKING:
    from crawler.ports import Memory, Sink
    from crawler.settings import CrawlSettings


KIOSK = ("bulletin_du_modem", "estuaire_libre", "guetteur_du_net")
"""The sites of the demo."""


@dataclass(frozen=True)
class Doors:
    """Put by the command line into click's context (`ctx.obj`): how to open the database as memory and sink."""

    open: "Callable[[Settings], AbstractContextManager[tuple[Memory, Sink]]]"
    checks: "Callable[[Settings], Mapping[str, str]]" = lambda _: {}
    """The moment of each site's last successful check; none where there is no database."""


@click.command()
@click.argument("names", metavar="[SITE]…", nargs=-1)
@click.option(
    "-o",
    "--output",
    metavar="FICHIER",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=check_output,
    help="Écrire les articles dans ce fichier (JSON Lines), sans base.",
)
@click.option("--since", metavar="JOUR", type=click.DateTime(["%Y-%m-%d"]), help="Remonter jusqu’à ce jour (AAAA-MM-JJ).")
@click.option("--max-minutes", type=click.FloatRange(min=0, min_open=True), help="S’arrêter proprement après tant de minutes.")
@click.option(
    "--archive",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False),
    callback=check_folder,
    help="Garder aussi les pages telles quelles dans ce dossier (WARC) ; « vigie reread » les relit.",
)
@click.option(
    "--per-day", metavar="N", type=click.IntRange(min=1), help="Au plus tant de requêtes par site en 24 heures, tous passages compris."
)
@click.option("--retry-given-up", is_flag=True, help="Redemander aussi les pages abandonnées après trop d’échecs, comme le fait --since.")
@pass_settings
@click.pass_context
def crawl(
    ctx: click.Context,
    settings: Settings,
    *,
    names: tuple[str, ...],
    output: Path | None,
    since: Any,
    max_minutes: float | None,
    archive: Path | None,
    per_day: int | None,
    retry_given_up: bool,
) -> None:
    """Chercher les articles nouveaux des sites (tous, sauf le kiosque, si aucun n’est nommé).

    SITE est un nom de « vigie sites ». Les articles vont dans la base, ou dans le fichier de -o, où ceux qui y sont ne sont pas redemandés.
    """
    sites = choose_sites(names or settings.sites or (KIOSK if settings.kiosk else ()))
    options = crawl_settings(settings, since=since and since.date().isoformat(), max_minutes=max_minutes)
    check_contact(sites, options)  # before a lock is taken, or a folder made
    archive = archive or made_folder(settings.archive)
    options = replace(options, retry_given_up=retry_given_up, archive=archive, daily=per_day or options.daily)
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
@click.option("--url", metavar="URL", help="L’adresse d’où vient FICHIER, si la page ne la dit pas elle-même.")
@click.option("--json", "as_json", is_flag=True, help="Écrire l’article en une ligne de JSON, que « vigie tag - » sait lire.")
@pass_settings
def look(settings: Settings, page: str, *, url: str | None, as_json: bool) -> None:
    """Montrer ce que Vigie lit dans une page.

    URL est une adresse complète (https://…), FICHIER une page enregistrée (HTML). Rien n’est gardé.
    """
    from crawler.article import ARTICLE
    from crawler.look import LookError, describe, look_file, look_url, warnings
    from crawler.settings import ContactError

    try:
        if re.match(r"(?i)[a-z][a-z0-9+.-]*://", page) and not page.lower().startswith(("http://", "https://")):
            raise click.UsageError(f"« {page} » : Vigie ne lit que des adresses en http:// ou https://, et des fichiers de cette machine.")
        if page.lower().startswith(("http://", "https://")):
            with kiosk_if([page], crawl_settings(settings)) as options:
                article = look_url(page, settings=options)
        else:
            article = look_file(Path(page), url=url)
    except (LookError, ContactError) as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(ARTICLE.dump_json(article))
        return
    for name, value in describe(article):
        click.echo(f"{click.style(f'{name:13}', bold=True)}{printable(value)}")
    for warning in warnings(article):
        click.secho(f"Attention\u00a0: {printable(warning)}", fg="yellow")


@click.group(invoke_without_command=True, subcommand_metavar="[check [SITE]…]")
@pass_settings
@click.pass_context
def sites(ctx: click.Context, settings: Settings) -> None:
    """Lister les sites que Vigie sait lire ; « vigie sites check » les essaie.

    « vérifié » est le jour où le site réel a été essayé avec succès ; ceux du kiosque sont inventés, pour la démonstration.
    """
    from crawler.run import find_sites

    if ctx.invoked_subcommand:
        return
    doors = ctx.find_object(Doors)
    checks = doors.checks(settings) if doors else {}
    print_table("nom", "titre", "pays", "genre", "liste", "vérifié", rows=table_of_sites(list(find_sites().values()), checks))


@sites.command("check")
@click.argument("names", metavar="[SITE]…", nargs=-1)
@pass_settings
@click.pass_context
def check_command(ctx: click.Context, settings: Settings, names: tuple[str, ...]) -> None:
    """Essayer des sites (tous, sauf le kiosque, si aucun n’est nommé) : robots.txt, listes, article le plus récent.

    Le jour du succès est gardé dans la base. État de sortie : 0 si tous vont bien, 1 sinon.
    """
    from crawler.check import check
    from crawler.settings import ContactError

    chosen = choose_sites(names or settings.sites)
    try:
        with kiosk_if([site.home for site in chosen], crawl_settings(settings)) as options, progress_bars() as progress:
            found = check(chosen, settings=options, progress=progress)
    except ContactError as error:
        raise click.ClickException(str(error)) from error
    print_table(*CHECK_COLUMNS, rows=rows_of_checks(found))
    for one in found:
        click.echo(f"\n{one.site}\n{printable(chr(10).join(details(one)))}")
    if doors := ctx.find_object(Doors):
        with doors.open(settings) as (_, sink):
            for one in found:
                sink.checked(one.site, well=one.well, report=one.as_json())
    ctx.exit(0 if all(one.well for one in found) else 1)


of_archives = click.argument("archives", metavar="ARCHIVE…", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
of_sites = click.option("--sites", "names", metavar="SITE,…", multiple=True, help="Seulement les pages de ces sites.")


@click.command()
@of_archives
@of_sites
@pass_settings
@click.pass_context
def ingest(ctx: click.Context, settings: Settings, *, archives: tuple[Path, ...], names: tuple[str, ...]) -> None:
    """Lire des archives WARC, telles que celles de Common Crawl, comme si leurs pages venaient des sites.

    ARCHIVE est un fichier .warc.gz, ou un dossier qui en contient. Ce qui est connu et aussi récent est laissé. Un enregistrement
    illisible est signalé, et les autres sont lus ; l’état de sortie est alors 1.
    """
    read_archives(ctx, settings, archives, names)


@click.command()
@of_archives
@of_sites
@pass_settings
@click.pass_context
def reread(ctx: click.Context, settings: Settings, *, archives: tuple[Path, ...], names: tuple[str, ...]) -> None:
    """Relire les pages gardées par « vigie crawl --archive », quand le lecteur a fait des progrès.

    ARCHIVE est un fichier .warc.gz, ou un dossier qui en contient. Ce qui était mal lu est corrigé ; ce n’est pas une révision de l’article.
    """
    read_archives(ctx, settings, archives, names, again=True)


def read_archives(ctx: click.Context, settings: Settings, places: Sequence[Path], names: Sequence[str], *, again: bool = False) -> None:
    """What `ingest` and `reread` share."""
    paths = archives_in(places)
    from crawler.ingest import Reader
    from crawler.ingest import ingest as read_them
    from crawler.run import find_sites

    named = [name for given in names for name in given.replace(",", " ").split()]
    chosen = choose_sites(named) if named else list(find_sites().values())
    doors = ctx.find_object(Doors)
    if doors is None:
        raise click.UsageError("Aucune base où mettre les articles.")
    with doors.open(settings) as (memory, sink), bar("Archives", len(paths)) as advance:
        found = read_them(paths, Reader(chosen, memory, sink, again=again), advance=advance)
    for line in lines_of_ingest(found):
        click.echo(printable(line))
    for line in lines_of_spoilt(found):
        click.echo(printable(line), err=True)
    ctx.exit(1 if found.spoilt else 0)


def crawl_settings(settings: Settings, *, since: str | None = None, max_minutes: float | None = None) -> "CrawlSettings":
    """The crawler's part of an operator's settings."""
    from crawler.kiosk import PAPERS
    from crawler.settings import CrawlSettings

    return CrawlSettings(
        loopback=dict.fromkeys(PAPERS, settings.kiosk) if settings.kiosk else {},
        contact=settings.contact,
        delay=settings.delay,
        budget=settings.budget,
        daily=settings.daily,
        since=since,
        max_minutes=max_minutes,
        log_file=settings.logs / "crawl.log" if settings.data.is_dir() else None,
    )


COMMANDS = (crawl, look, sites, ingest, reread)
__all__ = ["COMMANDS", "KIOSK", "Doors", "check_contact", "choose_sites", "crawl_settings", "made_folder", "table_of_sites", "visit"]
