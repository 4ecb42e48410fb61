"""A reading shown: the article with its findings in colour, in the terminal or as a page of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from crawler.french import figure, printable
from nlp.vocabulary import TERMS, label

STYLES = {
    "victim": ("bold white on red", "#b3261e"),
    "attacker": ("bold white on magenta", "#7a2f8f"),
    "organisation": ("bold blue", "#1a56a0"),
    "count": ("black on yellow", "#8a6100"),
    "data_exposed": ("black on bright_red", "#c2410c"),
    "data_denied": ("black on green", "#1b7340"),
    "incident_date": ("black on cyan", "#0e7490"),
    "evidence": ("underline", "#555555"),
}
FRENCH = {
    "victim": "victime",
    "attacker": "attaquant",
    "organisation": "organisation",
    "count": "quantité",
    "data_exposed": "donnée prise",
    "data_denied": "donnée épargnée",
    "incident_date": "date des faits",
    "evidence": "indice",
}


@dataclass(frozen=True)
class Mark:
    """Words to colour: where they stand, their kind, and what was understood."""

    start: int
    end: int
    where: str
    kind: str
    note: str


def marks(row: dict[str, Any]) -> list[Mark]:
    """The findings of a reading (as `reading_row` gives it), in reading order, none overlapping; the more telling kind wins."""
    ranked = sorted(_all_marks(row), key=lambda mark: (list(STYLES).index(mark.kind), mark.start))
    kept: list[Mark] = []
    for mark in ranked:
        if all(mark.where != other.where or mark.end <= other.start or mark.start >= other.end for other in kept):
            kept.append(mark)
    return sorted(kept, key=lambda mark: (mark.where == "text", mark.start))


def _all_marks(row: dict[str, Any]) -> Iterator[Mark]:
    for found in row["organisations"]:
        kind = found["role"] if found["role"] in {"victim", "attacker"} else "organisation"
        yield _mark(found, kind, label("role", found["role"]).lower())
    for found in row["counts"]:
        bounds = "–".join(figure(bound) for bound in dict.fromkeys((found["low"], found["high"])))
        yield _mark(found, "count", f"{label('what', found['what']).lower()} : {bounds} {label('unit', found['unit'])}")
    for found in row["data_exposed"]:
        yield _mark(found, "data_exposed", label("data_type", found["type"]) + (" (peut-être)" if found["possible"] else ""))
    for found in row["data_denied"]:
        yield _mark(found, "data_denied", f"{label('data_type', found['type'])}, « {found['denied_by']} »")
    if row["incident_date"]:
        yield _mark(row["incident_date"], "incident_date", row["incident_date"]["value"])
    for field, found in ((field, found) for field, items in row["evidence"].items() for found in items):
        yield _mark(found, "evidence", f"{FIELDS[field]} : {french(field, found['value'])}")


def _mark(found: dict[str, Any], kind: str, note: str) -> Mark:
    return Mark(found["start"], found["start"] + len(found["raw"]), found["in"], kind, note)


def summary(row: dict[str, Any]) -> list[tuple[str, str]]:
    """The plain values, as (label, value), in French."""
    values = {
        "about": french("about", row["about"]),
        "victims": ", ".join(victim["name"] for victim in row["victims"]),
        "attack_types": ", ".join(french("attack_types", code) for code in row["attack_types"]),
        "claim": french("claim", row["claim"]),
        "sector": french("sector", row["sector"]),
    }
    return [(FIELDS[field].capitalize(), value or "–") for field, value in values.items()]


FIELDS = {"about": "sujet", "victims": "victimes", "attack_types": "attaque", "claim": "statut", "sector": "secteur"}


def french(field: str, code: str | None) -> str:
    """What a plain value is called; a code that the vocabulary does not know stays as it is."""
    name: Any = "attack_type" if field == "attack_types" else field
    return label(name, code) if code and code in TERMS[name] else code or ""


def pieces(text: str, found: list[Mark]) -> Iterator[tuple[str, Mark | None]]:
    """The text cut at its marks."""
    end = 0
    for mark in found:
        yield text[end : mark.start], None
        yield text[mark.start : mark.end], mark
        end = mark.end
    yield text[end:], None


def show(row: dict[str, Any], console: Console) -> None:
    """Print one reading, whose row holds the article's title and text too."""
    found = marks(row)
    body = Text()
    for where, text, style in (("title", row["title"], "bold"), ("text", row["text"], "")):
        for words, mark in pieces(text, [mark for mark in found if mark.where == where]):
            body.append(printable(words), style=STYLES[mark.kind][0] if mark else style)
            if mark:
                body.append(printable(f" [{mark.note}]"), style="dim")
        body.append("\n\n")
    facts = Table(show_header=False, box=None, padding=(0, 1))
    for name, value in summary(row):
        facts.add_row(Text(name, style="dim"), Text(printable(value)))
    legend = Text("  ").join(Text(f" {FRENCH[kind]} ", style=style) for kind, (style, _) in STYLES.items())
    console.print(Group(body, facts, legend, Text("")))


PAGE = """<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1.05rem/1.65 Georgia, serif; color: #1c1c1c; background: #fff }}
article {{ border-bottom: 1px solid #ccc; margin-bottom: 2rem }} p {{ white-space: pre-line }} h1 {{ font-size: 1.4rem }}
mark {{ background: none; border-bottom: 3px solid; padding-bottom: 1px; color: inherit }}
mark small {{ font: .7rem sans-serif; margin-left: .25rem }}
dl {{ display: grid; grid-template-columns: 7rem 1fr; font: .9rem sans-serif }} {rules}
</style></head><body>
{articles}
</body></html>
"""


def page(rows: list[dict[str, Any]]) -> str:
    """Readings as one HTML page, nothing loaded from elsewhere."""
    rules = " ".join(f".{kind} {{ border-color: {colour} }} .{kind} small {{ color: {colour} }}" for kind, (_, colour) in STYLES.items())
    return PAGE.format(title="Vigie : lecture", rules=rules, articles="\n".join(map(_article, rows)))


def _article(row: dict[str, Any]) -> str:
    found = marks(row)
    texts = {
        where: "".join(_piece(words, mark) for words, mark in pieces(row[where], [mark for mark in found if mark.where == where]))
        for where in ("title", "text")
    }
    facts = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in summary(row))
    paragraphs = "".join(f"<p>{part}</p>" for part in texts["text"].split("\n\n"))
    return f"<article><h1>{texts['title']}</h1><dl>{facts}</dl>{paragraphs}</article>"


def _piece(words: str, mark: Mark | None) -> str:
    if mark is None:
        return escape(words)
    return f'<mark class="{mark.kind}">{escape(words)}<small>{escape(mark.note)}</small></mark>'
