"""The main job on a real page, where two files that are not part of this repository are given: every field is right."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from benchmarks.real import differences
from nlp.pipeline import build
from nlp.reading import reading_row
from nlp.tagger import read
from nlp.text import Source

PAGE, EXPECTED = os.environ.get("REAL_PAGE"), os.environ.get("REAL_EXPECTED")
ARTICLE = {
    "url": "https://vigie-des-quais.example/fuite-orfea/",
    "publisher": "vigie-des-quais.example",
    "published": "2026-03-10",
    "title": "Fuite de données chez la mutuelle Orféa",
    "text": "La mutuelle Orféa a reconnu mardi avoir été victime d’une cyberattaque. Les noms, les IBAN et les adresses mail et postale de "
    "12\u202f000 adhérents ont été dérobés dans la nuit du 3 au 4 mars. En revanche, aucun mot de passe n’a été consulté.\n\n"
    "Le groupe Noctule revendique l’intrusion ; la CNIL a été prévenue et une plainte déposée.",
}


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    """What Vigie itself reads in the article: this tests the comparison, not the reading."""
    source = Source(**{name: ARTICLE[name] for name in ("url", "title", "text", "published", "publisher")})
    return {**ARTICLE, **reading_row(read(build(), source))}


def page_of(line: dict[str, object]) -> bytes:
    paragraphs = "".join(f"<p>{part}</p>" for part in str(line["text"]).split("\n\n"))
    return (
        f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{line["title"]}</title><link rel="canonical" href="{line["url"]}">'
        f'<meta property="og:type" content="article"><meta property="article:published_time" content="{line["published"]}T08:00:00+01:00"></head>'
        f'<body><article><h1>{line["title"]}</h1><div class="entry-content">{paragraphs}</div></article></body></html>'
    ).encode()


def test_a_page_read_as_expected_is_right_in_every_field(expected: dict[str, Any]) -> None:
    found = differences(page_of(ARTICLE), expected)

    assert {name: said for name, said in found.items() if said} == {}
    assert {"title", "text", "victims", "counts", "sector", "edition: incidents"} <= set(found)


WRONG = {
    "title": {"title": "Un autre titre"},
    "text": {"text": "Un autre texte."},
    "published": {"published": "2026-03-11"},
    "claim": {"claim": "denied"},
    "victims": {"victims": [{"raw": "Armoria", "name": "Armoria"}]},
    "data_denied": {"data_denied": [{"raw": "x", "type": "health"}]},
    "edition: counts": {"counts": [{"raw": "x", "low": 13_000, "high": 13_000, "unit": "customer", "what": "affected", "exact": True}]},
    "edition: incidents": {"incident_date": {"raw": "x", "value": "2026-03-01"}},
}


@pytest.mark.parametrize("name", WRONG)
def test_a_field_that_differs_is_named(name: str, expected: dict[str, Any]) -> None:
    assert differences(page_of(ARTICLE), {**expected, **WRONG[name]})[name]


@pytest.mark.skipif(not (PAGE and EXPECTED), reason="REAL_PAGE and REAL_EXPECTED name no files")
def test_the_real_page_is_right_in_every_field() -> None:
    found = differences(Path(PAGE or "").read_bytes(), json.loads(Path(EXPECTED or "").read_text("utf-8")))

    assert {name: said for name, said in found.items() if said} == {}
