"""Names of persons and agencies in the words of a byline.

>>> people("Par Anne Duval, correspondante à Lyon, et Karim Benali")
['Anne Duval', 'Karim Benali']
"""

import re

from crawler.encoding import letters, tidy

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
_ACTION = re.compile(
    r"(?i)\s+(?:suivre|s['’]abonner|me suivre|follow|contacter|(?:voir|lire)\s+(?:tous\s+)?(?:ses|les)\s+articles)\b.{0,40}$|\s+via\s+\S.*$"
)
"""What stands beside a name to be clicked, and the channel it came by."""
_SPLIT = re.compile(r"\s*(?:[;,/&•·\n]|\s\|\s|\bet\b|\band\b|\bavec\b)\s*")
PERSON = re.compile(
    r"^(?:(?:M\.|Mme|Dr|Pr|Me|Maître)\s+)?(?:[^\W\d_][\w.'’\-]*|[A-ZÀ-Ý]\.)(?:[\s\xa0]+(?:[^\W\d_][\w.'’\-]*\.?|\([^)]*\))){1,5}$"
)
AGENCY = re.compile(
    r"^(?:AFP|Reuters|AP|Belga|ATS|APA|Relaxnews|ETX|AFP\W+\w+|Keystone-ATS|La Presse canadienne|Associated Press|Agence France[- ]Presse"
    r"|6Médias|Agence QMI|TAP|Sud Ouest|DPA)$",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?i)^(?:admin\w*|administrat\w+|webmaster|root|editor|auteur|author|user\d*|invité|anonyme?|anonymous|null|undefined|none"
    r"|n/a|inconnu|default|contributeur|super\s?user|voir\s.*|lire\s.*|tous\s.*|all\s.*|suivre|s['’]abonner|the\s.*team"
    r"|posts?\s.*|partager|imprimer|contact\w*|biographie|profil|e-?mail|twitter|facebook|linkedin|publié.*|mise?\s+à\s+jour.*|par|rubrique.*|\d.*)$"
)
STAFF = re.compile(r"(?i)^(?:la\s+|notre\s+|l['’])?(?:rédaction|équipe|communiqué|service|desk|newsroom)\b")


def people(text: str, *, strict: bool = False) -> list[str]:
    """Names in a byline; what follows a comma and is a function or a place is not one. `strict`: only persons and agencies."""
    text = tidy(text)
    text = re.sub(r"\s*\([^)]*\)?", "", text)
    text = re.sub(r"\S+@\S+|https?://\S+", "", text)
    text = _BY.sub("", text, count=1)
    text = _ACTION.sub("", _DATE_TAIL.sub("", text))
    text = re.sub(r"^(.{4,60}?)\s+\1$", r"\1", text)
    names: list[str] = []
    for part in _SPLIT.split(text):
        name = re.sub(r"^(?:par|by)\s+", "", part, flags=re.IGNORECASE).strip(' \u00a0\u202f,;:-–—|•·"«»')
        name = re.split(r"\s+(?:pour|à|chez|en)\s+(?=[A-ZÀ-Ý])", name)[0]
        if not name or len(name) > 60 or _ROLE.match(name) or _NOBODY.match(name):
            continue
        if strict and not (PERSON.match(name) and _capital(name)) and not AGENCY.match(name):
            continue
        if letters(name) not in map(letters, names):
            names.append(name)
    return names


def _capital(part: str) -> bool:
    words = part.split()
    return sum(1 for word in words if word[:1].isupper()) >= min(2, len(words)) and len(words) <= 6


def whole(name: str) -> list[str]:
    """A name that JSON-LD or a meta gives: taken apart only into persons ("Le Journal et AFP" stays one signature)."""
    name = tidy(re.sub(r"\s*\([^)]*\)?\s*$|\S+@\S+\.\w+", "", name)).strip(" ,;-–—|")
    name = _BY.sub("", name, count=1)
    if not name or _NOBODY.match(name) or len(name) > 120 or "://" in name:
        return []
    parts = people(name)
    pieces = [part for part in _SPLIT.split(name) if part.strip()]
    if len(parts) > 1 and all(PERSON.match(part) and _capital(part) for part in parts):
        return parts
    if len(pieces) > 1 and len(parts) == 1 and PERSON.match(parts[0]):
        return parts
    return [name] if len(name) <= 80 else []
