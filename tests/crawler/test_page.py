"""What the page reader takes from a page and what it leaves, on pages of our own writing."""

import json
from pathlib import Path

import pytest

from crawler.article import ARTICLE, article_row
from crawler.errors import AntiBot, NoBody, NotAnArticle, NotHtml, PageError, TooLarge
from crawler.markup import MAX_BYTES
from crawler.page import read_page

URL = "https://www.echo-de-valombre.example/2024/03/12/mairie-fuite"
ONE = "La mairie de Valombre a reconnu mardi que les dossiers de 12 400 administrés avaient été copiés par des inconnus."
TWO = "Les noms, adresses et numéros de téléphone ont été pris ; les mots de passe, chiffrés, ne l’ont pas été, assure la ville."
THREE = "Une plainte a été déposée, et la Cnil prévenue dans les délais. Les guichets rouvriront lundi prochain, promet l’adjoint."
BODY = f"<p>{ONE}</p><p>{TWO}</p><p>{THREE}</p>"
TEXT = f"{ONE}\n\n{TWO}\n\n{THREE}"
PAGES = Path(__file__).parent / "pages"


def page(body=f'<div class="entry-content">{BODY}</div>', *, head="", title="Valombre : la mairie piratée", before="", after="", lang="fr"):
    html = f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">{head}</head><body>{before}<article><h1>{title}</h1>{body}</article>{after}</body></html>'
    return html.encode()


def read(*args, url=URL, headers=None, **options):
    return read_page(page(*args, **options), url, headers=headers)


# Golden pages: each HTML file of pages/ has its article beside it.


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_golden_page(path):
    """After a change that is right: `python -m tests.crawler.pages.rebuild`, then read the difference."""
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert article_row(read_page(path.read_bytes(), expected["url"])) == article_row(ARTICLE.validate_python(expected))


# Body


@pytest.mark.parametrize(
    "intruder",
    [
        # see also, with a link, without, as a heading and its list
        '<p>Lire aussi : <a href="/x">La bibliothèque de Montclair rouvre après trois semaines</a></p>',
        "<p>À lire aussi Le port de Bellerive à l’arrêt après une attaque</p>",
        '<h3>Sur le même sujet</h3><ul><li><a href="/y">Une clinique rançonnée à Montclair en plein été</a></li></ul>',
        '<p><a href="/z">Notre enquête : qui achète les fichiers volés des collectivités ?</a></p>',
        # advertisements, subscriptions, letters, walls
        "<p>Publicité</p>",
        "<p>La suite après la publicité</p>",
        '<div class="ad-slot">Bouclivan, l’antivirus des familles, à partir de trois euros par mois.</div>',
        "<p>Inscrivez-vous à notre newsletter pour ne rien manquer de l’actualité.</p>",
        '<div class="newsletter-box"><p>Chaque matin, la rédaction vous écrit pour vous dire ce qui compte vraiment.</p></div>',
        "<p>Il vous reste 62 % de cet article à lire.</p>",
        "<p>Déjà abonné ? Connectez-vous</p>",
        # hidden and for machines
        '<p class="sr-only">Ce texte n’est que pour les lecteurs d’écran, qui ne l’ont pas demandé.</p>',
        '<p style="display: none">Ce paragraphe caché ne se lit nulle part sur la page affichée.</p>',
        "<script>var x = 'Ce script ne se lit pas, même long de plusieurs phrases.';</script>",
        # figures and shares
        "<figure><img src=a.jpg><figcaption>L’hôtel de ville de Valombre, lundi. © Agence Lumen</figcaption></figure>",
        "<p>Crédit photo : Agence Lumen</p>",
        '<div class="share-buttons"><a href="#">Partager sur un réseau</a></div>',
        '<section id="comments"><p>La mairie de Montclair ferait bien de vérifier aussi, on ne nous dit jamais rien dans cette vallée.</p></section>',
        "<aside><p>Le chiffre : trois communes sur dix n’ont personne pour la sécurité de leurs serveurs.</p></aside>",
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", [1, 3])
def test_intruder_is_left_out(intruder, place):
    parts = [f"<p>{text}</p>" for text in (ONE, TWO, THREE)]
    parts.insert(place, intruder)
    assert read(f'<div class="entry-content">{"".join(parts)}</div>').text == TEXT


@pytest.mark.parametrize(
    "own",
    [
        "Voir ses données en vente est « un choc », dit une habitante.",
        "Mise à jour du 14 mars : la ville a revu son décompte à la hausse.",
        "Publiée lundi par le groupe, l’annonce donnait dix jours à la mairie.",
        "La newsletter municipale, gérée par un prestataire, n’est pas concernée.",
        "Vous avez reçu un courriel de la mairie ? Changez votre mot de passe.",
        "Il écrit à <a href='mailto:rgpd@valombre.example'>rgpd@valombre.example</a>.",
        "« Nous ne paierons pas », répète le maire.",
    ],
)
def test_own_sentence_is_kept(own):
    shown = own.replace("<a href='mailto:rgpd@valombre.example'>", "").replace("</a>", "")
    assert read(f'<div class="entry-content"><p>{ONE}</p><p>{own}</p><p>{THREE}</p></div>').text == f"{ONE}\n\n{shown}\n\n{THREE}"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        # no container known by name
        (f"<div class='x9'>{BODY}</div>", TEXT),
        # every paragraph in its own box, machine-made names
        (f"<div class='sc-1a2b'><div class='css-9z'><p>{ONE}</p></div><div class='css-9z'><p>{TWO}</p></div><div class='css-9z'><p>{THREE}</p></div></div>", TEXT),
        # parted by <br>
        (f"<div class='texte'>{ONE}<br><br>{TWO}<br /><br />{THREE}</div>", TEXT),
        # one <br> is a line of the same paragraph
        (f"<div class='texte'><p>{ONE}<br>{TWO}</p><p>{THREE}</p></div>", f"{ONE}\n{TWO}\n\n{THREE}"),
        # drop cap
        (f"<div class='entry-content'><p><span class='dropcap'>L</span>{ONE[1:]}</p><p>{TWO}</p><p>{THREE}</p></div>", TEXT),
        # lists and subheads
        (f"<div class='entry-content'><p>{ONE}</p><h2>Ce qui a fuité</h2><ul><li>les noms ;</li><li>les adresses.</li></ul><p>{THREE}</p></div>",
         f"{ONE}\n\nCe qui a fuité\n\nles noms ;\n\nles adresses.\n\n{THREE}"),
        # a table of facts, row by row
        (f"<div class='entry-content'><p>{ONE}</p><table><tr><th>Donnée</th><th>Nombre</th></tr><tr><td>Adresses</td><td>12 400</td></tr></table><p>{THREE}</p></div>",
         f"{ONE}\n\nDonnée | Nombre\n\nAdresses | 12 400\n\n{THREE}"),
        # a pull quote that says again what the text says
        (f"<div class='entry-content'><p>{ONE}</p><blockquote>les mots de passe, chiffrés, ne l’ont pas été</blockquote><p>{TWO}</p><p>{THREE}</p></div>", TEXT),
        # a free part shorter than the wall under it
        (f"<div class='article-body'><p>{ONE}</p><p>{TWO}</p></div><div class='offers'><p>Pour lire la suite, abonnez-vous.</p><p>{'Nos offres, sans engagement, dès un euro par mois. ' * 12}</p></div>",  # noqa: E501
         f"{ONE}\n\n{TWO}"),
    ],
    ids=["unnamed", "boxed", "br", "one-br", "dropcap", "list", "table", "echo", "wall"],
)  # fmt: skip
def test_body(body, text):
    assert read(body).text == text


def test_characters_that_no_article_needs():
    html = f'<div class="entry-content"><p>Les cyber&shy;attaques\u200b de\n\t  mars\u202e&nbsp;: 12\u202f400 per­sonnes.</p>{BODY}</div>'
    assert read(html).text.split("\n\n")[0] == "Les cyberattaques de mars\xa0: 12\u202f400 personnes."


# Chapô

LEAD = "Une intrusion dans le logiciel d’état civil a exposé des milliers d’habitants de la vallée."


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (f'<p class="chapo">{LEAD}</p><div class="entry-content">{BODY}</div>', ""),
        (f'<div class="article__standfirst"><p>{LEAD}</p></div><div class="body-x"><div class="entry-content">{BODY}</div></div>', ""),
        (f'<h2>{LEAD}</h2><div class="css-1x">{BODY}</div>', f'<meta name="description" content="{LEAD}">'),
        (
            f'<p class="css-77">{LEAD}</p><div class="entry-content">{BODY}</div>',
            f'<meta property="og:description" content="{LEAD[:70]}…">',
        ),
        (f'<div class="entry-content"><p><strong>{LEAD}</strong></p>{BODY}</div>', f'<meta name="description" content="{LEAD}">'),
        # said twice
        (f'<p class="intro">{LEAD}</p><div class="entry-content"><p>{LEAD}</p>{BODY}</div>', ""),
    ],
    ids=["class", "standfirst", "description", "cut-description", "bold", "twice"],
)
def test_lead_opens_the_text_once(body, head):
    article = read(body, head=head)
    assert (article.lead, article.text) == (LEAD, f"{LEAD}\n\n{TEXT}")


def test_description_that_the_page_does_not_show_is_no_lead():
    article = read(
        head='<meta name="description" content="Toute l’actualité de la vallée de Valombre, heure par heure, par notre rédaction.">'
    )
    assert (article.lead, article.text) == ("", TEXT)


# Title


@pytest.mark.parametrize(
    ("head", "title", "expected"),
    [
        (
            '<meta property="og:title" content="Valombre : la mairie piratée - L’Écho"><meta property="og:site_name" content="L’Écho">',
            "",
            "Valombre : la mairie piratée",
        ),
        ("<title>Fuite à Valombre - ce que l’on sait | echo-de-valombre.example</title>", "", "Fuite à Valombre - ce que l’on sait"),
        ("<title>Écho de Valombre – Une mairie sans serveurs</title>", "", "Une mairie sans serveurs"),
        (
            '<meta property="og:title" content="Fuite à Valombre">',
            "<span class='kicker'>Exclusif</span> Fuite à Valombre - ce que l’on sait",
            "Fuite à Valombre - ce que l’on sait",
        ),
        ('<meta property="og:title" content="Fuite à Valombre">', "<a class='logo' href='/'>L’Écho de Valombre</a>", "Fuite à Valombre"),
    ],
)
def test_title(head, title, expected):
    site = '<script type="application/ld+json">{"@type": "WebSite", "name": "L’Écho de Valombre"}</script>'
    assert read(title=title, head=head + site).title == expected


# Signatures

JSON_LD = '<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle","author":[{"@id":"#a"},{"@type":"Person","name":"Karim Benali"}]},{"@type":"Person","@id":"#a","name":"Anne Duval"}]}</script>'  # noqa: E501


@pytest.mark.parametrize(
    ("head", "byline", "authors"),
    [
        (JSON_LD, "", ("Anne Duval", "Karim Benali")),
        ('<meta name="author" content="Anne Duval">', "", ("Anne Duval",)),
        ('<meta name="author" content="https://reseau.example/anne">', "", ()),
        ("", '<p class="byline">Par Anne Duval, correspondante à Montclair, et Karim Benali</p>', ("Anne Duval", "Karim Benali")),
        ("", "<div>Publié le 12 mars 2024 à 9h par <b>Anne Duval</b></div>", ("Anne Duval",)),
        ("", '<a rel="author" href="/auteur/3">Anne Duval</a>', ("Anne Duval",)),
        (
            "",
            '<a href="/journalistes/anne-duval"><span class="sr-only">Anne Duval</span> <span aria-hidden="true">Anne Duval</span></a>',
            ("Anne Duval",),
        ),
        # the site is no author
        ('<meta name="author" content="L’Écho de Valombre"><meta property="og:site_name" content="L’Écho de Valombre">', "", ()),
        # unless it signs
        (
            '<meta property="og:site_name" content="Les Nouvelles">',
            "<p><span>Par </span><span>Les Nouvelles</span></p>",
            ("Les Nouvelles",),
        ),
        # an agency
        ("", '<div class="author">Par <span>AFP</span></div>', ("AFP",)),
        # nobody
        ('<meta name="author" content="admin">', "", ()),
    ],
)
def test_authors(head, byline, authors):
    article = read(f'{byline}<div class="entry-content">{BODY}</div>', head=head)
    assert (article.authors, article.text) == (authors, TEXT)


# Moments


@pytest.mark.parametrize(
    ("head", "line", "published", "modified"),
    [
        ('<meta property="article:published_time" content="2024-03-12T09:30:00+01:00"><meta property="article:modified_time" content="2024-03-13T08:00:00+01:00">', "", "2024-03-12T09:30:00+01:00", "2024-03-13T08:00:00+01:00"),  # noqa: E501
        ('<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-03-12T09:30:00"}</script>', "", "2024-03-12T09:30:00+01:00", None),
        # a day gains its hour from another mark of the same day
        ('<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-03-12"}</script>', '<time datetime="2024-03-12T09:30:00+01:00">12 mars</time>', "2024-03-12T09:30:00+01:00", None),  # noqa: E501
        ("", "<p>Publié le 02/11/2023 à 15h57, mis à jour le 03/11/2023 à 8h</p>", "2023-11-02T15:57:00+01:00", "2023-11-03T08:00:00+01:00"),
        ("", "<p>Mis à jour le 3 août 2023 | Publié le 1er août 2023</p>", "2023-08-01", "2023-08-03"),
        ("", '<span class="date">mardi 5 juillet 2022</span>', "2022-07-05", None),
        # relative dates are not resolved; the address has a day
        ("", "<p>Publié hier à 10h</p>", "2024-03-12", None),
        # nonsense
        ('<meta property="article:published_time" content="1970-01-01T00:00:00Z">', "", "2024-03-12", None),
    ],
)  # fmt: skip
def test_moments(head, line, published, modified):
    article = read(f'{line}<div class="entry-content">{BODY}</div>', head=head)
    assert (article.published, article.modified, article.text) == (published, modified, TEXT)


def test_local_time_is_the_country_s():
    html = page(head='<meta property="article:published_time" content="2024-03-12 09:30">')
    assert read_page(html, "https://actu.valombre.ca/a").published == "2024-03-12T09:30:00-04:00"


def test_a_date_after_the_answer_s_is_none():
    html = page(head='<meta property="article:published_time" content="2031-03-12T09:30:00Z">')
    assert read_page(html, "https://echo.example/a", headers={"Date": "Tue, 12 Mar 2024 10:00:00 GMT"}).published is None


# Addresses


@pytest.mark.parametrize(
    ("link", "url", "expected", "publisher"),
    [
        ("/2024/03/12/mairie-fuite", URL + "?utm_source=rss&xtor=RSS-1", URL, "echo-de-valombre.example"),
        ("", URL + "?utm_source=rss&p=3#suite", URL + "?p=3", "echo-de-valombre.example"),
        ("https://ailleurs.example/copie", URL, URL, "echo-de-valombre.example"),
        ("https://www.echo-de-valombre.example/", URL, URL, "echo-de-valombre.example"),
        (URL, "https://amp.echo-de-valombre.example/a", URL, "echo-de-valombre.example"),
        ("", "https://m.echo.example/a", "https://m.echo.example/a", "echo.example"),
        ("http://[broken", URL, URL, "echo-de-valombre.example"),
        # one publisher, whatever the screen; and a name that only looks so
        ("", "https://mobile.echo.example/a", "https://mobile.echo.example/a", "echo.example"),
        ("", "https://www.m.echo.example/a", "https://www.m.echo.example/a", "echo.example"),
        ("", "https://maison.echo.example/a", "https://maison.echo.example/a", "maison.echo.example"),
        ("", "https://m.co.uk/a", "https://m.co.uk/a", "m.co.uk"),
        # nobody's house: everybody's sub-domain
        ("https://co.uk/a", "https://echo.co.uk/a", "https://echo.co.uk/a", "echo.co.uk"),
        ("https://blogspot.com/a", "https://echo.blogspot.com/a", "https://echo.blogspot.com/a", "echo.blogspot.com"),
        ("https://fr/a", "https://echo.fr/a", "https://echo.fr/a", "echo.fr"),
    ],
)
def test_canonical(link, url, expected, publisher):
    article = read_page(page(head=f'<link rel="canonical" href="{link}">'), url)
    assert (article.url, article.publisher) == (expected, publisher)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        # a copy where copies are kept speaks for the outlet; a page that only calls itself one does not
        ("https://echo-de-valombre-example.cdn.ampproject.org/c/s/a", URL),
        ("https://ailleurs.example/a", "https://ailleurs.example/a"),
    ],
)
def test_an_amp_copy(url, expected):
    html = page(head=f'<link rel="canonical" href="{URL}">').replace(b"<html", b"<html amp", 1)
    assert read_page(html, url).url == expected


# Particulars


@pytest.mark.parametrize(
    ("head", "after", "field", "value"),
    [
        ('<script type="application/ld+json">{"@type":"NewsArticle","commentCount":7}</script>', "", "comments", 7),
        ("", "<h3>3 commentaires</h3>", "comments", 3),
        ("", "<b>Vos réactions (2)</b>", "comments", 2),
        ("", "", "comments", None),
        ('<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script>', "", "paywalled", True),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":true}</script>',
            "<p>Déjà abonné ? Connectez-vous</p>",
            "paywalled",
            False,
        ),
        ("", "<div class='paywall'>Cet article est réservé aux abonnés.</div>", "paywalled", True),
        ('<meta property="article:section" content="Collectivités">', "", "section", "Collectivités"),
        ("", "<div class='breadcrumb'><a href='/'>Accueil</a> &gt; <a href='/c'>Collectivités</a></div>", "section", "Collectivités"),
        ('<meta property="article:tag" content="mairie"><meta property="article:tag" content="fuite">', "", "tags", ("mairie", "fuite")),
        ("", '<a rel="tag" href="/t/1">#mairie</a>', "tags", ("mairie",)),
        ("", "", "language", "fr"),
    ],
)
def test_particulars(head, after, field, value):
    article = read(head=head, after=after)
    assert (getattr(article, field), article.text) == (value, TEXT)


# Charsets


@pytest.mark.parametrize(
    ("charset", "declared", "header"),
    [
        ("utf-8", "", None),
        ("utf-8", "iso-8859-1", None),
        ("cp1252", "", None),
        ("cp1252", "iso-8859-1", None),
        ("cp1252", "iso-8859-15", None),
        ("cp1252", "", "windows-1252"),
        ("utf-8-sig", "klingon", "klingon"),
        ("utf-16", "", None),
    ],
)
def test_charset(charset, declared, header):
    html = page().decode().replace('charset="utf-8"', f'charset="{declared}"').encode(charset)
    assert read_page(html, URL, headers={"Content-Type": f"text/html; charset={header}"} if header else None).text == TEXT


# What is no article


@pytest.mark.parametrize(
    ("data", "headers", "error", "words"),
    [
        (b"%PDF-1.7 ...", None, NotHtml, "un PDF"),
        (b"\x89PNG\r\n", None, NotHtml, "une image PNG"),
        (b"<html>", {"content-type": "application/pdf"}, NotHtml, "application/pdf"),
        (b'{"a": 1}', None, NotHtml, "JSON"),
        (b"<?xml version='1.0'?><rss></rss>", None, NotHtml, "JSON ou du XML"),
        (b"bonjour", None, NotHtml, "aucun balisage"),
        (b"<html><title>Just a moment...</title><body>Verifying you are human.</body>", None, AntiBot, "cloudflare"),
        (b"<html><script src='https://ct.captcha-delivery.com/c.js'></script></html>", None, AntiBot, "datadome"),
        ("<html><title>Vérification de sécurité</title></html>".encode(), None, AntiBot, "captcha"),
        (b"<html><h1>Une mairie sans serveurs</h1><div id=app></div></html>", None, NoBody, "vigie look"),
        (b"<html><h1>404</h1><p>Perdu ?</p></html>", None, NotAnArticle, "une page d’erreur"),
        (b"<html><body></body></html>", None, NotAnArticle, "pas de titre"),
        (b" " * (MAX_BYTES + 1), None, TooLarge, "octets"),
    ],
    ids=lambda value: getattr(value, "__name__", None) or (value if isinstance(value, str) else None),
)
def test_what_is_no_article(data, headers, error, words):
    with pytest.raises(error, match=words) as caught:
        read_page(data, URL, headers=headers)
    assert isinstance(caught.value, PageError)
    assert str(caught.value).startswith(f"{URL} : ")


def test_a_page_that_only_carries_a_wall_s_script_is_read():
    assert read(head="<script src='https://ct.captcha-delivery.com/c.js'></script>").text == TEXT


def test_what_the_author_is_ends_no_article():
    ld = '<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Person","name":"Anne Duval"}}</script>'
    assert (
        read(f'<div class="css-1">{BODY}<p>Anne Duval est journaliste et suit les collectivités depuis dix ans.</p></div>', head=ld).text
        == TEXT
    )


def test_paragraphs_that_each_have_a_box():
    boxes = "".join(f'<span class="jsx-1 Box"><div class="jsx-2 Text"><p>{text}</p></div></span>' for text in (ONE, TWO, THREE))
    teasers = "".join(
        f'<li class="jsx-7"><a href="/t{n}">Une autre nouvelle de la vallée, numéro {n}, à ne pas manquer</a></li>' for n in range(40)
    )
    assert read(f'<main class="jsx-0">{boxes}<ul class="jsx-6">{teasers}</ul></main>').text == TEXT


@pytest.mark.parametrize("published", ["2024-03-11T23:30:00Z", "2024-03-11T23:30:00+00:00"])
def test_universal_time_becomes_the_outlet_s(published):
    assert read(head=f'<meta property="article:published_time" content="{published}">').published == "2024-03-12T00:30:00+01:00"


def test_the_date_by_the_headline_comes_before_a_teaser_s():
    html = page(
        f'<time datetime="2024-03-12">12 mars</time><div class="entry-content">{BODY}</div>',
        before='<div class="une"><time datetime="2025-01-01">1er janvier</time></div>',
    )
    assert read_page(html, "https://echo.example/a").published == "2024-03-12"


@pytest.mark.parametrize(("told", "expected"), [("-1", 0), ('"²"', None), ('"12"', 12), ("99999999", 10**6)])
def test_a_count_of_comments_is_not_believed_blindly(told, expected):
    head = f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "x", "commentCount": {told}}}</script>'
    assert read(head=head).comments == expected
