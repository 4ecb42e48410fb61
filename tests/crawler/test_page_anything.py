"""Whatever the bytes, the readers of pages and listings raise our own errors and no other."""

import gzip
import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crawler.article import ARTICLE
from crawler.errors import ListingError, PageError
from crawler.listing import read_links, read_listing
from crawler.moments import moment, said
from crawler.page import read_page

URL = "https://echo.example/2024/03/fuite"
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)

TAGS = [
    "p",
    "div",
    "h1",
    "h2",
    "article",
    "a",
    "table",
    "tr",
    "td",
    "br",
    "ul",
    "li",
    "span",
    "b",
    "time",
    "script",
    "meta",
    "title",
    "form",
    "nav",
]
WORDS = st.sampled_from(
    [
        "La mairie de Valombre a été piratée, dit-elle.",
        "Par Anne Duval",
        "Publié le 31/02/2024 à 25h61",
        "&eacute;&#0;&#xD800;&bogus;",
        "\u202e\u00ad\ud7ff",
        "Lire aussi : rien",
        "© AFP",
        " ",
    ]
)
ATTRIBUTES = st.sampled_from(
    ["", ' class="entry-content"', ' class="comments hidden"', ' itemprop="articleBody"', ' itemprop="author"', ' datetime="9999-99-99T99:99Z"', ' style="display:none"', ' href="http://[::1"', ' rel="author tag"',  # noqa: E501
     ' property="article:published_time" content="0000-00-00T00:00:00+99:99"', ' type="application/ld+json"', ' class="chapo author date breadcrumb paywall"']
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.sampled_from(["2024-03-01", "Person", "NewsArticle", "#a"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["@type", "@id", "@graph", "author", "headline", "datePublished", "publisher", "articleBody", "keywords", "articleSection",
                         "isAccessibleForFree", "commentCount", "itemListElement", "name", "inLanguage", "mainEntityOfPage", "link", "title", "date_gmt", "content", "items"]),
        inner,
        max_size=6,
    ),
    max_leaves=14,
)  # fmt: skip


@st.composite
def pages(draw):
    parts = [
        draw(st.sampled_from(["<!doctype html><html lang=fr><body>", "<html><head>", "", '<?xml version="1.0" encoding="klingon"?><html>']))
    ]
    for _ in range(draw(st.integers(0, 25))):
        tag = draw(st.sampled_from(TAGS))
        parts.append(draw(st.sampled_from([f"<{tag}{draw(ATTRIBUTES)}>", f"</{tag}>", ""])) + draw(WORDS))
    told = json.dumps(draw(JSON))
    parts.append(f'<script type="application/ld+json">{told}</script>')
    return "".join(parts).encode(draw(st.sampled_from(["utf-8", "utf-16", "cp1252"])), "replace")


def article_or_our_error(data, **options):
    try:
        article = read_page(data, URL, **options)
    except PageError as error:
        return str(error)
    assert ARTICLE.validate_python(article) == article
    assert article.text.startswith(article.lead)
    return URL


def links_or_our_error(read):
    try:
        return read()
    except ListingError as error:
        return [str(error)]


@quick
@given(st.binary(max_size=400))
@example(b"")
@example(b"<")
@example(b"\x00" * 50)
@example(b"<p>" * 3000)
@example(b"<div>" * 20_000 + b"La mairie de Valombre a prevenu la police, et la suite du texte. " * 4)
@example(b"<!doctype html><![CDATA[" + b"<a" * 999)
def test_bytes_as_a_page(data):
    assert article_or_our_error(data).startswith(URL)


@quick
@given(
    pages(),
    st.sampled_from([None, {"Content-Type": "text/html; charset=x-none"}, {"content-type": "text/html;charset=utf-16", "Date": "never"}]),
)
def test_broken_mark_up_as_a_page(data, headers):
    assert article_or_our_error(data, headers=headers).startswith(URL)


XML = st.sampled_from(
    ["<rss>", "<channel>", "<item>", "</item>", "<link>", "</link>", "http://[bad", "https://echo.example/a?b&c", "<urlset>", "<url>", "<loc>", "</loc>", "<sitemapindex>", "<feed xmlns='http://www.w3.org/2005/Atom'>",
     "<entry>", "<link href='/x'/>", "<pubDate>32 Foo 2020 99:99</pubDate>", "<![CDATA[", "]]>", "&eacute;", "&lol9;", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "<title>", "</title>", "\x0c", "é"]  # noqa: E501
)  # fmt: skip


@quick
@given(
    st.one_of(
        st.binary(max_size=300),
        st.lists(XML, max_size=20).map(lambda parts: "".join(parts).encode()),
        JSON.map(lambda value: json.dumps(value).encode()),
    ),
    st.booleans(),
)
@example(b"[" * 5000, False)
@example(b"\x1f\x8b" + b"\x00" * 20, False)
def test_bytes_as_a_listing(data, packed):
    links = links_or_our_error(lambda: [entry.link for entry in read_listing(gzip.compress(data) if packed else data, URL)])
    assert all(link.startswith("http") for link in links)


@quick
@given(st.one_of(st.binary(max_size=300), pages()))
def test_bytes_as_a_front_page(data):
    assert all(link.startswith("http") for link in links_or_our_error(lambda: read_links(data, URL)))


@quick
@given(
    st.text(max_size=60)
    | st.from_regex(r"(?:Publié le )?\d{1,2}[/ .-](?:\d{1,2}|mars|août|févr\.)[/ .-]\d{4}(?: à \d{1,2}h\d{0,2})?", fullmatch=True)
)
def test_any_words_as_a_date(text):
    for value in (moment(text), *said(text)):
        if value:
            assert ARTICLE.validate_python({"url": URL, "publisher": "e", "title": "t", "text": "t", "published": value}).published == value


@pytest.mark.parametrize(
    "data",
    [
        b"<rss>" * 400,
        b"<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]><rss><item><link>https://e.example/&b;</link></item></rss>",
    ],
)
def test_entities_are_never_expanded(data):
    assert not any("aaaa" in link for link in links_or_our_error(lambda: [entry.link for entry in read_listing(data, URL)]))
