"""L’Estuaire libre: a regional daily on a modern CMS. JSON-LD, machine-made class names, gzipped news sitemaps."""

import gzip
import json
from collections.abc import Iterator
from datetime import datetime
from html import escape
from itertools import groupby

from crawler.kiosk.answer import HTML, XML, Answer, robots, template
from crawler.kiosk.stories import Block, Paper, Story

ADVERTORIAL = "/partenaires/bouclivan-protege-vos-donnees-990001.html"
"""In the sitemap, forbidden by robots.txt."""

SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def path(story: Story) -> str:
    return f"/numerique/{story.slug}-{story.id}.html"


def is_listing(address: str) -> bool:
    return address.startswith("/sitemap")


def answer(paper: Paper, address: str, _query: dict[str, str]) -> Answer | None:
    match address:
        case "/robots.txt":
            return robots("Disallow: /partenaires/", "Disallow: /recherche", f"Sitemap: http://{paper.host}/sitemap.xml")
        case "/sitemap.xml":
            return index(paper)
        case "/sitemaps/pages.xml":
            return Answer(body=urlset([f"<url><loc>http://{paper.host}/mentions-legales</loc></url>"]), type=XML)
        case "/mentions-legales":
            return Answer(body="<!DOCTYPE html><title>Mentions légales</title><p>L’Estuaire libre SA</p>\n".encode())
        case "/":
            return front(paper)
        case str() if address == ADVERTORIAL:
            return Answer(body="<!DOCTYPE html><title>Partenaire</title><p>Contenu sponsorisé</p>\n".encode())
    for year in years(paper):
        if address == sitemap_path(year):
            return sitemap(paper, year)
    story = next((story for story in paper.stories if path(story) == address), None)
    return article(paper, story) if story else None


def article(paper: Paper, story: Story) -> Answer:
    url = f"http://{paper.host}{path(story)}"
    page = template("cms-article.html").substitute(
        url=url,
        title=escape(story.title),
        lead=escape(story.lead),
        linked_data=json.dumps(linked_data(paper, story, url), ensure_ascii=False, indent=2),
        published=story.published.isoformat(),
        modified=story.changed.isoformat(),
        byline=escape(" et ".join(story.authors)),
        section=escape(story.section),
        dates=french_dates(story),
        body="\n".join(body_html(story)),
        comments=len(story.comments),
        related="\n".join(
            f'<a class="sc-kAyceB x7f" href="{path(other)}"><h3>{escape(other.title)}</h3></a>' for other in paper.before(story, 3)
        ),
    )
    return Answer(body=page.encode(), type=HTML, changed=story.changed, slow=story.slow)


def body_html(story: Story) -> Iterator[str]:
    for kind, blocks in groupby(story.body, key=lambda block: block.kind):
        if kind == "item":
            yield '<ul class="sc-dAlyuH list__Qe1">'
        yield from (block_html(block) for block in blocks)
        if kind == "item":
            yield "</ul>"
    if story.paywalled:
        yield (
            '<section class="sc-paywall gate__9Zk" data-testid="paywall"><p>Il vous reste 72 % de cet article à découvrir.</p>'
            "<p>La suite est réservée à nos abonnés. Déjà 38 000 lecteurs nous soutiennent.</p></section>"
        )


def block_html(block: Block) -> str:
    match block.kind:
        case "heading":
            return f'<h2 class="sc-eDPEul inter__Tt4">{block.html}</h2>'
        case "item":
            return f"<li>{block.html}</li>"
        case "quote":
            return f'<blockquote class="sc-gEvEer quote__b3x"><p>{block.html}</p></blockquote>'
        case "aside":
            return f'<p class="sc-iGgWBj also__2Lm">{block.html}</p>'
    return f'<p class="sc-fqkvVR para__K8d">{block.html}</p>'


def linked_data(paper: Paper, story: Story, url: str) -> dict[str, object]:
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": url},
        "headline": story.title,
        "description": story.lead,
        "datePublished": story.published.isoformat(),
        "dateModified": story.changed.isoformat(),
        "author": [{"@type": "Person", "name": name} for name in story.authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": paper.name},
        "articleSection": story.section,
        "keywords": ", ".join(story.tags),
        "commentCount": len(story.comments),
        "isAccessibleForFree": not story.paywalled,
        "inLanguage": "fr",
    }


def years(paper: Paper) -> list[int]:
    return sorted({story.published.year for story in paper.stories}, reverse=True)


def sitemap_path(year: int) -> str:
    return f"/sitemaps/actualites-{year}.xml.gz"


def of_year(paper: Paper, year: int) -> list[Story]:
    return [story for story in paper.stories if story.published.year == year]


def index(paper: Paper) -> Answer:
    maps = "\n".join(
        f"<sitemap><loc>http://{paper.host}{sitemap_path(year)}</loc>"
        f"<lastmod>{max(story.changed for story in of_year(paper, year)).isoformat()}</lastmod></sitemap>"
        for year in years(paper)
    )
    pages = f"<sitemap><loc>http://{paper.host}/sitemaps/pages.xml</loc></sitemap>"
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex {SITEMAP}>\n{maps}\n{pages}\n</sitemapindex>\n'
    return Answer(body=body.encode(), type=XML, changed=paper.changed)


def sitemap(paper: Paper, year: int) -> Answer:
    stories = of_year(paper, year)
    urls = [
        f"<url><loc>http://{paper.host}{path(story)}</loc><lastmod>{story.changed.isoformat()}</lastmod>"
        f"<news:news><news:publication><news:name>{paper.name}</news:name><news:language>fr</news:language></news:publication>"
        f"<news:publication_date>{story.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(story.title)}</news:title></news:news></url>"
        for story in stories
    ]
    if year == years(paper)[0]:
        urls.append(f"<url><loc>http://{paper.host}{ADVERTORIAL}</loc></url>")
    return Answer(
        body=gzip.compress(urlset(urls), mtime=0),
        type="application/x-gzip",
        changed=max(story.changed for story in stories),
    )


def urlset(urls: list[str]) -> bytes:
    body = "\n".join(urls)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {SITEMAP} {NEWS}>\n{body}\n</urlset>\n'.encode()


def front(paper: Paper) -> Answer:
    cards = "\n".join(f'<a class="sc-kAyceB x7f" href="{path(story)}"><h3>{escape(story.title)}</h3></a>' for story in paper.stories[:12])
    page = template("cms-front.html").substitute(name=paper.name, cards=cards, advertorial=ADVERTORIAL)
    return Answer(body=page.encode(), type=HTML, changed=paper.changed)


def french_dates(story: Story) -> str:
    words = "Publié le " + in_words(story.published)
    return f"{words}, mis à jour le {in_words(story.modified)}" if story.modified else words


def in_words(moment: object) -> str:
    return f"{moment:%d/%m/%Y à %Hh%M}" if isinstance(moment, datetime) else f"{moment:%d/%m/%Y}"
