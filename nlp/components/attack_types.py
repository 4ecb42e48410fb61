"""Attack types: what kinds of attack the article reports, with the words that say so.

Un rançongiciel a chiffré les serveurs ; des dossiers ont été volés. Attention aux tentatives d'hameçonnage.
   ^^^^^^^^^^^^ ransomware                    ^^^^^^^^^^^^^^^^^^^^ data_breach          (a warning: no phishing)

A set for the whole article, by the guide's rules: data taken is `data_breach` whatever the means; outsiders who take data from a system are
an `intrusion` too; an attack of unstated kind is an `intrusion`; what the text calls a mere hypothesis, advises against or denies is none.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache

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
    r"du|la|le|les)|pas meme|absence (?:de|d')|plutot qu\w+|contrairement a|n'(?:a|ont|est|etait|avait|avaient|aurait|"
    r"auraient) (?:pas|jamais|rien|aucunement))\b[^,;:.]{0,28}|"
    r"\bn'(?:a|ont|avait|avaient|aurait|auraient) (?:ete |pu )?|\bn')$"
)
_NEGATED_AFTER = re.compile(
    r"^[^;:.]{0,30}\b(?:n'(?:a|ont|avai\w+|aurai\w+|est|etait|y a)|ne \w+) (?:pas|jamais|aucun\w*|a ce stade pas|"
    r"pour l'heure pas|pas encore)\b|^ n'en (?:est|etait) (?:pas|point)\b|^ est ecart|^ (?:est|a ete|sont) (?:exclu|dementi|ecart)"
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
_PAYS = re.compile(r"pay|vers")
_SPYWARE = re.compile(r"logiciels? $")
_DONE = re.compile(r"\b(?:a|ont|ete|avai(?:t|ent))\b")
_HABIT = re.compile(r"\b(?:connue?s? pour|cantonn\w+|habitue\w*|specialis\w+|coutumi\w+|reputee?s? pour|devenue?s? (?:la|les|une|des))\b[^.;]*$")
"""What the attackers do elsewhere."""
_ASKED = re.compile(r"\b\w+-(?:t-)?(?:ils?|elles?)\b|\best-ce que\b")
_KEY_OF = re.compile(r"\b(?:comptes?|identifiants?|acces|session|mots? de passe) d'une? $")
_SEARCHED = re.compile(r"cherch\w+ (?:encore|toujours)")
_UNMENDED = re.compile(r"pas (?:encore )?(?:ete )?(?:corrig|appliqu|mis|instal|a jour)")
"""« une vulnérabilité qui n'avait pas été corrigée » was there all the same."""
_ASK = re.compile(r"\?\s*$")
_HARD_INTRUSION = re.compile(r"introdui|infiltr|penetr|frauduleu|non.autoris|illicit|illegitim|malveillan|force brute|brute")
_GENERIC_MALWARE = re.compile(r"virus|malveillant|malware|maliciel")
_ATTACKS = frozenset(
    {"ransomware", "ddos", "phishing", "account_takeover", "credential_stuffing", "intrusion", "malware", "vulnerability_exploit"}
)
_WEAK = {
    "vague": "intrusion",
    "theft": "intrusion",
    "signs": "exposed_database",
    "money": "ransomware",
    "cheats": "fraud",
    "jams": "ddos",
    "halts": "ransomware",
    "suppliers": "supply_chain",
}
"""Words that count only beside, or for want of, others."""
REACH = 100
"""How many characters before and after a cue may deny it."""
_EXCLUDED = frozenset({"advice", "law", "study", "past"})
_PUT_OUT = re.compile(r"\b(?:depos|diffus|post|publi|partag|offr|jet|balanc|lach|mis)\w*(?: \w+){0,4} $")
"""Left open by the thief, not by the owner."""
_ITEM = re.compile(r"(?:[•▪◦■►→*–—-] ?|\d{1,2}[.)] )\S[^\n]{110}|[A-ZÀ-Ü0-9][^.!?:;\n]{1,48} (?:[–—-] |: )\S[^\n]{90}")
"""Opens an item of a digest: « • Sport. … », « Gommette – … »."""
_PARAGRAPH = re.compile(r"[^\n](?:.|\n(?!\s*\n))*")
_CREDENTIALS = frozenset({"username", "password"})


@dataclass
class _Story:
    """What one stretch of text tells: the whole of an article, or one item of a digest."""

    preamble: bool = False
    found: dict[str, list[Span]] = field(default_factory=dict)
    weak: dict[str, list[Span]] = field(default_factory=dict)
    data: list[Span] = field(default_factory=list)
    suppliers: int = 0
    """How many of its sentences speak of a supplier."""


@cache
def _borrowed_key() -> re.Pattern[str]:
    """« le compte d'un agent », « avec les identifiants de l'une de ses salariées »."""
    table = load("attack_types")["account_takeover"]
    keys, people = ("|".join(fold(word).replace("*", r"\w*").replace(" ", "[ ]") for word in table[name]) for name in ("keys", "people"))
    owner = r"(?:d'une?|de l'une? de (?:ses|nos|leurs)|d'anciens?|de (?:deux|trois|quatre|plusieurs)|de (?:son|sa|leur|notre|cette?)|(?:appartenant|attribues?) a une?)"
    return re.compile(rf"\b(?:{keys})(?:,? [\w'-]+){{0,3}}? {owner} (?:[\w-]+ )?(?:{people})\b")


@Language.component("vigie_attack_types", assigns=["doc.spans"])
def attack_types(doc: Doc) -> Doc:
    """Find the cues of each kind of attack, and settle the article's set."""
    whole = fold(text_of(doc))
    starts = _items(doc)
    stories = [_Story(preamble=bool(starts)), *(_Story() for _ in starts)]
    for sent, mark in zip(doc.sents, background(doc), strict=True):
        if mark not in _EXCLUDED:
            _read(doc, sent, whole[sent.start_char : sent.end_char], stories[bisect_right(starts, sent.start_char)])
    for span in doc.spans.get("data_types", []):
        if not span._.ignored and not span._.denied_by:
            stories[bisect_right(starts, span.start_char)].data.append(span)
    found: dict[str, list[Span]] = {}
    for story in stories:
        _settle(story)
        for code, cued in story.found.items():
            found.setdefault(code, []).extend(cued)
    spans = sorted((spans[0] for spans in found.values() if spans), key=lambda span: span.start_char)
    for span in spans:
        set_score(span, "attack_types", _score(span.label_, len(found[span.label_])))
    doc.spans["attack_types"] = spans
    order = list(TERMS["attack_type"])
    doc._.attack_types = sorted((span.label_ for span in spans), key=order.index)
    return doc


def _items(doc: Doc) -> list[int]:
    """Where the items of a digest begin; nothing for an article that tells one story."""
    text = text_of(doc)
    starts = [found.start() for found in _PARAGRAPH.finditer(text, doc._.text_start) if _ITEM.match(text, found.start())]
    return starts if len(starts) > 2 else []


def _read(doc: Doc, sent: Span, folded: str, story: _Story) -> None:
    """Add the cues of a sentence to the story it belongs to."""
    sentence = _Sentence(folded)

    def mark(code: str, cue: re.Match[str]) -> Span:
        return span_of(doc, sent.start_char + cue.start(), sent.start_char + cue.end(), code)

    for code in load("attack_types"):
        for cue in cues("attack_types", code, "cues").finditer(folded):
            if sentence.holds(code, cue):
                story.found.setdefault(code, []).append(mark(code, cue))
    for cue in _borrowed_key().finditer(folded):
        if sentence.holds("account_takeover", cue):
            story.found.setdefault("account_takeover", []).append(mark("account_takeover", cue))
    for name, code in _WEAK.items():
        if name == "cheats" and not (cues("attack_types", code, "moves").search(folded) and _DONE.search(folded)):
            continue
        marks = [mark(code, cue) for cue in cues("attack_types", code, name).finditer(folded) if not _NEGATED.search(_before(cue, folded))]
        story.weak.setdefault(name, []).extend(marks)
        if name == "suppliers" and marks:
            story.suppliers += 1


class _Sentence:
    """A folded sentence, and what it says of the cues in it."""

    def __init__(self, folded: str) -> None:
        self.text = folded
        self.doubts: dict[str, bool] = {}

    def says(self, name: str, pattern: re.Pattern[str]) -> bool:
        """Whether the pattern is anywhere in the sentence; looked for once."""
        if name not in self.doubts:
            self.doubts[name] = bool(pattern.search(self.text))
        return self.doubts[name]

    def holds(self, code: str, cue: re.Match[str]) -> bool:
        """The cue is said of this attack: not denied, not guessed, not asked, not a warning."""
        inside, before = cue[0], _before(cue, self.text)
        after = self.text[cue.end() : cue.end() + REACH]
        if _NEGATED.search(before) or (_NEGATED_AFTER.search(after) and not (code == "vulnerability_exploit" and _UNMENDED.search(after))):
            return code == "ransomware" and "ranco" in inside and self.says("pays", _PAYS)  # « aucune rançon n'a été payée »
        if code == "espionage" and inside.startswith("espion") and _SPYWARE.search(before):
            return False
        if _HABIT.search(before) or (code == "insider" and _KEY_OF.search(before)):
            return False
        if code == "exposed_database" and _PUT_OUT.search(before):
            return False
        if (_NEGATED_INSIDE.search(inside) and not _UNMENDED.search(inside)) or (code == "data_breach" and self.says("unsaid", _UNSAID)):
            return False
        if code == "vulnerability_exploit" and self.says("searched", _SEARCHED):
            return False
        if self.says("ask", _ASK) and (code != "data_breach" or self.says("asked", _ASKED)):
            return False
        if code not in {"data_breach", "intrusion"} and self.says("uses", _USES):
            return False
        if code not in {"data_breach", "intrusion", "ransomware"} and self.says("guess", _GUESS):
            return False
        return not self.says(f"but {code}", cues("attack_types", code, "but"))


def _before(cue: re.Match[str], folded: str) -> str:
    return folded[max(0, cue.start() - REACH) : cue.start()]


def _settle(story: _Story) -> None:
    """The guide's rules over a story's set."""
    found, weak = story.found, story.weak
    if story.preamble:
        weak.clear()
    vague, theft, signs, money, cheats, jams, _, suppliers = (weak.get(name, []) for name in _WEAK)
    if story.data and "data_breach" not in found and not _only_keys(story):
        found["data_breach"] = [span_of(span.doc, span.start_char, span.end_char, "data_breach") for span in story.data[:1]]
    if money and not found.keys() & {"data_breach", "fraud", "ddos", "sabotage"}:
        found.setdefault("ransomware", []).extend(money)
    if signs and not found.keys() & _ATTACKS:
        found.setdefault("exposed_database", []).extend(signs)
    if money and weak.get("halts") and not found.keys() & {"ransomware", "fraud", "ddos", "sabotage"}:
        found["ransomware"] = money
    if cheats:
        found.setdefault("fraud", []).extend(cheats)
    if jams and len({span.text for span in jams}) > 1 and not found.keys() & {"data_breach", "ransomware"}:
        found.setdefault("ddos", []).extend(jams)
    if found.keys() & {"ransomware", "defacement"} and not ("data_breach" in found and "ransomware" not in found):
        _keep(found, "intrusion", [span for span in found.get("intrusion", []) if _HARD_INTRUSION.search(fold(span.text))])
        _keep(found, "malware", [span for span in found.get("malware", []) if not _GENERIC_MALWARE.search(fold(span.text))])
    elif "data_breach" in found and "intrusion" not in found and not found.keys() & {"exposed_database", "insider"}:
        _keep(found, "intrusion", [] if "credential_stuffing" in found else vague or theft)
    if (
        "exposed_database" in found
        and "intrusion" in found
        and not any(_HARD_INTRUSION.search(fold(span.text)) for span in found["intrusion"])
    ):
        del found["intrusion"]
    if "account_takeover" in found and not found.keys() & {"intrusion", "ransomware", "fraud", "credential_stuffing", "insider", "phishing", "data_breach"}:
        found["intrusion"] = vague or theft or found["account_takeover"][:1]
    if not found and vague:
        found["intrusion"] = vague
    if "exposed_database" in found and "intrusion" not in found:
        found.pop("supply_chain", None)
        suppliers = []
    if suppliers and story.suppliers >= SUPPLIERS and found.keys() & {"data_breach", "ransomware", "intrusion"}:
        found.setdefault("supply_chain", []).extend(suppliers)


SUPPLIERS = 2
"""In how many sentences a supplier must be spoken of for the attack to have come through it."""


def _only_keys(story: _Story) -> bool:
    """Nothing but the keys to somebody's account were taken, and used."""
    return {span.label_ for span in story.data} <= _CREDENTIALS and "account_takeover" in story.found


def _keep(found: dict[str, list[Span]], code: str, spans: list[Span]) -> None:
    if spans:
        found[code] = spans
    else:
        found.pop(code, None)


def _score(code: str, cues: int) -> float:
    base = {"ransomware": 0.95, "data_breach": 0.95, "ddos": 0.97, "intrusion": 0.85, "defacement": 0.9}.get(code, 0.75)
    return min(0.98, base + 0.03 * (cues - 1))
