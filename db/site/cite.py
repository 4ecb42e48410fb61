"""How to cite an incident: a sentence, BibTeX, CSL-JSON (which Zotero and Pandoc read)."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from db.site.french import day
from db.site.typography import typographic

SPECIAL = {char: f"\\{char}" for char in "&%$#_{}"} | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def citation(facts: Mapping[str, Any], *, portal: str, url: str, edition: str, today: date) -> dict[str, str]:
    """The three forms. `edition`: the beginning of its content's digest, so that what was cited can be told from what came later."""
    title = typographic(str(facts["title"]))
    seen = day(today.isoformat()).replace("\u00a0", " ")
    return {
        "text": typographic(f"{portal}, « {title} », incident n°\u00a0{facts['id']}, édition {edition}, consulté le {seen}, {url}"),
        "bibtex": bibtex(facts, portal=portal, url=url, edition=edition, today=today),
    }


def bibtex(facts: Mapping[str, Any], *, portal: str, url: str, edition: str, today: date) -> str:
    """An entry for LaTeX."""
    rows = {
        "title": "{" + latex(str(facts["title"])) + "}",
        "author": "{" + latex(portal) + "}",
        "year": str(facts["year"] or today.year),
        "howpublished": f"incident {facts['id']}, édition {edition}",
        "url": url,
        "urldate": today.isoformat(),
        "language": "french",
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in rows.items())
    return f"@misc{{vigie-{facts['id']},\n{lines}\n}}\n"


def csl(facts: Mapping[str, Any], *, portal: str, url: str, edition: str, today: date) -> list[dict[str, Any]]:
    """An item for Zotero, Pandoc and their like."""
    item: dict[str, Any] = {
        "id": f"vigie-{facts['id']}",
        "type": "webpage",
        "title": typographic(str(facts["title"])),
        "author": [{"literal": portal}],
        "container-title": portal,
        "URL": url,
        "version": edition,
        "language": "fr",
        "accessed": {"date-parts": [[today.year, today.month, today.day]]},
    }
    if parts := re.findall(r"\d+", (facts["last_article"] or "")[:10]):
        item["issued"] = {"date-parts": [[int(part) for part in parts]]}
    return [item]


def latex(words: str) -> str:
    """Words in which nothing commands LaTeX.

    >>> latex("Dupont & Fils_{x}")
    'Dupont \\\\& Fils\\\\_\\\\{x\\\\}'
    """
    plain = "".join(char for char in words if unicodedata.category(char) not in {"Cc", "Cf"})
    return "".join(SPECIAL.get(char, char) for char in plain)
