"""`vigie evaluate`: how often the reading is right, on annotated articles, or on published facts that a person judges in the terminal."""

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from crawler.french import figure, printable
from vigie_settings import Settings, pass_settings
from vigie_terminal import bar, decimal, many, percent

if TYPE_CHECKING:
    from db.sample import Answer, Fact
    from nlp.evaluate import Figure, Tallies
    from nlp.quality import Slice


@click.command()
@click.argument("gold", metavar="[GOLD]", type=click.File(encoding="utf-8"), required=False)
@click.option("--against", metavar="FICHIER", type=click.File(encoding="utf-8"), help="Lectures déjà faites (sinon les articles sont lus).")
@click.option("--model", metavar="NOM", help="Nom ou dossier d’un pipeline spaCy avec « ner ».")
@click.option("--by", type=click.Choice(["outlet", "length", "year"]), help="Le F1 de chaque média, longueur ou année.")
@click.option("--errors", is_flag=True, help="Montrer chaque erreur avec son article.")
@click.option("--field", "only", metavar="CHAMP", help="Ne montrer que ce champ.")
@click.option("--json", "as_json", is_flag=True, help="Afficher les chiffres en JSON.")
@click.option(
    "--keep", metavar="FICHIER", type=click.Path(path_type=Path, dir_okay=False), help="Garder les chiffres dans ce fichier (JSON)."
)
@click.option("--sample", metavar="N", type=click.IntRange(min=1), help="Sans GOLD : juger N faits publiés, tirés au sort.")
@click.option(
    "--linking", is_flag=True, help="Mesurer le lien : GOLD tient des paires de noms ou de récits (sinon : tests/gold/pairs-*.jsonl)."
)
@pass_settings
def evaluate(
    settings: Settings, *, linking: bool, gold: TextIO | None, against: TextIO | None, model: str | None, by: "Slice | None", errors: bool,
    only: str | None, as_json: bool, keep: Path | None, sample: int | None,
) -> None:  # fmt: skip
    """Mesurer la lecture sur les articles annotés de GOLD, ou sur des faits publiés (--sample).

    Précision, rappel et F1 par champ, avec l’intervalle à 95 % du F1 ; exactitude pour « about », « claim » et « sector ».
    """
    if sample is not None or linking:
        measure_otherwise(settings, gold, sample, as_json=as_json, errors=errors)
        return
    if gold is None:
        raise click.UsageError("Donnez un fichier d’articles annotés (GOLD), ou « --sample N » pour juger des faits publiés.")
    from nlp.annotations import annotations
    from nlp.evaluate import LISTS, SINGLES, tallies
    from nlp.evaluate import figure as sum_up
    from nlp.lines import decoded, name_of
    from nlp.version import pipeline_version

    if only and only not in (*LISTS, *SINGLES):
        raise click.UsageError(f"Aucun champ ne s’appelle « {only} ». Les champs sont : {', '.join((*LISTS, *SINGLES))}.")
    name = name_of(gold)
    lines = list(decoded(gold, name=name))
    wanted = list(annotations(lines, name=name).values())
    if not any(field in one for one in wanted for field in (*LISTS, *SINGLES)):
        raise click.ClickException(f"{name} ne contient aucun article annoté : il n’y a rien à mesurer.")
    found = annotations(against, name=name_of(against)) if against else read(lines, name=name, model=model or settings.model)
    held = {field: ones for field, ones in tallies(wanted, found).items() if only in (None, field)}
    figures = {field: sum_up(field, ones) for field, ones in held.items()}
    if keep:
        from nlp.quality import quality_file

        version = "lectures données" if against else pipeline_version(model or settings.model)
        kept = quality_file(figures, version=version, date=today(), name=Path(gold.name).name, articles=len(wanted))
        write(keep, kept)
    if as_json:
        click.echo(json.dumps({field: vars(one) for field, one in figures.items()}, indent=1))
        return
    click.echo(many(len(wanted), "article", "articles"))
    missing = [one["id"] for one in wanted if one["id"] not in found]
    if missing:
        click.echo(f"Sans lecture, comptés comme lus vides : {printable(', '.join(missing[:5]))} ({figure(len(missing))}).", err=True)
    if by:
        show_slices(wanted, held, by)
    else:
        show_figures(figures, wanted, held, errors=errors)


def measure_otherwise(settings: Settings, gold: TextIO | None, sample: int | None, *, as_json: bool, errors: bool) -> None:
    """What is not measured on annotated articles: published facts, or the linking of labelled pairs."""
    if sample is None:
        measure_linking(gold, as_json=as_json, errors=errors)
    elif gold:
        raise click.UsageError("« --sample » juge les faits publiés : ne donnez pas GOLD avec.")
    else:
        judge(settings, sample)


PAIRS = ("tests/gold/pairs-names.jsonl", "tests/gold/pairs-incidents.jsonl")


def measure_linking(gold: TextIO | None, *, as_json: bool, errors: bool) -> None:
    """How well linking tells one from two, on labelled pairs."""
    from db.pairs import measure, read_pairs

    if gold is not None:
        pairs = read_pairs(gold, name=Path(gold.name).name)
    else:
        files = [Path(name) for name in PAIRS if Path(name).exists()]
        if not files:
            raise click.UsageError("Donnez un fichier de paires (GOLD) : les nôtres sont dans le dossier tests/gold du dépôt.")
        pairs = [pair for file in files for pair in read_pairs(file.read_text("utf-8").splitlines(), name=file.name)]
    found = measure(pairs)
    if as_json:
        click.echo(json.dumps([{name: value for name, value in vars(one).items() if name != "errors"} for one in found], indent=1))
        return
    click.echo(f"{'lien':<16}{'précision':>10}{'rappel':>8}{'F1':>8}{'paires':>8}{'récidives jointes':>20}")
    for one in found:
        numbers = f"{decimal(one.precision):>10}{decimal(one.recall):>8}{decimal(one.f1):>8}{one.pairs:>8}{one.recurring:>20}"
        click.echo(f"{one.kind:<16}{numbers}")
        for pair in one.errors if errors else ():
            wrong = "séparés" if pair["same"] else "réunis"
            click.echo(f"    {wrong:<8} {short(pair['one'])} / {short(pair['other'])}")


def read(lines: Sequence[str], *, name: str, model: str | None) -> dict[str, dict[str, Any]]:
    """The readings of the articles themselves, made now."""
    from nlp.commands import readings
    from nlp.lines import identifier

    with bar("Lecture", sum(1 for line in lines if line.strip())) as advance:
        return {identifier(row): row for row in readings(lines, name=name, model=model, advance=advance)}


def write(path: Path, kept: Mapping[str, Any]) -> None:
    """Keep figures, whole or not at all: written beside, then put in place."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        try:
            beside.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise click.ClickException(f"{path} ne peut être écrit ({error.strerror}). Donnez un autre fichier à « --keep ».") from error


def show_figures(figures: "Mapping[str, Figure]", wanted: Sequence[Mapping[str, Any]], held: "Tallies", *, errors: bool) -> None:
    """One line a field, with its errors where they are asked for."""
    click.echo(f"{'champ':<20}{'précision':>10}{'rappel':>8}{'F1':>8}{'95 %':>15}{'n':>7}")
    for name, one in figures.items():
        parts = f"{'':>10}{'exact.':>8}" if one.accuracy else f"{decimal(one.precision):>10}{decimal(one.recall):>8}"
        between = "" if one.low is None or one.high is None else f"{decimal(one.low)}–{decimal(one.high)}"
        click.echo(f"{name:<20}{parts}{decimal(one.f1):>8}{between:>15}{figure(one.n):>7}")
        if errors:
            for article, tally in zip(wanted, held[name], strict=True):
                for kind, item in tally.errors:
                    click.echo(f"    {printable(article['id'])[-50:]:<50} {kind:<8} {short(item)}")


def show_slices(wanted: Sequence[Mapping[str, Any]], held: "Tallies", by: "Slice") -> None:
    """F1 (or accuracy) of each field in each group, groups as rows; « – » where there was nothing to find."""
    from nlp.quality import sliced

    groups = sliced(wanted, held, by)
    width = max(map(len, groups), default=0) + 2
    click.echo(f"{'':<{width}}{'articles':>9}" + "".join(f"{name:>{max(8, len(name) + 2)}}" for name in held))
    for name, (number, figures) in groups.items():
        cells = "".join(f"{decimal(one.f1, 2) if one.n else '–':>{max(8, len(field) + 2)}}" for field, one in figures.items())
        click.echo(f"{printable(name):<{width}}{figure(number):>9}{cells}")


def short(item: Any) -> str:
    """An item of an error on one line."""
    if not isinstance(item, dict):
        return printable(str(item))
    hidden = {"start", "in", "score", "by", "incident"}
    return printable(json.dumps({name: value for name, value in item.items() if name not in hidden}, ensure_ascii=False))


ANSWERS: "Mapping[str, Answer]" = {"j": "right", "f": "wrong", "i": "unsure"}


def judge(settings: Settings, number: int) -> None:
    """Show published facts one by one, keep what a person says of each, and tell the figure."""
    from db.sample import draw, judged, read_answers, remember

    for words in read_answers(settings.data).faults:
        click.echo(printable(words), err=True)
    facts = draw(settings.data, number)
    if not facts:
        click.echo("Aucun fait publié qui n’ait été jugé : publiez, ou relisez avec une autre version.")
    for place, fact in enumerate(facts, 1):
        click.echo(f"\nFait {place} sur {len(facts)}\n{described(fact)}")
        with suppress(EOFError):
            given = ask()
            if given == "q":
                break
            if given in ANSWERS:
                remember(settings.data, fact, ANSWERS[given], date=today())
    found = judged(settings.data)
    if found is None:
        click.echo("\nAucun fait n’a encore été jugé juste ou faux : il n’y a pas de chiffre.")
        return
    low, high = found.interval
    click.echo(
        f"\n{percent(found.share)} des faits jugés sont justes (intervalle à 95 % : {percent(low)} à {percent(high)} ; "
        f"{many(found.right, 'juste', 'justes')}, {many(found.wrong, 'faux', 'faux')}, {many(found.unsure, 'incertain', 'incertains')} ; "
        f"version {found.version}). Ce chiffre ouvre le tableau de la fiabilité à la prochaine « vigie publish »."
    )


def ask() -> str:
    """One letter; asked again until it is one of ours. The end of the input leaves."""
    while True:
        try:
            given: str = click.prompt(
                "[j]uste, [f]aux, [i]ncertain, [p]asser, [q]uitter", prompt_suffix=" ? ", default="", show_default=False
            )
        except click.Abort:
            return "q"
        letter = given.strip().lower()[:1]
        if letter and letter in "jfipq":
            return letter


def described(fact: "Fact") -> str:
    """A fact as a reader of the edition sees it."""
    lines = {
        "Article": f"{fact.title} ({fact.publisher}, {fact.published or 'sans date'})",
        "Vigie lit": fact_words(fact.kind, fact.value),
        "Mots": f"« {fact.raw} »" if fact.raw else "–",
        "Extrait": fact.extract or "–",
        "Source": fact.link or fact.url,
    }
    return "\n".join(f"  {label:<10} {printable(words)}" for label, words in lines.items())


def fact_words(kind: str, value: str) -> str:
    r"""A fact in French.

    >>> fact_words("taken", "iban"), fact_words("affected", "12000 customer")
    ('donnée prise : IBAN, RIB', 'Concernés : 12\u202f000 clients')
    """
    from nlp.vocabulary import TERMS, label

    if kind in {"taken", "not_taken"}:
        return f"{'donnée prise' if kind == 'taken' else 'donnée épargnée'} : {label('data_type', value)}"
    if kind in {"attack_type", "claim"}:
        return f"{'type d’attaque' if kind == 'attack_type' else 'statut'} : {label('attack_type' if kind == 'attack_type' else 'claim', value)}"
    if kind in TERMS["what"]:
        bounds, _, unit = value.rpartition(" ")
        return f"{label('what', kind)} : {'–'.join(figure(int(bound)) for bound in bounds.split('–'))} {label('unit', unit)}"
    return f"{ {'victim': 'victime', 'date': 'date des faits'}.get(kind, kind) } : {value}"


def today() -> str:
    return datetime.now(UTC).date().isoformat()
