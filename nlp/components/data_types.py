"""Data types: every kind of data named, and whether the words are about this incident's data.

Le fichier contient noms, prénoms et adresses mail et postale. Changez vos mots de passe.
                   ^^^^  ^^^^^^^    ^^^^^^^^^^^^^    ^^^^^^^             ^^^^^^^^^^^^^
                   name  name       email            postal_address      password, ignored (advice)

Whether they were taken is `vigie_polarity`'s. A word counts where its sentence tells of data in strange hands, or lists three kinds and more,
or continues a list (bullets, a colon); not in advice, law, other people's affairs, nor as a means (« par e-mail », « un mot de passe faible »).
"""

import re
from functools import cached_property

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.background import background
from nlp.data_kinds import EITHER, attribute, by_subject, resolve
from nlp.data_words import Word, cues, find, fold
from nlp.scores import set_score
from nlp.text import span_of, text_of

for name, default in {"denied_by": None, "possible": False, "attribute": None, "ignored": False, "aside": None, "contact": False}.items():
    if not Span.has_extension(name):
        Span.set_extension(name, default=default)

BULLET = re.compile(r"\W*[-–—•*▪·→►●◦✓✔]\s|\W*\d{1,2}[.)]\s")
_JOINT = re.compile(r"[,(/&+–:;-]|\b(?:et|ou|ni|ainsi que|mais aussi|dont|puis|avec|voire|notamment|comme|que|d'autre part)\b|\n")
_SMALL = (
    r"(?:(?:de|du|des|d'|un|une|le|la|les|l'|son|sa|ses|leurs?|votre|vos|ce|cette|ces|copies?|scans?|date|numeros?|parfois|souvent|meme|aussi|"
    r"eventuellement|sans|pas|aucune?|pour certains?)[ \n]*)*"
)
_BESIDE = re.compile(
    rf"[^.!?]{{0,45}}?(?:,|/|&|\(|–|—|-|:|;|\+|\b(?:et|ou|ni|comme|dont|avec|ainsi que|que|voire|puis|notamment))[ \n-]*(?:(?:et|ou|ni) )?{_SMALL}"
)
_CORE = frozenset({"name", "email", "mails", "phone", "postal_address", "username", "birth_date", "customer_number"})
_ALONE = frozenset({"mails", "message", "photo"})
_GOVERNED = re.compile(
    r"(?: [\w'-]+){0,4}? (?:(?:a|ont|avaient|auraient|ayant|qui) (?:ete )?)?(?:vol|derob|exfiltr|pirat|publie|divulgu|"
    r"copie|lus|aspir|siphonn|subtilis|intern|consult|fuit)"
)
_MANY = re.compile(
    r"(?:\bet|,|\bdont|\bque|\bseuls|\btrouve|\d|\bmilliers|\bcentaines|\bdizaines|\bcontenant|\bcontient)(?: (?:des|de|"
    r"d'|les|leurs|ses))? ?$"
)
_SINGLE_PAPER = re.compile(r"\b(?:un|une|cet?|cette|le|la|l') ?(?:simple )?$")
_NO_PASSWORD = re.compile(r"\W*(?:ni|pas de|aucun|sans) mot de passe\W*")
_ITEM_END = re.compile(r"[,;.]|\bet\b|\n")
WEAK = "weak"
"""Why a word is set aside that only the learned judge may take."""
REACH = 100
"""How many characters before and after a word may bear on it."""
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
_BY = re.compile(r"\b(?:par|via) (?:un |une |simple )?$")
_CONTENTS = re.compile(r"\b(?:contenan\w+|contien\w+|contenai\w+|comport\w+|listes? des?|renferm\w+|comprenan\w+|comprend|on y trouve)\b")
_OBJECT = re.compile(
    r"\b(?:vole|derobe|subtilise|exfiltre|aspire|siphonne|publie|divulgue|copie|telecharge|vols?|fuite|divulgation|publication|exfiltration|accessibles?|en libre acces)"
    r" (?:(?:de|des|d'|les|leurs|ses|plusieurs|milliers|centaines|dizaines|\d+) ?)*(?:de |des |d'|les |leurs |ses )$"
)
_USURPED = re.compile(r"\busurp")
_OPEN = re.compile(
    r"\b(?:acces\w*|lisibl\w*|ouvert\w*|consultabl\w*|lire|entr\w+|connect\w+|protege\w*|libre)\b[^.;]{0,60}\bsans (?:aucun |le moindre )?$"
)
_VERB = re.compile(
    r"\b(?:a|ont|est|sont|etait|etaient|ete|avait|avaient|peut|peuvent|pourrait|pourraient|sera|seront|n|ne|"
    r"mais(?! aussi)|seuls?|seules?|tandis|alors|"
    r"en revanche|figurent|figuraient|permet\w*|servi\w*|concern\w+)\b"
)
_MEANS = re.compile(
    r"(?:\b(?:par|via|grace a|grace au|au moyen|a l'aide|a partir|en utilisant|utilis\w+|usurp\w+|sous|moyennant|depuis|"
    r"exploit\w+|saisi\w*|rentr\w+|devin\w+|envoy\w+|adress\w+|recevoir|recu|recoivent|"
    r"dans|deposer|depose|signer|repondre|joint|joints?) (?:simple |seul |faux |fausse )?)(?:(?:de|du|des|d'|un|une|le|"
    r"la|les|l'|son|sa|ses|leurs?|votre|vos|ce|cet|cette|faux|plusieurs) ?)*$"
)
_MEANS_CODES = {"email", "message", "mails", "phone", "username", "password", "postal_address", "secret_key"}
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


class _Sentence:
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


@Language.component("vigie_data_types", assigns=["doc.spans"])
def data_types(doc: Doc) -> Doc:
    """Find the kinds of data named, and mark those that are not of this incident."""
    folded = fold(text_of(doc))
    words = [word for word in find(text_of(doc)) if word.code != "none" and word.strength != "alone"]
    spans: list[Span] = []
    cursor = 0
    intro: _Sentence | None = None  # the sentence whose colon opened the list that we are in
    for sent, mark in zip(doc.sents, background(doc), strict=True):
        sentence = _Sentence(folded[sent.start_char : sent.end_char], sent.start_char, mark)
        if not sentence.bullet and intro is not None and sent.start_char != intro.start + len(intro.text):
            intro = None
        mine = []
        while cursor < len(words) and words[cursor].start < sent.end_char:
            mine.append(words[cursor])
            cursor += 1
        firm = [word for word in mine if word.strength != "weak"]
        runs = [kept for kept in (_listed(run, sentence, intro, folded) for run in _runs(firm, folded)) if kept]
        codes = {word.code for run in runs for word in run}
        sure = {id(word) for run in runs for word in run}
        for run in runs:
            aside = _aside(run, sentence, intro, codes, title=sent.end_char <= doc._.text_start)
            spans += [_span(doc, word, codes, folded, aside) for word in run]
        around = codes | {word.code for word in firm}
        spans += [_span(doc, word, around, folded, WEAK) for word in mine if id(word) not in sure]
        if sentence.opens_list:
            intro = sentence
    doc.spans["data_types"] = sorted(spans, key=lambda span: (span.start_char, span.end_char))
    return doc


def _runs(words: list[Word], folded: str) -> list[list[Word]]:
    """The words of a sentence, cut into enumerations."""
    runs: list[list[Word]] = []
    for word in words:
        if runs and _joined(folded[runs[-1][-1].end : word.start]):
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _joined(gap: str) -> bool:
    """What stands between two items of one enumeration: a joint, few words, no verb."""
    return len(gap) <= 75 and not _VERB.search(gap) and (not gap.strip() or bool(_JOINT.search(gap)))


def _listed(run: list[Word], sentence: _Sentence, intro: _Sentence | None, folded: str) -> list[Word]:
    """The words of an enumeration that mean kinds of data there: sure ones, and those that truly stand in a list with others."""
    run = [word for word in run if not (word.code in _MEANS_CODES and _BY.search(sentence.before(word)))]
    several = len({word.code for word in run}) > 1 and bool(_CONTENTS.search(sentence.text))
    anchored = several or any(word.sure for word in run) or len({word.code for word in run if word.code in _CORE}) > 1
    kept = []
    for index, word in enumerate(run):
        beside = [other for other in run[max(0, index - 1) : index + 2] if other is not word and other.start != word.start]
        if (
            word.sure
            or (anchored and any(_side_by_side(word, other, folded) for other in beside))
            or ((sentence.bullet or intro is not None) and _heads(word, sentence))
            or (word.code in _ALONE and _governed(word, sentence))
            or _OBJECT.search(sentence.before(word))
        ):
            kept.append(word)
    return kept


def _governed(word: Word, sentence: _Sentence) -> bool:
    """Messages or photos that are themselves said to be taken: « 500 e-mails ont été volés », « on y trouve des photos »."""
    if _GOVERNED.match(sentence.after(word)):
        return not _MEANS.search(sentence.before(word))
    return bool(_MANY.search(sentence.before(word))) and sentence.strong


def _side_by_side(one: Word, other: Word, folded: str) -> bool:
    first, second = sorted((one, other), key=lambda word: word.start)
    return second.start < first.end or bool(_BESIDE.fullmatch(folded[first.end : second.start]))


def _heads(word: Word, sentence: _Sentence) -> bool:
    """The word opens the item: « - adresse ; »."""
    before = sentence.text[: min(40, word.start - sentence.start)]
    return len(before) < 40 and len(re.findall(r"\w+", before)) <= 2


def _aside(run: list[Word], sentence: _Sentence, intro: _Sentence | None, codes: set[str], *, title: bool) -> str | None:
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


def _aside_alone(run: list[Word], kinds: int, sentence: _Sentence, before: str, after: str) -> str | None:
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
    if all(word.code in _MEANS_CODES for word in run) and (_MEANS.search(before) or _USE_AFTER.match(after) or sentence.route):
        return "means"
    if _COMMENT.search(before):
        return "comment"
    return "act" if _ACT_BEFORE.search(before) else None


def _span(doc: Doc, word: Word, beside: set[str], folded: str, aside: str | None) -> Span:
    code = resolve(word.code, beside - set(EITHER))
    code = by_subject(code, folded, word.start, word.end)
    span = span_of(doc, word.start, word.end, "personal_data" if code == "contact" else code)
    stop = _ITEM_END.search(folded, word.end, word.end + 60)
    span._.attribute = attribute(code, folded[word.start : stop.start() if stop else word.end + 40])
    span._.ignored, span._.aside = aside is not None, aside
    span._.possible, span._.denied_by = False, None
    if code == "contact":
        span._.contact = True
    set_score(span, "data_types", 0.93 if len(beside) > 2 else 0.85)
    return span
