"""The portal in Chromium: what people see, with no console error and no request to another host.

SCREENSHOTS=docs pytest tests/site/test_browser.py -k screenshot     # what `make screenshots` runs
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from db.serve import Portal
from tests.site.serving import baked, copied, one, served

SHOTS = {
    "home": ("/", "Derniers incidents"),
    "incident": ("/incident/264226016", "Données dites épargnées"),
    "organisation": ("/organisation/mutuelle-armoria", "20\u00a0mois entre les deux"),
    "search": ("/recherche?q=securite+sociale", "mots présents dans l’article"),
    "recurring": ("/victimes", "Mutuelle Armoria"),
    "data": ("/donnees", "Familles de données, par année"),
    "charts": ("/graphiques", "Secteurs et années"),
    "sources": ("/sources", "Articles par semaine"),
    "attackers": ("/attaquants", "Par type d’attaque"),
    "table": ("/vigie/incidents", "Colonnes de service masquées"),
}
LISTS = ["/victimes", "/fournisseurs", "/donnees", "/secteurs", "/attaquants", "/sources", "/qualite", "/methode", "/exporter", "/mentions-legales",
         "/graphiques", "/donnees/health", "/rien"]  # fmt: skip
OTHERS = ["/vigie", "/vigie/incidents", "/vigie/incidents/264226016", "/vigie/victimes_recurrentes", "/vigie?sql=select+1", "/recherche"]


@contextmanager
def watched(chromium: Any, **how: Any) -> Iterator[tuple[Any, list[str]]]:
    """A page, and what it complained of or asked of other hosts."""
    context = chromium.new_context(locale="fr-FR", **how)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: (wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda request: wrong.append(request.url) if urlsplit(request.url).hostname != "127.0.0.1" else None)
    try:
        yield page, wrong
    finally:
        context.close()


@pytest.mark.parametrize("name", SHOTS)
def test_screenshots(chromium: Any, portal: str, tmp_path: Path, name: str) -> None:
    path, words = SHOTS[name]
    folder = Path(os.environ.get("SCREENSHOTS") or tmp_path)
    with watched(chromium, viewport={"width": 1280, "height": 900}) as (page, wrong):
        page.goto(portal + path)
        assert words in page.inner_text("main")
        page.screenshot(path=folder / f"{name}.png", full_page=name not in {"incident", "table"})

    assert wrong == []
    assert (folder / f"{name}.png").stat().st_size > 20_000


@pytest.mark.parametrize("path", [*OTHERS, *LISTS, *(path for path, _ in SHOTS.values())])
@pytest.mark.parametrize(("width", "scheme", "script"), [(320, "light", False), (1280, "dark", True)])
def test_narrow_and_wide_light_and_dark_with_and_without_script(
    chromium: Any, portal: str, path: str, width: int, scheme: str, script: bool
) -> None:
    with watched(chromium, viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=script) as (page, wrong):
        page.goto(portal + path)
        assert page.locator("h1").count() == 1
        widest = page.locator("html").evaluate("e => e.scrollWidth") if script else page.locator("main").bounding_box()["width"]

    assert [one for one in wrong if "404" not in one] == []
    assert widest <= width


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/incident/264226016",
        "/vigie/incidents?_all=on",
        "/vigie/quality",
        "/vigie/chiffres_en_desaccord",
        "/sources",
        "/graphiques",
        "/secteurs",
        "/methode",
    ],
)
@pytest.mark.parametrize("width", [320, 700, 1000])
def test_what_is_wider_than_the_page_scrolls_inside_it(chromium: Any, portal: str, path: str, width: int) -> None:
    with watched(chromium, viewport={"width": width, "height": 800}) as (page, _):
        page.goto(portal + path)
        wide = page.evaluate("""() => [document.documentElement.scrollWidth, ...[...document.querySelectorAll('table')]
          .map(table => table.parentElement).filter(box => box.scrollWidth > box.clientWidth)
          .map(box => getComputedStyle(box).overflowX === 'auto' ? box.getBoundingClientRect().right : 1e6)]""")

    assert max(wide) <= width


def test_a_reader_searches_opens_an_incident_and_follows_the_victim(chromium: Any, portal: str) -> None:
    with watched(chromium) as (page, wrong):
        page.goto(portal)
        page.fill("#q", "mutuelle armoria")
        page.keyboard.press("Enter")
        page.click("section:has(#g-incident) h3 a[href$=armoria-2024-02]")
        assert "847" in page.inner_text("main")
        page.click("details.more summary >> nth=0")
        page.click("dl.roles a[href*=armoria]")
        assert page.inner_text("h1").startswith("Mutuelle Armoria")
        assert "Ses incidents" in page.inner_text("main")

    assert wrong == []


def test_the_keyboard_reaches_the_content_first(chromium: Any, portal: str) -> None:
    with watched(chromium) as (page, _):
        page.goto(portal)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#contenu"


def test_an_incident_leads_to_the_reliability_of_a_field(chromium: Any, portal: str) -> None:
    with watched(chromium) as (page, wrong):
        page.goto(portal + "/incident/264226016")
        page.click('a.reliable[href="/qualite#fiabilite-data_denied"]')
        page.wait_for_selector("tr:target")
        assert "Données dites épargnées" in page.inner_text("tr:target")

    assert wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_findings_in_the_whole_text_can_be_hidden_by_kind(chromium: Any, edition: Path, tmp_path: Path, scheme: str) -> None:
    path = baked(tmp_path)
    number = one(path, "select article from data_types where incident = 264226016 order by id")[0]
    line = "e => getComputedStyle(e).textDecorationLine"
    with served(path, Portal(private=True)) as address, watched(chromium, color_scheme=scheme) as (page, wrong):
        page.goto(f"{address}/article/{number}")
        victim, taken = page.locator(".text .m-victim").first, page.locator(".text .m-taken").first
        before = victim.evaluate(line), taken.evaluate(line)
        page.uncheck("#voir-victim")
        after = victim.evaluate(line), taken.evaluate(line)
        page.check("#voir-victim")
        again = victim.evaluate(line)

    assert wrong == []
    assert (before, after, again) == (("underline", "underline"), ("none", "underline"), "underline")


NASTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> \u202egnp.exe {{ 7*7 }}"


@pytest.fixture(scope="module")
def spoiled(edition: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The edition with hostile words wherever the press's words go."""
    path = copied(edition, tmp_path_factory.mktemp("spoiled"))
    conn = sqlite3.connect(path)
    conn.execute("update articles set title = ?, url = 'javascript:alert(3)//' || id, publisher = ?", [NASTY, NASTY])
    conn.execute("update incidents set title = ?, victim = ?", [NASTY, NASTY])
    conn.execute("update organisations set name = ?", [NASTY])
    for table in ("mentions", "counts", "data_types", "attack_types"):
        conn.execute(f"update {table} set raw = ?, extract = ?, link = 'javascript:alert(4)'", [NASTY, f"avant {NASTY} après"])
    conn.execute("update incident_articles set claim_raw = ?, claim_extract = ?, claim_link = 'javascript:alert(5)'", [NASTY, NASTY])
    conn.execute("update organisation_aliases set name = ? || id", [NASTY])
    conn.commit()
    conn.close()
    with served(path) as address:
        yield address


@pytest.mark.parametrize(
    "path",
    ["/", "/incident/264226016", "/organisation/mutuelle-armoria", "/article/121121694755", "/recherche?q=armoria", "/vigie/incidents", "/vigie/articles",
     "/vigie/data_types?incident=264226016", "/vigie/donnees_sensibles", "/vigie/incidents/264226016", "/vigie/fournisseurs",
     "/recherche?q=%3Cscript%3Ealert(6)%3C/script%3E", "/vigie?sql=select+%27%3Cscript%3Ealert(7)%3C/script%3E%27+as+%22%3Cb%3E%22"],
)  # fmt: skip
def test_hostile_words_stay_words(chromium: Any, spoiled: str, path: str) -> None:
    with watched(chromium) as (page, wrong):
        page.goto(spoiled + path)
        page.wait_for_load_state("networkidle")
        shown = page.inner_text("body") + "".join(page.eval_on_selector_all("input", "all => all.map(i => i.value)"))
        followed = page.eval_on_selector_all("a", "all => all.map(a => a.href)")

    assert wrong == []
    assert "<script>" in shown, "the words are shown as they are"
    assert "\u202e" not in shown
    assert not [one for one in followed if one.lower().startswith("javascript:")]
