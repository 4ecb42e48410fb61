"""What the page reader loses when a clue is taken from every page, or a box put into it: how far it would hold on sites of another make.

    python benchmarks/robust_pages.py SCORER INDEX [--lang fr] [--only NAME] [--verbose]

SCORER and INDEX are those of benchmarks/pages.py. Each change below is made to every page; what it adds counts as an intruder where the reader keeps it.
"""

import argparse
import hashlib
import importlib.util
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from lxml import etree, html

from crawler import markup
from crawler.encoding import decode, letters
from crawler.errors import PageError
from crawler.page import read_page

Tree = etree._Element  # noqa: SLF001  the class that lxml has for it
Change = Callable[[Tree, str], list[str]]
"""Changes a page's tree; `first` is its article's first paragraph. Answers the texts that it added."""

# ruff: noqa: E501  a text a line
LINKS = "".join(
    f'<li><a href="/autre-{number}"><h3>{title}</h3></a><p>{teaser}</p></li>'
    for number, (title, teaser) in enumerate(
        (
            ("Le port de Valbrune rouvre ses portes après trois semaines d’arrêt", "Les équipes avaient débranché les serveurs dès les premières heures, raconte la directrice."),
            ("Orféa annonce la fermeture de sa plateforme de rendez-vous en ligne", "Le service, lancé en 2014, ne comptait plus que quelques centaines d’utilisateurs."),
            ("Comment la mairie de Noirmont a changé tous ses mots de passe", "Une opération menée en une nuit, avec l’aide de trois communes voisines."),
        )
    )
)  # fmt: skip
BOXES = {
    "related": f'<div class="q1"><p class="q2">À lire aussi</p><ul>{LINKS}</ul></div>',
    "newsletter": (
        '<div class="q3"><p class="q4">Chaque matin, recevez l’essentiel de l’actualité par courriel</p><form><input name="e"><button>Je m’inscris</button></form>'
        "<p>Votre adresse est utilisée pour vous envoyer notre lettre ; vous pouvez vous désinscrire à tout moment.</p></div>"
    ),
    "share": '<div class="q5"><ul><li><a href="#f">Partager sur Facebook</a></li><li><a href="#l">Partager sur LinkedIn</a></li><li><a href="#m">Envoyer par e-mail</a></li></ul></div>',
    "advertisement": '<div class="q6"><span>Publicité</span></div><p><em>La suite après cette publicité</em></p>',
    "picture": (
        '<div class="q7"><img src="/i.jpg" alt=""><p>Le siège du groupe Armoria, à Valbrune, le 3 mars.</p><p>© Studio Noctule</p></div>'
    ),
}  # fmt: skip
WALL = (
    '<div class="q8"><h3>La suite est réservée aux abonnés</h3><p>Pour lire la suite de cet article, abonnez-vous : accès illimité à tous nos contenus, à'
    " l’édition numérique et à nos archives depuis 1998, sans engagement, dès un euro le premier mois.</p><ul><li>Tous les articles, sans limite et sans publicité</li>"
    "<li>Le journal numérique dès 22 heures, la veille de sa parution</li></ul><p>Déjà abonné ? Connectez-vous</p></div>"
)
CONSENT = '<div class="q9"><h2>Vos données, votre choix</h2>' + 3 * (
    "<p>Avec votre accord, nos 743 partenaires et nous utilisons des cookies ou des technologies semblables pour conserver des informations sur votre appareil,"
    " y accéder et traiter des données personnelles comme votre visite sur ce site, afin de mesurer l’audience, de personnaliser les publicités et les contenus,"
    " d’étudier le public et de développer nos services. Vous pouvez retirer votre accord à tout moment en cliquant sur « Gérer mes choix » au bas de chaque page."
    "</p>"
) + "<button>Tout accepter</button><button>Continuer sans accepter</button></div>"  # fmt: skip
OTHERS = "".join(
    f'<div class="r{number}"><h2><a href="/a{number}">{title}</a></h2><p>{text}</p></div>'
    for number, (title, text) in enumerate(
        4
        * (
            ("La clinique Saint-Amand retrouve ses dossiers", "Après dix jours de travail sur papier, les médecins ont de nouveau accès aux dossiers des patients, annonce l’établissement dans un communiqué publié lundi soir."),
            ("Un lycée de Noirmont privé d’internet", "Les trois cents élèves passent leurs épreuves blanches sur des ordinateurs prêtés par la région, en attendant le remplacement du réseau prévu au printemps."),
        )
    )
)  # fmt: skip


def nonsense(word: str) -> str:
    """A name that says nothing, the same for the same word."""
    return "x" + hashlib.sha256(word.encode()).hexdigest()[:6]


def keep(_root: Tree, _first: str) -> list[str]:
    return []


def names(root: Tree, _first: str) -> list[str]:
    for element in root.iter(etree.Element):
        for key in ("class", "id"):
            if value := element.get(key):
                element.set(key, " ".join(nonsense(word) for word in value.split()))
    return []


def json_ld(root: Tree, _first: str) -> list[str]:
    drop(element for element in root.iter("script") if "json" in (element.get("type") or ""))
    return []


def metas(root: Tree, _first: str) -> list[str]:
    drop(element for element in root.iter("meta") if not element.get("charset") and not element.get("http-equiv"))
    return []


def microdata(root: Tree, _first: str) -> list[str]:
    for element in root.iter(etree.Element):
        for key in ("itemprop", "itemtype", "itemscope", "rel", "property", "typeof", "datetime", "role", "pubdate"):
            if element.tag not in ("meta", "link"):
                element.attrib.pop(key, "")
    return []


def semantics(root: Tree, _first: str) -> list[str]:
    for element in root.iter("article", "main", "header", "section", "hgroup", "address"):
        element.tag = "div"
    return []


def apart(root: Tree, _first: str) -> list[str]:
    for element in root.iter("nav", "aside", "footer", "figure", "figcaption", "form"):
        element.tag = "div"
    return []


def times(root: Tree, _first: str) -> list[str]:
    for element in root.iter("time"):
        element.tag = "span"
        element.attrib.pop("datetime", "")
    return []


def headings(root: Tree, _first: str) -> list[str]:
    for element in root.iter("h1"):
        element.tag = "div"
    return []


def paragraphs(root: Tree, _first: str) -> list[str]:
    for element in root.iter("p"):
        element.tag = "div"
    return []


def breaks(root: Tree, _first: str) -> list[str]:
    """Paragraphs beside each other become lines parted by `<br>`."""
    for parent in {above for found in root.iter("p") if (above := found.getparent()) is not None}:
        for element in [child for child in parent if child.tag == "p"]:
            element.tag = "span"
            for _ in range(2):
                line = etree.Element("br")
                line.tail, element.tail = element.tail, None
                element.addnext(line)
    return []


def lead_above(root: Tree, first: str) -> list[str]:
    """The first paragraph goes above the element that holds the others, under no name."""
    return moved(root, first, before=True)


def lead_under_title(root: Tree, first: str) -> list[str]:
    return moved(root, first, before=False)


def moved(root: Tree, first: str, *, before: bool) -> list[str]:
    holder = block_of(root, first)
    if holder is None or (parent := holder.getparent()) is None or parent.tag in ("body", "html") or parent.find(".//h1") is not None:
        return []  # beside the headline it stands apart already
    box = etree.Element("div", {"class": nonsense("lead")})
    paragraph = etree.SubElement(box, "p")
    paragraph.text = first
    title = max(root.iter("h1"), key=lambda one: len("".join(str(part) for part in one.itertext())), default=None)  # the others are logos
    if before:
        parent.addprevious(box)
    elif title is not None and title.getparent() is not None:
        title.addnext(box)
    else:
        return []
    drop([holder])
    return []


def boxes(root: Tree, first: str) -> list[str]:
    """Boxes without telling names, between the paragraphs."""
    return put(root, first, list(BOXES.values()))


def wall(root: Tree, first: str) -> list[str]:
    """A subscription box after the last paragraph."""
    return put(root, first, [WALL], end=True)


def consent(root: Tree, _first: str) -> list[str]:
    body = root.find("body")
    if body is None:
        return []
    body.insert(0, fragment(CONSENT))
    return lines(CONSENT)


def others(root: Tree, first: str) -> list[str]:
    """Eight summaries of other articles after the article's element."""
    holder = block_of(root, first)
    parent = holder.getparent() if holder is not None else None
    if parent is None or parent.tag in ("body", "html"):
        return []
    parent.addnext(fragment(f'<div class="q10">{OTHERS}</div>'))
    return lines(OTHERS)


def put(root: Tree, first: str, given: list[str], *, end: bool = False) -> list[str]:
    holder = block_of(root, first)
    parent = holder.getparent() if holder is not None else None
    if holder is None or parent is None:
        return []
    after = [child for child in parent if child.tag == "p" and len("".join(map(str, child.itertext()))) > 60]
    if len(after) < 2:
        return []
    added: list[str] = []
    for number, box in enumerate(given):
        place = after[-1] if end else after[min(number, len(after) - 2)]
        tail, place.tail = place.tail, None
        new = fragment(box)
        place.addnext(new)
        new.tail = tail
        added += lines(box)
    return added


def fragment(text: str) -> Tree:
    found: Tree = html.fragment_fromstring(text, create_parent="div")
    return found


def lines(text: str) -> list[str]:
    return [said for part in fragment(text).itertext() if len(said := str(part).strip()) > 25]


def drop(elements: Iterable[Tree]) -> None:
    for element in list(elements):
        if element.getparent() is not None:
            element.drop_tree() if isinstance(element, html.HtmlElement) else remove(element)


def remove(element: Tree) -> None:
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def block_of(root: Tree, first: str) -> Tree | None:
    """The lowest element that says the paragraph and little more."""
    mark = letters(first)
    best: Tree | None = None
    for element in root.iter("p", "div", "h2", "h3", "strong", "span", "li"):
        said = letters("".join(str(part) for part in element.itertext()))
        if mark and mark in said and len(said) < len(mark) + 8:
            best = element if best is None or (best in list(element.iterancestors()) and element.tag in ("p", "div", "h2")) else best
    return best


def every(*changes: Change) -> Change:
    def all_of(root: Tree, first: str) -> list[str]:
        return [text for change in changes for text in change(root, first)]

    return all_of


CHANGES: dict[str, Change] = {
    "as it is": keep,
    "no telling names": names,
    "no JSON-LD": json_ld,
    "no metas": metas,
    "no microdata": microdata,
    "no article, main, header": semantics,
    "no nav, aside, footer": apart,
    "no time": times,
    "no h1": headings,
    "no p": paragraphs,
    "p become br": breaks,
    "lead above the body": lead_above,
    "lead under the title": lead_under_title,
    "boxes in the flow": boxes,
    "wall at the end": wall,
    "consent at the top": consent,
    "others below": others,
    "no names, no semantics": every(names, semantics, apart, microdata),
    "no names, lead above": every(names, lead_above),
    "no metas, lead above": every(metas, json_ld, lead_above),
    "no names, boxes": every(boxes, names),
    "no metas, no JSON-LD": every(metas, json_ld, microdata),
    "nothing but text": every(names, semantics, apart, microdata, metas, json_ld, times),
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("index", type=Path)
    parser.add_argument("--lang", default="fr")
    parser.add_argument("--only", default="")
    parser.add_argument("--verbose", action="store_true")
    given = parser.parse_args()
    spec = importlib.util.spec_from_file_location("scorer", given.scorer)
    assert spec
    assert spec.loader
    scorer: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    records = [json.loads(line) for line in given.index.read_text("utf-8").splitlines() if line.strip()]
    records = [record for record in records if record["kind"] == "article" and record["lang"] == given.lang]
    sys.stdout.write(f"{'':<24} title authors  day  time | body P     R    F1   lead  perfect\n")
    for name, change in CHANGES.items():
        if given.only and given.only not in name:
            continue
        tally = scorer.Tally()
        said: list[str] = []
        for record in records:
            path = given.scorer.parent / record["page"]
            data = (path if path.exists() else given.index.parent / record["page"]).read_bytes()
            page: dict[str, Any] = {}
            scorer.judge(*changed(record, data, change), tally, page)
            bad = [f"- {text}" for text in page.get("missing", ())] + [f"+ {text}" for text in page.get("bad", ())]
            bad += [f"wrong {key}" for key in ("title", "authors", "published") if page.get(key) is False]
            said += [f"    {record['id']}: {text[:120]}" for text in bad]
        sys.stdout.write(row(name, tally))
        if given.verbose:
            sys.stdout.writelines(f"{line}\n" for line in said)
        sys.stdout.flush()
    return 0


def changed(record: dict[str, Any], data: bytes, change: Change) -> tuple[dict[str, Any], Any]:
    """The record with what was added among its intruders, and what the reader makes of the changed page."""
    first = read_page(data, record["url"]).text.split("\n\n")[0]
    root = markup.tree(decode(data))
    assert root is not None
    added = change(root, first)
    expected = dict(record["expected"])
    expected["must_not"] = [*expected.get("must_not", []), *added]
    expected["must_not_kind"] = []
    again = etree.tostring(root, method="html", encoding="utf-8", doctype="<!doctype html>")
    again = again.replace(b"<head>", b'<head><meta charset="utf-8">', 1)
    try:
        answer: Any = read_page(again, record["url"])
    except PageError:
        answer = None
    return {**record, "expected": expected}, answer


def row(name: str, tally: Any) -> str:
    def share(part: str, whole: str) -> float:
        return tally[part] / tally[whole] if tally[whole] else float("nan")

    precision = tally["tp"] / max(1, tally["tp"] + tally["fp"])
    recall = tally["tp"] / max(1, tally["tp"] + tally["fn"])
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return (
        f"{name:<24} {share('title_ok', 'title_n'):5.1%} {share('auth_ok', 'auth_n'):6.1%} {share('pub_ok', 'pub_n'):6.1%} {share('time_ok', 'time_n'):6.1%}"
        f" | {precision:.3f} {recall:.3f} {f1:.3f} {share('lead_ok', 'lead_n'):6.1%} {share('perfect', 'body_n'):6.1%}\n"
    )


if __name__ == "__main__":
    raise SystemExit(main())
