"""The command line, and the map of the house.

    crawl ── Article ─▶ tag ── Reading ─▶ link ─▶ publish ─▶ serve
    crawler             nlp               db      db         db/site

Here stand the group and the commands that join rooms: `run`, `demo`, `tag`, `kiosk` (`vigie_run.py` is a run itself, `vigie_evaluate.py`
the command `evaluate`). Each room has its own beside them, in `<room>/commands.py`. All may use `vigie_settings.py` (what an operator
decides), `vigie_terminal.py` (bars, numbers) and `vigie_french.py` (what libraries say in English).
Nothing heavy is imported before a command runs: `vigie --help` loads neither spaCy nor Scrapy.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

import crawler.commands
import db.commands
import nlp.commands
import vigie_evaluate
from crawler.commands import KIOSK, Doors, check_contact, choose_sites, crawl_settings
from db.commands import said, writing_to
from vigie_french import mended, speak_french
from vigie_run import run_all, tag_all, tell
from vigie_settings import Settings, load_settings, pass_settings
from vigie_terminal import many

if TYPE_CHECKING:
    from db.memory import Keeper, Past

speak_french()


@contextmanager
def open_doors(settings: Settings) -> "Iterator[tuple[Past, Keeper]]":
    """The working database as the crawler sees it."""
    from db.memory import Keeper, Past

    with writing_to(settings) as working:
        yield Past(working), Keeper(working)


class Said(click.Group):
    """A group whose commands never end in a traceback for what an operator can mend, whichever room they come from."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        with cleaned():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        with cleaned():
            return said(super().invoke)(ctx)


@contextmanager
def cleaned() -> Iterator[None]:
    """Errors that pass here are in French and hold nothing that could command a terminal."""
    try:
        yield
    except click.ClickException as error:
        raise mended(error) from error


@click.group(
    cls=Said,
    options_metavar="[OPTIONS]",
    subcommand_metavar="COMMANDE [ARGUMENTS]…",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(version("vigie"), prog_name="vigie")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Vigie lit la presse française de cybersécurité : qui a été touché, combien, quelles données, et lesquelles non."""
    ctx.obj = Doors(open=open_doors)


for command in (*crawler.commands.COMMANDS, *db.commands.COMMANDS, vigie_evaluate.evaluate):
    cli.add_command(command)


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
@click.argument("file", metavar="[FICHIER]", type=click.File(encoding="utf-8"), required=False)
@click.option("--explain", is_flag=True, help="Montrer le texte et ce qui y est lu, en couleurs.")
@click.option("--html", is_flag=True, help="La même chose en une page HTML.")
@click.option("--all", "everything", is_flag=True, help="Sans FICHIER : relire aussi ce qui est à jour.")
@click.option("--stale", is_flag=True, help="Sans FICHIER : ne relire que ce qu’une autre version a lu.")
@click.option("--model", metavar="NOM", help="Nom ou dossier d’un pipeline spaCy avec « ner » (sinon celui de Vigie).")
@pass_settings
def tag(settings: Settings, *, file: TextIO | None, explain: bool, html: bool, everything: bool, stale: bool, model: str | None) -> None:
    """Lire des articles : ceux de FICHIER (JSON Lines ; « - » : entrée standard), sinon ceux de la base qui attendent.

    Chaque ligne de FICHIER a au moins url, title et text ; une lecture par ligne, dans le même ordre.
    Ce qui a changé d’une version à l’autre se lit dans la vue changed_by_version de vigie.db.
    """
    if file:
        if everything or stale:
            raise click.UsageError("« --all » et « --stale » choisissent dans la base : ne les donnez pas avec un fichier.")
        nlp.commands.tag_file(file, model=model or settings.model, explain=explain, html=html)
        return
    if explain or html:
        raise click.UsageError("« --explain » et « --html » montrent un fichier : donnez-le, ou « - ».")
    if everything and stale:
        raise click.UsageError("« --all » relit déjà ce que « --stale » relirait : donnez l’un ou l’autre.")
    with writing_to(settings) as working:
        count, failed = tag_all(working, replace(settings, model=model or settings.model), everything=everything, stale=stale)
    click.echo(f"{many(count, 'article lu', 'articles lus')}." if count or failed else "Rien à lire : toutes les lectures sont à jour.")
    if failed:
        raise click.ClickException(
            f"{many(len(failed), 'article n’a', 'articles n’ont')} pu être lu (erreur de Vigie) : {', '.join(failed[:5])}."
        )


@cli.command()
@click.option(
    "--data",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("vigie-demo"),
    help="Dossier de la démonstration.",
)
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
        failed = False
        for edition, words in (
            (1, "Trois journaux inventés sont en kiosque sur cette machine"),
            (2, "Le lendemain, deux articles sont corrigés, un autre paraît"),
        ):
            papers.edition = edition
            click.echo(f"{words} : Vigie lit.")
            report = run_all(settings, sites, options)
            tell(report)
            failed = failed or bool(report.failed)
            if report.stopped:
                sys.exit(1)
    click.echo(f"Fait en {time.perf_counter() - started:.0f} s. La base : {settings.database} ; l’édition publique : {settings.public}")
    if once or report.outcome == "failed":
        sys.exit(1 if failed else 0)
    open_portal(settings, notice=DEMO)


DEMO = "Démonstration : journaux, victimes et faits sont inventés, et lus par la machine ; les liens « lire à la source » ne mènent nulle part."


@cli.command()
@click.option("--host", help="Adresse d’écoute (127.0.0.1 si rien n’est dit).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port d’écoute (8001 si rien n’est dit).")
@click.option("--private", is_flag=True, help="L’édition privée : avec le texte entier, pour cette machine seulement.")
@pass_settings
def serve(settings: Settings, host: str | None, port: int | None, private: bool) -> None:
    """Mettre en ligne l’édition publique ; une nouvelle édition est prise en compte d’elle-même."""
    open_portal(replace(settings, host=host or settings.host, port=settings.port if port is None else port), private=private)


def open_portal(settings: Settings, *, notice: str | None = None, private: bool = False) -> None:
    """Serve the edition until Ctrl-C."""
    from db.serve import serve as serve_edition

    serve_edition(
        settings.data,
        host=settings.host,
        port=settings.port,
        private=private,
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
