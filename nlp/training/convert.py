"""WiNER-fr (brat stand-off) to spaCy's binary form, with the labels that Vigie needs.

    python -m nlp.training.convert CORPORA OUT

Organization → ORG, Person → PER, Location → LOC, Product and Event → MISC; dates and hours are dropped. WiNER-fr labels media and platforms
(Twitter, Le Monde) as Product: those are organisations in our press, `relabel.toml` says which. Split by month, so that no story
straddles train and test. The texts (CC BY, see the model card) never ship; only weights do.
"""

import random
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from nlp.components import sentences  # noqa: F401 - registers the component
from nlp.text import normalise
from nlp.tokenizer import adapt

LABELS = {"Organization": "ORG", "Person": "PER", "Location": "LOC", "Product": "MISC", "Event": "MISC"}
RELABEL: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("relabel.toml").read_text("utf-8"))
TEST_MONTHS = {"2016/10", "2017/05", "2018/03"}
DEV_MONTHS = {"2016/04", "2017/11", "2018/09"}


def blank() -> Language:
    """The French tokenizer that the product uses: a model is trained on the tokens it will see."""
    nlp = spacy.blank("fr")
    adapt(nlp)
    return nlp


def entities(annotation: str) -> Iterator[tuple[int, int, str, str]]:
    """(start, end, label, words) of each text-bound annotation; discontinuous ones keep their first stretch."""
    for line in annotation.splitlines():
        if not line.startswith("T"):
            continue
        _, middle, words = line.split("\t", 2)
        label, offsets = middle.split(" ", 1)
        start, end = offsets.split(";")[0].split()
        if label in LABELS:
            yield int(start), int(end), LABELS[label], words


def relabelled(label: str, words: str) -> str | None:
    """The label that our guide would give; None where these words name nothing."""
    for target, names in RELABEL.items():
        if words.lower() in names:
            return None if target == "none" else target
    return label


def read_text(nlp: Language, path: Path) -> Doc:
    """One article with its entities; annotations that overlap or cut a token are left out."""
    doc = nlp.make_doc(normalise(path.read_text("utf-8")))
    spans = []
    for start, end, label, words in entities(path.with_suffix(".ann").read_text("utf-8")):
        kept = relabelled(label, words)
        span = doc.char_span(start, end, label=kept or "", alignment_mode="contract") if kept else None
        if span:
            spans.append(span)
    doc.ents = tuple(spacy.util.filter_spans(spans))
    return doc


def lower_cased(nlp: Language, doc: Doc) -> Doc:
    """The same text in small letters: brands and towns are written so in titles and by forum sellers."""
    words, spaces = [token.text.lower() for token in doc], [bool(token.whitespace_) for token in doc]
    lowered = Doc(nlp.vocab, words=words, spaces=spaces)
    lowered.ents = tuple(spacy.tokens.Span(lowered, ent.start, ent.end, label=ent.label_) for ent in doc.ents)
    return lowered


def main(corpora: str, out: str) -> None:
    """Write winer.spacy under `out`/train, dev and test."""
    nlp, source = blank(), Path(corpora) / "winer-fr"
    bins = {"train": DocBin(), "dev": DocBin(), "test": DocBin()}
    chance = random.Random(0)  # noqa: S311 - a sample, no secret
    for path in sorted(source.glob("*/*/*.txt")):
        month = "/".join(path.parts[-3:-1])
        part = "test" if month in TEST_MONTHS else "dev" if month in DEV_MONTHS else "train"
        doc = read_text(nlp, path)
        bins[part].add(doc)
        if part == "train" and chance.random() < 0.1:
            bins[part].add(lower_cased(nlp, doc))
    if not bins["train"]:
        raise SystemExit(f"no WiNER-fr articles in {source}: name the folder that holds winer-fr/YEAR/MONTH/*.txt and *.ann")
    for part, docs in bins.items():
        (Path(out) / part).mkdir(parents=True, exist_ok=True)
        docs.to_disk(Path(out) / part / "winer.spacy")
        print(part, len(docs), "articles")


if __name__ == "__main__":
    main(*sys.argv[1:3])
