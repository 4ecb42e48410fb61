"""What can go wrong while reading what a site answered; each error says what, where and what to do next.

`PageError`: an article's page. `ListingError`: a feed, a sitemap, an API answer, a front page.
Readers raise these and nothing else, whatever the bytes. Their names say what the answer was; "Error" would add nothing (N818).
"""


class ReadError(Exception):
    """What a site answered could not be read."""

    hint = ""

    def __init__(self, url: str, what: str, *, hint: str | None = None) -> None:
        self.url = url
        self.what = what
        advice = self.hint if hint is None else hint
        super().__init__(f"{url} : {what}{' ; ' if advice else ''}{advice}")


class PageError(ReadError):
    """An article's page could not be read."""


class NotHtml(PageError):  # noqa: N818
    """The content type or the first bytes say that it is something else: a PDF, an image, XML, JSON."""

    hint = "cette adresse n’est pas celle d’un article"


class AntiBot(PageError):  # noqa: N818
    """An anti-robot page in place of the article, often with status 200."""

    hint = "demandez la permission du site, ou réessayez plus tard"


class TooLarge(PageError):  # noqa: N818
    """More bytes than a page of news can have."""


class NotAnArticle(PageError):  # noqa: N818
    """HTML, but no article: a front page, an error page, a section."""

    hint = "« vigie look » montre ce que la page donne"


class NoBody(NotAnArticle):
    """An article without any text: the page changed, or its text is loaded by script."""


class ListingError(ReadError):
    """A listing could not be read."""


class FeedIsHtml(ListingError):  # noqa: N818
    """HTML where a feed, sitemap or API answer was asked for: a moved feed, a consent wall, an anti-robot page."""

    hint = "ouvrez l’adresse dans un navigateur : le flux a bougé, ou le site refuse les robots"


class BrokenXml(ListingError):  # noqa: N818
    """XML too broken to be read safely; `line` says where."""

    def __init__(self, url: str, what: str, *, line: int, hint: str | None = None) -> None:
        self.line = line
        super().__init__(url, f"XML abîmé, ligne {line} : {what}", hint=hint)


class UnknownListing(ListingError):  # noqa: N818
    """Neither a feed, a sitemap, nor an API answer that Vigie reads."""

    hint = "Vigie lit RSS, Atom, RDF, plans de site et leurs index, articles WordPress en JSON"


class ListingTooLarge(ListingError):  # noqa: N818
    """More bytes, packed or unpacked, than a listing can have."""
