"""For everyone: no serious barrier that axe-core finds, light and dark; the keyboard goes everywhere; what is printed is what was read."""

from importlib.resources import files
from typing import Any

import pytest

from tests.site.test_browser import LISTS, OTHERS, SHOTS, watched

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
PAGES = list(
    dict.fromkeys(
        ["/", *OTHERS, *LISTS, *(path for path, _ in SHOTS.values()), "/recherche?q=zzzz", "/vigie?sql=selec", "/organisation/noircorail"]
    )
)
SERIOUS = ("serious", "critical")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASK = "only => axe.run(document, {resultTypes: ['violations'], runOnly: only})"


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_serious_violation(chromium: Any, portal: str, path: str) -> None:
    """Every rule in light; in dark, where only colours differ, that of contrast."""
    with watched(chromium, viewport={"width": 1100, "height": 800}) as (page, _):
        page.goto(portal + path)
        page.evaluate(AXE)
        found = page.evaluate(ASK, TAGS)["violations"]
        page.emulate_media(color_scheme="dark")
        found += page.evaluate(ASK, {"type": "rule", "values": ["color-contrast"]})["violations"]

    assert [
        (one["id"], [node["html"][:140] for node in one["nodes"][:3]], one["nodes"][0]["failureSummary"][:300])
        for one in found
        if one["impact"] in SERIOUS
    ] == []


@pytest.mark.parametrize("path", ["/", "/victimes", "/graphiques", "/incident/264226016"])
def test_the_keyboard_goes_through_the_page_and_sees_where_it_is(chromium: Any, portal: str, path: str) -> None:
    with watched(chromium) as (page, wrong):
        page.goto(portal + path)
        reached = []
        for _ in range(25):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("() => [document.activeElement.tagName, getComputedStyle(document.activeElement).outlineStyle]"))

    assert wrong == []
    assert all(tag != "BODY" for tag, _ in reached)
    assert all(outline != "none" for _, outline in reached)


def test_an_incident_is_printed_with_its_proofs_and_without_the_frame(chromium: Any, portal: str) -> None:
    with watched(chromium) as (page, _):
        page.goto(portal + "/incident/264226016")
        page.emulate_media(media="print")
        hidden = [selector for selector in (".top nav", ".top-search", ".foot nav", ".report") if page.locator(selector).first.is_visible()]
        cited, folded = page.locator(".cite-text").is_visible(), page.locator("details.more blockquote").first.is_visible()
        paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        printed = page.pdf()

    assert hidden == []
    assert cited
    assert folded, "what is folded on screen is printed"
    assert paper == "rgb(255, 255, 255)"
    assert printed.startswith(b"%PDF")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_drawing_takes_the_colours_of_its_page(chromium: Any, portal: str, scheme: str) -> None:
    with watched(chromium, color_scheme=scheme) as (page, _):
        page.goto(portal + "/graphiques")
        fill = page.locator(".chart .part").first.evaluate("e => getComputedStyle(e).fill")
        accent = page.locator("main a").first.evaluate("e => getComputedStyle(document.querySelector('.onward a, .exports-line a')).color")

    assert fill == accent


def test_everything_is_read_without_script(chromium: Any, portal: str) -> None:
    with watched(chromium, java_script_enabled=False) as (page, wrong):
        page.goto(portal + "/")
        page.fill("#q", "mutuelle armoria")
        page.keyboard.press("Enter")
        page.wait_for_url("**/recherche**")
        page.click("section:has(#g-incident) h3 a >> nth=0")
        page.wait_for_url("**/incident/**")
        page.click("details.more summary >> nth=0")
        shown = page.locator("details[open] blockquote").first.is_visible()

    assert wrong == []
    assert shown
