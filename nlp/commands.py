"""The reading room's work on files: articles in, readings out, printed as JSON Lines, in colour, or as a page.

The commands themselves (`tag`, `evaluate`) join this room to the others: `vigie_tag.py`, `vigie_evaluate.py`.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

import click

from crawler.french import printable
from nlp.lines import ArticleLine, articles, batched
from vigie_terminal import bar, many

BATCH = 64
"""Articles read at once."""


def readings(
    lines: Iterable[str], *, name: str, model: str | None, unread: list[str] | None = None, advance: Callable[[], None] = lambda: None
) -> Iterator[dict[str, Any]]:
    """Each article line with its reading: the line's own keys, then the guide's. `advance` is called once an article.

    Addresses of articles on which a component fails go to `unread`. Raises click.ClickException, after the good lines before the bad one;
    a bad first line is told before the pipeline is loaded, which takes seconds.
    """
    batches = batched(articles(lines, name=name), BATCH)
    first = next(batches, None)
    if first is None:
        return
    from nlp.pipeline import build
    from nlp.reading import reading_row
    from nlp.tagger import read_each
    from nlp.version import ModelMissingError, pipeline_version

    try:
        nlp, version = build(model), pipeline_version(model)
    except ModelMissingError as error:
        raise click.ClickException(str(error)) from error
    for batch in chain([first], batches):
        found = read_each(nlp, (_source(line) for _, line in batch), version=version)
        for (row, _), (url, reading) in zip(batch, found, strict=True):
            if reading is not None:
                yield {**row, **reading_row(reading)}
            elif unread is not None:
                unread.append(url)
            advance()


def _source(line: ArticleLine) -> Any:
    from nlp.text import Source

    return Source(url=line.url, title=line.title, text=line.text, published=line.published, publisher=line.publisher)


def tag_lines(
    lines: Iterable[str], *, name: str, total: int | None, model: str | None, explain: bool, html: bool, color: bool = False
) -> None:
    """Print what each article says, those before a bad line too. `total`: how many lines there are, if that is known. `color`: into a pipe too."""
    unread: list[str] = []
    with bar("Lecture", total, printing=True) as advance:
        rows = readings(lines, name=name, model=model, unread=unread, advance=advance)
        opening = next(rows, None)
        if opening is None and not unread:
            click.echo(f"Rien à lire : {name} ne contient aucun article.", err=True)
            return
        rows = chain([opening] if opening else [], rows)
        if html:
            _as_page(rows)
        elif explain:
            from rich.console import Console

            from nlp.explain import show

            console = Console(force_terminal=True if color else None)  # None: as the terminal, FORCE_COLOR and NO_COLOR say
            for row in rows:
                show(row, console)
        else:
            for row in rows:
                click.echo(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace"))
    if unread:
        names = ", ".join(printable(url) for url in unread[:5])
        raise click.ClickException(f"{many(len(unread), 'article n’a', 'articles n’ont')} pu être lu (erreur de Vigie) : {names}.")


def _as_page(rows: Iterable[dict[str, Any]]) -> None:
    from nlp.explain import page

    kept = []
    try:
        for row in rows:
            kept.append(row)  # noqa: PERF402 - a bad line must not lose those before it
    finally:
        click.echo(page(kept).encode("utf-8", "replace"))
