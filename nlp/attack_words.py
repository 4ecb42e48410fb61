"""Cues of attacks in a sentence: the words that unlock somebody's account, and whether a cue is said of this attack at all. Pure, no spaCy.

Les pirates n'ont exploité aucune faille.        denied
L'hypothèse d'un mail piégé est étudiée.         guessed
Gare aux tentatives d'hameçonnage.               warned of

Words in `data/attack_types.toml`.
"""

import re
from functools import cache

from nlp.data import load
from nlp.folding import cues, fold

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
_HABIT = re.compile(
    r"\b(?:connue?s? pour|cantonn\w+|habitue\w*|specialis\w+|coutumi\w+|reputee?s? pour|devenue?s? (?:la|les|une|des))\b[^.;]*$"
)
"""What the attackers do elsewhere."""
_ASKED = re.compile(r"\b\w+-(?:t-)?(?:ils?|elles?)\b|\best-ce que\b")
_KEY_OF = re.compile(r"\b(?:comptes?|identifiants?|acces|session|mots? de passe) d'une? $")
_SEARCHED = re.compile(r"cherch\w+ (?:encore|toujours)")
_UNMENDED = re.compile(r"pas (?:encore )?(?:ete )?(?:corrig|appliqu|mis|instal|a jour)")
"""« une vulnérabilité qui n'avait pas été corrigée » was there all the same."""
_ASK = re.compile(r"\?\s*$")
_PUT_OUT = re.compile(r"\b(?:depos|diffus|post|publi|partag|offr|jet|balanc|lach|mis)\w*(?: \w+){0,4} $")
"""Left open by the thief, not by the owner."""
REACH = 100
"""How many characters before and after a cue may deny it."""


@cache
def borrowed_key() -> re.Pattern[str]:
    """« le compte d'un agent », « avec les identifiants de l'une de ses salariées »."""
    table = load("attack_types")["account_takeover"]
    keys, people = ("|".join(fold(word).replace("*", r"\w*").replace(" ", "[ ]") for word in table[name]) for name in ("keys", "people"))
    owner = r"(?:d'une?|de l'une? de (?:ses|nos|leurs)|d'anciens?|de (?:deux|trois|quatre|plusieurs)|de (?:son|sa|leur|notre|cette?)|(?:appartenant|attribues?) a une?)"
    return re.compile(rf"\b(?:{keys})(?:,? [\w'-]+){{0,3}}? {owner} (?:[\w-]+ )?(?:{people})\b")


class Sentence:
    """A folded sentence, and what it says of the cues in it."""

    def __init__(self, folded: str) -> None:
        self.text = folded
        self.doubts: dict[str, bool] = {}

    def says(self, name: str, pattern: re.Pattern[str]) -> bool:
        """Whether the pattern is anywhere in the sentence; looked for once."""
        if name not in self.doubts:
            self.doubts[name] = bool(pattern.search(self.text))
        return self.doubts[name]

    @property
    def done(self) -> bool:
        """It tells what happened, not what crooks do in general."""
        return self.says("done", _DONE)

    def denies(self, cue: re.Match[str]) -> bool:
        """The words before the cue say that it was not so."""
        return bool(_NEGATED.search(_before(cue, self.text)))

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
