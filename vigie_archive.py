"""`vigie read-archive`: years of web archives, shard by shard, on this machine or on many; `vigie load` takes what comes of it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from glob import glob
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.commands import choose_sites
from crawler.french import figure, printable
from crawler.operate import archives_in
from crawler.show import RESULTS
from vigie_settings import Settings, pass_settings
from vigie_terminal import bar, many

if TYPE_CHECKING:
    from vigie_shards import Part


@click.command("read-archive")
@click.argument("shards", metavar="ARCHIVE…", nargs=-1, required=True)
@click.option("--out", metavar="DOSSIER", required=True, type=click.Path(path_type=Path, file_okay=False), help="Où vont les parts.")
@click.option("--scheduler", metavar="ADRESSE", help="Ordonnanceur Dask (tcp://hôte:8786) dont les machines voient les mêmes dossiers.")
@click.option("--workers", metavar="N", type=click.IntRange(1, 256), help="Processus de cette machine (sans --scheduler ; sinon un seul).")
@click.option("--patience", metavar="SECONDES", type=click.FloatRange(1), default=300, show_default=True,
              help="Combien de temps attendre un ordonnanceur qui ne répond pas.")  # fmt: skip
@click.option("--sites", "names", metavar="SITE,…", multiple=True, help="Seulement les pages de ces sites.")
@click.option("--model", metavar="NOM", help="Nom ou dossier d’un pipeline spaCy avec « ner » (sinon celui de Vigie).")
@pass_settings
@click.pass_context
def read_archive(
    ctx: click.Context, settings: Settings, *, shards: tuple[str, ...], out: Path, scheduler: str | None, workers: int | None,
    patience: float, names: tuple[str, ...], model: str | None,
) -> None:  # fmt: skip
    """Lire des archives WARC (articles et lectures) en parts Parquet, une par archive.

    ARCHIVE est un fichier .warc.gz, un dossier, ou un motif entre guillemets ('archives/*.warc.gz'). Une part déjà faite par la même
    version est laissée : la commande reprend où elle en était. Chargez ensuite les parts : vigie load DOSSIER. Une archive qui ne peut
    être lue est signalée, et les autres sont lues ; l’état de sortie est alors 1. La taille des machines : docs/scale.md.
    """
    need_libraries()
    if scheduler and workers:
        raise click.UsageError("« --workers » vaut pour cette machine, « --scheduler » pour d’autres : donnez l’un ou l’autre.")
    from crawler.run import find_sites
    from nlp.version import ModelMissingError, pipeline_version
    from vigie_cluster import NoSchedulerError, OtherVersionError, here, on_cluster, on_workers
    from vigie_shards import read_shard

    found = shards_of(shards)
    named = [name for given in names for name in given.replace(",", " ").split()]
    sites = sorted(site.name for site in choose_sites(named)) if named else sorted(find_sites())
    model = model or settings.model
    out.mkdir(parents=True, exist_ok=True)
    work = partial(read_shard, out=str(out.absolute()), sites=sites, model=model)
    parts: list[Part] = []
    ill = 0
    try:
        pipeline_version(model)
        if scheduler:
            answers = on_cluster(found, work, address=scheduler, patience=patience, version=partial(pipeline_version, model))
        else:
            answers = on_workers(found, work, count=workers) if workers else here(found, work)
        with hushed(), bar("Archives", len(found)) as advance:
            for answer in answers:
                if answer.part:
                    parts.append(answer.part)
                else:
                    ill += 1
                    click.echo(printable(f"{answer.shard} : pas lue ({answer.why})."), err=True)
                advance()
    except (ModelMissingError, NoSchedulerError, OtherVersionError) as error:
        raise click.ClickException(str(error)) from error
    ill += tell(parts, out)
    ctx.exit(1 if ill else 0)


def need_libraries() -> None:
    """Raises click.ClickException where the extra is not installed."""
    try:
        import distributed  # noqa: F401
        import pyarrow as pa  # noqa: F401
    except ImportError as error:
        raise click.ClickException(f"Il manque « {error.name} » : pip install 'vigie[distributed]'.") from error


def shards_of(given: tuple[str, ...]) -> list[str]:
    """The files that arguments name, absolute, in the order of their names. Raises click.ClickException."""
    places = []
    for one in given:
        named = sorted(glob(one, recursive=True))  # noqa: PTH207 - a pattern may be absolute
        if not named:
            raise click.ClickException(f"Aucun fichier ne répond à « {printable(one)} ».")
        places += [Path(name) for name in named]
    from vigie_shards import part_of

    found = sorted({str(path.absolute()) for path in archives_in(places)}, key=lambda name: (Path(name).name, name))
    for one, following in pairwise(found):
        if part_of(one, "") == part_of(following, ""):
            raise click.ClickException(f"« {one} » et « {following} » ont le même nom, et leurs parts l’auraient aussi : renommez l’une.")
    return found


@contextmanager
def hushed() -> Iterator[None]:
    """Without what Dask prints of connections that end; what matters of it is told by our own words."""
    loud = [logging.getLogger(name) for name in ("distributed", "asyncio", "tornado")]
    levels = [one.level for one in loud]
    for one in loud:
        one.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for one, level in zip(loud, levels, strict=True):
            one.setLevel(level)


def tell(parts: "list[Part]", out: Path) -> int:
    """Say what came of it; how many parts are not whole."""
    from vigie_shards import total

    pages, reasons = total(parts)
    articles = sum(part.articles for part in parts)
    click.echo(f"{many(len(parts), 'archive lue', 'archives lues')}, {many(articles, 'article', 'articles')} dans {printable(str(out))}.")
    told = [f"{figure(count)} {RESULTS[name][count > 1]}" for name in RESULTS if name != "new" and (count := pages[name])]
    if told:
        click.echo(f"Pages laissées : {', '.join(told)}.")
    for why, count in reasons.most_common(5):
        click.echo(printable(f"  {figure(count)} fois : {why}"))
    ill = 0
    for part in parts:
        for offset, why in part.spoilt:
            click.echo(printable(f"{part.shard}, octet {figure(offset)} : {why}"), err=True)
        for url in part.unread:
            click.echo(printable(f"{url} : pas lu (erreur de Vigie)."), err=True)
        ill += bool(part.spoilt or part.unread)
    if articles:
        click.echo(f"Ensuite : vigie load {printable(str(out))}")
    return ill
