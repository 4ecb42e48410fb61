"""The command line, and the map of the house.

    crawl ── Article ─▶ tag ── Reading ─▶ link ─▶ publish ─▶ serve
    crawler             nlp               db      db         db/site

Here stand the group and the commands that join rooms: `run`, `demo`, `kiosk`. `vigie_run.py` is a run itself, `vigie_report.py` and
`vigie_log.py` what it leaves in writing; `vigie_tag.py`, `vigie_evaluate.py`, `vigie_watch.py` and their like hold the commands of their
names, `vigie_keeping.py` those that correct and forget, `vigie_shards.py` and `vigie_cluster.py` the work of `vigie_archive.py`. Each room
has its own commands in `<room>/commands.py`, the only files of a room that may import from here: `vigie_settings.py` (what an operator
decides) and `vigie_terminal.py` (bars, numbers).
`vigie_french.py` has click speak French, `vigie_output.py` tells of a standard output that is full.
Nothing heavy is imported before a command runs: `vigie --help` loads neither spaCy nor Scrapy.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import crawler.commands
import db.commands
import nlp.word_commands
import vigie_archive
import vigie_backup
import vigie_config
import vigie_doctor
import vigie_editor
import vigie_evaluate
import vigie_keeping
import vigie_sample
import vigie_serve
import vigie_tag
import vigie_watch
from crawler.commands import KIOSK, Doors, check_contact, choose_sites, crawl_settings, made_folder
from db.commands import said, writing_to
from vigie_french import mended, speak_french
from vigie_output import guard_output
from vigie_report import told_in
from vigie_run import EXITS, run_all, tell
from vigie_serve import open_portal
from vigie_settings import Settings, load_settings, pass_settings

if TYPE_CHECKING:
    from db.memory import Keeper, Past

speak_french()


@contextmanager
def open_doors(settings: Settings) -> "Iterator[tuple[Past, Keeper]]":
    """The working database as the crawler sees it."""
    from db.memory import Keeper, Past

    with writing_to(settings, begin=True) as working:
        yield Past(working), Keeper(working)


def known_checks(settings: Settings) -> dict[str, str]:
    """When each site was last found well."""
    from db.collecting import checks_in

    return checks_in(settings.database)


SECTIONS = {
    "Commencer": ("demo", "init", "config", "sites", "look"),
    "Tous les jours": ("run", "serve", "status", "watch", "doctor"),
    "Étape par étape": ("crawl", "ingest", "reread", "tag", "read-archive", "load", "link", "publish"),
    "Reprendre la main": ("review", "withdraw", "forget", "history", "register"),
    "Ne rien perdre": ("backup", "restore", "upgrade"),
    "Vérifier": ("evaluate", "sample", "words", "dump", "kiosk"),
}
"""The commands in the order in which a newcomer meets them."""


class Said(click.Group):
    """A group whose commands never end in a traceback for what an operator can mend, whichever room they come from."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        guard_output()
        return super().main(*args, **kwargs)

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        with cleaned():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        with cleaned():
            return said(super().invoke)(ctx)

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        """Every command with its first sentence, whole."""
        for section, names in SECTIONS.items():
            with formatter.section(section):
                formatter.write_dl([(name, self.commands[name].get_short_help_str(limit=300)) for name in names])


@contextmanager
def cleaned() -> Iterator[None]:
    """Errors that pass here are in French and hold nothing that could command a terminal; the system's own are told too."""
    try:
        yield
    except click.ClickException as error:
        raise mended(error) from error
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise  # whoever read us has left: click ends the program without a word
        raise mended(click.ClickException(f"{error}.")) from error


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
    ctx.obj = Doors(open=open_doors, checks=known_checks)


for command in (
    *crawler.commands.COMMANDS,
    *db.commands.COMMANDS,
    *vigie_backup.COMMANDS,
    *vigie_config.COMMANDS,
    vigie_doctor.doctor,
    *vigie_editor.COMMANDS,
    vigie_archive.read_archive,
    *vigie_keeping.COMMANDS,
    vigie_evaluate.evaluate,
    vigie_sample.sample,
    vigie_serve.serve,
    vigie_tag.tag,
    *vigie_watch.COMMANDS,
    nlp.word_commands.words,
):
    cli.add_command(command)


@cli.command()
@click.argument("names", metavar="[SITE]…", nargs=-1)
@click.option("--max-minutes", type=click.FloatRange(min=0, min_open=True), help="Durée de la collecte et de la lecture, au plus.")
@click.option(
    "--report", "file", metavar="FICHIER", type=click.Path(path_type=Path, dir_okay=False), help="Écrire aussi le compte rendu là, en JSON."
)
@click.option("--log", type=click.Choice(["plain", "json"]), help="Forme du journal : plain, ou json (sur le terminal aussi).")
@pass_settings
def run(settings: Settings, names: tuple[str, ...], max_minutes: float | None, file: Path | None, log: Any) -> None:
    """Collecter, lire, relier, publier : ce qu’un minuteur lance toutes les deux heures.

    SITE est un nom de « vigie sites » ; sans lui, les sites de vigie.toml, sinon tous. FICHIER est remplacé à chaque passage.

    \b
    État de sortie :
      0  tout va bien
      1  rien n’a pu être fait
      2  la commande ou un réglage ne convient pas
      3  une autre Vigie écrit déjà
      4  fait en partie : ce qui manque est dit, et la prochaine fois fera la suite
    """
    settings = replace(settings, log=log or settings.log)
    sites, options = (
        choose_sites(names or settings.sites or (KIOSK if settings.kiosk else ())),
        crawl_settings(settings, max_minutes=max_minutes),
    )
    check_contact(sites, options)
    options = replace(options, archive=made_folder(settings.archive))
    with told_in(file) as tell_in:
        report = run_all(settings, sites, options)
        tell_in(report)
    if settings.log != "json":
        tell(report)
    sys.exit(EXITS[report.outcome])


@cli.command()
@click.option(
    "--data",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("vigie-demo"),
    show_default=True,
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
@click.option("--port", type=click.IntRange(0, 65535), default=8002, show_default=True, help="Port de cette machine.")
@click.option(
    "--edition",
    type=click.IntRange(1, 2),
    default=1,
    show_default=True,
    help="Le numéro des journaux : 2 corrige deux articles et en ajoute un.",
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
