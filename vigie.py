"""The command line, and the map of the house.

    crawl ── Article ─▶ tag ── Reading ─▶ link ─▶ publish ─▶ serve
    crawler             nlp               db      db         db/site

Here stand the group and the commands that join rooms: `run`, `demo`, `tag`, `kiosk`. Each room has its own beside them, in
`<room>/commands.py`. Nothing heavy is imported before a command runs: `vigie --help` loads neither spaCy nor Scrapy.
"""

import logging
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

import crawler.commands
import db.commands
import nlp.commands
from crawler.commands import KIOSK, Doors, check_contact, choose_sites, crawl_settings, visit
from db.commands import figure, said, writing_to
from vigie_settings import Settings, load_settings, pass_settings

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.report import SourceReport
    from crawler.settings import CrawlSettings
    from db.memory import Keeper, Past


@contextmanager
def open_doors(settings: Settings) -> "Iterator[tuple[Past, Keeper]]":
    """The working database as the crawler sees it."""
    from db.memory import Keeper, Past

    with writing_to(settings) as working:
        yield Past(working), Keeper(working)


class Said(click.Group):
    """A group whose commands never end in a traceback for what an operator can mend, whichever room they come from."""

    @said
    def invoke(self, ctx: click.Context) -> Any:
        return super().invoke(ctx)


@click.group(cls=Said, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("vigie"), prog_name="vigie")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Vigie lit la presse française de cybersécurité : qui a été touché, combien, quelles données, et lesquelles non."""
    ctx.obj = Doors(open=open_doors)


for command in (*crawler.commands.COMMANDS, *nlp.commands.COMMANDS, *db.commands.COMMANDS):
    cli.add_command(command)


@dataclass
class Report:
    """What a run did, stage by stage; `failed` says in words what went wrong."""

    sources: "list[SourceReport]" = field(default_factory=list)
    read: int = 0
    linked: dict[str, Any] = field(default_factory=dict)
    published: bool | None = None
    """Whether there is a new edition; None: publication failed."""
    failed: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> Any:
        """`well`, `partly`, or `failed` where nothing could be done."""
        if not self.failed:
            return "well"
        return "partly" if self.linked and any(source.well for source in self.sources) else "failed"


@contextmanager
def stage(report: Report, name: str) -> Iterator[None]:
    """A stage that fails says so in the report, and leaves the others their turn; a fault of ours goes to the log in full."""
    from db.errors import VaultError

    try:
        yield
    except click.ClickException as error:
        report.failed.append(f"{name} : {error.format_message()}")
    except VaultError as error:
        report.failed.append(f"{name} : {error}")
    except Exception as error:
        logging.getLogger("vigie").exception("%s", name)
        report.failed.append(f"{name} : erreur de Vigie ({type(error).__name__} : {error}). Les autres étapes ont eu leur tour.")


def run_all(settings: Settings, sites: Sequence[Any], options: "CrawlSettings") -> Report:
    """Crawl, read, link, publish; each stage works with what those before left, even where they failed."""
    from db.link import link
    from db.memory import Keeper, Past
    from db.publish import publish
    from db.runs import begin, finish

    report = Report()
    with writing_to(settings) as working:
        run = begin(working, "run")
        with stage(report, "collecte"):
            report.sources = visit(
                sites, memory=Past(working), sink=Keeper(working, run=run), settings=replace(options, log_file=settings.logs / "crawl.log")
            )
        report.failed += [f"{source.site} : {source.reason or 'des articles ont échoué'}" for source in report.sources if not source.well]
        with stage(report, "lecture"):
            report.read, unread = tag_all(working, settings)
            report.failed += [f"lecture : {url} n’a pu être lu (erreur de Vigie) ; les autres l’ont été" for url in unread]
        with stage(report, "lien"):
            report.linked = asdict(link(working))
        with stage(report, "publication"):
            report.published = publish(working, settings.data, licence=settings.licence, version=version("vigie")).changed
        finish(working, run, report.outcome, {**asdict(report), "sources": [source.site for source in report.sources]})
    return report


def tag_all(working: "Database", settings: Settings, *, everything: bool = False) -> tuple[int, list[str]]:
    """Read the articles whose reading is missing, of other words, or older than the pipeline: how many were read, and which could not be."""
    from db.store import save_reading, to_tag
    from nlp.version import ModelMissingError, pipeline_version

    try:
        version = pipeline_version(settings.model)
        unread = to_tag(working, version, everything=everything)
        if not unread.total:
            return 0, []  # and spaCy stays unloaded: most runs find nothing new
        from nlp.pipeline import build
        from nlp.tagger import read_each
        from nlp.text import Source

        pipeline = build(settings.model)
    except ModelMissingError as error:
        raise click.ClickException(str(error)) from error
    sources = (Source(url=a.url, title=a.title, text=a.text, published=a.published, publisher=a.publisher) for a in unread.articles)
    failed: list[str] = []
    with bar("Lecture", unread.total) as advance:
        for url, reading in read_each(pipeline, sources, version=version):
            if reading is None:
                failed.append(url)
            else:
                save_reading(working, reading)
            advance()
    return unread.total - len(failed), failed


@contextmanager
def bar(label: str, total: int) -> Iterator[Callable[[], None]]:
    """A progress bar on a terminal; nothing elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal or not total) as progress:
        task = progress.add_task(label, total=total)
        yield lambda: progress.advance(task)


def tell(report: Report) -> None:
    """The run in a few lines; the sources have had theirs."""
    new, changed = sum(source.new for source in report.sources), sum(source.changed for source in report.sources)
    lines = {
        "Collecte": f"{figure(new)} articles nouveaux, {figure(changed)} modifiés"
        if new or changed
        else "rien de nouveau, aucun article redemandé",
        "Lecture": f"{figure(report.read)} articles lus" if report.read else "rien à lire",
    }
    if report.linked:
        moved = report.linked["new"] or report.linked["changed"] or report.linked["gone"]
        words = f"{figure(report.linked['new'])} nouveaux, {figure(report.linked['changed'])} modifiés" if moved else "inchangés"
        lines["Incidents"] = f"{figure(report.linked['incidents'])} ({words}), {figure(report.linked['organisations'])} organisations"
    lines["Édition"] = {True: "nouvelle édition publique", False: "inchangée", None: "pas publiée"}[report.published]
    for label, words in lines.items():
        click.echo(f"{label:<10}{words}")
    for words in report.failed:
        click.echo(f"En échec  {words}", err=True)


@cli.command()
@click.argument("names", metavar="[SITE]…", nargs=-1)
@click.option("--max-minutes", type=click.FloatRange(min=0, min_open=True), help="Durée de la collecte, au plus.")
@pass_settings
def run(settings: Settings, names: tuple[str, ...], max_minutes: float | None) -> None:
    """Collecter, lire, relier, publier : ce qu’un minuteur lance toutes les deux heures."""
    sites, options = (
        choose_sites(names or settings.sites or (KIOSK if settings.kiosk else ())),
        crawl_settings(settings, max_minutes=max_minutes),
    )
    check_contact(sites, options)
    report = run_all(settings, sites, options)
    tell(report)
    sys.exit(1 if report.failed else 0)


@cli.command()
@click.argument("file", type=click.File(encoding="utf-8"), required=False)
@click.option("--explain", is_flag=True, help="Montrer le texte et ce qui y est lu, en couleurs.")
@click.option("--html", is_flag=True, help="La même chose en une page HTML.")
@click.option("--all", "everything", is_flag=True, help="Sans FILE : relire aussi ce qui est à jour.")
@click.option("--model", help="Nom ou dossier d’un pipeline spaCy avec « ner » (sinon celui de Vigie).")
@pass_settings
def tag(settings: Settings, file: TextIO | None, explain: bool, html: bool, everything: bool, model: str | None) -> None:
    """Lire des articles : ceux de FILE (JSON Lines ; « - » : entrée standard), sinon ceux de la base qui attendent.

    Chaque ligne de FILE a au moins url, title et text ; une lecture par ligne, dans le même ordre.
    """
    if file:
        nlp.commands.tag_file(file, model=model or settings.model, explain=explain, html=html)
        return
    with writing_to(settings) as working:
        count, failed = tag_all(working, replace(settings, model=model or settings.model), everything=everything)
    click.echo(f"{figure(count)} articles lus." if count or failed else "Rien à lire : toutes les lectures sont à jour.")
    if failed:
        raise click.ClickException(f"{figure(len(failed))} n’ont pu être lus (erreur de Vigie) : {', '.join(failed[:5])}.")


@cli.command()
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), default=Path("vigie-demo"), help="Dossier de la démonstration.")
@click.option("--once", is_flag=True, help="Tout, sauf rester en ligne.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="Port du portail.")
def demo(data: Path, once: bool, port: int) -> None:
    """Tout montrer, d’un kiosque de journaux inventés au portail, sur cette machine seulement."""
    from crawler.kiosk import Kiosk

    started = time.perf_counter()
    settings = load_settings(data=data, port=port)
    if not once:
        from db.serve import listen

        listen(settings.host, settings.port).close()  # a port in use is better known before the work than after it
    with Kiosk() as papers:
        options = replace(crawl_settings(settings), loopback=dict.fromkeys(papers.hosts, papers.port), loopback_delay=0.0)
        sites = choose_sites(KIOSK)
        for edition, words in (
            (1, "Trois journaux inventés sont en kiosque sur cette machine"),
            (2, "Le lendemain, un article est corrigé, un autre paraît"),
        ):
            papers.edition = edition
            click.echo(f"{words} : Vigie lit.")
            report = run_all(settings, sites, options)
            tell(report)
    click.echo(f"Fait en {time.perf_counter() - started:.0f} s. La base : {settings.database} ; l’édition publique : {settings.public}")
    if once or report.outcome == "failed":
        sys.exit(1 if report.failed else 0)
    open_portal(settings, notice=DEMO)


DEMO = "Démonstration : journaux, victimes et faits sont inventés, et lus par la machine ; les liens « lire à la source » ne mènent nulle part."


@cli.command()
@click.option("--host", help="Adresse d’écoute (127.0.0.1 si rien n’est dit).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port d’écoute (8001 si rien n’est dit).")
@pass_settings
def serve(settings: Settings, host: str | None, port: int | None) -> None:
    """Mettre en ligne l’édition publique ; une nouvelle édition est prise en compte d’elle-même."""
    open_portal(replace(settings, host=host or settings.host, port=settings.port if port is None else port))


def open_portal(settings: Settings, *, notice: str | None = None) -> None:
    """Serve the edition until Ctrl-C."""
    from db.serve import serve as serve_edition

    serve_edition(
        settings.data,
        host=settings.host,
        port=settings.port,
        title=settings.title,
        address=settings.address,
        licence=settings.licence,
        contact=settings.contact,
        notice=notice,
        ready=lambda url: click.echo(f"Le portail est en ligne : {url} (Ctrl-C pour arrêter)"),
    )


@cli.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8002, show_default=True)
@click.option(
    "--edition", type=click.IntRange(1, 2), default=1, show_default=True, help="La deuxième corrige deux articles et en ajoute un."
)
@pass_settings
def kiosk(_: Settings, port: int, edition: int) -> None:
    """Servir les journaux inventés, pour essayer « vigie run » sans réseau : VIGIE_KIOSK=8002 vigie run."""
    from crawler.kiosk import Kiosk

    try:
        opened = Kiosk(port, edition=edition)
    except OSError as error:
        raise click.ClickException(f"Le port {port} ne peut être ouvert ({error.strerror}). Donnez --port AUTRE.") from error
    with opened as papers:
        click.echo(f"Le kiosque est ouvert sur le port {papers.port} ; Ctrl-C le ferme.")
        papers.thread.join()


if __name__ == "__main__":
    cli()
