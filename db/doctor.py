"""The doctor's questions to the database and the edition: each line is well or ill, with the remedy."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from crawler.french import figure
from crawler.report import LABELS
from db.connect import PUBLIC, WORKING, check_age, check_owner
from db.copying import faults_of
from db.doctor_machine import Line, disk, megabytes, sqlite_itself
from db.edition_check import digest_of
from db.errors import VaultError
from db.health import odd
from db.lock import LOCK, holder, is_held
from db.pulse import Pulse, pulse, pulse_of
from db.schema import schema
from db.status import local
from db.store import to_tag

LONG_WAL = 64_000_000
LONG_RUN = 24.0
"""Hours after which a lock that is held is thought forgotten."""
SKEW = timedelta(minutes=10)
"""What a clock may be wrong by."""


def look_at(folder: Path, *, version: str | None, stale_hours: float) -> Iterator[Line]:
    """All that can be said of a data folder. `version`: of the pipeline that would read now."""
    yield from disk(folder)
    yield sqlite_itself()
    path = folder / WORKING
    if not path.exists():
        yield Line(name="base", well=False, words=f"{path} n’existe pas encore", remedy="Lancez « vigie run », ou donnez --data DOSSIER.")
        return
    db = Database(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=10))
    try:
        yield from database(db, path, version=version, stale_hours=stale_hours)
    except sqlite3.Error as error:
        yield Line(name="base", well=False, words=f"{path} ne peut être lue ({error})", remedy=RESTORE)
    finally:
        db.close()
    yield edition(folder)


RESTORE = "Arrêtez le minuteur, puis « vigie restore SAUVEGARDE »."


def database(db: Database, path: Path, *, version: str | None, stale_hours: float) -> Iterator[Line]:
    """The working database, from its pages to its runs."""
    try:
        check_owner(db, path)
        check_age(db, path)
    except VaultError as error:
        yield Line(name="schéma", well=False, words=str(error), remedy="Rien d’autre n’a été regardé.")
        return
    pending = [one.name for one in schema.pending(db)]
    last = ([one.name for one in schema.applied(db)] or ["aucun"])[-1]
    yield Line(
        name="schéma",
        well=not pending,
        words=f"{last}" + (f", il manque {', '.join(pending)}" if pending else ""),
        remedy="Lancez « vigie upgrade » : la base est copiée d’abord.",
    )
    faults = faults_of(db.conn)
    yield Line(name="intégrité", well=not faults, words=faults or "pages et renvois sains", remedy=RESTORE)
    yield journal(path)
    beat = None if pending or faults else pulse(db.conn)
    yield lock(path.parent, beat)
    if beat is None:
        return
    yield clock(db, path)
    yield from runs(beat, stale_hours)
    yield from sites(db, beat)
    if version:
        yield readings(db, version)


def journal(path: Path) -> Line:
    """A journal that grows is one that a reader keeps from being taken in."""
    wal = path.with_name(path.name + "-wal")
    size = wal.stat().st_size if wal.exists() else 0
    return Line(
        name="journal WAL",
        well=size <= max(LONG_WAL, path.stat().st_size // 2),
        words=megabytes(size) if size else "vide",
        remedy="Un programme garde la base ouverte : arrêtez-le (vigie serve --private, sqlite3…), puis « vigie link » replie le journal.",
    )


def lock(folder: Path, beat: Pulse | None) -> Line:
    """Whether somebody writes; what a killed run left behind is no obstacle."""
    remedy = "Si ce n’est pas voulu, arrêtez ce processus (kill) : ce qui est enregistré le reste."
    if not (folder / LOCK).exists():
        return Line(name="verrou", well=True, words="libre")
    note = folder / f"{LOCK}.pid"
    try:
        held = is_held(folder)
    except OSError as error:
        return Line(name="verrou", well=False, words=f"{error}", remedy="Rendez le dossier au compte de Vigie (chown).")
    if held:
        since = hours_since(beat.started) if beat and beat.started and not beat.finished else 0.0
        words = f"tenu{holder(note)}" + (f", passage commencé il y a {since:.0f} h" if since else "")
        return Line(name="verrou", well=since < LONG_RUN, words=words, remedy=remedy)
    left = " ; la note d’un passage tué est restée, elle ne gêne pas" if note.exists() else ""
    return Line(name="verrou", well=True, words=f"libre{left}")


def clock(db: Database, path: Path) -> Line:
    """Whether what is kept comes from a time that this machine has not reached."""
    now = datetime.now(UTC)
    moments = [found for (found,) in db.conn.execute("select max(started) from runs union all select max(finished) from runs") if found]
    latest = max([datetime.fromisoformat(one) for one in moments] + [datetime.fromtimestamp(path.stat().st_mtime, UTC)])
    return Line(
        name="horloge",
        well=latest <= now + SKEW,
        words=f"le {local(now.isoformat())}, heure d’ici"
        + (f", mais la base a été écrite le {local(latest.isoformat())}" if latest > now + SKEW else ""),
        remedy="Mettez la machine à l’heure (timedatectl set-ntp true) : les dates des passages en dépendent.",
    )


def runs(beat: Pulse, stale_hours: float) -> Iterator[Line]:
    """How long ago a run did something, and how the last one ended."""
    age = beat.age()
    yield Line(
        name="dernier passage",
        well=age is not None and age <= stale_hours,
        words="aucun n’a abouti" if age is None else f"abouti il y a {age:.1f} h".replace(".", ",") + f" ({local(beat.good)})",
        remedy=f"Plus de {stale_hours:g} h : voyez si le minuteur tourne (systemctl list-timers), puis « vigie run ».",
    )
    if beat.run is not None and beat.outcome in {None, "failed"}:
        words = "en échec" if beat.outcome else "en cours, ou interrompu sans avoir pu le dire"
        yield Line(
            name="issue",
            well=False,
            words=f"passage {beat.run} : {words}",
            remedy="Voyez logs/vigie.log ; s’il a été tué, le prochain passage fait la suite.",
        )


def sites(db: Database, beat: Pulse) -> Iterator[Line]:
    """Each ill site, or that all are well; then those that give otherwise than they used to."""
    for one in beat.ill:
        words = f"{LABELS.get(one.status, one.status)} ; dernier succès : {local(one.last_success) or 'jamais'}"  # type: ignore[call-overload]
        yield Line(name=f"site {one.site}", well=False, words=words, remedy=f"« vigie sites check {one.site} » dit ce qui ne va pas.")
    strange = odd(db)
    for found in strange:
        remedy = f"Ouvrez le site : a-t-il changé ? « vigie sites check {found.site} » l’essaie."
        yield Line(name=f"site {found.site}", well=False, words=f"hors de son ordinaire : {found.words}", remedy=remedy)
    if not beat.ill and not strange:
        yield Line(name="sites", well=True, words=f"{figure(len(beat.sources))} interrogés, aucun ne va mal")


def readings(db: Database, version: str) -> Line:
    """What waits to be read; it is ill only where a run should have done it."""
    waiting = to_tag(db, version).total
    return Line(
        name="lectures",
        well=not waiting,
        words=f"{figure(waiting)} article{'s attendent' if waiting > 1 else ' attend'} d’être lu{'s' if waiting > 1 else ''}"
        if waiting
        else "à jour",
        remedy="« vigie tag » les lit, puis « vigie link » et « vigie publish » ; un passage fait les trois.",
    )


def edition(folder: Path) -> Line:
    """Whether there is an edition, whole, of what the last run left."""
    path = folder / PUBLIC
    try:
        digest = digest_of(path)
    except VaultError as error:
        return Line(name="édition", well=False, words=str(error), remedy="« vigie publish » la refait.")
    made = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    beat = pulse_of(folder / WORKING)
    behind = beat is not None and beat.published is None and beat.outcome in {"well", "partly", "failed"}
    return Line(
        name="édition",
        well=not behind,
        words=f"du {local(made.isoformat())}, empreinte {digest[:12]}" + (", mais le dernier passage n’a pas publié" if behind else ""),
        remedy="« vigie publish » dit ce qui s’y oppose.",
    )


def hours_since(moment: str) -> float:
    return (datetime.now(UTC) - datetime.fromisoformat(moment)).total_seconds() / 3600
