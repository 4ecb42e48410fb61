"""A reading shown: in colour, as a page, and never as the article's own mark-up."""

import io
import re
from typing import Any

import pytest
from rich.console import Console

from nlp.explain import marks, page, show

TEXT = "La mutuelle Orféa a perdu 12 000 fiches <b>et</b> des IBAN. Aucun mot de passe."


def found_in(raw: str, **more: Any) -> dict[str, Any]:
    return {"raw": raw, "start": TEXT.index(raw), "in": "text", "score": 0.9, "by": "x", "incident": 0, **more}


def row(**changes: Any) -> dict[str, Any]:
    found = found_in
    return {
        "title": "Fuite chez Orféa",
        "text": TEXT,
        "about": "incident",
        "victims": [found("Orféa", name="Orféa")],
        "organisations": [found("Orféa", role="victim", name=None)],
        "attack_types": ["data_breach"],
        "counts": [found("12 000 fiches", low=12000, high=12000, unit="record", what="affected", exact=True)],
        "data_exposed": [found("IBAN", type="iban", attribute=None, possible=False)],
        "data_denied": [found("mot de passe", type="password", denied_by="Aucun")],
        "incident_date": None,
        "claim": "confirmed",
        "sector": "health",
        "evidence": {"attack_types": [found("perdu 12 000", value="data_breach")]},
        **changes,
    }


def test_marks_do_not_overlap_and_the_more_telling_wins() -> None:
    assert [(mark.kind, TEXT[mark.start : mark.end]) for mark in marks(row())] == [
        ("victim", "Orféa"),
        ("count", "12 000 fiches"),
        ("data_exposed", "IBAN"),
        ("data_denied", "mot de passe"),
    ]


def test_page_shows_findings_and_escapes_the_article() -> None:
    html = page([row()])

    assert '<mark class="count">12 000 fiches<small>concernés : 12\u202f000 enregistrements</small></mark>' in html
    assert "&lt;b&gt;et&lt;/b&gt;" in html
    assert "<b>et</b>" not in html


def test_terminal_shows_every_word() -> None:
    console = Console(width=200, record=True, file=io.StringIO())

    show(row(), console)

    printed = console.export_text()
    assert "12 000 fiches [concernés : 12\u202f000 enregistrements]" in printed
    assert "Orféa" in printed
    assert "Confirmé" in printed


CODES = ["data_breach", "confirmed", "health", "incident", "iban", "password", "affected", "record", "victim"]


@pytest.mark.parametrize("code", CODES)
def test_labels_are_french_and_no_code_is_shown(code: str) -> None:
    console = Console(width=200, record=True, file=io.StringIO())
    one = row(data_exposed=[found_in("IBAN", type="iban", attribute=None, possible=True)])

    show(one, console)

    words = re.findall(r"\w+", re.sub(r"<[^>]*>", " ", page([one]).split("<body>")[1]) + console.export_text())
    assert code not in words
    assert {"Fuite", "Santé", "victime", "peut", "concernés"} <= set(words)


def test_nothing_of_an_article_commands_the_terminal() -> None:
    """ESC recolours or retitles a terminal, BEL rings, U+202E turns what follows around."""
    bad = "\x1b]0;pris\x07\x9b31m\u202e"
    file = io.StringIO()

    show(
        row(
            title=f"Fuite{bad}",
            text=TEXT + bad,
            victims=[found_in("Orféa", name=f"Orféa{bad}")],
            data_denied=[found_in("mot de passe", type="password", denied_by=bad)],
        ),
        Console(width=200, file=file, force_terminal=False),
    )

    assert not set(bad) - set("]0;pris31m") & set(file.getvalue())
    assert "␛]0;pris␇" in file.getvalue()
