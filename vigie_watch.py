"""`vigie watch`: who is told of what. Watches are written in `watches.toml`, tried, listed; what could not be delivered is shown and sent again."""

import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from crawler.french import printable
from db.commands import reading_from, said, writing_to
from vigie_french import in_french
from vigie_settings import Settings, pass_settings
from vigie_terminal import many

if TYPE_CHECKING:
    from sqlite_utils import Database

    from db.deliver import Delivered
    from db.watch_state import Letter
    from db.watches import Watch, Watches

LISTS = {
    "organisation": ("--organisation", "NOM", "Une organisation touchée, sous tous ses noms."),
    "supplier": ("--supplier", "NOM", "Un prestataire par qui c’est arrivé."),
    "attacker": ("--attacker", "NOM", "Qui revendique."),
    "sector": ("--sector", "CODE", "Un secteur : health, education…"),
    "region": ("--region", "NOM", "Une région."),
    "data": ("--data-type", "CODE", "Une sorte de données prises : iban, health…"),
    "words": ("--words", "MOTS", "Des mots de l’article ; « rançon* » : ce qui commence ainsi."),
    "except": ("--except", "MOTS", "Une phrase avec ces mots ne compte pas."),
    "event": ("--event", "QUOI", "incident, article, recurrence, status ou edit (sinon incident ; article pour des mots seuls)."),
    "to": ("--to", "CIBLE", "Une cible de watches.toml (sinon le fichier alerts.atom)."),
}
"""The keys of a watch that hold lists, as options."""


class Listed(click.Group):
    """A group that says the first sentence of each command whole."""

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commandes"):
            formatter.write_dl([(name, command.get_short_help_str(limit=300)) for name, command in self.commands.items()])


@click.group(cls=Listed, options_metavar="[OPTIONS]", subcommand_metavar="COMMANDE [ARGUMENTS]…")
def watch() -> None:
    """Être averti : une organisation, un secteur, des mots… par courriel, webhook ou fichier Atom."""


def with_lists(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a watch, each as often as wanted."""
    for key, (option, metavar, words) in reversed(LISTS.items()):
        command = click.option(option, f"given_{key}", metavar=metavar, multiple=True, help=words)(command)
    return command


@watch.command()
@click.argument("name", metavar="NOM")
@with_lists
@click.option("--digest", is_flag=True, help="Une lettre par jour, au lieu d’une par alerte.")
@pass_settings
@said
def add(settings: Settings, *, name: str, digest: bool, **given: tuple[str, ...]) -> None:
    """Ajouter une veille : vigie watch add "Hôpitaux bretons" --sector health --region Bretagne.

    Plusieurs critères : tous doivent être remplis. Plusieurs valeurs d’un critère : l’une suffit. Ce que la base sait déjà n’est pas annoncé.
    """
    from db.watch_edit import add_watch
    from db.watches import FILE

    entry = {
        "name": name,
        **{key: list(given[f"given_{key}"]) for key in LISTS if given[f"given_{key}"]},
        **({"digest": True} if digest else {}),
    }
    added = add_watch(settings.data, entry)
    click.echo(printable(f"La veille « {added.name} » est écrite dans {settings.data / FILE} : {described(added)}."))
    tell_begun(settings)


def tell_begun(settings: Settings) -> None:
    """Take the file into force at once, where there is a database that nobody else writes to; say from when watches count."""
    from db.lock import Locked

    if not settings.database.exists():
        click.echo(
            "Elle commence au premier passage : ce qu’il trouvera sera noté, pas annoncé ; les suivants annonceront ce qui est nouveau."
        )
        return
    try:
        with writing_to(settings) as db:
            begun = take_up(db, settings)
    except Locked:
        click.echo("Un passage est en cours : la veille commence au prochain.")
        return
    for name, known in begun.items():
        click.echo(printable(begun_words(name, known)))


def take_up(db: "Database", settings: Settings) -> dict[str, int]:
    """Make the database hold the watches of the file; those that begin, with how much they match already."""
    from db.alerts import begin

    with db.atomic():
        return begin(db, settings.data).begun


def begun_words(name: str, known: int) -> str:
    matched = f"{many(known, 'fait déjà connu lui correspond et n’est pas annoncé', 'faits déjà connus lui correspondent et ne sont pas annoncés')}"
    return f"La veille « {name} » commence maintenant : {matched}."


@watch.command("list")
@pass_settings
@said
def list_command(settings: Settings) -> None:
    """Montrer les veilles, leurs cibles, et ce qui attend d’être remis."""
    from db.alert_words import one_line
    from db.watch_file import read_watches
    from db.watch_state import letters, states
    from db.watches import FILE

    watches = read_watches(settings.data)
    if not watches.watches:
        click.echo(f"Aucune veille dans {settings.data / FILE}. « vigie watch add --help » dit comment en ajouter.")
    held, waiting, dead = {}, [], []
    if settings.database.exists():
        with reading_from(settings) as db:
            held, waiting, dead = states(db), letters(db, "open", "waiting"), letters(db, "dead")
    for one in watches.watches:
        click.echo(
            printable(f"{one.name}\n  {described(one)}\n  vers : {', '.join(one.to)}{', une lettre par jour' if one.digest else ''}")
        )
        state = held.get(one.name)
        last = f", la dernière le {local(state.last)}" if state and state.last else ""
        click.echo(
            f"  depuis le {local(state.since)} : {many(state.told, 'alerte', 'alertes')}{last}"
            if state
            else "  commence au prochain « vigie run »"
        )
    used = {name for one in watches.watches for name in one.to}
    for name, target in watches.targets.items():
        if name in used or name != "atom":
            where = target.mail or (target.webhook and target.webhook.partition("?")[0]) or target.atom
            click.echo(printable(f"Cible {one_line(f'{name} : {where}')}"))
    if waiting:
        click.echo(f"{many(len(waiting), 'message attend', 'messages attendent')} :")
        show(waiting)
    if dead:
        click.echo(f"{many(len(dead), 'message au rebut', 'messages au rebut')} : « vigie watch dead » les montre.")


def described(one: "Watch") -> str:
    """What a watch asks for, in a line."""
    from db.alert_words import CRITERIA, called
    from db.watches import EVENTS

    asked = [f"{CRITERIA[key]} {' ou '.join(called(key, value) for value in values)}" for key, values in one.asked.items()]
    but = f" (sauf {', '.join(one.without)})" if one.without else ""
    return f"{' et '.join(asked) or 'tout'}{but} ; {', '.join(EVENTS[event] for event in one.events)}"


def local(moment: str | None) -> str:
    from db.status import local as in_local_time

    return in_local_time(moment) or "?"


def show(waiting: "list[Letter]") -> None:
    """Messages, one or two lines each."""
    for letter in waiting:
        why = f"{many(letter.tries, 'essai', 'essais')}, {in_french(letter.error)}" if letter.error else f"dû le {local(letter.due)}"
        click.echo(printable(f"  {letter.number}  {letter.target}, du {local(letter.made)} ; {why}"))
        for words in letter.titles[:3]:
            click.echo(printable(f"     {words}"))
        if len(letter.titles) > 3:
            click.echo(f"     et {many(len(letter.titles) - 3, 'autre', 'autres')}")


@watch.command()
@click.argument("name", metavar="NOM")
@click.option("--days", type=click.IntRange(1, 36500), default=30, show_default=True, help="Jours d’articles où chercher.")
@click.option("--send", is_flag=True, help="Envoyer aussi un message d’essai à chacune de ses cibles.")
@pass_settings
@said
def test(settings: Settings, *, name: str, days: int, send: bool) -> None:
    """Montrer ce que la veille NOM aurait annoncé ces derniers jours ; rien n’est envoyé ni noté sans --send."""
    from json import dumps, loads

    from db.alert_facts import facts
    from db.alert_words import lines
    from db.watch_file import read_watches
    from db.watch_state import would_tell

    watches = read_watches(settings.data)
    one = named(watches, name, settings)
    alerts: list[dict[str, Any]] = []
    if settings.database.exists():
        with reading_from(settings) as db:
            held = would_tell(db, one, since=days_ago(days))
            alerts = [loads(dumps(facts(db, one, each))) for each in held[:SHOWN]]
        click.echo(printable(f"« {one.name} » : {described(one)}."))
        click.echo(
            f"{many(len(held), 'fait lui correspond', 'faits lui correspondent')} sur {many(days, 'jour', 'jours')} d’articles"
            f"{f', les {SHOWN} plus récents :' if len(held) > SHOWN else ' :' if held else '.'}"
        )
        for alert in alerts:
            click.echo("\n" + printable("\n".join(lines(alert, settings.address))))
    else:
        click.echo("Il n’y a pas encore de base où chercher : lancez « vigie run ».")
    if send:
        click.echo("")
        send_trial(settings, watches, one, alerts)


SHOWN = 5


def named(watches: "Watches", name: str, settings: Settings) -> "Watch":
    from db.errors import VaultError
    from db.watches import FILE

    one = watches.named(name)
    if one is None:
        known = ", ".join(f"« {each.name} »" for each in watches.watches) or "aucune"
        raise VaultError(f"{settings.data / FILE} : aucune veille ne s’appelle « {name} ». Veilles : {known}.")
    return one


def days_ago(days: int) -> str:
    from datetime import datetime, timedelta

    from crawler import ports

    return (datetime.fromisoformat(ports.now()) - timedelta(days=min(days, 700_000))).date().isoformat()


def send_trial(settings: Settings, watches: "Watches", one: "Watch", alerts: list[dict[str, Any]]) -> None:
    """A message that says that it is a trial, to each target; ends with status 1 if one does not take it."""
    from uuid import uuid4

    from crawler import ports
    from db.deliver import hand_over
    from db.deliver_limits import Failed, Message

    failed = False
    empty: dict[str, Any] = {"watch": one.name, "event": one.events[0], "incident": None, "article": None, "matched": [], "before": None}
    trial = {**(alerts[0] if alerts else empty), "trial": True}
    for name in one.to:
        if watches.targets[name].kind == "atom":
            click.echo(printable(f"{name} : {watches.targets[name].atom}, écrit à la prochaine alerte ; un essai n’y entre pas."))
            continue
        try:
            hand_over(watches, name, Message(uid=str(uuid4()), kind="alert", made=ports.now(), alerts=[trial]), base=settings.address)
            click.echo(printable(f"{name} : message d’essai remis."))
        except Failed as error:
            failed = True
            click.echo(printable(f"{name} : {in_french(str(error))}"), err=True)
    if failed:
        sys.exit(1)


@watch.command()
@click.argument("name", metavar="NOM")
@pass_settings
@said
def remove(settings: Settings, *, name: str) -> None:
    """Retirer la veille NOM de watches.toml ; le reste du fichier ne change pas."""
    from db.watch_edit import remove_watch

    remove_watch(settings.data, name)
    click.echo(printable(f"La veille « {name} » est retirée. Ce qu’elle a déjà décidé d’annoncer sera remis."))
    if settings.database.exists():
        tell_begun(settings)


@watch.command()
@click.option("--now", "at_once", is_flag=True, help="Sans attendre l’heure du prochain essai.")
@pass_settings
@said
def deliver(settings: Settings, *, at_once: bool) -> None:
    """Remettre ce qui attend, comme à la fin de « vigie run » ; un minuteur peut la lancer toutes les cinq minutes."""
    from crawler.signals import StopAsked, check, stoppable

    try:
        with writing_to(settings) as db, stoppable():
            done = alert(db, settings, at_once=at_once, check=check)
    except StopAsked as asked:
        raise click.ClickException(f"{asked} ; ce qui est remis l’est, le reste attend.") from asked
    click.echo(delivered_words(done) + ".")
    for words in done.failed:
        click.echo(f"Erreur : {in_french(words)}", err=True)
    if done.failed:
        sys.exit(1)


def alert(db: "Database", settings: Settings, *, at_once: bool = False, check: Callable[[], None] = lambda: None) -> "Delivered":
    """The last stage of a run: deliver what was decided. Raises VaultError where `watches.toml` cannot be used."""
    from db.deliver import deliver
    from db.watch_file import read_watches

    return deliver(db, read_watches(settings.data), base=settings.address, at_once=at_once, check=check)


def delivered_words(done: "Delivered") -> str:
    waiting = f", {many(done.waiting, 'en attente', 'en attente')}" if done.waiting else ""
    return f"{many(done.sent, 'message remis', 'messages remis')}{waiting}"


def alert_lines(linked: Mapping[str, Any], delivered: Mapping[str, Any]) -> dict[str, str]:
    """What a run says of alerts; nothing where nobody watches."""
    begun = [begun_words(name, known) for name, known in linked.get("begun", {}).items()]
    told, sent, waiting = linked.get("told", 0), delivered.get("sent", 0), delivered.get("waiting", 0)
    if not (begun or told or sent or waiting):
        return {}
    words = f"{many(told, 'nouvelle', 'nouvelles')}, {many(sent, 'message remis', 'messages remis')}"
    words += f", {many(waiting, 'en attente', 'en attente')}" if waiting else ""
    return {"Alertes": "\n          ".join(map(printable, [words, *begun]))}


@watch.command()
@pass_settings
@said
def dead(settings: Settings) -> None:
    """Montrer le rebut : les messages que leur cible n’a pas pris, avec la raison."""
    from db.watch_state import letters

    with reading_from(settings) as db:
        held = letters(db, "dead")
    if not held:
        click.echo("Le rebut est vide.")
        return
    show(held)
    click.echo("« vigie watch retry NUMÉRO » (ou --all) les remet en attente.")


@watch.command()
@click.argument("numbers", metavar="[NUMÉRO]…", nargs=-1, type=int)
@click.option("--all", "everything", is_flag=True, help="Tout le rebut.")
@pass_settings
@said
def retry(settings: Settings, *, numbers: tuple[int, ...], everything: bool) -> None:
    """Remettre en attente des messages du rebut ; « vigie watch deliver » ou le prochain passage les envoie."""
    from db.watch_state import revive

    if everything == bool(numbers):
        raise click.UsageError("Donnez des numéros de « vigie watch dead », ou --all.")
    with writing_to(settings) as db:
        revived = revive(db, numbers)
    click.echo(f"{many(revived, 'message remis', 'messages remis')} en attente.")
    if numbers and revived < len(set(numbers)):
        raise click.ClickException("Les autres numéros ne sont pas au rebut : « vigie watch dead » le montre.")


COMMANDS = (watch,)
"""For `vigie.py` to join to its group."""
