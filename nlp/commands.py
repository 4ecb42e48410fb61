"""The reading room's commands: `tag` files, `evaluate`."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TextIO

import click

from nlp.lines import ArticleLine, articles, identifier, numbered
from vigie_settings import Settings, pass_settings


def readings(lines: Iterable[str], *, name: str, model: str | None) -> Iterator[dict[str, Any]]:
    """Each article line with its reading: the line's own keys, then the guide's. Raises click.ClickException."""
    from nlp.pipeline import build
    from nlp.reading import reading_row
    from nlp.tagger import read_all
    from nlp.version import ModelMissingError, pipeline_version

    try:
        nlp, version = build(model), pipeline_version(model)
    except ModelMissingError as error:
        raise click.ClickException(str(error)) from error
    stream = articles(lines, name=name)
    while batch := list(islice(stream, 64)):
        found = read_all(nlp, (_source(line) for _, line in batch), version=version)
        for (row, _), reading in zip(batch, found, strict=True):
            yield {**row, **reading_row(reading)}


def _source(line: ArticleLine) -> Any:
    from nlp.text import Source

    return Source(url=line.url, title=line.title, text=line.text, published=line.published, publisher=line.publisher)


def tag_file(file: TextIO, *, model: str | None, explain: bool, html: bool) -> None:
    """Print what each article of a file says."""
    rows = readings(file, name=file.name, model=model)
    if html:
        from nlp.explain import page

        click.echo(page(list(rows)))
    elif explain:
        from rich.console import Console

        from nlp.explain import show

        console = Console()
        for row in rows:
            show(row, console)
    else:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace"))


@click.command()
@click.argument("gold", type=click.File(encoding="utf-8"))
@click.option("--against", type=click.File(encoding="utf-8"), help="Lectures déjà faites (sinon les articles sont lus maintenant).")
@click.option("--model", help="Nom ou dossier d’un pipeline spaCy avec « ner ».")
@click.option("--errors", is_flag=True, help="Montre chaque erreur avec son article.")
@click.option("--field", "only", help="Ne montre que ce champ.")
@click.option("--json", "as_json", is_flag=True, help="Affiche les chiffres en JSON.")
@pass_settings
def evaluate(
    settings: Settings, gold: TextIO, against: TextIO | None, model: str | None, errors: bool, only: str | None, as_json: bool
) -> None:
    """Mesurer la lecture sur les articles annotés de GOLD.

    Précision, rappel et F1 par champ ; exactitude pour « about », « claim » et « sector ».
    """
    from nlp.evaluate import evaluate as measure
    from nlp.evaluate import tally

    lines = list(gold)
    wanted = [{"id": identifier(row), **row} for _, row in numbered(lines, name=gold.name)]
    read = (
        (row for _, row in numbered(against, name=against.name))
        if against
        else readings(lines, name=gold.name, model=model or settings.model)
    )
    found = {identifier(row): row for row in read}
    figures = measure(wanted, found)
    if only and only not in figures:
        raise click.UsageError(f"champ inconnu « {only} » ; les champs sont : {', '.join(figures)}.")
    figures = {name: figure for name, figure in figures.items() if only in (None, name)}
    if as_json:
        click.echo(json.dumps({name: vars(figure) for name, figure in figures.items()}, indent=1))
        return
    click.echo(f"{len(wanted)} articles\n{'champ':<20}{'précision':>10}{'rappel':>8}{'F1':>8}{'n':>6}")
    for name, one in figures.items():
        parts = f"{'':>10}{'exact.':>8}" if one.accuracy else f"{one.precision:>10.3f}{one.recall:>8.3f}"
        click.echo(f"{name:<20}{parts}{one.f1:>8.3f}{one.n:>6}")
        if errors:
            for article in wanted:
                for kind, item in tally(name, article, found.get(article["id"], {})).errors:
                    click.echo(f"    {article['id'][-50:]:<50} {kind:<8} {_short(item)}")


def _short(item: Any) -> str:
    if not isinstance(item, dict):
        return str(item)
    hidden = {"start", "in", "score", "by", "incident"}
    return json.dumps({name: value for name, value in item.items() if name not in hidden}, ensure_ascii=False)


COMMANDS = (evaluate,)
"""For `vigie.py` to join to its group."""
