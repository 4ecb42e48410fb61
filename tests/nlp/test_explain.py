"""A reading shown: in colour, as a page, and never as the article's own mark-up."""

import io
from typing import Any

from rich.console import Console

from nlp.explain import marks, page, show

TEXT = "La mutuelle Orféa a perdu 12 000 fiches <b>et</b> des IBAN. Aucun mot de passe."


def row(**changes: Any) -> dict[str, Any]:
    def found(raw: str, **more: Any) -> dict[str, Any]:
        return {"raw": raw, "start": TEXT.index(raw), "in": "text", "score": 0.9, "by": "x", "incident": 0, **more}

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

    assert '<mark class="count">12 000 fiches<small>affected 12\u202f000 record</small></mark>' in html
    assert "&lt;b&gt;et&lt;/b&gt;" in html
    assert "<b>et</b>" not in html


def test_terminal_shows_every_word() -> None:
    console = Console(width=200, record=True, file=io.StringIO())

    show(row(), console)

    printed = console.export_text()
    assert "12 000 fiches [affected 12\u202f000 record]" in printed
    assert "Orféa" in printed
    assert "confirmed" in printed
