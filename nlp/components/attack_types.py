"""Attack types: what kinds of attack the article reports, with the words that say so.

Un rançongiciel a chiffré les serveurs ; des dossiers ont été volés. Attention aux tentatives d'hameçonnage.
   ^^^^^^^^^^^^ ransomware                    ^^^^^^^^^^^^^^^^^^^^ data_breach          (a warning: no phishing)

A set for the whole article, by the guide's rules: data taken is `data_breach` whatever the means; outsiders who take data from a system are
an `intrusion` too; an attack of unstated kind is an `intrusion`; what the text calls a mere hypothesis, advises against or denies is none.
"""

import re

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.background import background
from nlp.data import load
from nlp.data_words import cues, fold
from nlp.scores import set_score
from nlp.text import span_of, text_of
from nlp.vocabulary import TERMS

if not Doc.has_extension("attack_types"):
    Doc.set_extension("attack_types", default=[])

_NEGATED = re.compile(
    r"(?:\b(?:aucune?|aucun signe d[e']|ni|sans|nulle?|ecart\w+|exclu\w*|dement\w*|nie\w*|pas (?:de|d'|un|une|d'une|d'un|"
    r"du|la|le|les)|absence (?:de|d')|plutot qu\w+|contrairement a|n'(?:a|ont|est|etait|avait|avaient|aurait|"
    r"auraient) (?:pas|jamais|rien|aucunement))\b[^,;:.]{0,28}|"
    r"\bn'(?:a|ont|avait|avaient|aurait|auraient) (?:ete |pu )?|\bn')$"
)
_NEGATED_AFTER = re.compile(
    r"^[^;:.]{0,30}\b(?:n'(?:a|ont|avai\w+|aurai\w+|est|etait|y a)|ne \w+) (?:pas|jamais|aucun\w*|a ce stade pas|"
    r"pour l'heure pas|pas encore)\b|^ est ecart|^ (?:est|a ete|sont) (?:exclu|dementi|ecart)"
)
_GUESS = re.compile(
    r"\b(?:hypothese\w*|peut-etre|n'exclu\w* pas|pas exclu\w*|piste\w*|suppos\w+|soupconn\w+ d'etre|rien n'est dit|"
    r"eventuelle?s?|on ignore si|reste a savoir|ne se prononce|ni confirme|s'accompagne generalement)\b"
)
_NEGATED_INSIDE = re.compile(r"\bn'(?:a|ont|est|etait|etaient|avait)\b|\baucune?\b|\bpas\b")
_UNSAID = re.compile(
    r"aucun element|aucune preuve|rien n'indique|rien ne (?:permet|laisse)|rien n'est dit|on ignore si|"
    r"eventuelle?s?\b|ne se prononce|determiner si|verifier si|savoir si|si des donnees|generalement"
)
_USES = re.compile(
    r"\bpouvant etre|\bpourrai\w+ (?:etre )?(?:utilis|serv|exploit)|\bpeuvent (?:etre )?(?:utilis|serv|exploit|alimenter)|\bpermet\w* (?:de |d')(?:mener|monter|lancer|usurper)"
)
"""What the data may be used for later."""
_ASK = re.compile(r"\?\s*$")
_HARD_INTRUSION = re.compile(r"introdui|infiltr|penetr|frauduleu|non.autoris|illicit|illegitim|malveillan|force brute|brute")
_GENERIC_MALWARE = re.compile(r"virus|malveillant|malware|maliciel")
_ATTACKS = frozenset(
    {"ransomware", "ddos", "phishing", "account_takeover", "credential_stuffing", "intrusion", "malware", "vulnerability_exploit"}
)
_WEAK = {"vague": "intrusion", "theft": "intrusion", "signs": "exposed_database", "money": "ransomware"}
"""Words that count only beside, or for want of, others."""
REACH = 100
"""How many characters before and after a cue may deny it."""
_EXCLUDED = frozenset({"advice", "law", "study", "past"})


@Language.component("vigie_attack_types", assigns=["doc.spans"])
def attack_types(doc: Doc) -> Doc:
    """Find the cues of each kind of attack, and settle the article's set."""
    marks = background(doc)
    whole = fold(text_of(doc))
    found: dict[str, list[Span]] = {}
    weak: dict[str, list[Span]] = {}
    for sent, mark in zip(doc.sents, marks, strict=True):
        if mark in _EXCLUDED:
            continue
        folded = whole[sent.start_char : sent.end_char]
        for code in load("attack_types"):
            for cue in cues("attack_types", code, "cues").finditer(folded):
                if _holds(code, cue, folded):
                    found.setdefault(code, []).append(span_of(doc, sent.start_char + cue.start(), sent.start_char + cue.end(), code))
        for name, code in _WEAK.items():
            weak.setdefault(name, []).extend(
                span_of(doc, sent.start_char + cue.start(), sent.start_char + cue.end(), code)
                for cue in cues("attack_types", code, name).finditer(folded)
                if not _NEGATED.search(_before(cue, folded))
            )
    data = [span for span in doc.spans.get("data_types", []) if not span._.ignored and not span._.denied_by]
    if data and "data_breach" not in found:
        found["data_breach"] = [span_of(doc, data[0].start_char, data[0].end_char, "data_breach")]
    _settle(found, weak)
    spans = sorted((spans[0] for spans in found.values() if spans), key=lambda span: span.start_char)
    for span in spans:
        set_score(span, "attack_types", _score(span.label_, len(found[span.label_])))
    doc.spans["attack_types"] = spans
    order = list(TERMS["attack_type"])
    doc._.attack_types = sorted((span.label_ for span in spans), key=order.index)
    return doc


def _holds(code: str, cue: re.Match[str], folded: str) -> bool:
    """The cue is said of this attack: not denied, not guessed, not asked, not a warning."""
    inside = cue[0]
    if _NEGATED.search(_before(cue, folded)) or _NEGATED_AFTER.search(folded[cue.end() : cue.end() + REACH]):
        return code == "ransomware" and "ranco" in inside and bool(re.search(r"pay|vers", folded))  # « aucune rançon n'a été payée »
    if _NEGATED_INSIDE.search(inside) or (code == "data_breach" and _UNSAID.search(folded)):
        return False
    if code == "vulnerability_exploit" and re.search(r"recherch\w+ (?:encore|toujours)|cherch\w+ (?:encore|toujours)", folded):
        return False
    if _ASK.search(folded) and code != "data_breach":
        return False
    if _USES.search(folded) and code not in {"data_breach", "intrusion"}:
        return False
    if _GUESS.search(folded) and code not in {"data_breach", "intrusion", "ransomware"}:
        return False
    return not cues("attack_types", code, "but").search(folded)


def _before(cue: re.Match[str], folded: str) -> str:
    return folded[max(0, cue.start() - REACH) : cue.start()]


def _settle(found: dict[str, list[Span]], weak: dict[str, list[Span]]) -> None:
    """The guide's rules over the whole set."""
    vague, theft, signs, money = (weak.get(name, []) for name in _WEAK)
    if money and not found.keys() & {"data_breach", "fraud", "ddos"}:
        found.setdefault("ransomware", []).extend(money)
    if signs and not found.keys() & _ATTACKS:
        found.setdefault("exposed_database", []).extend(signs)
    if found.keys() & {"ransomware", "defacement"}:
        _keep(found, "intrusion", [span for span in found.get("intrusion", []) if _HARD_INTRUSION.search(fold(span.text))])
        _keep(found, "malware", [span for span in found.get("malware", []) if not _GENERIC_MALWARE.search(fold(span.text))])
    elif "data_breach" in found and "intrusion" not in found and not found.keys() & {"exposed_database", "insider"}:
        _keep(found, "intrusion", vague or theft)
    if (
        "exposed_database" in found
        and "intrusion" in found
        and not any(_HARD_INTRUSION.search(fold(span.text)) for span in found["intrusion"])
    ):
        del found["intrusion"]
    if not found and vague:
        found["intrusion"] = vague


def _keep(found: dict[str, list[Span]], code: str, spans: list[Span]) -> None:
    if spans:
        found[code] = spans
    else:
        found.pop(code, None)


def _score(code: str, cues: int) -> float:
    base = {"ransomware": 0.95, "data_breach": 0.95, "ddos": 0.97, "intrusion": 0.85, "defacement": 0.9}.get(code, 0.75)
    return min(0.98, base + 0.03 * (cues - 1))
