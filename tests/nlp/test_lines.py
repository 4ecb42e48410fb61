"""Lines in: what is accepted, and how the first bad one is named."""

import json
from collections.abc import Iterator

import click
import pytest

from nlp.lines import LineError, articles, batched, numbered, plain

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
    ({**GOOD, "text": 3}, r"ligne 2 : champ « text » : un texte est attendu \(reçu : 3\)"),
    ({**GOOD, "published": "2024-13"}, r"ligne 2 : champ « published » : une année, un mois, un jour"),
    ({**GOOD, "url": "http://["}, r"ligne 2 : champ « url » : une adresse complète est attendue"),
    ("[" * 100_000, r"ligne 2 : ce JSON est trop profondément emboîté"),
    ('{"url": ' + "9" * 5000 + "}", r"ligne 2 : ce JSON est trop profondément emboîté, ou ses nombres trop longs"),
    ({**GOOD, "title": "", "text": 3}, r"et 1 autre défaut\."),
    ({"url": "x", "title": "", "text": 3}, r"et 2 autres défauts\."),
]


@pytest.mark.parametrize(("line", "message"), BAD)
def test_a_bad_line_is_named(line: object, message: str) -> None:
    with pytest.raises(click.ClickException, match=rf"articles\.jsonl, .*{message}"):
        read(GOOD, line)


@pytest.mark.parametrize("size", [1, 2, 3, 64])
def test_good_lines_are_handed_on_before_a_bad_one_is_told(size: int) -> None:
    lines = [json.dumps({**GOOD, "url": f"https://echo.example/{number}"}) for number in range(5)]
    kept: list[str] = []

    def keep() -> None:
        for batch in batched(articles([*lines, "{", *lines], name="articles.jsonl"), size):
            assert len(batch) <= size
            kept.extend(str(row["id"]) for row, _ in batch)

    with pytest.raises(LineError, match="ligne 6"):
        keep()

    assert kept == [f"https://echo.example/{number}" for number in range(5)]


def test_a_file_in_another_encoding_is_named() -> None:
    def lines() -> Iterator[str]:
        yield json.dumps(GOOD)
        raise UnicodeDecodeError("utf-8", b"\xe9", 0, 1, "invalid continuation byte")

    with pytest.raises(LineError, match=r"articles\.jsonl : ce fichier n’est pas en UTF-8"):
        list(numbered(lines(), name="articles.jsonl"))
