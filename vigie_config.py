"""`vigie init` writes a commented `vigie.toml`; `vigie config` says which settings are in force and where each comes from."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from crawler.commands import choose_sites
from crawler.french import printable
from vigie_settings import FILE, KEYS, PREFIX, Settings, checked, pass_settings

COMMENTS = {
    "data": ("Dossier de vigie.db, de vigie-public.db et des journaux ; relatif à ce fichier.", "vigie-data"),
    "contact": (
        "Adresse que les éditeurs des sites pourront joindre : sans elle, aucun site réel n’est interrogé.",
        "vous@votre-domaine.fr",
    ),
    "sites": ("Sites à lire, par leur nom (« vigie sites » les montre) ; tous si rien n’est dit.", ["zataz", "next"]),
    "model": ("Pipeline spaCy avec « ner », à la place de celui de Vigie.", "fr_core_news_sm"),
    "delay": ("Secondes entre deux requêtes à un même site ; un délai plus long de son robots.txt l’emporte.", 2.0),
    "budget": ("Requêtes par site et par passage, au plus.", 500),
    "daily": ("Requêtes par site en 24 heures, tous passages compris ; 0 : sans limite.", 5000),
    "archive": ("Dossier où garder aussi les pages telles quelles (WARC), que « vigie reread » relit ; demande vigie[archive].", "warc"),
    "log": ("Journal (logs/vigie.log) : plain, une ligne lisible ; json, un objet par ligne, sur le terminal aussi.", "plain"),
    "stale_hours": ("Heures sans passage réussi au bout desquelles /-/sante répond 503 et « vigie doctor » se plaint.", 26.0),
    "host": ("Adresse et port où « vigie serve » écoute.", "127.0.0.1"),
    "port": ("", 8001),
    "title": ("Nom du portail.", "Vigie"),
    "address": ("Adresse publique du portail : les liens permanents et les flux commencent par elle.", "https://vigie.votre-domaine.fr"),
    "licence": ("Licence des données publiées.", "Licence Ouverte 2.0"),
    "published_by": (
        "Mentions légales : qui publie le portail, qui l’héberge. Sans elles ni contact, il ne s’ouvre qu’à cette machine.",
        "Association d’Exemple, 1 rue des Essais, 56000 Vannes",
    ),
    "hosted_by": ("", "Hébergeur d’Exemple, 2 quai des Essais, 29200 Brest"),
}
"""What `vigie.toml` says of each setting, and an example; the kiosk's port is for trials and has no place there."""


def template(**given: Any) -> str:
    """The text of a `vigie.toml`: settings that were given are in force, the others are comments."""
    lines = [
        "# Réglages de Vigie. Une ligne commence à valoir quand son « # » est retiré ; un réglage inconnu ou faux arrête le programme.",
        f"# Les variables d’environnement l’emportent ({PREFIX}CONTACT, {PREFIX}DELAY…), et --data sur elles. « vigie config » dit ce qui vaut.",
    ]
    for key, (comment, example) in COMMENTS.items():
        value = given.get(key)
        lines += ([""] if comment else []) + ([f"# {comment}"] if comment else [])
        lines.append(f"{key} = {toml(value)}" if value is not None else f"# {key} = {toml(example)}")
    return "\n".join(lines) + "\n"


def toml(value: Any) -> str:
    """A value as TOML writes it, which for texts, numbers and lists is as JSON does."""
    return json.dumps(value, ensure_ascii=False)


@click.command()
@click.argument("folder", metavar="DOSSIER", type=click.Path(path_type=Path, file_okay=False))
@click.option("--contact", metavar="ADRESSE", help="Votre adresse électronique ou votre page web, pour les éditeurs des sites.")
@click.option(
    "--data", metavar="DOSSIER", type=click.Path(path_type=Path, file_okay=False), help="Dossier des données (sinon vigie-data, là)."
)
def init(folder: Path, *, contact: str | None, data: Path | None) -> None:
    """Préparer DOSSIER : y écrire un vigie.toml, un watches.toml et un decisions.toml commentés, et dire la suite.

    Rien de ce qui s’y trouve n’est remplacé.
    """
    file = folder / FILE
    given = {"contact": contact, "data": data and str(data.resolve())}
    checked({key: value for key, value in given.items() if value}, {"contact": "--contact", "data": "--data"})
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as opened:
            opened.write(template(**given))
    except FileExistsError as error:
        raise click.ClickException(f"{file} existe déjà : il n’est pas touché. Modifiez-le, ou donnez un autre dossier.") from error
    except OSError as error:
        raise click.ClickException(f"{file} ne peut être écrit ({error.strerror}). Donnez un autre dossier.") from error
    decisions = write_decisions(data or folder / "vigie-data")
    watches = begin_watches(data or folder / "vigie-data")
    click.echo(f"{file}, {watches} et {decisions} sont écrits. La suite :")
    steps = [
        f"Écrivez votre adresse de contact dans {file}." if contact is None else f"Relisez {file} ; « vigie config » dit ce qui vaut.",
        "Lancez un passage depuis ce dossier : vigie run (ou, d’ailleurs : VIGIE_CONFIG=" + str(file.resolve()) + " vigie run).",
        "Voyez si tout va bien (vigie doctor), puis mettez le portail en ligne : vigie serve. Minuteur et services : docs/operating.md.",
    ]
    for number, step in enumerate(steps, 1):
        click.echo(f"  {number}. {step}")


def write_decisions(data: Path) -> Path:
    """An editor's file, empty but for what can be written in it; one that is there stays as it is."""
    from db.decisions import FILE as DECISIONS
    from db.decisions import HEAD

    file = data / DECISIONS
    try:
        data.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as opened:
            opened.write(HEAD)
    except FileExistsError:
        pass
    except OSError as error:
        raise click.ClickException(f"{file} ne peut être écrit ({error.strerror}). Donnez un autre dossier à --data.") from error
    return file


def begin_watches(data: Path) -> Path:
    """A `watches.toml` that says what can be written in it, in the folder of data; one that is there stays as it is."""
    from db.watch_edit import begin_file

    try:
        return begin_file(data)
    except OSError as error:
        raise click.ClickException(
            f"{data} : watches.toml ne peut y être écrit ({error.strerror}). Donnez un autre dossier par --data."
        ) from error


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Afficher en JSON.")
@pass_settings
def config(settings: Settings, *, as_json: bool) -> None:
    """Montrer les réglages en vigueur, et d’où vient chacun : vigie.toml, l’environnement, la ligne de commande.

    Tous sont vérifiés, les noms des sites aussi. « vigie init DOSSIER » écrit un vigie.toml commenté.
    """
    choose_sites(settings.sites)
    rows = list(in_force(settings))
    if as_json:
        click.echo(json.dumps({key: {"value": value, "from": origin} for key, value, origin in rows}, ensure_ascii=False, indent=1))
        return
    cells = {key: toml(value) if value not in (None, []) else NOTHING[key] for key, value, _ in rows}
    width = max(map(len, cells.values()))
    for key, _, origin in rows:
        click.echo(printable(f"{key:<12} {cells[key]:<{width}}  {origin or 'par défaut'}"))


NOTHING = {
    "contact": "aucun : aucun site réel n’est interrogé",
    "sites": "tous, sauf le kiosque",
    "model": "celui de Vigie",
    "archive": "aucune : les pages ne sont pas gardées",
    "kiosk": "ouvert quand il le faut",
    "address": "aucune : les liens sont relatifs",
    "published_by": "non dit : le portail ne s’ouvre qu’à cette machine",
    "hosted_by": "non dit : le portail ne s’ouvre qu’à cette machine",
}
"""What it means that a setting is not given."""


def in_force(settings: Settings) -> Iterator[tuple[str, Any, str | None]]:
    """Each setting with its value and where it comes from; None: a default."""
    for key in KEYS:
        value = getattr(settings, key)
        yield key, str(value) if isinstance(value, Path) else list(value) if isinstance(value, tuple) else value, settings.origin.get(key)


COMMANDS = (init, config)
