"""Correcting and forgetting: `vigie withdraw` takes out of the public edition, `vigie forget` deletes for good, `vigie history` tells what changed."""

from datetime import UTC, datetime
from importlib.metadata import version
from json import loads
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.french import figure, printable
from db.commands import reading_from, said, writing_to
from db.decisions import REASONS, Reason
from vigie_settings import Settings, pass_settings
from vigie_terminal import many, waiting

if TYPE_CHECKING:
    from sqlite_utils import Database


@click.command()
@click.argument("subject", metavar="ADRESSE|INCIDENT")
@click.option(
    "--reason",
    type=click.Choice(list(REASONS)),
    help="Le motif, montré sur la page : " + ", ".join(f"{code} ({words})" for code, words in REASONS.items()) + ".",
)
@click.option("--why", metavar="TEXTE", help="Une note pour la rédaction, jamais publiée.")
@click.option("--undo", is_flag=True, help="Revenir sur un retrait.")
@pass_settings
@said
def withdraw(settings: Settings, *, subject: str, reason: Reason | None, why: str | None, undo: bool) -> None:
    """Retirer un article ou un incident de l’édition publique, aussitôt.

    ADRESSE est celle d’un article ; INCIDENT est un numéro, ou l’adresse d’un incident sur le portail. Le retrait est écrit dans decisions.toml, l’édition
    publique est refaite sans lui, sa page permanente dit qu’il est retiré et pourquoi, et aucune collecte ne le ramène. La base de travail
    garde tout : --undo le fait revenir. Pour effacer vraiment, « vigie forget ».
    """
    from db.link import link
    from db.publish import publish
    from db.withdraw import subject_of, undo_withdrawal, withdraw

    if undo == bool(reason):
        raise click.UsageError("Donnez un motif (--reason), ou --undo pour revenir sur un retrait.")
    with writing_to(settings) as db:
        found = subject_of(db, subject)
        today = datetime.now(UTC).date().isoformat()
        changed = withdraw(settings.data, found, reason=reason, why=why, date=today) if reason else undo_withdrawal(settings.data, found)
        with waiting("Publication"):
            link(db)
            done = publish(db, settings.data, licence=settings.licence, version=version("vigie"))
    told = printable(found.words)
    if reason:
        click.echo(f"{told} : {'retiré' if changed else 'déjà retiré'} ({REASONS[reason]}).")
    else:
        click.echo(f"{told} : le retrait est levé." if changed else f"{told} n’était pas retiré.")
    if reason and not found.known:
        click.echo("Vigie ne connaît pas cet article : son adresse est retenue, il ne sera jamais publié.")
    click.echo(f"L’édition publique {'est refaite' if done.changed else 'n’en est pas changée'} : {done.path}.")


@click.command()
@click.argument("url", metavar="ADRESSE")
@click.option("--yes", is_flag=True, help="Ne pas demander confirmation.")
@pass_settings
@said
def forget(settings: Settings, *, url: str, yes: bool) -> None:
    """Effacer pour toujours un article : son texte, ses révisions et tout ce qui y a été lu.

    ADRESSE est celle de l’article chez son éditeur. Rien ne le fait revenir : ni une collecte, ni une archive. L’espace qu’il occupait dans la base
    et dans son journal est récrit. L’édition publique est refaite sans lui.
    """
    from db.forget import forget as delete
    from db.forget import scrub
    from db.link import link
    from db.publish import publish

    if not yes:
        click.confirm(f"Effacer pour toujours {printable(url)} ?", abort=True)
    with writing_to(settings) as db:
        done = delete(db, url)
        with waiting("Publication"):
            link(db)
            published = publish(db, settings.data, licence=settings.licence, version=version("vigie"))
        with waiting("Effacement"):
            scrub(db)
    if done.found:
        click.echo(
            f"Effacé : {many(1, 'article', 'articles')}, {many(done.revisions, 'révision', 'révisions')}, "
            f"{many(done.values, 'valeur', 'valeurs')} de l’historique"
            + (f" ; {many(done.incidents, 'incident', 'incidents')} que lui seul racontait" if done.incidents else "")
            + "."
        )
    else:
        click.echo("Aucun article n’a cette adresse : elle est retenue, il ne sera jamais gardé.")
    click.echo(f"L’édition publique {'est refaite' if published.changed else 'n’en est pas changée'} : {published.path}.")
    for words in beyond(settings, url):
        click.echo(f"À vous de voir : {words}")


def beyond(settings: Settings, url: str) -> list[str]:
    """What Vigie does not rewrite, and may hold what was to be forgotten."""
    told = []
    archives = sorted({*settings.data.rglob("*.warc"), *settings.data.rglob("*.warc.gz")})
    if archives:
        shown = ", ".join(map(str, archives[:3])) + ("…" if len(archives) > 3 else "")
        told.append(f"{many(len(archives), 'archive WARC', 'archives WARC')} de ce dossier, que Vigie ne récrit pas : {shown}")
    beside = (path for path in sorted({settings.data / "decisions.toml", *settings.logs.glob("*.log*")}) if path.is_file())
    told += [f"{path} contient l’adresse de l’article" for path in beside if url.encode() in path.read_bytes()]
    told.append("les sauvegardes, les archives WARC gardées ailleurs, les éditions déjà téléchargées et les instantanés du disque")
    return told


@click.group(invoke_without_command=True)
@click.option("--last", metavar="N", type=click.IntRange(1), default=20, show_default=True, help="Combien de lignes, les dernières.")
@pass_settings
@click.pass_context
@said
def history(ctx: click.Context, settings: Settings, *, last: int) -> None:
    """Montrer ce qui a changé dans ce qui est publié, et vérifier que rien n’y est récrit."""
    if ctx.invoked_subcommand:
        return
    from db.history import KINDS, verify

    with reading_from(settings) as db:
        rows = list(db.query("select * from history order by id desc limit ?", [last]))
        values = values_of(db, [row["id"] for row in rows])
        found = verify(db.conn)
    for row in reversed(rows):
        about = f"incident {row['incident']}" if row["incident"] else f"article {row['article']}" if row["article"] else row["field"] or ""
        field = f", {row['field']}" if row["incident"] and row["field"] else ""
        old, new = (shown(values.get((row["id"], side)), row[f"{side}_sha256"]) for side in ("old", "new"))
        change = f" : {old} → {new}" if old != "—" or new != "—" else ""
        reason = f" ({REASONS.get(row['reason'], BECAUSE.get(row['reason'], row['reason']))})" if row["reason"] else ""
        click.echo(
            f"{row['id']:>6}  {row['time'][:16].replace('T', ' ')}  {KINDS.get(row['kind'], row['kind'])}, {about}{field}{reason}{printable(change)}"
        )
    click.echo(
        f"{many(found.rows, 'ligne', 'lignes')}. "
        + (f"Tête de la chaîne : {found.head}" if found.head else "Rien de publié n’a encore changé.")
    )


BECAUSE = {"articles": "d’autres articles", "edited": "article récrit", "reread": "relu par une autre version", "linked": "réuni autrement"}


def values_of(db: "Database", numbers: list[int]) -> dict[tuple[int, str], str]:
    """The values that are still kept of these rows."""
    marks = ", ".join("?" * len(numbers))
    sql = f"select history, side, value from history_values where history in ({marks})"  # noqa: S608 - marks only
    return {(number, side): value for number, side, value in db.execute(sql, numbers)}


def shown(value: str | None, sealed: str | None) -> str:
    """A value in a few words: « — » where there is none, « effacé » where only its fingerprint is left."""
    if value is None:
        return "effacé" if sealed else "—"
    if value.startswith("{"):
        held = loads(value)
        value = str(held.get("subject") or held.get("victim") or value)
    return value if len(value) <= 60 else f"{value[:59]}…"


@history.command("verify")
@click.option(
    "--file",
    "path",
    metavar="FICHIER",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Une édition publique téléchargée, plutôt que la base de travail.",
)
@click.option("--seen", metavar="EMPREINTE", help="Une tête de chaîne notée auparavant : elle doit être encore dans la chaîne.")
@pass_settings
@said
def verify_command(settings: Settings, *, path: Path | None, seen: str | None) -> None:
    """Recalculer toute la chaîne de l’historique. État de sortie 1 si une ligne ou une valeur n’est plus celle qui a été écrite."""
    import sqlite3
    from contextlib import closing

    from db.errors import explained
    from db.history import verify

    where = path or settings.database
    if path is None:
        with reading_from(settings) as db:
            found = verify(db.conn, seen=seen)
    else:
        with explained(path), closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as conn:
            found = verify(conn, seen=seen)
    for words in found.faults:
        click.echo(f"{where} : {words}.", err=True)
    if found.faults:
        raise SystemExit(1)
    click.echo(
        f"{many(found.rows, 'ligne', 'lignes')}, toutes telles qu’elles ont été écrites ; {figure(found.values)} valeurs encore là, exactes."
    )
    click.echo(f"Tête de la chaîne : {found.head or 'aucune'}")


COMMANDS = (withdraw, forget, history)
"""For `vigie.py` to join to its group."""
