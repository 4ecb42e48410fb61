"""Le Guetteur du Net: WordPress with a classic theme. A feed in pages, the posts API, comments, Yoast's JSON-LD."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from itertools import groupby
from typing import Any

from crawler.kiosk.answer import HTML, RSS, Answer, not_found, robots, template
from crawler.kiosk.stories import Block, Paper, Story

PER_PAGE = 10

WITHDRAWN = "/2025/06/fuite-chez-un-operateur-article-retire/"
"""Still in the feed, gone from the site."""


def path(story: Story) -> str:
    return f"/{story.published:%Y/%m}/{story.slug}/"


def is_listing(address: str) -> bool:
    return address.startswith(("/feed", "/wp-json/"))


def answer(paper: Paper, address: str, query: dict[str, str]) -> Answer | None:
    match address:
        case "/robots.txt":
            return robots("Disallow: /wp-admin/", "Disallow: /*?replytocom", "Disallow: /apercu/")
        case "/feed/":
            return feed(paper, number_of(query, "paged", 1))
        case "/wp-json/wp/v2/posts":
            return posts(paper, min(max(number_of(query, "per_page", PER_PAGE), 1), 100), number_of(query, "page", 1))
        case "/":
            return front(paper)
        case "/apercu/":
            return Answer(body=b"<!DOCTYPE html><title>Brouillons</title><p>Brouillons de la semaine</p>\n")
    story = next((story for story in paper.stories if path(story) == address), None)
    return article(paper, story) if story else None


def number_of(query: dict[str, str], name: str, default: int) -> int:
    """The number asked for; 0, which no list has a page of, where it is none."""
    value = query.get(name, str(default))
    return int(value) if value.isdecimal() else 0


def article(paper: Paper, story: Story) -> Answer:
    url = f"http://{paper.host}{path(story)}"
    page = template("wordpress-article.html").substitute(
        id=story.id,
        url=url,
        host=paper.host,
        title=escape(story.title),
        description=escape(excerpt(story)),
        published=story.published.isoformat() if isinstance(story.published, datetime) else "",
        modified=story.changed.isoformat(),
        day=french_day(story),
        author=escape(story.authors[0]),
        section=escape(story.section),
        graph=json.dumps(graph(paper, story, url), ensure_ascii=False, separators=(",", ":")),
        content=content(story),
        tags=" ".join(f'<a href="/tag/{i}/" rel="tag">{escape(tag)}</a>' for i, tag in enumerate(story.tags)),
        related="\n".join(f'<li><a href="{path(other)}">{escape(other.title)}</a></li>' for other in paper.before(story, 4)),
        comments=comments(story),
    )
    return Answer(body=page.encode(), type=HTML, changed=story.changed, slow=story.slow)


def content(story: Story) -> str:
    """The block list as WordPress' editor leaves it: the lead is a paragraph in bold, the first of the content."""
    parts = [f"<p><strong>{escape(story.lead, quote=False)}</strong></p>"] if story.lead else []
    for kind, blocks in groupby(story.body, key=lambda block: block.kind):
        rendered = [block_html(block) for block in blocks]
        parts += ["<ul>", *rendered, "</ul>"] if kind == "item" else rendered
    return "\n".join(parts)


def block_html(block: Block) -> str:
    match block.kind:
        case "heading":
            return f"<h2>{block.html}</h2>"
        case "item":
            return f"<li>{block.html}</li>"
        case "quote":
            return f"<blockquote><p>{block.html}</p></blockquote>"
        case "aside":
            return f'<div class="wp-block-read-also lire-aussi"><p>{block.html}</p></div>'
    return f"<p>{block.html}</p>"


def comments(story: Story) -> str:
    return "\n".join(
        f'<li class="comment depth-1" id="comment-{story.id}{n}"><article class="comment-body">'
        f'<footer class="comment-meta"><b class="fn">{escape(comment.author)}</b> <span class="says">dit :</span></footer>'
        f'<div class="comment-content"><p>{escape(comment.text, quote=False)}</p></div>'
        f'<a rel="nofollow" class="comment-reply-link" href="{path(story)}?replytocom={story.id}{n}">Répondre</a></article></li>'
        for n, comment in enumerate(story.comments, 1)
    )


def graph(paper: Paper, story: Story, url: str) -> dict[str, Any]:
    site = f"http://{paper.host}/"
    author = {"@type": "Person", "@id": f"{site}#/person/1", "name": story.authors[0]}
    piece = {
        "@type": "Article",
        "@id": f"{url}#article",
        "isPartOf": {"@id": url},
        "author": {"name": story.authors[0], "@id": author["@id"]},
        "headline": story.title,
        "datePublished": story.published.isoformat(),
        "dateModified": story.changed.isoformat(),
        "wordCount": len(story.text.split()),
        "commentCount": len(story.comments),
        "articleSection": [story.section],
        "keywords": list(story.tags),
        "inLanguage": "fr-FR",
    }
    page = {"@type": "WebPage", "@id": url, "url": url, "name": f"{story.title} - {paper.name}"}
    website = {"@type": "WebSite", "@id": f"{site}#website", "url": site, "name": paper.name}
    return {"@context": "https://schema.org", "@graph": [piece, page, website, author]}


def feed(paper: Paper, number: int) -> Answer:
    shown = paper.stories[(number - 1) * PER_PAGE : number * PER_PAGE]
    if not shown or number < 1:
        return not_found("Aucun article")
    items = [item(paper, story) for story in shown]
    if number == 1:
        link = f"http://{paper.host}{WITHDRAWN}"
        items.insert(3, f"<item><title>Article retiré</title><link>{link}</link><guid>{link}</guid></item>")
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"\n'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">\n'
        f"<channel><title>{paper.name}</title><link>http://{paper.host}/</link>\n"
        f"<lastBuildDate>{format_datetime(paper.changed)}</lastBuildDate>\n" + "\n".join(items) + "\n</channel></rss>\n"
    )
    return Answer(body=body.encode(), type=RSS, changed=paper.changed)


def item(paper: Paper, story: Story) -> str:
    categories = "".join(f"<category><![CDATA[{word}]]></category>" for word in (story.section, *story.tags))
    link = f"http://{paper.host}{path(story)}"
    return (
        f"<item><title>{escape(story.title)}</title><link>{link}</link>"
        f"<dc:creator><![CDATA[{story.authors[0]}]]></dc:creator><pubDate>{format_datetime(in_utc(story))}</pubDate>{categories}"
        f'<guid isPermaLink="false">http://{paper.host}/?p={story.id}</guid>'
        f"<description><![CDATA[<p>{escape(excerpt(story))}</p>]]></description>"
        f"<content:encoded><![CDATA[{content(story)}]]></content:encoded>"
        f"<slash:comments>{len(story.comments)}</slash:comments></item>"
    )


def posts(paper: Paper, per_page: int, number: int) -> Answer:
    pages = -(-len(paper.stories) // per_page)
    if not 1 <= number <= pages:
        error = {"code": "rest_post_invalid_page_number", "message": "Le numéro de page demandé est trop grand.", "data": {"status": 400}}
        return Answer(body=json.dumps(error).encode(), type="application/json; charset=UTF-8", status=400)
    shown = paper.stories[(number - 1) * per_page : number * per_page]
    return Answer(
        body=json.dumps([post(paper, story) for story in shown], ensure_ascii=True).encode(),
        type="application/json; charset=UTF-8",
        changed=paper.changed,
        headers={"X-WP-Total": str(len(paper.stories)), "X-WP-TotalPages": str(pages)},
    )


def post(paper: Paper, story: Story) -> dict[str, Any]:
    return {
        "id": story.id,
        "date": wall_clock(story.published),
        "date_gmt": wall_clock(in_utc(story)),
        "modified": wall_clock(story.changed),
        "modified_gmt": wall_clock(story.changed.astimezone(UTC)),
        "slug": story.slug,
        "status": "publish",
        "type": "post",
        "link": f"http://{paper.host}{path(story)}",
        "title": {"rendered": escape(story.title)},
        "content": {"rendered": content(story), "protected": False},
        "excerpt": {"rendered": f"<p>{escape(excerpt(story))}</p>\n", "protected": False},
    }


def front(paper: Paper) -> Answer:
    articles = "\n".join(
        f'<article class="post"><h2 class="entry-title"><a href="{path(story)}" rel="bookmark">{escape(story.title)}</a></h2></article>'
        for story in paper.stories[:PER_PAGE]
    )
    page = template("wordpress-front.html").substitute(name=paper.name, articles=articles)
    return Answer(body=page.encode(), type=HTML, changed=paper.changed)


def excerpt(story: Story) -> str:
    words: Sequence[str] = story.text.split()
    return " ".join(words[:40]) + " […]" if len(words) > 40 else " ".join(words)


def in_utc(story: Story) -> datetime:
    if not isinstance(story.published, datetime):
        raise TypeError(f"WordPress knows the hour of every post; {story.slug} gives a day")
    return story.published.astimezone(UTC)


def wall_clock(moment: object) -> str:
    """As WordPress' API writes it: no zone."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}"


MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


def french_day(story: Story) -> str:
    return f"{story.published.day} {MONTHS[story.published.month - 1]} {story.published.year}"
