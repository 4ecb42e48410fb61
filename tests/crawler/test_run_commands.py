"""`vigie crawl`, `look` and `sites`, as an operator meets them."""

import json
import sqlite3
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from crawler import commands
from crawler.article import ARTICLE
from crawler.commands import Doors, crawl, look, sites
from crawler.kiosk.server import on_sale
from crawler.ports import Listed
from crawler.shelf import Shelf

BULLETIN = {url for url, host, _ in on_sale(1) if host == "bulletin-du-modem.example"}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def call(command, *args, **kwargs):
    return CliRunner().invoke(command, [str(arg) for arg in args], **kwargs)


def test_crawl_writes_a_file_and_goes_on_from_it(tmp_path):
    file = tmp_path / "articles.jsonl"
    first = call(crawl, "bulletin_du_modem", "-o", file)
    rows = file.read_bytes().splitlines()
    second = call(crawl, "bulletin_du_modem", "-o", file)

    assert first.exit_code == 0, first.output
    assert {ARTICLE.validate_json(row).url for row in rows} == BULLETIN
    assert f"{len(BULLETIN)} nouveaux articles" in first.output
    assert second.exit_code == 0, second.output
    assert "rien de nouveau" in second.output
    assert file.read_bytes().splitlines() == rows


@pytest.mark.parametrize(
    "kept",
    [
        # in the middle of a word, of a letter in two bytes, of the first key; and of all but its line's end
        lambda row: row[: len(row) // 2],
        lambda row: row[: row.index("é".encode()) + 1],
        lambda row: row[:3],
        lambda row: row,
    ],
)
@pytest.mark.parametrize("whole", [0, 3])
def test_crawl_goes_on_from_a_file_that_a_kill_has_cut(tmp_path, kept, whole):
    file = tmp_path / "articles.jsonl"
    call(crawl, "bulletin_du_modem", "-o", file)
    rows = file.read_bytes().splitlines(keepends=True)
    last = kept(rows[whole].removesuffix(b"\n"))
    file.write_bytes(b"".join(rows[:whole]) + last)

    result = call(crawl, "bulletin_du_modem", "-o", file)

    assert result.exit_code == 0, result.output
    assert ("était coupée" in result.output) is (last + b"\n" != rows[whole])
    after = file.read_bytes().splitlines(keepends=True)
    assert after[:whole] == rows[:whole]
    assert sorted(ARTICLE.validate_json(row).url for row in after) == sorted(BULLETIN)


@pytest.mark.parametrize(
    "content", ["notes", '{"url": "https://echo.example/a"', '{"url":"https://echo.example/a"}', '{"note":1}\n{"url":"http']
)
def test_a_last_line_that_vigie_did_not_write_is_left_alone(tmp_path, content):
    file = tmp_path / "notes.txt"
    file.write_text(content)

    result = call(crawl, "bulletin_du_modem", "-o", file)

    assert (result.exit_code, "ligne 1" in result.output) == (1, True)
    assert file.read_text() == content


def test_a_file_that_cannot_be_written_is_told(tmp_path):
    file = tmp_path / "absent" / "articles.jsonl"

    result = call(crawl, "bulletin_du_modem", "-o", file)

    assert result.exit_code == 1
    assert "ne peut être écrit" in result.output
    assert "Errno" not in result.output


def test_no_comment_and_no_commenter_leaves_the_crawl(tmp_path):
    file = tmp_path / "articles.jsonl"
    result = call(crawl, *commands.KIOSK, "-o", file)
    written = file.read_text("utf-8") + result.output
    stories = [story for _, _, story in on_sale(1)]
    comments = [comment for story in stories for comment in story.comments]
    said = {name for story in stories for name in story.authors} | {
        word for story in stories for word in f"{story.title} {story.text}".split()
    }

    assert len(comments) > 10
    assert [comment.text for comment in comments if comment.text in written] == []
    assert [comment.author for comment in comments if f'"{comment.author}"' in written and comment.author not in said] == []
    assert {article.comments for article in map(ARTICLE.validate_json, file.read_bytes().splitlines())} > {1, 3}, "their number is kept"


def test_crawl_fills_the_database_that_the_command_line_opens():
    from contextlib import contextmanager

    shelf = Shelf()

    @contextmanager
    def open_store(settings):
        yield shelf.memory, shelf

    result = call(crawl, "bulletin_du_modem", obj=Doors(open=open_store))

    assert result.exit_code == 0, result.output
    assert set(shelf.articles) == BULLETIN


def test_what_was_given_up_is_reopened_by_an_option():
    from contextlib import contextmanager

    shelf = Shelf()

    @contextmanager
    def open_store(settings):
        yield shelf.memory, shelf

    for url in sorted(BULLETIN):
        shelf.refused(Listed(url=url), site="bulletin_du_modem", reason="given_up", status=0)

    assert "rien de nouveau" in call(crawl, "bulletin_du_modem", obj=Doors(open=open_store)).output
    assert not shelf.articles
    result = call(crawl, "bulletin_du_modem", "--retry-given-up", obj=Doors(open=open_store))
    assert (result.exit_code, set(shelf.articles)) == (0, BULLETIN), result.output


def test_a_full_disk_is_told_without_a_traceback():
    from contextlib import contextmanager

    class Full(Shelf):
        def article(self, article, *, site, listed):
            raise sqlite3.OperationalError("database or disk is full")

    @contextmanager
    def open_store(settings):
        shelf = Full()
        yield shelf.memory, shelf

    result = call(crawl, "bulletin_du_modem", obj=Doors(open=open_store))

    assert result.exit_code == 1
    assert "ne peut être enregistré" in result.output
    assert "le disque est plein" in result.output
    assert "Traceback" not in result.output


def test_a_file_that_is_no_articles_is_left_alone(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text('{"url": "https://echo.example/a"}\n')

    result = call(crawl, "bulletin_du_modem", "-o", file)

    assert result.exit_code == 1
    assert "notes.txt, ligne 1 : ce n’est pas un article" in result.output.replace("\u00a0", " ")
    assert "publisher" in result.output
    assert file.read_text() == '{"url": "https://echo.example/a"}\n'


@pytest.mark.parametrize(
    ("name", "says"),
    [("zatas", "zataz"), ("Undernews", "undernews"), ("guetteur", "guetteur_du_net"), ("xyz123", "vigie sites")],
)
def test_an_unknown_site_is_told_with_its_likeness(name, says):
    result = call(crawl, name, "-o", "a.jsonl")

    assert result.exit_code == 2
    assert says in result.output


def test_a_real_site_without_a_contact_is_refused(tmp_path):
    result = call(crawl, "zataz", "-o", tmp_path / "a.jsonl")

    assert result.exit_code == 1
    assert 'contact = "' in result.output
    assert not (tmp_path / "a.jsonl").exists()


def test_no_name_means_all_real_sites():
    found = commands.choose_sites([])

    assert found
    assert not [site for site in found if site.loopback]
    with pytest.raises(click.UsageError):
        commands.choose_sites(["zataz", "zatax"])


def test_look_shows_a_page_in_french():
    url = min(BULLETIN)
    result = call(look, url)

    assert result.exit_code == 0, result.output
    for name in ("Titre", "Chapô", "Auteurs", "Publié", "Début", "Fin", "caractères"):
        assert name in result.output
    assert json.loads(call(look, url, "--json").output)["url"] == url


def test_look_reads_a_saved_page_and_says_what_is_missing(tmp_path):
    page = tmp_path / "page.html"
    body = "<p>La mairie de Montrevel a été victime d’une attaque, ont indiqué ses services dans la soirée de mardi.</p>" * 2
    page.write_text(f"<html lang='fr'><title>Une mairie</title><article><h1>Une mairie paralysée</h1>{body}</article></html>", "utf-8")

    result = call(look, page, "--url", "https://echo.example/a")

    assert result.exit_code == 0, result.output
    assert "https://echo.example/a" in result.output
    assert "aucune date de publication" in result.output
    assert "le texte est court" in result.output


@pytest.mark.parametrize(
    ("content", "says"),
    [("", "page"), ("<html><title>Just a moment...</title><script>window._cf_chl_opt={}</script></html>", "robot"), ("%PDF-1.7", "page")],
)
def test_look_says_why_there_is_nothing(tmp_path, content, says):
    page = tmp_path / "page.html"
    page.write_text(content)
    result = call(look, page)

    assert result.exit_code == 1
    assert says in result.output
    assert "Traceback" not in result.output


def test_look_at_a_missing_file():
    result = call(look, "absent.html")

    assert (result.exit_code, "absent.html" in result.output) == (1, True)


def test_sites_are_listed():
    result = call(sites)

    assert result.exit_code == 0
    for words in ("zataz", "LeMagIT", "jamais vérifié", "flux paginé", "kiosque"):
        assert words in result.output


def test_help_loads_neither_scrapy_nor_spacy():
    code = (
        "import sys; from click.testing import CliRunner; from crawler.commands import crawl, look, sites\n"
        "for command in (crawl, look, sites): assert CliRunner().invoke(command, ['--help']).exit_code == 0\n"
        "print([name for name in ('scrapy', 'twisted', 'spacy', 'lxml') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=commands.__file__.rsplit("/", 2)[0])

    assert done.stdout.strip() == "[]"
