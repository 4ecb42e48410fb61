"""The contract of an article: what is kept, at which precision, and what is refused."""

import json
import subprocess
import sys

import pytest
from pydantic import ValidationError

from crawler.article import ARTICLE, article_row, checked

GOOD = {"url": "https://echo.example/a", "publisher": "echo.example", "title": "Titre", "text": "Texte."}


@pytest.mark.parametrize("moment", ["2024", "2024-02", "2024-02-29", "2024-02-29T07:30+01:00", "2024-02-29T07:30:15.5Z"])
def test_a_moment_is_kept_as_given(moment: str) -> None:
    assert ARTICLE.validate_python({**GOOD, "published": moment}).published == moment


@pytest.mark.parametrize("moment", ["2023-02-29", "2024-13", "2024-02-01T07:30", "2024-02-01 07:30", "hier", "24", "2024-2-1"])
def test_a_moment_that_is_none(moment: str) -> None:
    with pytest.raises(ValidationError, match="published"):
        ARTICLE.validate_python({**GOOD, "published": moment})


@pytest.mark.parametrize(("field", "value"), [("url", "echo.example/a"), ("title", " "), ("text", ""), ("comments", -1), ("unknown", 1)])
def test_a_bad_field_is_named(field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=field):
        ARTICLE.validate_python({**GOOD, field: value})


def test_an_article_survives_its_line() -> None:
    article = ARTICLE.validate_python({**GOOD, "authors": ["A. Roux"], "published": "2024-02"})

    assert ARTICLE.validate_json(json.dumps(article_row(article))) == article


def test_what_a_reader_builds_is_held_to_the_contract() -> None:
    with pytest.raises(ValidationError, match="comments"):
        checked(**GOOD, comments=-1)


def test_the_contract_is_light() -> None:
    """Other rooms import it: it brings neither the list of public suffixes nor anything that fetches or parses."""
    code = (
        "import sys, crawler.article\n"
        "crawler.article.publisher_of('https://www.echo.example/a')\n"
        "print(sorted({'tldextract', 'requests', 'lxml', 'scrapy', 'twisted', 'click'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
