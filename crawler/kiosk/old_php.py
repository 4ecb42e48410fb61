"""Le Bulletin du Modem: PHP and tables from 2001, ISO-8859-15, no metas, an RSS feed with summaries only."""

from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime
from html import escape

from crawler.kiosk.answer import Answer, robots, template
from crawler.kiosk.stories import Block, Paper, Story

HTML = "text/html; charset=iso-8859-15"
ENCODING = "iso-8859-15"

PDF_PATH = "/docs/barometre-2025.pdf"
"""In the feed, and no page."""

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def path(story: Story) -> str:
    return f"/article.php?id={story.id}"


def is_listing(address: str) -> bool:
    return address == "/rss.xml"


def answer(paper: Paper, address: str, query: dict[str, str]) -> Answer | None:
    match address:
        case "/robots.txt":
            return robots("Crawl-delay: 0.1", "Disallow: /forum/")
        case "/rss.xml":
            return feed(paper)
        case "/":
            return front(paper)
        case "/article.php":
            story = paper.story(int(number)) if (number := query.get("id", "")).isdecimal() else None
            return article(paper, story) if story else None
        case str() if address == PDF_PATH:
            return Answer(body=PDF, type="application/pdf")
    return None


def article(paper: Paper, story: Story) -> Answer:
    page = template("old-article.html").substitute(
        title=escape(story.title),
        lead=f"<b>{escape(story.lead, quote=False)}</b><br><br>" if story.lead else "",
        author=escape(story.authors[0]),
        section=escape(story.section),
        published=in_words(story),
        body="<br><br>\n".join(body_html(story)),
        links="<br>".join(f'<a href="{path(other)}">{escape(other.title)}</a>' for other in paper.before(story, 5)),
        count=len(story.comments),
        comments="".join(
            f'<tr><td bgcolor="#eeeeee"><b>{escape(comment.author)}</b></td><td>{escape(comment.text)}</td></tr>\n'
            for comment in story.comments
        ),
    )
    return Answer(body=encoded(page), type=HTML, changed=story.changed, slow=story.slow)


def body_html(story: Story) -> Iterator[str]:
    yield from (block_html(block) for block in story.body)


def block_html(block: Block) -> str:
    match block.kind:
        case "heading":
            return f'<font size="3" color="#003366"><b>{block.html}</b></font>'
        case "quote":
            return f"<i>{block.html}</i>"
        case "aside":
            return f'<table align="right" width="180" class="encart"><tr><td><small>{block.html}</small></td></tr></table>'
    return block.html


def feed(paper: Paper) -> Answer:
    items = [
        f"<item><title>{escape(story.title)}</title><link>{escape(f'http://{paper.host}{path(story)}')}</link>"
        f"<description>{escape(escape(story.lead or story.body[0].text))}</description>{pub_date(story)}</item>"
        for story in paper.stories
    ]
    items.insert(2, f"<item><title>Le baromètre 2025 (PDF)</title><link>http://{paper.host}{PDF_PATH}</link></item>")
    body = (
        f'<?xml version="1.0" encoding="ISO-8859-15"?>\n<rss version="2.0"><channel><title>{paper.name}</title>\n'
        f"<link>http://{paper.host}/</link><language>fr</language>\n" + "\n".join(items) + "\n</channel></rss>\n"
    )
    return Answer(body=encoded(body), type="text/xml", changed=paper.changed)


def pub_date(story: Story) -> str:
    """RFC 822; the paper's oldest articles have a day only, and no date in the feed."""
    return f"<pubDate>{format_datetime(story.published)}</pubDate>" if isinstance(story.published, datetime) else ""


def front(paper: Paper) -> Answer:
    rows = "\n".join(f'<tr><td><a href="{path(story)}">{escape(story.title)}</a></td></tr>' for story in paper.stories)
    page = template("old-front.html").substitute(name=paper.name, rows=rows)
    return Answer(body=encoded(page), type=HTML, changed=paper.changed)


def in_words(story: Story) -> str:
    if isinstance(story.published, datetime):
        return f"{story.published:%d/%m/%Y à %Hh%M}"
    return f"{story.published:%d/%m/%Y}"


def encoded(source: str) -> bytes:
    """In the site's own encoding; what it lacks (U+2019, U+202F) goes by number, as such sites do."""
    return source.encode(ENCODING, "xmlcharrefreplace")
