"""`vigie doctor`: is this machine, this folder, this collecting well? Each line well or ill, with the remedy."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.french import printable
from vigie_settings import Settings, SettingsError, load_settings
from vigie_terminal import many

if TYPE_CHECKING:
    from db.doctor_machine import Line

LEAST_PYTHON = (3, 11)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Afficher en JSON.")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DOSSIER",
    help="Dossier des données (sinon celui de vigie.toml, sinon ./vigie-data).",
)
def doctor(*, as_json: bool, data: Path | None) -> None:
    """Examiner la machine, les réglages, la base, les sources et l’édition : ce qui va mal, et le remède.

    Rien n’est modifié. État de sortie : 0 tout va bien, 1 quelque chose va mal.
    """
    lines = list(examine(data))
    ill = [line for line in lines if not line.well]
    if as_json:
        click.echo(json.dumps({"well": not ill, "lines": [asdict(line) for line in lines]}, ensure_ascii=False, indent=1))
    else:
        width = max(len(line.name) for line in lines)
        for line in lines:
            click.echo(f"{mark(line)} {line.name:<{width}}  {printable(line.words)}")
            if not line.well and line.remedy:
                click.echo(f"      {'':<{width}}  → {printable(line.remedy)}")
        click.echo(f"\n{many(len(ill), 'chose va mal', 'choses vont mal')}." if ill else "\nTout va bien.")
    sys.exit(1 if ill else 0)


def mark(line: "Line") -> str:
    """Well or ill, for those who see no colours too."""
    return click.style("bien", fg="green") if line.well else click.style("MAL ", fg="red", bold=True)


def examine(data: Path | None) -> Iterator["Line"]:
    """Every line. A setting that cannot be used is told, and the rest is looked at by the defaults."""
    from db.doctor import look_at
    from db.doctor_machine import Line

    yield Line(
        name="python",
        well=sys.version_info >= LEAST_PYTHON,
        words=sys.version.split()[0],
        remedy=f"Il faut Python {'.'.join(map(str, LEAST_PYTHON))} ou plus.",
    )
    try:
        settings = load_settings(data=data)
        yield from of_settings(settings)
    except SettingsError as error:
        yield Line(
            name="réglages", well=False, words=error.format_message(), remedy="Mettez vigie.toml en ordre ; « vigie config » le vérifie."
        )
        settings = load_settings_of_nothing(data)
    read_by, line = model(settings)
    yield line
    yield from look_at(settings.data, version=read_by, stale_hours=settings.stale_hours)


def load_settings_of_nothing(data: Path | None) -> Settings:
    """The defaults, whatever file and environment say."""
    return Settings(data=data) if data else Settings()


def of_settings(settings: Settings) -> Iterator["Line"]:
    """Settings that can be used, but with which a run or the portal would refuse to begin."""
    from crawler.commands import choose_sites
    from crawler.operate import need_warcio
    from db.doctor_machine import Line
    from db.site.guard import LOOPBACK

    wrong: list[tuple[str, str]] = []
    try:
        sites = choose_sites(settings.sites)
        if not settings.contact and not all(site.loopback for site in sites) and not settings.kiosk:
            wrong.append(("aucune adresse de contact : aucun site réel n’est interrogé", 'Écrivez contact = "…" dans vigie.toml.'))
        if settings.archive:
            need_warcio()
    except click.ClickException as error:
        wrong.append((error.format_message(), "Corrigez vigie.toml, ou installez ce qui manque."))
    missing = [name for name in ("published_by", "hosted_by", "contact") if not getattr(settings, name)]
    if missing and (settings.address or settings.host not in LOOPBACK):
        wrong.append((f"portail public sans {', '.join(missing)}", "Écrivez-les dans vigie.toml : la loi veut que le site les dise."))
    for words, remedy in wrong:
        yield Line(name="réglages", well=False, words=words, remedy=remedy)
    if not wrong:
        given = sorted({str(one) for one in settings.origin.values()})
        yield Line(name="réglages", well=True, words=f"de {', '.join(given)}" if given else "ceux par défaut")


def model(settings: Settings) -> tuple[str | None, "Line"]:
    """The version that would read now, and whether its model is there and made for this spaCy."""
    from db.doctor_machine import Line
    from nlp.version import OWN_MODEL, ModelMissingError, pipeline_version

    try:
        found = pipeline_version(settings.model)
    except ModelMissingError as error:
        return None, Line(name="modèle", well=False, words=str(error), remedy="Réinstallez Vigie, ou nommez un pipeline spaCy.")
    try:
        spacy = version("spacy")
    except PackageNotFoundError:
        return found, Line(name="modèle", well=False, words="spaCy n’est pas installé", remedy="Réinstallez Vigie : pip install .")
    meta = (Path(settings.model) if settings.model else OWN_MODEL) / "meta.json"
    wanted = json.loads(meta.read_text("utf-8")).get("spacy_version", "") if meta.is_file() else ""
    fits = fits_version(spacy, wanted)
    return found, Line(
        name="modèle",
        well=fits,
        words=f"{found}, spaCy {spacy}" + ("" if fits else f" (fait pour {wanted})"),
        remedy="Installez la version de spaCy que constraints.txt donne : pip install -c constraints.txt .",
    )


def fits_version(given: str, wanted: str) -> bool:
    """Whether a version is one of those that are wanted."""
    from packaging.specifiers import SpecifierSet

    return not wanted or SpecifierSet(wanted).contains(given, prereleases=True)
