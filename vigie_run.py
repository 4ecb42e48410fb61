"""A run: the five stages joined, each with its turn whatever became of those before; and what it says when it is over."""

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.french import figure, printable
from crawler.operate import visit
from crawler.ports import now
from crawler.signals import StopAsked, Wish, check, stoppable
from db.commands import writing_to
from vigie_french import in_french
from vigie_log import log, logged
from vigie_settings import Settings
from vigie_terminal import bar, many, waiting
from vigie_watch import alert, alert_lines

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.report import SourceReport
    from crawler.settings import CrawlSettings

EXITS = {"well": 0, "failed": 1, "partly": 4, "stopped": 4}
"""Exit status of each outcome; 2 is a command or a setting that cannot be used, 3 a lock that another Vigie holds."""
CRAWL_SHARE = 0.8
"""Of `--max-minutes`: the rest is for reading what was brought, else a slow press would be fetched and never read."""


@dataclass
class Report:
    """What a run did, stage by stage; `failed` says in words what went wrong."""

    run: int = 0
    started: str = field(default_factory=now)
    finished: str | None = None
    sources: "list[SourceReport]" = field(default_factory=list)
    read: int = 0
    unread: int = 0
    """Articles left for the next run, for want of time."""
    linked: dict[str, Any] = field(default_factory=dict)
    published: bool | None = None
    """Whether there is a new edition; None: publication failed."""
    delivered: dict[str, Any] = field(default_factory=dict)
    """What became of the alerts."""
    failed: list[str] = field(default_factory=list)
    stopped: bool = False
    """A signal ended it: stages after that had no turn."""
    seconds: dict[str, float] = field(default_factory=dict)
    """What each stage took."""

    @property
    def outcome(self) -> Any:
        """`well`, `partly`, `stopped`, or `failed` where nothing could be done."""
        if self.stopped:
            return "stopped"
        if not self.failed:
            return "well"
        return "partly" if self.linked and any(source.well for source in self.sources) else "failed"


@contextmanager
def stage(report: Report, name: str, path: Path) -> Iterator[None]:
    """A stage that fails says so in the report, and leaves the others their turn; a fault of ours goes to the log in full."""
    from db.errors import VaultError, explained

    begun, before = time.monotonic(), len(report.failed)
    try:
        with explained(path):
            yield
    except click.ClickException as error:
        report.failed.append(f"{name} : {error.format_message()}")
    except VaultError as error:
        report.failed.append(f"{name} : {error}")
    except Exception as error:
        log.exception("%s", name)
        report.failed.append(f"{name} : erreur de Vigie ({type(error).__name__} : {error}). Les autres étapes ont eu leur tour.")
    report.seconds[name] = round(time.monotonic() - begun, 1)
    log.info("%s", name, extra={"facts": {"seconds": report.seconds[name]}})
    for words in report.failed[before:]:
        log.error("%s", words)


def run_all(settings: Settings, sites: Sequence[Any], options: "CrawlSettings") -> Report:
    """Crawl, read, link, publish; each stage works with what those before left, even where they failed.

    A signal ends it: the crawl finishes the article in hand, the other stages drop what is not yet saved.
    """
    from db.runs import begin, finish

    report = Report()
    with writing_to(settings, begin=True) as working:
        report.run = begin(working, "run")
        with logged(settings, run=report.run) as handler:
            log.info("début", extra={"facts": {"version": version("vigie"), "sites": len(sites)}})
            try:
                with stoppable() as wish:
                    run_stages(report, wish, working, settings, sites, replace(options, log=handler))
            except StopAsked as asked:
                working.conn.rollback()  # of a stage cut in the middle
                report.stopped = True
                report.failed.append(f"{asked} ; ce qui est enregistré le reste, la prochaine fois fera la suite")
            report.finished = now()
            finish(working, report.run, report.outcome, {**asdict(report), "sources": [source.site for source in report.sources]})
            log.info("fin", extra={"facts": {"outcome": report.outcome, "failed": report.failed, "published": report.published}})
    return report


def run_stages(report: Report, wish: Wish, working: "Database", settings: Settings, sites: Sequence[Any], options: "CrawlSettings") -> None:
    """The stages, one after the other. Raises StopAsked."""
    from db.health import odd
    from db.link import link
    from db.memory import Keeper, Past
    from db.publish import publish

    limit = options.max_minutes
    until = time.monotonic() + limit * 60 if limit else None
    with stage(report, "collecte", settings.database):
        options = replace(options, max_minutes=limit and limit * CRAWL_SHARE)
        sink = Keeper(working, run=report.run)
        report.sources = visit(sites, memory=Past(working), sink=sink, settings=options, quiet=settings.log == "json")
    for source in report.sources:
        log.log(logging.INFO if source.well else logging.WARNING, "%s", source.site, extra={"facts": facts_of(source)})
    report.failed += [f"{source.site} : {source.reason or 'des articles ont échoué'}" for source in report.sources if not source.well]
    visited = {source.site for source in report.sources}
    report.failed += [f"{one.site}, hors de son ordinaire : {one.words}" for one in odd(working) if one.site in visited]
    wish.check()
    with stage(report, "lecture", settings.database):
        report.read, unread = tag_all(working, settings, until=until)
        report.failed += [f"lecture : {url} n’a pu être lu (erreur de Vigie) ; les autres l’ont été" for url in unread]
        report.unread = waiting_for_time(working, settings, until)
        if report.unread:
            report.failed.append(
                f"lecture : le temps est passé, {many(report.unread, 'article attend', 'articles attendent')} la prochaine fois"
            )
    wish.check()
    with stage(report, "lien", settings.database), waiting("Lien"):
        report.linked = asdict(link(working))
    wish.check()
    with stage(report, "publication", settings.public), waiting("Publication"):
        done = publish(working, settings.data, licence=settings.licence, version=version("vigie"))
        report.published = done.changed
        for words in done.faults:
            log.warning("%s", words)
            if settings.log != "json":
                click.echo(printable(words), err=True)
    wish.check()
    with stage(report, "alerte", settings.database):
        delivered = alert(working, settings, check=check)
        report.delivered = asdict(delivered)
        report.failed += [f"alerte, {words}" for words in delivered.failed]


def facts_of(source: "SourceReport") -> dict[str, Any]:
    """A source's run for the log; each address refused or failed is in the database and in the report."""
    return {**asdict(source), "refused": len(source.refused), "failures": len(source.failures), "given_up": len(source.given_up)}


def waiting_for_time(working: "Database", settings: Settings, until: float | None) -> int:
    """How many articles are still to be read because the time is over."""
    from db.store import to_tag
    from nlp.version import pipeline_version

    return to_tag(working, pipeline_version(settings.model)).total if until and time.monotonic() > until else 0


def tag_all(
    working: "Database", settings: Settings, *, everything: bool = False, stale: bool = False, until: float | None = None
) -> tuple[int, list[str]]:
    """Read the articles that wait: how many were read, and which could not be. `until`: a moment of the monotonic clock to stop at.

    Those wait whose reading is missing, of other words, or not of this version of the pipeline. `stale`: only those that another version
    read; `everything`: all.
    """
    from db.store import save_reading, to_tag
    from nlp.version import ModelMissingError, pipeline_version

    try:
        version = pipeline_version(settings.model)
        unread = to_tag(working, version, everything=everything, stale=stale)
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
    read = 0
    with bar("Lecture", unread.total) as advance:
        for url, reading in read_each(pipeline, sources, version=version):
            if reading is None:
                failed.append(url)
            else:
                save_reading(working, reading)
                read += 1
            advance()
            check()
            if until and time.monotonic() > until:
                break
    return read, failed


def tell(report: Report) -> None:
    """The run in a few lines; the sources have had theirs."""
    new, changed, same = (sum(getattr(source, name) for source in report.sources) for name in ("new", "changed", "same"))
    lines = {
        "Collecte": f"{many(new, 'article nouveau', 'articles nouveaux')}, {many(changed, 'modifié', 'modifiés')}"
        if new or changed
        else f"rien de nouveau, {many(same, 'article revu et inchangé', 'articles revus et inchangés') if same else 'aucun article redemandé'}",
        "Lecture": many(report.read, "article lu", "articles lus") if report.read else "rien à lire",
    }
    if report.linked:
        lines["Incidents"] = f"{linked_words(report.linked)}, {many(report.linked['organisations'], 'organisation', 'organisations')}"
    lines["Édition"] = {True: "nouvelle édition publique", False: "inchangée", None: "pas publiée"}[report.published]
    lines |= alert_lines(report.linked, report.delivered)
    for label, words in lines.items():
        click.echo(f"{label:<10}{words}")
    for words in report.linked.get("unmatched", ()):
        click.echo(f"decisions.toml, {printable(words)}.", err=True)
    for words in report.failed:
        click.echo(f"Erreur : {in_french(words)}", err=True)


def linked_words(linked: Mapping[str, Any]) -> str:
    """How many incidents, and what linking changed of them."""
    moved = linked["new"] or linked["changed"] or linked["gone"]
    words = f"{many(linked['new'], 'nouveau', 'nouveaux')}, {many(linked['changed'], 'modifié', 'modifiés')}" if moved else "inchangés"
    return f"{figure(linked['incidents'])} ({words})"
