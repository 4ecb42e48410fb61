"""A crawl as its operator sees it: progress on a terminal, one line a source, and what must be done where it cannot go on."""

import difflib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.french import printable

if TYPE_CHECKING:
    from crawler.ports import Memory, Sink
    from crawler.report import SourceReport
    from crawler.settings import CrawlSettings
    from crawler.spider import SiteSpider


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
        why = (
            "le disque est plein ; libérez de la place, puis recommencez"
            if "full" in str(error) or "No space left" in str(error)
            else error
        )
        raise click.ClickException(f"Ce qui est lu ne peut être enregistré : {why}. Ce qui l’était déjà est intact.") from error
    if not quiet:
        for report in reports:
            click.echo(printable(line(report)), err=True)
    return reports


def choose_sites(names: Sequence[str]) -> "list[type[SiteSpider]]":
    """The sites of these names, all real ones if there is none; click.UsageError (exit status 2) for an unknown name."""
    from crawler.run import find_sites

    known = find_sites()
    # What people call them is understood in the hint: 01net, lemondeinformatique.fr, « Le Temps ».
    called = {form.lower(): name for name, site in known.items() for form in (name, site.title, *site.hosts)}
    for name in names:
        if name not in known:
            close = dict.fromkeys(called[form] for form in difflib.get_close_matches(name.lower(), called, n=3, cutoff=0.6))
            hint = f"Vouliez-vous dire {' ou '.join(f'« {one} »' for one in close)} ?" if close else "« vigie sites » les montre tous."
            raise click.UsageError(f"Aucun site ne s’appelle « {name} ». {hint}")
    return [known[name] for name in dict.fromkeys(names)] or [site for site in known.values() if not site.loopback]


def check_contact(sites: "Sequence[type[SiteSpider]]", settings: "CrawlSettings") -> None:
    """Refuse to ask a real site without a contact address, before anything else is done. Raises click.ClickException."""
    from crawler.settings import ContactError

    try:
        for site in sites:
            if not site.loopback:
                settings.check_contact(site.name)
    except ContactError as error:
        raise click.ClickException(str(error)) from error


def check_output(_: click.Context, __: click.Parameter, output: Path | None) -> Path | None:
    """A file that cannot be written is told before a site is asked."""
    if output is None:
        return None
    there = output.exists()
    try:
        with output.open("ab"):
            pass
        if not there:
            output.unlink()
    except OSError as error:
        why = "ce dossier n’existe pas" if isinstance(error, FileNotFoundError) else error.strerror
        raise click.ClickException(f"{output} ne peut être écrit : {why}. Donnez un autre fichier à « -o ».") from error
    return output


def check_folder(_: click.Context, __: click.Parameter, folder: Path | None) -> Path | None:
    """A folder for archives, given on the command line."""
    return made_folder(folder)


def made_folder(folder: Path | None) -> Path | None:
    """A folder for archives: made, and warcio there, before a site is asked."""
    if folder is not None:
        need_warcio()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise click.ClickException(f"{folder} : ce dossier ne peut être fait ({error.strerror}). Donnez-en un autre.") from error
    return folder


def need_warcio() -> None:
    """Archives are an extra: without it, say how to get it."""
    from importlib.util import find_spec

    if find_spec("warcio") is None:
        raise click.ClickException("Les archives WARC demandent warcio : pip install 'vigie[archive]', puis recommencez.")


def archives_in(places: Sequence[Path]) -> list[Path]:
    """The archives that files and folders hold, in the order of their names. Raises click.ClickException where there is none."""
    need_warcio()
    found = [path for place in places for path in (sorted(place.rglob("*.warc*")) if place.is_dir() else [place])]
    if not found:
        raise click.ClickException(f"Aucune archive (*.warc.gz) dans {', '.join(map(str, places))}.")
    return found


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
            words = f"attend {step.words}" if step.event == "waiting" else step.words if step.event == "walked" else ""
            bars.update(tasks[step.site], completed=step.done, total=step.total or (1 if step.event == "done" else None), words=words)

        yield show


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number < 2 else many}"
