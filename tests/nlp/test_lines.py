"""Lines in: what is accepted, and how the first bad one is named."""

import json

import click
import pytest

from nlp.lines import articles, plain

GOOD = {"url": "https://www.echo.example/a", "title": "Titre", "text": "Texte."}


def read(*rows: object) -> list[dict[str, object]]:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    return [row for row, _ in articles(lines, name="articles.jsonl")]


def test_defaults_and_unknown_keys() -> None:
    [row] = read({**GOOD, "humeur": "bonne"})

    assert row == {**GOOD, "id": GOOD["url"], "publisher": "echo.example", "humeur": "bonne"}


def test_html_becomes_words() -> None:
    [row] = read({**GOOD, "text": "<p>Un&nbsp;vol.</p><ul><li>nom</li><li>e-mail</li></ul><script>alert(1)</script>"})

    assert row["text"] == "Un vol.\n\nnom\n\ne-mail"


def test_a_comparison_is_no_markup() -> None:
    assert read({**GOOD, "text": "Si a < b et b > c, alors…"})[0]["text"] == "Si a < b et b > c, alors…"


def test_plain_keeps_words_parted() -> None:
    assert plain("<p>Les <b>mots</b> de<br>passe</p>") == "Les mots de\n\npasse"


BAD = [
    ("{", r"ligne 2 : ce n’est pas du JSON"),
    ("[1]", r"ligne 2 : un objet JSON est attendu"),
    ({"title": "T", "text": "t"}, r"ligne 2 : champ « url »"),
    ({**GOOD, "url": "ftp://x"}, r"ligne 2 : champ « url » .*ftp://x"),
    ({**GOOD, "title": ""}, r"ligne 2 : champ « title »"),
    ({**GOOD, "published": "hier"}, r"ligne 2 : champ « published » .*hier"),
    ({**GOOD, "text": 3}, r"ligne 2 : champ « text »"),
]


@pytest.mark.parametrize(("line", "message"), BAD)
def test_a_bad_line_is_named(line: object, message: str) -> None:
    with pytest.raises(click.ClickException, match=rf"articles\.jsonl, {message}"):
        read(GOOD, line)
