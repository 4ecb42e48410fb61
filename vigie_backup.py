"""`vigie backup`, `vigie restore`, `vigie upgrade`: keep what there is, bring it back, take it to this Vigie's tables."""

from importlib.metadata import version
from pathlib import Path

import click

from crawler.french import figure
from db.commands import said, writing_to
from vigie_settings import Settings, pass_settings
from vigie_terminal import many, waiting


@click.command()
@click.argument("file", metavar="FICHIER", type=click.Path(path_type=Path, dir_okay=False))
@pass_settings
@said
def backup(settings: Settings, *, file: Path) -> None:
    """Sauvegarder la base et les décisions, même pendant un passage.

    FICHIER est une archive tar (.tar, ou .tar.gz pour la comprimer), remplacée d’un coup si elle existe. Elle contient le texte des
    articles : gardez-la pour vous.
    """
    from db.backup import backup as keep
    from db.copying import digest

    with waiting("Sauvegarde"):
        made = keep(settings.data, file, version=version("vigie"))
    click.echo(
        f"{file} : {figure(file.stat().st_size // 1024)} ko, {many(made.articles, 'article', 'articles')}, "
        f"{many(len(made.files), 'fichier', 'fichiers')}, schéma {made.schema or 'inconnu'}."
    )
    click.echo(f"SHA-256 : {digest(file)}")


@click.command()
@click.argument("file", metavar="FICHIER", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@pass_settings
@said
def restore(settings: Settings, *, file: Path) -> None:
    """Remettre une sauvegarde en place, vérifiée d’abord ; ce qui s’y trouvait est gardé à côté.

    FICHIER vient de « vigie backup », ou du dossier backups des données. Relancez ensuite « vigie publish », et « vigie serve » s’il tourne.
    """
    from db.backup import restore as bring_back
    from db.lock import writing

    with writing(settings.data), waiting("Restauration"):
        done = bring_back(settings.data, file)
    click.echo(
        f"{settings.data} : {many(done.articles, 'article remis', 'articles remis')} en place ({', '.join(done.files)})"
        + (f", sauvegarde du {done.made}." if done.made else ".")
    )
    if done.kept:
        click.echo(f"Ce qui s’y trouvait est gardé dans {done.kept} ; supprimez-le quand tout va bien.")
    if done.older:
        click.echo("La sauvegarde vient d’une Vigie plus ancienne : « vigie upgrade » la met à jour.")
    click.echo("La suite : vigie doctor, puis vigie publish.")


@click.command()
@pass_settings
@said
def upgrade(settings: Settings) -> None:
    """Mettre la base à la forme de cette Vigie ; elle est copiée d’abord, puis vérifiée.

    Les autres commandes qui écrivent le font d’elles-mêmes, avec la même précaution.
    """
    from db.backup import last_migration, read_source
    from db.copying import BACKUPS, faults_of
    from db.errors import VaultError

    source = read_source(settings.database)
    before = last_migration(source)
    source.close()
    kept = set((settings.data / BACKUPS).glob("*.db"))
    with writing_to(settings) as db, waiting("Mise à jour"):
        after, faults = last_migration(db), faults_of(db.conn)
    if faults:
        raise VaultError(f"{settings.database} est abîmée ({faults}). Remettez une sauvegarde : « vigie restore FICHIER ».")
    if after == before:
        click.echo(f"Rien à faire : {settings.database} est à jour (schéma {after}).")
        return
    made = sorted(set((settings.data / BACKUPS).glob("*.db")) - kept)
    click.echo(f"{settings.database} est passée du schéma {before} au schéma {after}, et elle est saine.")
    for path in made:
        click.echo(f"Copie d’avant : {path}. « vigie restore {path} » y revient, avec la Vigie d’avant.")
    click.echo("La suite : « vigie publish » refait l’édition publique.")


COMMANDS = (backup, restore, upgrade)
"""For `vigie.py` to join to its group."""
