"""A run: the five stages joined, each with its turn whatever became of those before; and what it says when it is over."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.french import figure, printable
from crawler.operate import visit
from crawler.signals import StopAsked, Wish, check, stoppable
from db.commands import writing_to
from vigie_french import in_french
from vigie_settings import Settings
from vigie_terminal import bar, many, waiting

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.report import SourceReport
    from crawler.settings import CrawlSettings


@dataclass
class Report:
    """What a run did, stage by stage; `failed` says in words what went wrong."""

    sources: "list[SourceReport]" = field(default_factory=list)
    read: int = 0
    linked: dict[str, Any] = field(default_factory=dict)
    published: bool | None = None
    """Whether there is a new edition; None: publication failed."""
    failed: list[str] = field(default_factory=list)
    stopped: bool = False
    """A signal ended it: stages after that had no turn."""

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

    try:
        with explained(path):
            yield
    except click.ClickException as error:
        report.failed.append(f"{name} : {error.format_message()}")
    except VaultError as error:
        report.failed.append(f"{name} : {error}")
    except Exception as error:
        logging.getLogger("vigie").exception("%s", name)
        report.failed.append(f"{name} : erreur de Vigie ({type(error).__name__} : {error}). Les autres étapes ont eu leur tour.")


def run_all(settings: Settings, sites: Sequence[Any], options: "CrawlSettings") -> Report:
    """Crawl, read, link, publish; each stage works with what those before left, even where they failed.

    A signal ends it: the crawl finishes the article in hand, the other stages drop what is not yet saved.
    """
    from db.runs import begin, finish

    report = Report()
    with writing_to(settings, begin=True) as working:
        run = begin(working, "run")
        try:
            with stoppable() as wish:
                run_stages(report, wish, working, settings, sites, options, run=run)
        except StopAsked as asked:
            working.conn.rollback()  # of a stage cut in the middle
            report.stopped = True
            report.failed.append(f"{asked} ; ce qui est enregistré le reste, la prochaine fois fera la suite")
        finish(working, run, report.outcome, {**asdict(report), "sources": [source.site for source in report.sources]})
    return report


def run_stages(
    report: Report, wish: Wish, working: "Database", settings: Settings, sites: Sequence[Any], options: "CrawlSettings", *, run: int
) -> None:
    """The stages, one after the other. Raises StopAsked."""
    from db.health import odd
    from db.link import link
    from db.memory import Keeper, Past
    from db.publish import publish

    with stage(report, "collecte", settings.database):
        report.sources = visit(
            sites, memory=Past(working), sink=Keeper(working, run=run), settings=replace(options, log_file=settings.logs / "crawl.log")
        )
    report.failed += [f"{source.site} : {source.reason or 'des articles ont échoué'}" for source in report.sources if not source.well]
    visited = {source.site for source in report.sources}
    report.failed += [f"{one.site}, hors de son ordinaire : {one.words}" for one in odd(working) if one.site in visited]
    wish.check()
    with stage(report, "lecture", settings.database):
        report.read, unread = tag_all(working, settings)
        report.failed += [f"lecture : {url} n’a pu être lu (erreur de Vigie) ; les autres l’ont été" for url in unread]
    wish.check()
    with stage(report, "lien", settings.database), waiting("Lien"):
        report.linked = asdict(link(working))
    wish.check()
    with stage(report, "publication", settings.public), waiting("Publication"):
        done = publish(working, settings.data, licence=settings.licence, version=version("vigie"))
        report.published = done.changed
        for words in done.faults:
            click.echo(printable(words), err=True)


def tag_all(working: "Database", settings: Settings, *, everything: bool = False, stale: bool = False) -> tuple[int, list[str]]:
    """Read the articles that wait: how many were read, and which could not be.

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
    with bar("Lecture", unread.total) as advance:
        for url, reading in read_each(pipeline, sources, version=version):
            if reading is None:
                failed.append(url)
            else:
                save_reading(working, reading)
            advance()
            check()
    return unread.total - len(failed), failed


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
