"""The kiosk's articles, and what is said of them: neither drifts from the other."""

import pytest

from crawler.kiosk import PAPERS
from crawler.kiosk.server import ENGINES
from crawler.kiosk.stories import ARTICLES, read_paper, read_story
from tests.kiosk import rebuild
from tests.kiosk.rebuild import EXPECTED


def test_every_paper_has_an_engine():
    assert set(ENGINES) == set(PAPERS)
    assert {folder.name for folder in ARTICLES.iterdir()} == {host.removesuffix(".example") for host in PAPERS}


@pytest.mark.parametrize("edition", rebuild.FILES)
def test_gold_stands_on_the_articles(edition):
    """If this fails: `python -m tests.kiosk.rebuild`, then read the difference."""
    assert rebuild.read(edition) == rebuild.rebuilt(edition)
    assert not [words for row in rebuild.read(edition) for words in rebuild.lost_words(row)]


def test_expected_places_every_article_once():
    placed = [url for incident in EXPECTED["incident"] if incident.get("edition", 1) == 1 for url in incident["articles"]]
    about = {row["url"]: row["about"] for row in rebuild.read(1)}

    assert sorted(placed) == sorted(url for url, kind in about.items() if kind == "incident")
    assert {part["article"] for part in EXPECTED["roundup"]} == {url for url, kind in about.items() if kind == "roundup"}
    assert set(EXPECTED["none"]["articles"]) == {url for url, kind in about.items() if kind == "other"}


def test_expected_names_the_victims_of_the_gold():
    victims = {row["url"]: {victim["name"] for victim in row["victims"]} for edition in rebuild.FILES for row in rebuild.read(edition)}

    for incident in EXPECTED["incident"]:
        assert set(incident["victims"]) == set().union(*(victims[url] for url in incident["articles"])), incident["key"]


def test_noise_is_no_victim():
    victims = {victim["name"] for row in rebuild.read(1) for victim in row["victims"]}

    assert not [name for name in EXPECTED["noise"]["organisations"] if any(name in victim for victim in victims)]


def test_article_with_an_unknown_field_is_refused(tmp_path):
    path = tmp_path / "2024-01-31-x.md"
    path.write_text('+++\nid = 1\ntitle = "t"\nauthors = []\npublished = 2024-01-31\nsection = "s"\nfoto = 1\n+++\n\nCorps.\n')

    with pytest.raises(ValueError, match="fields that no story has: foto"):
        read_story(path)


def test_article_without_a_title_is_refused(tmp_path):
    path = tmp_path / "2024-01-31-x.md"
    path.write_text("+++\nid = 1\n+++\n\nCorps.\n")

    with pytest.raises(ValueError, match="has no 'title'"):
        read_story(path)


def test_numbers_and_slugs_are_unique():
    for host in PAPERS:
        stories = read_paper(host, 2).stories
        assert len({story.id for story in stories}) == len(stories)
