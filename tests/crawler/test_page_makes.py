"""Pages of other makes: what engines and themes do to an article that the reader was not made on. Our own pages, one class of trap each."""

import pytest

from tests.crawler.test_page import BODY, LEAD, ONE, TEXT, THREE, TWO, read

IN_BODY = '<div class="entry-content">{}</div>'
CONSENT = "<p>Avec votre accord, nos 214 partenaires et nous utilisons des cookies pour conserver des informations sur votre appareil. Vous pouvez retirer votre consentement à tout moment.</p>"  # noqa: E501


def flow(*parts):
    return IN_BODY.format("".join(f"<p>{part}</p>" if not part.startswith("<") else part for part in parts))


@pytest.mark.parametrize(
    "line",
    [
        "L’info de la journée : l’actualité de votre vallée, dans votre boîte mail",
        "00:00/01:48 – fonctionnalité réservée aux abonnés de L’Écho",
        "Réservé aux abonnés : réagir à cet article",
        "Vous lirez cet article plus tard ? Recevez L’Écho par mail, gratuitement",
        "Suivez toute l’actualité de vos villes en vous inscrivant à Mon Écho.",
        "0 commentaire, soyez le premier à réagir",
        "Lecteur vidéo désactivé : acceptez les cookies pour regarder",
        "Regardez ce contenu sur la télévision de la vallée, connectez-vous gratuitement",
        "En tant qu’abonné, offrez cet article à vos proches",
        "Merci de lire L’Écho ! Abonnez-vous gratuitement pour soutenir mon travail.",
        "Ce texte est lu par une voix humaine : 4 min 12 s",
        "Cet article est en accès libre grâce à nos 11 000 abonnés. Et vous ?",
        "Sans publicité ? Passez à L’Écho + et lisez tranquille",
        "Je veux en savoir plus sur la déduction fiscale de mon soutien.",
        "Sommaire de cette actualité [-]",
    ],
)
def test_a_line_that_asks_for_something_is_left_out_whatever_its_box_is_called(line):
    assert read(flow(ONE, TWO, f"<div class='x7f'><p>{line}</p></div>", THREE)).text == TEXT


@pytest.mark.parametrize(
    "line",
    [
        "Un message de la mairie est arrivé dans votre boîte mail ? N’y répondez pas.",
        "Les pièces volées étaient réservées aux abonnés du service, précise la régie.",
        "Sans publicité, le site ne vivait que de la commune.",
        "Le lot est mis en vente à 300 €, selon le chercheur.",
    ],
)
def test_a_sentence_that_only_looks_so_is_kept(line):
    assert read(flow(ONE, TWO, line, THREE)).text == f"{ONE}\n\n{TWO}\n\n{line}\n\n{THREE}"


@pytest.mark.parametrize(
    ("parts", "kept"),
    [
        # what asks for something, under the names that builders of pages give it
        ('<div class="elementor-widget-call-to-action"><h2>Et vous, êtes-vous prêts ? Réservez votre diagnostic</h2></div>', ""),
        ('<div class="et_pb_promo"><h2>Besoin d’aide ?</h2><div>Nos techniciens vous répondent du lundi au vendredi.</div></div>', ""),
        ('<div class="wp-block-echo-appel-dons"><h3>Un journal sans actionnaire</h3><p>Je veux connaître la déduction fiscale.</p></div>', ""),
        ("<div class='b1'><p>Contenu premium offert aux lecteurs du journal</p></div>", ""),
        ("<p>Suis-nous aussi sur WhatsApp</p>", ""),
        ("<p>L’article Valombre : la mairie piratée est apparu en premier sur L’Écho.</p>", ""),
        # a consent box without a name
        (f"<div class='x1'><h2>Vos données, votre choix</h2>{CONSENT * 3}</div>", ""),
        # a picture's words without a name; and a picture beside a text that is the article's own
        ("<div class='x2'><img src=a.jpg><p>L’hôtel de ville, lundi.</p><p>© Agence Lumen</p></div>", ""),
        ("<div class='x2'><img src=a.jpg><p>La ville a tout éteint lundi, et tout rallumé mercredi.</p></div>",
         "La ville a tout éteint lundi, et tout rallumé mercredi."),
        # arrows before a heading, and before a link
        ("<h2>► Que s’est-il passé ?</h2>", "► Que s’est-il passé ?"),
        ("<p>► <a href=/x>Le port de Bellerive à l’arrêt</a></p>", ""),
        # headings whose id is made of their words
        ("<h2 id='partage-des-donnees'>Des données partagées</h2>", "Des données partagées"),
        ("<h3 id='toc_2'>Un test oublié</h3>", "Un test oublié"),
        # a message that the article shows
        ('<div class="c-social"><blockquote class="twitter-tweet"><p>Nous présentons nos excuses à tous nos habitants.</p></blockquote></div>',
         "Nous présentons nos excuses à tous nos habitants."),
        # a button between two paragraphs ends nothing
        ('<p class="button-wrapper"><a class="button"><span>Partager</span></a></p>', ""),
    ],
)  # fmt: skip
def test_what_stands_between_two_paragraphs(parts, kept):
    text = "\n\n".join(filter(None, (ONE, TWO, kept, THREE)))
    assert read(flow(ONE, TWO, parts, THREE)).text == text


def test_an_article_about_consent_boxes_is_read():
    quoted = "« Nos 214 partenaires et nous utilisons des cookies », disait la page de la mairie, que la Cnil a jugée trompeuse."
    assert read(flow(ONE, quoted, THREE)).text == f"{ONE}\n\n{quoted}\n\n{THREE}"


def test_a_consent_box_that_outweighs_a_short_article():
    assert read(IN_BODY.format(f"<p>{ONE}</p>"), before=f"<div class='x1'>{CONSENT * 9}</div>").text == ONE


TEASERS = "".join(
    f"<div class='q{number}'><h2><a href='/{number}'>Une commune voisine raconte sa semaine sans serveurs</a></h2>"
    f"<p>Les agents ont ressorti les formulaires en papier, et les habitants ont pris leur mal en patience, raconte la maire numéro {number}.</p></div>"
    for number in range(5)
)


@pytest.mark.parametrize("inside", [True, False])
def test_summaries_of_other_articles_are_left_out_wherever_they_stand(inside):
    body = f"<div class='x'>{BODY}{TEASERS if inside else ''}</div>{'' if inside else f'<div class=y>{TEASERS}</div>'}"
    assert read(body).text == TEXT


def test_the_next_article_of_an_endless_page_is_left_out():
    following = f"<article><h1>Les chèvres du fort s’installent</h1><div class='entry-content'><p>{'Elles débroussaillent le coteau. ' * 20}</p></div></article>"
    article = read(flow(ONE, TWO, THREE), after=following)
    assert (article.title, article.text) == ("Valombre : la mairie piratée", TEXT)


@pytest.mark.parametrize("tag", ["div", "span"])
def test_paragraphs_that_are_no_p_in_a_box_of_a_junk_name(tag):
    lines = [f"{text} {number}." for number, text in enumerate((ONE, TWO, THREE) * 4)]
    parts = "".join(f"<{tag}>{line}</{tag}><br><br>" for line in lines)
    assert read(f"<div class='alert-content'>{parts}</div>").text == "\n\n".join(lines)


@pytest.mark.parametrize(
    ("body", "lead"),
    [
        # points to know, in a list
        (f"<ul class='chapo'><li>{LEAD}</li><li>Les guichets restent ouverts, assure la mairie.</li></ul>", f"{LEAD}\nLes guichets restent ouverts, assure la mairie."),
        (f"<div class='article-chapo'><p>{LEAD}</p><p>Notre récit de trois jours.</p></div>", f"{LEAD}\nNotre récit de trois jours."),
        # a subtitle, then the chapô
        (f"<p class='soustitre'>Ce qui a été pris, ce qui change</p><div class='chapo'><p>{LEAD}</p></div>", f"Ce qui a été pris, ce qui change\n{LEAD}"),
    ],
    ids=["list", "two paragraphs", "subtitle"],
)  # fmt: skip
def test_a_chapo_of_several_lines_is_kept_whole(body, lead):
    article = read(f"{body}{IN_BODY.format(BODY)}")
    assert (article.lead, article.text) == (lead, f"{lead}\n\n{TEXT}")


def test_the_place_that_a_correspondent_writes_from_is_the_article_s():
    assert read(flow("De notre correspondant dans la vallée,", ONE, TWO, THREE)).text.startswith("De notre correspondant")


@pytest.mark.parametrize(
    "end",
    [
        "<div class='s9'><ul><li>Codes promo et guides d’achat des lecteurs</li></ul></div>",
        "<div class='plugin-wrap'><div>Anne DUVAL</div><div><p>Élève des chèvres le jour, écrit la nuit.</p></div></div>",
    ],
)
def test_what_comes_after_the_last_paragraph(end):
    head = '<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Person","name":"Anne Duval"}}</script>'
    assert read(f"<div class='x'>{BODY}{end}</div>", head=head).text == TEXT


LD = '<script type="application/ld+json">{{"@type":"NewsArticle","author":{}}}</script>'
SITE = '<meta property="og:site_name" content="Valombre-Matin">'


@pytest.mark.parametrize(
    ("head", "line", "authors"),
    [
        (LD.format('{"@type":"Person","name":"Par Anne Duval - a.duval@echo.example"}'), "", ("Anne Duval",)),
        # a second signature, which the site's software does not know
        (LD.format('{"@type":"Person","name":"Anne Duval"}'), '<h4 class="author-name"><a>Anne Duval</a>, <a>Karim Benali</a></h4>', ("Anne Duval", "Karim Benali")),
        (LD.format('{"@type":"Person","name":"Anne Duval"}'), '<h4 class="author-name"><a>Karim Benali</a></h4>', ("Anne Duval",)),
        # what stands beside a name to be clicked, the channel, the function
        ("", '<div class="author"><span>Anne Duval</span> <span>Suivre</span></div>', ("Anne Duval",)),
        ("", '<div class="author">Par Anne Duval via Radio Vallée</div>', ("Anne Duval",)),
        ("", '<div class="author">Anne Duval</div><p>Journaliste au pôle Enquêtes depuis 2012</p>', ("Anne Duval",)),
        ("", '<div class="author"><div><a>Anne Duval</a></div><p>Spécialiste logiciels et antiquités</p><span>le 27 janvier 2024</span></div>', ("Anne Duval",)),
        ("", '<div class="author"><span>Chronique de</span> <a>Anne Duval</a> <span>Courtière, cofondatrice de Parasol & Associés</span></div>', ("Anne Duval",)),
        ("", '<div class="author"><span>Anne Duval</span> <span>et</span> <span>Karim Benali</span></div>', ("Anne Duval", "Karim Benali")),
        ("", '<div class="byline">C.Sn</div>', ("C.Sn",)),
        # names that a machine made, beside the one that the makers test by
        ("", '<p class="af ag"><a data-testid="authorName" class="be b">Anne Duval</a></p>', ("Anne Duval",)),
        # under a builder's name, in an old table, after a dot
        ("", '<div class="elementor-widget elementor-widget-post-info"><span class="item--type-author">Anne Duval</span></div>', ("Anne Duval",)),
        ("", "<table><tr><td><span class=small>Écrit par Anne Duval</span></td></tr></table>", ("Anne Duval",)),
        # the site itself, where the page shows it
        (SITE, '<span class="auteur"><span class="sr-only">Auteur : </span>Valombre-Matin</span>', ("Valombre-Matin",)),
        (SITE, "<div><span>2 min</span>&nbsp;·&nbsp;par <a href=/qui>Valombre-Matin</a></div>", ("Valombre-Matin",)),
    ],
)  # fmt: skip
def test_signatures_of_other_makes(head, line, authors):
    article = read(f"{line}{IN_BODY.format(BODY)}", head=head)
    assert (article.authors, article.text) == (authors, TEXT)


def test_a_blog_in_one_great_widget_is_read():
    assert read(f"<div class='widget Blog'><div class='z'>{ONE}<br><br>{TWO}<br><br>{THREE}</div></div>").text == TEXT


def test_the_date_of_another_article_is_not_this_one_s():
    other = '<div class="related-inline"><a href=/z>Les petites communes mal armées</a><span class="time">Le 2 juillet 2021</span></div>'
    article = read(f"<time>Modifié le 25 août 2021 à 19:35</time>{IN_BODY.format(BODY + other)}", url="https://echo.example/a")
    assert (article.published, article.text) == ("2021-08-25", TEXT)


def test_a_page_that_tells_its_change_alone_was_out_that_day():
    article = read(f"<p>Modifié le mercredi 07 juin 2023 à 16:09</p>{IN_BODY.format(BODY)}", url="https://echo.example/a")
    assert (article.published, article.modified) == ("2023-06-07", "2023-06-07T16:09:00+02:00")


def test_a_headline_that_is_no_heading_shows_where_the_signature_stands():
    body = f"<div class='t'>Valombre : la mairie piratée</div><p>Par Anne Duval</p>{IN_BODY.format(BODY)}"
    article = read(body, title="", head="<title>Valombre : la mairie piratée</title>")
    assert (article.title, article.authors, article.text) == ("Valombre : la mairie piratée", ("Anne Duval",), TEXT)


def test_a_blog_whose_name_is_the_first_heading():
    head = "<title>Les carnets d’un veilleur: Le faux wifi</title><meta property='og:title' content='Le faux wifi du camping'>"
    article = read(
        f"<h3 class='post-title entry-title'>Le faux wifi du camping</h3>{IN_BODY.format(BODY)}",
        title="Les carnets d’un veilleur",
        head=head,
    )
    assert (article.title, article.text) == ("Le faux wifi du camping", TEXT)
