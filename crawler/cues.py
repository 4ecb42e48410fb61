"""The words by which pages of any engine name their parts.

Class names and ids are cut into words (`td-relatedPosts` → td, related, posts) and compared whole; nothing here names a site.
"""

import re
from functools import lru_cache
from itertools import pairwise

_JUNK_WORDS = frozenset(
    """
    comments commentaires commentlist disqus respond reactions remark
    share sharing shares sharethis sharedaddy addthis addtoany partage partages partager social socials rs reseaux-sociaux follow suivez suivre
    newsletter newsletters nl mailing subscribe subscription signup inscription abonnement abonnements abo
    related relateds relatedposts similar similaires connexes associes recommend recommended recommendation recommendations recommandations recirculation
    sidebar breadcrumb breadcrumbs ariane filariane fil-ariane nav navbar navigation menu submenu megamenu pagination pager toolbar
    cookie cookies consent rgpd gdpr cmp privacy
    advert adverts advertisement advertising ad ads pub pubs publicite dfp adsense banner sponsor sponsored sponsorise sponso partenaire partenaires outbrain taboola
    promo promotion teads
    tags taglist hashtags mots-cles motscles keywords
    footer copyright legal
    modal popup popin overlay lightbox tooltip dropdown toast
    sr-only screen-reader-text visually-hidden visuallyhidden hidden-accessible invisible noprint no-print print-only
    most-read popular populaires trending plus-lus pluslus
    read-more readmore lire-aussi lireaussi a-lire read-also see-also voir-aussi alire aussi
    author-box authorbox author-bio author-info author-description about-author biography biographie
    caption captions legende wp-caption-text credit credits figcaption
    audio-player player video-player jwplayer dailymotion synthese
    prev-next prevnext post-navigation nav-links siteorigin
    fontsize zoomtexte login signin register vote rating ratings notation sondage poll quiz petition donate don dons
    search recherche searchform skip-link skiplink
    ticker flash-info bandeau live-ticker summary-nav toc sommaire table-of-contents
    hp-spip crayon-hide aside savoir-plus notification notifications alert alerts alerte
    """.split()
)  # fmt: skip
_COMMENT_WORDS = frozenset("comments commentaires commentlist disqus respond reactions comment commentaire forum forums".split())
_SOFT_WORDS = frozenset(
    "comment commentaire widget meta metas infos metadata postmeta entry-meta date dates author authors auteur auteurs byline signature forum bio pullquote exergue".split()
)
"""Junk only where the whole name says so, or when the part is short: `entry-meta`, `widget`, `auteur`."""
_BODY_NAMES = re.compile(
    r"(?:^|\s)(?:entry-content|entry__content|post-content|post__content|postcontent|post-body|post_body|postbody|article-body|article__body|article_body|articlebody"
    r"|article-content|article__content|article_content|articlecontent|article-text|article__text|article_text|articletext|texte-article|article-texte|contenu-article"
    r"|article-contenu|article-main-content|article-full-content|article-corps|corps-article|corps|story-body|story__body|story-content"
    r"|news-content|news-body|newsbody|td-post-content"
    r"|single-content|single-post-content|single__content|content-article|contentarticle|field-name-body|field--name-body|field-name-field-body"
    r"|node-content|texte|texteencadre-spip"
    r"|body-content|bodytext|body-text|articlecontents?|art-content|art-text|main-text|maintext|wysiwyg|rich-text|richtext|rte|user-content"
    r"|theme-post-content|elementor-widget-theme-post-content"
    r"|amp-wp-article-content|c-content|post-text|posttext|blog-content|the-content|cms-content|content-body|contentbody|editor-content"
    r"|fig-body|a-content|entrytext|entry-text|storytext|prose)(?=\s|$)"
)
_BODY_LOOSE = re.compile(
    r"(?:article|post|entry|story|news|single|page)[-_]{0,2}(?:body|content|contenu|corps|text|texte|copy|paragraphs?)|crayon article-texte"
    r"|surlignable|(?:^|[\s_-])texte(?:$|\s)|ArticleBody|(?:^|[\s_-])body(?:$|[\s])"
)
_LEAD_NAMES = re.compile(
    r"(?i)(?:^|[\s_-])(?:chapo|chapeau|chap[ôo]|standfirst|intro|introduction|introtext|excerpt|hat|lead|lede|leadtext|summary|resume"
    r"|résumé|accroche|headnote|catchline|dek|subhead|subheadline"
    r"|sous-titre|soustitre|subtitle|sub-title|subheading|abstract|teaser|kicker-text|description|deck|preamble|ingress|strapline"
    r"|headline-summary|articlelead|articleintro)(?=$|[\s_-]|\d)"
    r"|[a-z](?:Chapo|Lead|Standfirst|Intro|Excerpt|Summary|Subtitle|Deck|Lede|Abstract)(?=$|[\s_A-Z-])"
)
_CAMEL = re.compile(r"([a-z])([A-Z])")
_PARTS = re.compile(r"[-_:\s/.#]+")
_TAXONOMY = re.compile(
    r"(?:^|\s)(?:category|tag|type|status|format|post|postid|page|term|menu-item|has|with|is|no|hentry|tax|single|node)[-_][^\s]+",
    re.IGNORECASE,
)
_LAYOUT = re.compile(r"(?:^|[-_])(?:with|has|no|without|avec|sans|inner|main)[-_]")
_SHOWN_AGAIN = re.compile(r"(?:^|\s)(?:sm|md|lg|xl|2xl)[:-](?:block|flex|inline|grid|inline-block|contents)")
_ASKS = frozenset("newsletter newsletters abonnement abo promo don dons donation advert pub related".split())
_CALLS = re.compile(r"(?i)(?:^|[\s_-])(?:cta|call-to-action|et_pb_promo)(?=$|[\s_-])")
"""What builders of pages (Elementor, Divi) call a part that sells, whatever else their names say."""
_MACHINE_MADE = re.compile(r"^(?:css|sc|jss|_)[-_]?[a-z0-9]{4,}$", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def junk(name: str) -> int:
    """Of a class and id: 3 comments, 2 never part of an article, 1 perhaps, 0 nothing known."""
    if not name:
        return 0
    tokens = [token for token in name.split() if token]
    lowered = {token.lower() for token in tokens}
    words: set[str] = set()
    for token in tokens:
        lower = token.lower()
        words.add(lower.replace("_", "-"))
        if lower.startswith("wp-block-"):
            # The core's own blocks hold articles whatever they are called; a site's or a plug-in's that asks for something does not.
            words.update(_ASKS & set(lower.split("-")))
        if (
            _MACHINE_MADE.match(token)
            or _TAXONOMY.match(token)
            or lower.startswith(("elementor", "js-", "wp-block", "et_", "vc_", "tdi_", "col-", "has-", "with-", "no-"))
            or _LAYOUT.search(lower)
        ):
            continue
        pieces = [piece for piece in _PARTS.split(_CAMEL.sub(r"\1-\2", token).lower()) if piece]
        words.update(pieces)
        words.update(f"{one}-{two}" for one, two in pairwise(pieces))
    if (
        words & {"hidden", "hide", "d-none", "invisible"}
        and not _SHOWN_AGAIN.search(name)
        and {"hidden", "d-none", "invisible", "hide"} & lowered
    ):
        return 2
    if words & _COMMENT_WORDS and words & _JUNK_WORDS:
        return 3
    if words & {"comments", "commentaires", "commentlist", "disqus", "respond", "divforum"} or "forum" in lowered:
        return 3
    if words & _JUNK_WORDS or _CALLS.search(name):
        return 2
    return 1 if words & _SOFT_WORDS else 0


@lru_cache(maxsize=20_000)
def body(name: str) -> int:
    """Of a class and id: 2 known as an article's body, 1 likely, 0 nothing known."""
    if not name:
        return 0
    if _BODY_NAMES.search(name.lower()):
        return 2
    return 1 if _BODY_LOOSE.search(name) or _BODY_LOOSE.search(name.lower()) else 0


@lru_cache(maxsize=20_000)
def lead(name: str) -> bool:
    """Whether a class or id calls its element a chapô."""
    return bool(name) and bool(_LEAD_NAMES.search(name))
