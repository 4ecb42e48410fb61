"""The articles on sale: text files with a TOML header, and what a perfect page reader would take from them.

A body is paragraphs parted by a blank line. A paragraph may begin with a mark:

    ## a heading      - an item of a list      > a quotation      !! not part of the article

In a line, `**bold**`, `*italic*` and `[words](address)`. What `!!` marks (« Lire aussi », captions, calls to
subscribe) is shown by every engine in the flow of the article and belongs to no text.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

ARTICLES = Path(__file__).parent / "articles"

PAPERS = {
    "guetteur-du-net.example": "Le Guetteur du Net",
    "estuaire-libre.example": "L’Estuaire libre",
    "bulletin-du-modem.example": "Le Bulletin du Modem",
}

MARKS = {"## ": "heading", "- ": "item", "> ": "quote", "!! ": "aside"}

INLINE = re.compile(r"\*\*(?P<bold>.+?)\*\*|\*(?P<italic>.+?)\*|\[(?P<words>.+?)\]\((?P<address>.+?)\)")


@dataclass(frozen=True)
class Block:
    """One paragraph of a body, and what it is: paragraph, heading, item, quote or aside."""

    kind: str
    source: str

    @property
    def html(self) -> str:
        return INLINE.sub(inline_html, escape(self.source, quote=False))

    @property
    def text(self) -> str:
        return INLINE.sub(lambda match: match["bold"] or match["italic"] or match["words"], self.source)


@dataclass(frozen=True)
class Comment:
    author: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Story:
    """One article, as its paper holds it."""

    id: int
    slug: str
    title: str
    lead: str
    body: tuple[Block, ...]
    authors: tuple[str, ...]
    published: datetime | date
    modified: datetime | None
    section: str
    tags: tuple[str, ...]
    comments: tuple[Comment, ...]
    paywalled: bool
    slow: bool
    edition: int

    @property
    def text(self) -> str:
        """Lead and body, a blank line between paragraphs."""
        paragraphs = [block.text for block in self.body if block.kind != "aside"]
        return "\n\n".join([self.lead, *paragraphs] if self.lead else paragraphs)

    @property
    def changed(self) -> datetime:
        """When this version came out. A day without an hour counts from noon, UTC."""
        moment = self.modified or self.published
        if isinstance(moment, datetime):
            return moment
        return datetime.combine(moment, time(12), UTC)


@dataclass(frozen=True)
class Paper:
    """A paper as it is on sale in one edition, newest article first."""

    host: str
    name: str
    stories: tuple[Story, ...]

    @property
    def changed(self) -> datetime:
        return max(story.changed for story in self.stories)

    def before(self, story: Story, number: int) -> tuple[Story, ...]:
        """The articles that came out before this one: a page does not change when the next one appears."""
        older = self.stories.index(story) + 1
        return self.stories[older : older + number]

    def story(self, number: int) -> Story | None:
        return next((story for story in self.stories if story.id == number), None)


@cache
def read_paper(host: str, edition: int) -> Paper:
    latest: dict[str, Story] = {}
    files = (ARTICLES / host.removesuffix(".example")).glob("*.md")
    for story in sorted(map(read_story, files), key=lambda story: story.edition):
        if story.edition <= edition:
            latest[story.slug] = story
    newest_first = sorted(latest.values(), key=lambda story: (str(story.published), story.id), reverse=True)
    return Paper(host, PAPERS[host], tuple(newest_first))


@cache
def read_story(path: Path) -> Story:
    _, header, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    fields: dict[str, Any] = tomllib.loads(header)
    name, _, edition = path.stem.partition(".edition-")
    try:
        story = Story(
            id=fields.pop("id"),
            slug=name[len("2024-01-31-") :],
            title=fields.pop("title"),
            lead=fields.pop("lead", ""),
            body=tuple(read_block(block) for block in body.strip().split("\n\n")),
            authors=tuple(fields.pop("authors")),
            published=fields.pop("published"),
            modified=fields.pop("modified", None),
            section=fields.pop("section"),
            tags=tuple(fields.pop("tags", [])),
            comments=tuple(Comment(**comment) for comment in fields.pop("comments", [])),
            paywalled=fields.pop("paywalled", False),
            slow=fields.pop("slow", False),
            edition=fields.pop("edition", int(edition or 1)),
        )
    except KeyError as missing:
        raise ValueError(f"{path} has no {missing}") from None
    if fields:
        raise ValueError(f"{path} has fields that no story has: {', '.join(fields)}")
    return story


def read_block(source: str) -> Block:
    words = source.replace("\n", " ")
    for mark, kind in MARKS.items():
        if words.startswith(mark):
            return Block(kind, words.removeprefix(mark))
    return Block("paragraph", words)


def inline_html(match: re.Match[str]) -> str:
    if match["bold"]:
        return f"<strong>{match['bold']}</strong>"
    if match["italic"]:
        return f"<em>{match['italic']}</em>"
    return f'<a href="{match["address"]}">{match["words"]}</a>'
