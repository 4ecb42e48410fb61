"""The database room's commands: `load`, `link`, `publish`, `status`, `dump`. Each is a plain function under a thin door."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NoReturn, TextIO, TypeVar

import click

from vigie_settings import Settings, pass_settings

if TYPE_CHECKING:
    from sqlite_utils import Database

R = TypeVar("R")
NARROW = "\u202f"


def said(function: Callable[..., R]) -> Callable[..., R]:
    """Turn the room's errors into messages and exit statuses: 1 something failed, 3 another run holds the lock."""

    @wraps(function)
    def with_messages(*args: Any, **kwargs: Any) -> R:
        from db.errors import VaultError
        from db.lock import HELD, Locked

        try:
            return function(*args, **kwargs)
        except Locked as error:
            leave(str(error), HELD)
        except VaultError as error:
            leave(str(error), 1)

    return with_messages


def leave(message: str, status: int) -> NoReturn:
    """Say what failed, on standard error, and exit."""
    click.echo(f"Erreur : {message}", err=True)
    sys.exit(status)


@contextmanager
def writing_to(settings: Settings) -> "Iterator[Database]":
    """The working database, locked and ready to write; SQLite's errors become sentences."""
    from db.connect import open_working
    from db.errors import explained
    from db.lock import writing

    with explained(settings.database), writing(settings.data):
        db = open_working(settings.data)
        try:
            yield db
        finally:
            db.close()


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


@click.command("load")
@click.argument("lines", type=click.File(encoding="utf-8"))
@pass_settings
@said
def load_command(settings: Settings, lines: TextIO) -> None:
    """Charger des articles et des lectures (JSON Lines) dans la base.

    Chaque ligne est un article (vigie crawl -o), une lecture, ou les deux (vigie tag). « - » lit l’entrée standard.
    """
    from db.load import load

    with writing_to(settings) as db:
        loaded = load(db, lines, name=lines.name)
    articles = loaded.articles
    click.echo(f"Articles : {articles['new']} nouveaux, {articles['revised']} révisés, {articles['touched'] + articles['same']} déjà là.")
    click.echo(f"Lectures : {loaded.readings} nouvelles, {loaded.same} déjà là.")
    if loaded.ignored:
        click.echo(f"Clés ignorées : {', '.join(sorted(loaded.ignored))}.", err=True)


@click.command("link")
@pass_settings
@said
def link_command(settings: Settings) -> None:
    """Réunir les noms en organisations et les lectures en incidents."""
    from db.link import link

    with writing_to(settings) as db:
        linked = link(db)
    click.echo(
        f"{figure(linked.incidents)} incidents ({linked.new} nouveaux, {linked.changed} modifiés, {linked.gone} disparus), "
        f"{figure(linked.organisations)} organisations."
    )


@click.command("publish")
@pass_settings
@said
def publish_command(settings: Settings) -> None:
    """Préparer l’édition publique, sans aucun texte d’article, et la mettre en service si elle a changé."""
    from db.publish import publish

    with writing_to(settings) as db:
        done = publish(db, settings.data, licence=settings.licence, version=version("vigie"))
    if not done.changed:
        click.echo(f"Rien n’a changé : {done.path} reste en place.")
    click.echo(
        f"{done.path} : {figure(done.size // 1024)} ko, {figure(done.incidents)} incidents, {figure(done.organisations)} organisations, "
        f"{figure(done.articles)} articles."
    )
    click.echo(
        f"Part d’un article reprise, au plus : {percent(done.extracts)} en extraits, {percent(done.share)} avec les mots propres des faits "
        f"({figure(done.characters)} caractères au plus)" + (f" : {done.url}" if done.url else "") + "."
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
    from db.status import status

    with reading_from(settings) as db:
        found = status(db)
    click.echo(f"{figure(found.articles)} articles, {figure(found.incidents)} incidents, {figure(found.organisations)} organisations.")
    click.echo(
        f"En attente : {figure(found.untagged)} articles à lire, {figure(found.unlinked)} récits à relier, "
        f"{figure(found.failures)} adresses à redemander."
    )
    if found.sources:
        click.echo("Sources :")
    for source in found.sources:
        state = LABELS.get(source["status"], source["status"] or "jamais interrogée")
        click.echo(
            f"  {source['site']} : {state}{' (' + source['reason'] + ')' if source['reason'] else ''} ; {figure(source['articles'])} articles, "
            f"dernier succès {source['last_success'] or 'jamais'}, dernier article {source['silent_since'] or 'sans date'}"
        )
    if found.runs:
        click.echo("Derniers passages :")
    for run in found.runs:
        click.echo(f"  {run['started']} vigie {run['command']} : {RUN_LABELS.get(run['status'], 'interrompu')}")


RUN_LABELS = {"well": "bien", "partly": "en partie", "failed": "en échec", "stopped": "arrêté"}
COMMANDS = (load_command, link_command, publish_command, status_command, dump_command)
"""For `vigie.py` to join to its group."""


def figure(number: int) -> str:
    """A number as French writes it."""
    return f"{number:,}".replace(",", NARROW)


def percent(share: float) -> str:
    """A share as French writes it."""
    return f"{100 * share:.1f}".replace(".", ",") + f"{NARROW}%"
