"""Who signed: names from JSON-LD, metas and the byline, without the words round them.

>>> people("Par Anne Duval, correspondante à Lyon, et Karim Benali")
['Anne Duval', 'Karim Benali']
"""

import re
from typing import Any

from lxml import etree

from crawler import cues
from crawler.encoding import folded, letters, tidy
from crawler.metadata import Sheet, text_of

_BY = re.compile(
    r"(?i)^[\W_]*(?:(?:(?:un\s+)?(?:article|texte|propos|reportage|enquête|dossier|récit|entretien|interview|publié|rédigé|écrit"
    r"|posté|signé|proposé|recueillis?|réalisé|traduit)e?s?\s+)*(?:par|by|de\s+la\s+rédaction\s+de)\b|(?:aut(?:eur|rice|eure)s?"
    r"|rédact(?:eur|rice)|journaliste|écrit|publié|posted\s+by|written\s+by|texte|signature)\s*:)\s*:?\s*"
)
_ROLE = re.compile(
    r"(?i)^(?:(?:notre|de\s+notre|notre\s+)?\s*(?:envoyée?s?|correspondante?s?|journalistes?|rédact\w+|chef\w*|grand\s+reporter"
    r"|reporter|éditorialiste|chroniqueu\w+|pigiste|stagiaire|service|(?-i:avec|pour|à|au|aux|en|dans|le|la|les|l['’]|du|des|de"
    r"|d['’])|publié|mis|modifié|posté|spécial\w*|directeur\w*|directrice|responsable|professeure?|chercheu\w*|maître\w*|économiste"
    r"|avocate?|sociologue|historien\w*|philosophe|docteure?|membre|président\w*|fondat\w+|co-?fondat\w+|expert\w*|consultante?"
    r"|spécialiste|secrétaire|rubricard\w*|photographe|auteure?|autrice|agrégée?|politologue|écrivaine?|photos?|vidéos?|traduction"
    r"|contributeu\w*|experte?|ingénieure?|il|elle|ancien\w*|chargée?s?|senior|staff|editor|writer|contributor)\b|\d|@|https?:|www\.)"
)
_DATE_TAIL = re.compile(
    r"(?i)\s*(?:[|•·–—]|\s-\s|,?\s+(?:publiée?|posté|mise?|modifiée?|le)\s+(?:le|à|en|jour|\d|lundi|mardi|mercredi|jeudi|vendredi"
    r"|samedi|dimanche)|,?\s*\b(?:il\s+y\s+a|hier|aujourd['’]hui)\b|\s+\d{1,2}[/.\s]|\s+on\s+\w+\s+\d|\s+dans\s+\S|\s+@\w).*$",
    re.DOTALL,
)
_SPLIT = re.compile(r"\s*(?:[;,/&•·\n]|\s\|\s|\bet\b|\band\b|\bavec\b)\s*")
_PERSON = re.compile(
    r"^(?:(?:M\.|Mme|Dr|Pr|Me|Maître)\s+)?(?:[^\W\d_][\w.'’\-]*|[A-ZÀ-Ý]\.)(?:[\s\xa0]+(?:[^\W\d_][\w.'’\-]*\.?|\([^)]*\))){1,5}$"
)
_AGENCY = re.compile(
    r"^(?:AFP|Reuters|AP|Belga|ATS|APA|Relaxnews|ETX|AFP\W+\w+|Keystone-ATS|La Presse canadienne|Associated Press|Agence France[- ]Presse"
    r"|6Médias|Agence QMI|TAP|Sud Ouest|DPA)$",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?i)^(?:admin\w*|administrat\w+|webmaster|root|editor|auteur|author|user\d*|invité|anonyme?|anonymous|null|undefined|none"
    r"|n/a|inconnu|default|contributeur|super\s?user|voir\s.*|lire\s.*|tous\s.*|all\s.*|suivre|s['’]abonner|the\s.*team"
    r"|posts?\s.*|partager|imprimer|contact\w*|biographie|profil|e-?mail|twitter|facebook|linkedin|publié.*|mise?\s+à\s+jour.*|par|rubrique.*|\d.*)$"
)
_STAFF = re.compile(r"(?i)^(?:la\s+|notre\s+|l['’])?(?:rédaction|équipe|communiqué|service|desk|newsroom)\b")
_NAMES = re.compile(
    r"(?i)(?:^|[\s_-])(?:author|authors|auteur|auteurs|auteure|autrice|byline|by-line|signature|signatures|signataire|writer|journalist"
    r"|journaliste|redacteur|auteur-nom|vcard|fn|par|creator|spip-auteur|article-author\w*|post-author\w*|entry-author\w*)(?=$|[\s_-])"
    r"|[a-z](?:Author|Auteur|Byline|Signature|Journalist)|(?:Author|Byline)s?(?=[A-Z_\s-]|$)"
)
_NOT_NAMES = re.compile(
    r"(?i)(?:bio|desc|about|box|avatar|image|photo|social|follow|comment|related|email|mail|job|role|fonction|title-|count|card-text|more|posts|articles|widget)"
)


def people(text: str, *, strict: bool = False) -> list[str]:
    """Names in a byline; what follows a comma and is a function or a place is not one. `strict`: only persons and agencies."""
    text = tidy(text)
    text = re.sub(r"\s*\([^)]*\)?", "", text)
    text = re.sub(r"\S+@\S+|https?://\S+", "", text)
    text = _BY.sub("", text, count=1)
    text = _DATE_TAIL.sub("", text)
    text = re.sub(r"^(.{4,60}?)\s+\1$", r"\1", text)
    names: list[str] = []
    for part in _SPLIT.split(text):
        name = re.sub(r"^(?:par|by)\s+", "", part, flags=re.IGNORECASE).strip(' \u00a0\u202f,;:-–—|•·"«»')
        name = re.split(r"\s+(?:pour|à|chez|en)\s+(?=[A-ZÀ-Ý])", name)[0]
        if not name or len(name) > 60 or _ROLE.match(name) or _NOBODY.match(name):
            continue
        if strict and not (_PERSON.match(name) and _capital(name)) and not _AGENCY.match(name):
            continue
        if letters(name) not in map(letters, names):
            names.append(name)
    return names


def _capital(part: str) -> bool:
    words = part.split()
    return sum(1 for word in words if word[:1].isupper()) >= min(2, len(words)) and len(words) <= 6


def _whole(name: str) -> list[str]:
    """A name that JSON-LD or a meta gives: taken apart only into persons ("Le Journal et AFP" stays one signature)."""
    name = tidy(re.sub(r"\s*\([^)]*\)?\s*$", "", name)).strip(" ,;-")
    name = _BY.sub("", name, count=1)
    if not name or _NOBODY.match(name) or len(name) > 120 or "://" in name:
        return []
    parts = people(name)
    whole = [part for part in _SPLIT.split(name) if part.strip()]
    if len(parts) > 1 and all(_PERSON.match(part) and _capital(part) for part in parts):
        return parts
    if len(whole) > 1 and len(parts) == 1 and _PERSON.match(parts[0]):
        return parts
    return [name] if len(name) <= 80 else []


def from_json(value: Any, found: Sheet) -> list[tuple[str, bool]]:
    """(name, is a person) of JSON-LD's authors."""
    answer: list[tuple[str, bool]] = []
    for one in value if isinstance(value, list) else [value]:
        node = found.follow(one)
        if isinstance(node, list):
            answer += from_json(node, found)
            continue
        names = node.get("name") if isinstance(node, dict) else node
        kind = str(node.get("@type") or "Person") if isinstance(node, dict) else "Person"
        for name in names if isinstance(names, list) else [names]:
            answer += [(part, "Person" in kind) for part in _whole(text_of(name))]
    return answer


_METAS = tuple(
    "author article:author dc.creator dcterms.creator parsely-author sailthru.author byl article:author_name twitter:creator_name"
    " cxenseparse:author author_name".split()
)


def authors(
    root: etree._Element,
    found: Sheet,
    names: dict[etree._Element, str],
    sites: set[str],
    *,
    title: etree._Element | None,
    stop: etree._Element | None,
    opening: etree._Element | None = None,
    last: tuple[str, ...] = (),
    heads: tuple[str, ...] = (),
) -> tuple[str, ...]:
    """Names as signed; the site's own name counts only where the page shows it as signature.

    `stop`: the body; `opening`: its first prose; `last`: its last lines, one of which may be the signature; `heads`: short lines above it.
    """
    shown = _shown(root, names, title=title, stop=stop, opening=opening)
    sites = {site for site in sites if not _AGENCY.match(site)}
    lines = [re.sub(r"^(?:par|by)\s+", "", line.strip(" .—–-"), flags=re.IGNORECASE) for line in last if len(line) < 50]
    signature = [
        line for line in lines if _PERSON.match(line) and len(line.split()) < 5 and all(word[:1].isupper() for word in line.split())
    ][:1]
    marks = {letters(name) for name in shown}
    told = from_json(found.told("author", "creator", page=True) or [], found)
    persons = [name for name, person in told if folded(name) not in sites and not _STAFF.match(name)]
    if persons:
        return _unique(persons)
    given = [value for name in _METAS for value in found.metas.get(name, ()) if not re.match(r"(?i)(?:https?:)?//|@|www\.", value)]
    metas = [name for value in given for name in _whole(value)]
    persons = [name for name in metas if folded(name) not in sites and not _STAFF.match(name)]
    if persons and (not shown or {letters(name) for name in persons} & marks or any(_PERSON.match(name) for name in persons)):
        return _unique(persons)
    if not shown:
        shown = (
            [name for line in heads if (found_name := _IN_LINE.search(line)) for name in people(found_name.group(1), strict=True)]
            or _elsewhere(root, names)
            or signature
        )
    others = [name for name in shown if folded(name) not in sites]
    if others:
        return _unique(others)
    return _unique([name for name, _ in told if letters(name) in marks] or [name for name in shown if folded(name) in sites][:1])


def _unique(names: list[str]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for name in names:
        seen.setdefault(letters(name), name)
    marks = [mark for mark in seen if mark]
    return tuple(
        name
        for mark, name in seen.items()
        if mark and not any(mark != other and mark.startswith(other) and len(other) > 8 for other in marks)
    )[:12]


def _elsewhere(root: etree._Element, names: dict[etree._Element, str]) -> list[str]:
    """The one author that the whole page links to as such."""
    found: list[str] = []
    for link in root.iter("a"):
        if "author" in (link.get("rel") or "").split() and not any(
            cues.junk(names.get(up, "")) == 3 or up.tag in ("nav", "li") for up in link.iterancestors()
        ):
            found += [name for name in people("".join(str(part) for part in link.itertext())) if name not in found]
    return found if len(found) == 1 else []


def _shown(  # noqa: C901  a list of decisions, read from top to bottom
    root: etree._Element,
    names: dict[etree._Element, str],
    *,
    title: etree._Element | None,
    stop: etree._Element | None,
    opening: etree._Element | None = None,
) -> list[str]:
    """Names that the page shows as signature: marked, linked as author, or after "Par" near the headline."""
    marked: list[str] = []
    near: list[str] = []
    area = _area(root, title, stop)
    for element in area.iter(etree.Element):
        tag = element.tag
        if element is opening and marked:
            break
        if tag in ("script", "style", "svg", "meta", "noscript", "nav", "html", "body", "article", "main") or element is stop:
            continue
        name = names.get(element, "")
        rel = element.get("rel") or ""
        prop = element.get("itemprop") or ""
        profile = tag == "a" and _PROFILE.search(element.get("href") or "") is not None
        if profile or "author" in rel.split() or "author" in prop.split() or (name and _NAMES.search(name) and not _NOT_NAMES.search(name)):
            text = tidy(" ".join(str(part) for part in element.itertext() if str(part).strip()))
            if not 2 < len(text) < 160 or _in_other(element, names, area):
                continue
            if (
                prop
                and (inner := next((child for child in element.iter(etree.Element) if (child.get("itemprop") or "") == "name"), None))
                is not None
            ):
                text = tidy("".join(str(part) for part in inner.itertext()))
            link = next((child for child in element.iter("a") if "author" in (child.get("rel") or "")), None)
            if link is not None:
                text = tidy("".join(str(part) for part in link.itertext()))
            exact = "author" in rel.split() or (bool(prop) and not profile)
            marked += [part for part in people(text, strict=not exact) if letters(part) not in map(letters, marked)]
        elif (
            element.text
            and len(element.text) < 200
            and re.match(r"(?i)\s*(?:propos\s+recueillis\s+)?(?:par|by)\s*(?::|\s[A-ZÀ-Ý]|$)", element.text)
        ):
            holder = element
            if (
                re.fullmatch(r"(?i)\s*(?:par|by)\s*:?\s*", element.text)
                and len(element) == 0
                and (above := element.getparent()) is not None
            ):
                holder = above
            text = tidy(" ".join(str(part) for part in holder.itertext()))
            if len(text) < 160 and not _in_other(element, names, area):
                near += [part for part in people(text, strict=True) if part not in near]
        if len(marked) > 8:
            break
    if not (marked or near):
        for element in area.iter(etree.Element):
            for child in element:
                if (
                    child.tail
                    and re.match(r"(?i)\s*(?:par|by)\s+[A-ZÀ-Ý]", child.tail)
                    and len(child.tail) < 120
                    and not _in_other(element, names, area)
                ):
                    near += [part for part in people(child.tail, strict=True) if part not in near]
    return marked or near


_IN_LINE = re.compile(
    r"(?:^|[\s,|·•–—-])(?:[Pp]ar|PAR|[Bb]y)\s*:?\s+((?:[A-ZÀ-Ý][\w.'’-]*)(?:\s+(?:[A-ZÀ-Ý][\w.'’-]*|de|du|d['’]\w+|van|von|le|la|et)){1,6})"
)
_PROFILE = re.compile(
    r"(?i)/(?:auteurs?|auteure?s?|autrices?|authors?|profils?|profile|journalistes?|redacteurs?|redaction|signatures?|contributeurs?|contributors?|plume|expert)/[^/?#]{4,}"
)


def _area(root: etree._Element, title: etree._Element | None, stop: etree._Element | None) -> etree._Element:
    """The smallest part of the page that holds both headline and body, else the whole."""
    if title is None or stop is None:
        return root
    above = set(stop.iterancestors()) | {stop}
    return next((element for element in title.iterancestors() if element in above), root)


def _in_other(element: etree._Element, names: dict[etree._Element, str], area: etree._Element) -> bool:
    """Inside comments, teasers, lists of related articles."""
    for above in element.iterancestors():
        if above is area:
            return False
        if above.tag in ("nav", "footer", "aside", "li") and above.tag != "li":
            return True
        if above.tag == "article" and above is not area:
            return True
        name = names.get(above, "")
        if name and (
            cues.junk(name) == 3 or re.search(r"(?i)related|comment|similar|recommend|popular|sidebar|teaser|card|widget|newsletter", name)
        ):
            return True
    return False
