"""What tells an organisation, and its role, from the words around its mentions: named numbers for the linear models.

    Selon Orféa, prestataire de la ville, les pirates…      left1=selon   after-comma=prestataire   title=0   kind…
          ^^^^^

Every organisation of an article gets one dictionary; what holds of any of its mentions is 1. Time is linear in the article's length.
"""

import math
import re
from collections import Counter
from functools import cache
from itertools import pairwise

from spacy.tokens import Doc

from nlp.gazetteer import AMBIGUOUS, by_form, known_as
from nlp.linear import Features
from nlp.names import fold, match_key
from nlp.org_context import add_context, persons
from nlp.org_groups import Group, Mention
from nlp.org_patterns import is_common
from nlp.role_features import add_evidence
from nlp.surroundings import Surroundings


def all_features(doc: Doc, groups: list[Group]) -> list[Features]:
    """One dictionary per organisation of an article, in their order."""
    around = Surroundings(doc)
    rows = [_own(around, members) for members in groups]
    _share(rows, groups, doc.text)
    sizes = sorted((len(members) for members in groups), reverse=True)
    for members, row in zip(groups, rows, strict=True):
        if sizes and len(members) == sizes[0] and len(members) > 1:
            row["most named"] = 1.0
    return rows


_LINK = re.compile(
    r"(?: \([^()\n]{1,60}\))?(?:,| et| ou| puis|, puis| ainsi que|, ainsi que| comme|/)?(?: (?:de la|de l'|de|du|des|à la|à l'|au|aux|le|la|les|l'|d'|[a-zé]+))? ?(?:«|\"|“)? ?"
)


def _share(rows: list[Features], groups: list[Group], text: str) -> None:
    """In « A, B et C » what stands before A holds for B and C, and what stands behind C for A and B."""
    order = sorted((m.start, m.end, n) for n, members in enumerate(groups) for m in members)
    chains: list[list[int]] = []
    for (_, end, one), (start, _, other) in pairwise(order):
        gap = text[end:start]
        if (
            one != other
            and len(gap) < 70
            and ("," in gap or " et " in gap or " ou " in gap or " puis " in gap or gap == "/")
            and _LINK.fullmatch(gap)
        ):
            if chains and chains[-1][-1] == one:
                chains[-1].append(other)
            else:
                chains.append([one, other])
    for chain in chains:
        size = "list of two" if len(chain) == 2 else "list"
        ahead = {k: v for k, v in rows[chain[0]].items() if k.startswith(("left:", "left2:", "desc:"))}
        behind = {k: v for k, v in rows[chain[-1]].items() if k.startswith(("right:", "did:", "did2:"))}
        for n in chain:
            rows[n][size] = 1.0
            for shared in (ahead if n != chain[0] else {}, behind if n != chain[-1] else {}):
                for key, value in shared.items():
                    rows[n].setdefault(key, 0.7 * value)


def _own(around: Surroundings, members: Group) -> Features:
    row: Features = {}
    for mention in members:
        _of_name(row, around, mention)
        add_context(row, around, mention)
    add_evidence(row)
    count = len(members)
    row["mentions"] = math.log(count)
    if count > 1:
        row["many"] = 1.0
    past = sum(1 for m in members if around.marks[around.sentence_at(m.start)] == "past")
    row["past share"] = past / count
    if past == count:
        row["all past"] = 1.0
        if count == 1:
            row["once, past"] = 1.0
    kinds = {kind for m in members for kind in m.kinds}
    for kind in kinds:
        row[kind] = 1.0
        row["kind:" + kind.partition(":")[2]] = 1.0
    _of_article(row, around, members)
    return row


def _of_name(row: Features, around: Surroundings, mention: Mention) -> None:
    name = mention.name
    for origin in mention.origins:
        row["by:" + origin] = 1.0
    words = name.split()
    labels = Counter(around.entity.get(at, "-") for at in (mention.start, (mention.start + mention.end) // 2, mention.end - 1))
    label = labels.most_common(1)[0][0]
    row["ner:" + label] = 1.0
    known = known_as(name) if "gazetteer" in mention.origins else by_form().get(name)
    if known and name not in AMBIGUOUS:
        row["known"] = 1.0
        row["known:" + known.kind] = 1.0
    elif known:
        row["ambiguous"] = 1.0
        row["ambiguous:" + known.kind] = 1.0
    _of_shape(row, name)
    row |= {"name:" + word: 1.0 for word in fold(name).split() if word in telling_words()}
    row["words " + str(min(3, len(words)))] = 1.0
    row["first:" + words[0].lower()] = 1.0
    if words[0] in persons("first_names"):
        row["first name"] = 1.0
        row["first name " + ("alone" if len(words) == 1 else "and more")] = 1.0
    if len(words) == 1:
        if is_common(name):
            row["ordinary"] = 1.0
        row["end:" + name[-2:].lower()] = 1.0
        if "-" in name:
            row["hyphen"] = 1.0
    elif len(words) == 2 and all(word[0].isupper() and word[1:].islower() for word in words):
        row["two capitalised"] = 1.0


@cache
def telling_words() -> frozenset[str]:
    """Words that several organisations of the gazetteer bear in their names: banque, radio, parquet, fédération…"""
    names = {known.name for known in by_form().values()}
    counts = Counter(word for name in names for word in set(fold(name).split()))
    return frozenset(word for word, count in counts.items() if count >= BORNE and len(word) > 2)


BORNE = 4
"""In so many names."""


def _of_shape(row: Features, name: str) -> None:
    """What its letters look like."""
    if name.isupper():
        row[f"capitals {min(len(name), 6)}"] = 1.0
    if re.search(r"[a-zà-ÿ][A-ZÀ-Ý]", name):
        row["camel"] = 1.0
    if any(char.isdigit() for char in name):
        row["figures"] = 1.0
    if name.islower():
        row["small"] = 1.0
    if "." in name[1:-1] and " " not in name:
        row["dotted"] = 1.0
    if "_" in name or "$" in name:
        row["handle sign"] = 1.0
    if "&" in name:
        row["ampersand"] = 1.0


def _of_article(row: Features, around: Surroundings, members: Group) -> None:
    """Beside the rest of the article: the publisher itself, a place whose town hall speaks further on."""
    doc = around.doc
    host = (doc._.publisher or "").removeprefix("www.")
    keys = {match_key(host.rpartition(".")[0]), match_key(host)} - {""}
    if any(match_key(m.name) in keys for m in members):
        row["publisher"] = 1.0
    prominent = "title" in row or "sentence 0" in row or "sentence 1" in row
    if prominent:
        row["prominent"] = 1.0
    if "title" in row and "many" in row:
        row["title and text"] = 1.0
    for name in (name for name in around.whole if name.startswith("gist:")):
        row[name] = 1.0
        if prominent:
            row["prominent & " + name] = 1.0
    if "ner:LOC" in row and not any(m.kinds for m in members):
        _of_bare_place(row, around)
    for mark in ("late", "attack near"):
        if mark in row and "many" not in row:
            row["once & " + mark] = 1.0


def _of_bare_place(row: Features, around: Surroundings) -> None:
    """A place that may stand for its town hall, if the article speaks of one."""
    for name in (name for name in around.whole if name.startswith("article:")):
        row["place & " + name] = 1.0
        if "prominent" in row:
            row["prominent place & " + name] = 1.0
