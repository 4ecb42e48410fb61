"""A crawl as its operator sees it: progress on a terminal, one line a source, and what must be done where it cannot go on."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from vigie_terminal import printable

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


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number < 2 else many}"
