"""`vigie sample`: a page of the kiosk and what must be read of it, on a disk that is not the repository's."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.kiosk import Kiosk
from crawler.kiosk.server import on_sale
from crawler.sample import SampleError, read_again
from vigie_sample import sample

SITE = "estuaire_libre"
URL = next(url for url, _, _ in on_sale(1) if "estuaire-libre.example" in url)


@pytest.fixture(scope="module")
def kiosk():
    with Kiosk() as opened:
        yield opened


@pytest.fixture
def call(kiosk, tmp_path, monkeypatch):
    monkeypatch.setenv("VIGIE_KIOSK", str(kiosk.port))
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(sample, [*map(str, arguments), "--data", str(tmp_path)])


def test_a_pair_is_made_read_and_minded(call, tmp_path):
    made = call(SITE, URL)
    [pair] = (tmp_path / "samples" / SITE).glob("*.json")
    told = json.loads(pair.read_text("utf-8"))

    assert (made.exit_code, told["asked"], told["article"]["url"]) == (0, URL, URL)
    assert told["article"]["title"] in made.output
    assert b"<html" in pair.with_suffix(".html").read_bytes()
    assert told["headers"]["content-type"].startswith("text/html")
    again = call("--check")
    assert (again.exit_code, again.output) == (0, "1 paire relue, 0 lue autrement.\n")

    # a person mends the pair: it is minded, and never replaced unasked
    told["article"] |= {"title": "Un autre titre", "authors": ["Une Autre"]}
    pair.write_text(json.dumps(told), "utf-8")
    for arguments in (["--check"], ["--check", SITE]):
        again = call(*arguments)
        assert (again.exit_code, "attendu : Un autre titre" in again.output, ": authors" in again.output) == (1, True, True)
    assert (call(SITE, URL).exit_code, json.loads(pair.read_text("utf-8"))["article"]["title"]) == (1, "Un autre titre")
    assert call(SITE, URL, "--replace").exit_code == call("--check").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["zataz", URL], 2, f"mais de « {SITE} »"),
        ([SITE, "nulle part"], 2, "n’est pas une page de"),
        ([SITE], 2, "Donnez SITE et URL"),
        ([SITE, "http://estuaire-libre.example/absent"], 1, "réponse 404"),
        ([SITE, "http://estuaire-libre.example/"], 1, "aucun article lisible"),
        ([SITE, URL, "--folder", Path(__file__).parent], 1, "est dans le dépôt"),
        (["--check"], 1, "aucune paire dans"),
        (["--check", "estuaire"], 2, "Vouliez-vous dire"),
    ],
)
def test_what_cannot_be_a_pair_is_said(call, tmp_path, arguments, status, says):
    result = call(*arguments)

    assert (result.exit_code, says in result.output) == (status, True), result.output
    assert not list(tmp_path.rglob("*.json"))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"asked": "x", "headers": {}, "article": {"url": "x"}}'])
def test_a_pair_that_is_none_is_said_to_be(tmp_path, text):
    pair = tmp_path / "a.json"
    pair.write_text(text, "utf-8")

    with pytest.raises(SampleError, match=r"a\.json"):
        list(read_again(pair))


def test_a_page_that_gives_nothing_any_more(tmp_path):
    pair = tmp_path / "a.json"
    article = {"url": "https://echo.example/a", "publisher": "echo.example", "title": "Un titre", "text": "Un texte."}
    pair.write_text(json.dumps({"asked": article["url"], "headers": {}, "article": article}), "utf-8")
    pair.with_suffix(".html").write_text("<html><h1>Un titre</h1></html>", "utf-8")

    [difference] = read_again(pair)
    assert (difference.field, difference.expected) == ("article", "Un titre")
