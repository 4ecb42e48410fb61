"""What an editor does: `vigie review` walks through proposals and writes decisions, `vigie register` reads an outside register; `vigie withdraw`,
`vigie forget` and `vigie history` are in `vigie_keeping.py`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from crawler.french import figure, printable
from db.commands import reading_from, said, writing_to
from vigie_settings import Settings, pass_settings
from vigie_terminal import many, percent

if TYPE_CHECKING:
    from db.review import Case


@click.command()
@click.option(
    "--least", metavar="SCORE", type=click.FloatRange(0, 1), default=0.0, help="Ne montrer que les propositions d’au moins ce score."
)
@pass_settings
@said
def review(settings: Settings, *, least: float) -> None:
    """Passer en revue les noms et les incidents qui n’en font peut-être qu’un.

    Chaque réponse est écrite aussitôt dans decisions.toml, où elle peut être effacée ; elle vaut à la prochaine « vigie link ».
    """
    from db.decisions import FILE, write_decision
    from db.review import answered, cases

    with reading_from(settings) as db:
        waiting = list(cases(db, settings.data, least=least))
    if not waiting:
        click.echo("Aucune proposition à revoir.")
        return
    written = 0
    for place, case in enumerate(waiting, 1):
        click.echo(f"\nProposition {place} sur {len(waiting)} ({percent(case.score)})\n{described(case)}")
        answer = ask()
        if answer == "q":
            break
        if answer in ("o", "n"):
            write_decision(settings.data, answered(case, same=answer == "o", date=datetime.now(UTC).date().isoformat()))
            written += 1
    click.echo(
        f"\n{many(written, 'décision écrite', 'décisions écrites')} dans {settings.data / FILE}"
        + (" : « vigie link » les applique." if written else ".")
    )


def ask() -> str:
    """One letter; asked again until it is one of ours. The end of the input leaves."""
    while True:
        try:
            given: str = click.prompt("Un seul ? [o]ui, [n]on, [p]asser, [q]uitter", prompt_suffix=" : ", default="", show_default=False)
        except click.Abort:
            return "q"
        letter = given.strip().lower()[:1]
        if letter and letter in "onpq":
            return letter


def described(case: "Case") -> str:
    """A proposal with what speaks for it and what is known of both."""
    lines = [f"  {printable(name)}{' — ' + printable(known) if known else ''}" for name, known in zip(case.names, case.known, strict=True)]
    return "\n".join([*lines, f"  Parce que : {printable(' ; '.join(case.reasons))}"])


@click.command()
@click.argument("file", metavar="FICHIER", type=click.File("rb"))
@click.option("--name", metavar="NOM", help="Nom du registre (sinon celui du fichier, sans sa fin).")
@pass_settings
@said
def register(settings: Settings, *, file: BinaryIO, name: str | None) -> None:
    """Lire un registre extérieur de fuites, et dire ce qu’il a et que Vigie n’a pas.

    FICHIER a l’une de deux formes : la table CSV de bonjourlafuite ou les fiches JSON de francepassoire. Relire le même registre remplace ses entrées.
    """
    from db.errors import VaultError
    from db.register import read_register
    from db.register_match import register as keep

    shown = Path(file.name).name
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise VaultError(f"{shown} n’est pas en UTF-8 (octet {error.start}). Enregistrez-le en UTF-8.") from error
    entries = read_register(text, name=shown)
    with writing_to(settings, begin=True) as db:
        done = keep(db, entries, name=name or Path(shown).stem)
    moved = f"{many(done.new, 'nouvelle', 'nouvelles')}, {many(done.changed, 'modifiée', 'modifiées')}, {many(done.gone, 'retirée', 'retirées')}"
    click.echo(f"{many(done.entries, 'entrée', 'entrées')} ({moved}).")
    share = done.found / done.entries if done.entries else 0.0
    click.echo(f"Retrouvées par Vigie : {figure(done.found)} ({percent(share)}). Les autres sont dans la vue blind_spots.")
    for month, held, found in done.months:
        click.echo(f"  {month or 'sans date':<10} {figure(found):>6} sur {figure(held)} ({percent(found / held)})")


COMMANDS = (review, register)
"""For `vigie.py` to join to its group."""
