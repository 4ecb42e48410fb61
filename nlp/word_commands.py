"""`vigie words`: wordings of registers and other lists, one a line, mapped to our own codes. No spaCy."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict

import click


@click.group("words", subcommand_metavar="QUOI")
def words() -> None:
    """Traduire en codes des libellés de registres (entrée standard, un par ligne).

    Une ligne sort pour chaque ligne lue, dans l’ordre ; une ligne vide reste vide.
    """


@words.command("data-types")
def data_types() -> None:
    """Les types de données d’un libellé : codes séparés par une espace, ou « ? » si aucun ne convient."""
    from nlp.data_wordings import read_data_types

    answer(lambda wording: " ".join(read_data_types(wording)) or "?")


@words.command("volumes")
def volumes() -> None:
    """Les quantités d’un libellé : une liste JSON de low, high, unit, what et exact, [] s’il n’y en a aucune."""
    from nlp.wordings import read_volumes

    answer(lambda wording: json.dumps([asdict(volume) for volume in read_volumes(wording)], ensure_ascii=False))


def answer(read: Callable[[str], str]) -> None:
    """Print what `read` says of each line of the standard input, as soon as it comes."""
    for wording in lines():
        click.echo(read(wording) if wording else "")


def lines() -> Iterator[str]:
    """The lines of the standard input; bytes that are no UTF-8 become « \N{REPLACEMENT CHARACTER} », and no other character ends a line."""
    for number, line in enumerate(sys.stdin.buffer):
        text = line.decode("utf-8", "replace").strip()
        yield text.removeprefix("\ufeff").strip() if number == 0 else text
