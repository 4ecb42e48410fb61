"""The database room's commands: `load`, `link`, `publish`, `status`, `dump`. Each is a plain function under a thin door."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from crawler.french import figure, printable
from vigie_settings import Settings, pass_settings
from vigie_terminal import bar, line_count, many, percent, waiting

if TYPE_CHECKING:
    from sqlite_utils import Database

    from db.load import Loaded

R = TypeVar("R")


def said(function: Callable[..., R]) -> Callable[..., R]:
    """Turn the room's errors into messages and exit statuses: 1 something failed, 3 another run holds the lock."""

    @wraps(function)
    def with_messages(*args: Any, **kwargs: Any) -> R:
        from db.errors import VaultError
        from db.lock import Locked

        try:
            return function(*args, **kwargs)
        except Locked as error:
            raise HeldError(str(error)) from error
        except VaultError as error:
            raise click.ClickException(str(error)) from error

    return with_messages


class HeldError(click.ClickException):
    """Another run holds the lock."""

    exit_code = 3


@contextmanager
def writing_to(settings: Settings, *, begin: bool = False) -> "Iterator[Database]":
    """The working database, locked and ready to write; SQLite's errors become sentences.

    `begin`: make it if there is none. One that is made here is deleted again if what it was made for fails before anything is kept.
    """
    from db.connect import open_working
    from db.errors import WrongDatabase, explained
    from db.lock import writing

    if not begin and not settings.database.exists():
        raise WrongDatabase(
            f"{settings.database} n’existe pas : aucune base n’a été commencée là. Donnez son dossier par --data, "
            "ou commencez-en une par « vigie run », « vigie crawl » ou « vigie load »."
        )
    with explained(settings.database), writing(settings.data):
        made = not settings.database.exists()
        db = None
        try:
            db = open_working(settings.data)
            yield db
        except BaseException:
            if made and (db is None or is_bare(db)):
                forget(settings.database, db)
            raise
        finally:
            if db is not None:
                db.close()


def is_bare(db: "Database") -> bool:
    """Whether a database holds nothing but what its making put there."""
    made = {"vocabulary", "quality", "_sqlite_migrations"}
    names = [name for name in db.table_names() if name not in made and not name.startswith("sqlite_")]
    return not any(db.conn.execute(f"select 1 from [{name}] limit 1").fetchone() for name in names)  # noqa: S608 - names of ours


def forget(path: Path, db: "Database | None") -> None:
    """Close and delete a database with its journals."""
    if db is not None:
        db.close()
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


@contextmanager
def reading_from(settings: Settings) -> "Iterator[Database]":
    """The working database, for reading only: no lock is needed."""
    from db.connect import read_database
    from db.errors import explained

    db = read_database(settings.database)
    try:
        with explained(settings.database):
            yield db
    finally:
        db.close()


class LinesOrParts(click.File):
    """A file of lines, or a folder of parts."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return Path(value) if isinstance(value, str) and Path(value).is_dir() else super().convert(value, param, ctx)


@click.command("load")
@click.argument("lines", metavar="FICHIER", type=LinesOrParts(encoding="utf-8"))
@pass_settings
@said
def load_command(settings: Settings, lines: TextIO | Path) -> None:
    """Charger des articles et des lectures (JSON Lines, ou un dossier de parts) dans la base.

    Chaque ligne de FICHIER (« - » : entrée standard) est un article (vigie crawl -o), une lecture, ou les deux (vigie tag).
    Un dossier contient les parts Parquet de « vigie read-archive ».
    """
    if isinstance(lines, Path):
        load_folder(settings, lines)
        return
    from db.load import load
    from nlp.lines import name_of

    with writing_to(settings, begin=True) as db, bar("Chargement", line_count(lines)) as advance:
        loaded = load(db, lines, name=name_of(lines), advance=advance)
    if not (loaded.articles or loaded.readings or loaded.same):
        click.echo(f"Rien à charger : {name_of(lines)} ne contient aucune ligne.", err=True)
        return
    tell_loaded(loaded)


def load_folder(settings: Settings, folder: Path) -> None:
    """Load the parts of a folder, and say what came of it. Raises click.ClickException for parts that are damaged, after the others."""
    from db.parts import load_parts, parts_in

    try:
        import pyarrow  # noqa: F401, ICN001
    except ImportError as error:
        raise click.ClickException("Les parts demandent pyarrow : pip install 'vigie[distributed]', puis recommencez.") from error
    parts = parts_in(folder)
    if not parts:
        raise click.ClickException(f"Aucune part (*.parquet) dans {printable(str(folder))}. « vigie read-archive » en écrit.")
    with writing_to(settings, begin=True) as db, bar("Chargement", len(parts)) as advance:
        loaded = load_parts(db, parts, advance=advance)
    tell_loaded(loaded)
    if loaded.older:
        click.echo(f"{many(loaded.older, 'page plus ancienne', 'pages plus anciennes')} que ce que la base contient : laissées.")
    if loaded.spoilt:
        told = "\n".join(f"  {path} : {why}" for path, why in loaded.spoilt[:20])
        raise click.ClickException(f"{many(len(loaded.spoilt), 'part abîmée', 'parts abîmées')} ; le reste est chargé.\n{printable(told)}")


def tell_loaded(loaded: "Loaded") -> None:
    """What a load did."""
    articles = loaded.articles
    click.echo(
        f"Articles : {many(articles['new'], 'nouveau', 'nouveaux')}, {many(articles['revised'], 'révisé', 'révisés')}, "
        f"{figure(articles['touched'] + articles['same'])} déjà là."
    )
    click.echo(f"Lectures : {many(loaded.readings, 'nouvelle', 'nouvelles')}, {figure(loaded.same)} déjà là.")
    if loaded.ignored:
        click.echo(f"Clés ignorées : {printable(', '.join(sorted(loaded.ignored)))}.", err=True)


@click.command("link")
@pass_settings
@said
def link_command(settings: Settings) -> None:
    """Réunir les noms en organisations et les lectures en incidents."""
    from db.link import link

    with writing_to(settings) as db, waiting("Lien"):
        linked = link(db)
    moved = (
        many(linked.new, "nouveau", "nouveaux"),
        many(linked.changed, "modifié", "modifiés"),
        many(linked.gone, "disparu", "disparus"),
    )
    click.echo(
        f"{many(linked.incidents, 'incident', 'incidents')} ({', '.join(moved)}), "
        f"{many(linked.organisations, 'organisation', 'organisations')}."
    )
    for words in linked.unmatched:
        click.echo(f"decisions.toml, {printable(words)}.", err=True)
    if linked.told:
        click.echo(f"{many(linked.told, 'alerte attend', 'alertes attendent')} d’être remises : « vigie watch deliver ».")
    if linked.fault:
        raise click.ClickException(f"{linked.fault} Les veilles lues avant restent en vigueur.")


@click.command("publish")
@pass_settings
@said
def publish_command(settings: Settings) -> None:
    """Préparer l’édition publique, sans aucun texte d’article, et la mettre en service si elle a changé."""
    from db.publish import publish

    with writing_to(settings) as db, waiting("Publication"):
        done = publish(db, settings.data, licence=settings.licence, version=version("vigie"))
    for words in done.faults:
        click.echo(printable(words), err=True)
    if not done.changed:
        click.echo(f"Rien n’a changé : {done.path} reste en place.")
    click.echo(
        f"{done.path} : {figure(done.size // 1024)} ko, {many(done.incidents, 'incident', 'incidents')}, "
        f"{many(done.organisations, 'organisation', 'organisations')}, {many(done.articles, 'article', 'articles')}."
    )
    click.echo(
        f"Part d’un article reprise, au plus : {percent(done.extracts)} en extraits, {percent(done.share)} avec les mots propres des faits "
        f"({many(done.characters, 'caractère', 'caractères')} au plus)" + (f" : {done.url}" if done.url else "") + "."
    )


@click.command("dump")
@pass_settings
@said
def dump_command(settings: Settings) -> None:
    """Afficher le contenu de la base, trié, sans dates de passage ni numéros : deux bases de même contenu affichent la même chose."""
    from db.dump import dump

    with reading_from(settings) as db:
        for line in dump(db):
            click.echo(line)


@click.command("status")
@pass_settings
@said
def status_command(settings: Settings) -> None:
    """Montrer ce que la base contient, l’état de chaque source et ce qui attend."""
    from crawler.report import LABELS
    from db.status import local, status
    from nlp.version import ModelMissingError, pipeline_version

    try:
        version = pipeline_version(settings.model)
    except ModelMissingError:
        version = None  # what is held can be told without a model
    with reading_from(settings) as db:
        found = status(db, version=version)
    older = f" (dont {many(found.outdated, 'lu', 'lus')} par une autre version que {version})" if found.outdated else ""
    click.echo(
        f"{many(found.articles, 'article', 'articles')}, {many(found.incidents, 'incident', 'incidents')}, "
        f"{many(found.organisations, 'organisation', 'organisations')}."
    )
    click.echo(
        f"En attente : {many(found.untagged, 'article à lire', 'articles à lire')}"
        f"{older}, "
        f"{many(found.unlinked, 'récit à relier', 'récits à relier')}, "
        f"{many(found.failures, 'adresse à redemander', 'adresses à redemander')}."
    )
    if found.unmeasured:
        click.echo(
            f"Fiabilité : {f'les chiffres sont de la version {found.measured}' if found.measured else 'aucun chiffre'} ; "
            f"{many(found.unmeasured, 'lecture vient', 'lectures viennent')} d’une autre version, qu’ils ne mesurent pas."
        )
    if found.sources or found.runs:
        click.echo(f"Heures de cette machine ({zone()}).")
    if found.sources:
        click.echo("Sources :")
    for source in found.sources:
        state = LABELS.get(source["status"], source["status"] or "jamais interrogée")
        click.echo(
            f"  {source['site']} : {state}{printable(' (' + source['reason'] + ')') if source['reason'] else ''} ; {many(source['articles'], 'article', 'articles')}, "
            f"dernier succès : {local(source['last_success']) or 'jamais'}, dernier article : {local(source['silent_since']) or 'sans date'}"
        )
    if found.odd:
        click.echo("Hors de leur ordinaire, au regard de leurs douze dernières semaines :")
    for one in found.odd:
        click.echo(f"  {one.site} : {one.words}")
    if found.runs:
        click.echo("Derniers passages :")
    for run in found.runs:
        click.echo(f"  {local(run['started'])}, vigie {run['command']} : {RUN_LABELS.get(run['status'], 'interrompu')}")


def zone() -> str:
    """This machine's time zone, in winter and in summer."""
    return ", ".join(dict.fromkeys(time.tzname if time.daylight else time.tzname[:1]))


RUN_LABELS = {"well": "bien", "partly": "en partie", "failed": "en échec", "stopped": "arrêté"}
COMMANDS = (load_command, link_command, publish_command, status_command, dump_command)
"""For `vigie.py` to join to its group."""
