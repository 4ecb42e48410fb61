"""Why words for kinds of data are not of this incident: advice, law, means of the attack, forms to fill in, comments.

Changez vos mots de passe.    entré avec un mot de passe volé    « C'est de la donnée bancaire »
             ^^^^^^^^^^^^^ act              ^^^^^^^^^^^^^ means                   ^^^^^^^^^^^^^^^^ comment
"""

import re
from functools import cached_property

from nlp.data_words import Word
from nlp.folding import cues

_SINGLE_PAPER = re.compile(r"\b(?:un|une|cet?|cette|le|la|l') ?(?:simple )?$")
_NO_PASSWORD = re.compile(r"\W*(?:ni|pas de|aucun|sans) mot de passe\W*")
_COUNTED = re.compile(
    r"\d(?:[\d .]*\d)?(?:,\d+)? (?:(?:millions?|milliards?|milliers?) )?(?:de |d'|des )?(?:scans? |copies? |lignes? )?(?:de |d'|des )?$"
)
"""« 1,2 million d'adresses électroniques »: who counts them has them."""
_INDEFINITE = re.compile(r"\b(?:avec|grace a|a partir de|a l'aide de|suffit de|suffit d'|combin\w+|entre) ?une? $")
"""« Avec un nom, une date de naissance et un IBAN, on ouvre un crédit »."""
_FORM = re.compile(
    r"\b(?:demand\w+|reclam\w+|exig\w+|fournir|saisir|remplir|renseigner|indiquer) (?:(?:votre|vos|leurs?|son|ses|le|la|les|un|une|des|l') ?)*$"
)
_COMMENT = re.compile(r"\bc'est (?:bel et bien |bien |aussi |quoi )?(?:de la |de l'|une? |du )$")
_USURPED = re.compile(r"\busurp")
_OPEN = re.compile(
    r"\b(?:acces\w*|lisibl\w*|ouvert\w*|consultabl\w*|lire|entr\w+|connect\w+|protege\w*|libre)\b[^.;]{0,60}\bsans (?:aucun |le moindre )?$"
)
_USE_AFTER = re.compile(
    r"^[^.;:,]{0,60}?\b(?:(?:a|ont|avait|avaient|aurait|auraient) (?:ainsi )?(?:permis|servi|suffi)|permettant|"
    r"pour (?:se connecter|acceder|s'introduire|penetrer|entrer)|faibles?|trop simples?|robustes?|par defaut|usurp|"
    r"reinitialis|renouvel|change|modifi|unique|different|d'un (?:\w+ )?(?:salarie|employe|agent|prestataire|"
    r"administrateur|collaborateur|sous-traitant|medecin|adjoint|technicien|partenaire|fournisseur|stagiaire|conseiller)|"
    r"avaient? ete (?:livre|obtenu|achete)|(?:derobe|vole|recupere|obtenu|achete)\w* (?:sur d'autres|ailleurs|"
    r"lors d'une autre|auparavant|precedemment|quelques|par un infostealer))"
)
_ROUTE = re.compile(r"\b(?:compte|acces|session|boite|messagerie|poste) d'un\b|\bd'un (?:compte|acces)\b|\bvol d'identifiants?\b")
_ACT_BEFORE = re.compile(
    r"\b(?:chang\w+|modifi\w+|reinitialis\w+|renouvel\w+|communiqu\w+|demand\w+|reclam\w+|exig\w+|donn(?:er|ez)|"
    r"fourni\w+|transmettre|saisi\w+|verifi\w+|surveill\w+|protege\w*|proteger|recup\w+ vos|obtenir|soutirer|livre\w*|"
    r"fausser|signal\w+|"
    r"tap\w+|entrer|noter|choisir|utiliser|appeler|telephon\w+|par|au) (?:\w+ )?(?:(?:de|du|des|d'|un|une|le|la|les|l'|"
    r"son|sa|ses|leurs?|votre|vos|ce|cet|cette|tous|toutes) ?)*$"
)
BULLET = re.compile(r"\W*[-–—•*▪·→►●◦✓✔]\s|\W*\d{1,2}[.)]\s")
MEANS = re.compile(
    r"(?:\b(?:par|via|grace a|grace au|au moyen|a l'aide|a partir|en utilisant|utilis\w+|usurp\w+|sous|moyennant|depuis|"
    r"exploit\w+|saisi\w*|rentr\w+|devin\w+|envoy\w+|adress\w+|recevoir|recu|recoivent|"
    r"dans|deposer|depose|signer|repondre|joint|joints?) (?:simple |seul |faux |fausse )?)(?:(?:de|du|des|d'|un|une|le|"
    r"la|les|l'|son|sa|ses|leurs?|votre|vos|ce|cet|cette|faux|plusieurs) ?)*$"
)
MEANS_CODES = {"email", "message", "mails", "phone", "username", "password", "postal_address", "secret_key"}
REACH = 100
"""How many characters before and after a word may bear on it."""


class DataSentence:
    """A sentence, folded, and what it says by itself of the data words in it."""

    def __init__(self, text: str, start: int, kind: str | None) -> None:
        self.text = text
        self.start = start
        self.kind = kind
        self.bullet = bool(BULLET.match(text))

    @cached_property
    def taken(self) -> bool:
        """It tells of data in strange hands, or lists them."""
        return bool(cues("polarity", "taken").search(self.text))

    @cached_property
    def elsewhere(self) -> bool:
        """It tells of warnings, machines out of order…, and of nothing taken."""
        return bool(cues("polarity", "elsewhere").search(self.text)) and not self.strong

    @cached_property
    def strong(self) -> bool:
        return bool(cues("polarity", "strong").search(self.text))

    @cached_property
    def route(self) -> bool:
        return bool(_ROUTE.search(self.text))

    @cached_property
    def usurped(self) -> bool:
        return bool(_USURPED.search(self.text))

    @property
    def opens_list(self) -> bool:
        return self.text.rstrip().endswith(":")

    def before(self, word: Word) -> str:
        """What stands before a word, as far as it can bear on it."""
        at = word.start - self.start
        return self.text[max(0, at - REACH) : at]

    def after(self, word: Word) -> str:
        at = word.end - self.start
        return self.text[at : at + REACH]


def why_aside(run: list[Word], sentence: DataSentence, intro: DataSentence | None, codes: set[str], *, title: bool) -> str | None:
    """Why an enumeration is not of this incident's data; None where it is."""
    kinds = len({word.code for word in run})
    kind = intro.kind if intro is not None and sentence.bullet else sentence.kind
    before, after = sentence.before(run[0]), sentence.after(run[-1])
    if kind in {"advice", "law", "past"} or (kind and kinds < 3):
        return kind
    if run[0].code in {"password", "username"} and (_OPEN.search(before) or _NO_PASSWORD.fullmatch(sentence.text)):
        return "open"
    if kinds > 2 and not sentence.taken and intro is None and (_INDEFINITE.search(before) or _FORM.search(before)):
        return "act"
    if kinds < 3:
        aside = _aside_alone(run, kinds, sentence, before, after)
        if aside or intro is not None or sentence.bullet:
            return aside
        if sentence.elsewhere:
            return "elsewhere"
        if not (sentence.taken or title or "source_code" in codes or _COUNTED.search(before)):
            return "no cue"
    return None


def _aside_alone(run: list[Word], kinds: int, sentence: DataSentence, before: str, after: str) -> str | None:
    """What one or two kinds of data may be besides booty."""
    if sentence.text.rstrip().endswith("?"):
        return "question"
    if (
        kinds == 1
        and run[0].code == "internal_document"
        and _SINGLE_PAPER.search(before)
        and sentence.text[run[0].end - sentence.start - 1] not in "sx"
    ):
        return "source"
    if kinds == 1 and run[0].code == "name" and sentence.usurped:
        return "usurped"
    if all(word.code in MEANS_CODES for word in run) and (MEANS.search(before) or _USE_AFTER.match(after) or sentence.route):
        return "means"
    if _COMMENT.search(before):
        return "comment"
    return "act" if _ACT_BEFORE.search(before) else None
