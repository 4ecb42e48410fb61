"""Adapt the recogniser to the press: a few passes over annotated articles, beside the texts that it was trained on.

    python -m nlp.training.adapt MODEL CORPUS OUT ARTICLES.jsonl…            writes OUT/whole, OUT/half-0, OUT/half-1

The annotations name organisations only: every occurrence of a name is one; persons, places and products stay as the model saw them; what
it took for an organisation and no annotator named is none. `half-N` never saw the articles of half N: the linear models of
`nlp.training.learn` learn from what such a recogniser finds, or they would trust it more than it deserves on articles to come.
"""

import json
import random
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span
from spacy.training import Example
from spacy.util import filter_spans
from thinc.api import Adam, fix_random_seed

from nlp.text import Source, make_doc, normalise
from nlp.tokenizer import adapt
from nlp.training.parts import HALVES, half

EPOCHS = 5
RATE = 0.0007
DROPOUT = 0.25
REPLAYED = 350, 3500
"""How many of the first training's articles and of its sentences each pass repeats, lest they be forgotten."""
BATCH = 12
_TELLING = 4


def recogniser(model: Path) -> Language:
    """A trained pipeline with Vigie's tokenizer."""
    nlp = spacy.load(model)
    adapt(nlp)
    return nlp


def press(nlp: Language, articles: Iterable[dict[str, Any]]) -> Iterator[Doc]:
    """Annotated articles with their entities."""
    for article in articles:
        doc = nlp(make_doc(nlp, Source(url=article["url"], title=article["title"], text=article["text"])))
        names = {normalise(one["raw"]) for one in article["organisations"]}
        names |= {normalise(one[key]) for one in article["victims"] for key in ("raw", "name")}
        spans = list(_organisations(doc, names))
        words = {word for name in names for word in name.lower().split() if len(word) >= _TELLING}
        taken = {token.i for span in spans for token in span}
        for ent in doc.ents:
            short = {token.lower_ for token in ent} & words
            if not taken & set(range(ent.start, ent.end)) and (ent.label_ != "ORG" or short):
                spans.append(ent)  # « Oréval » for « Mutuelle Oréval » is one as well
        doc.ents = tuple(filter_spans(spans))
        yield doc


def _organisations(doc: Doc, names: set[str]) -> Iterator[Span]:
    longest = sorted((name for name in names if len(name) > 1), key=len, reverse=True)
    if not longest:
        return
    pattern = re.compile(rf"(?<![\w@/.-])(?:{'|'.join(map(re.escape, longest))})(?![\w@])")
    for match in pattern.finditer(doc.text):
        span = doc.char_span(match.start(), match.end(), label="ORG", alignment_mode="contract")
        if span:
            yield span


def adapted(model: Path, corpus: Path, articles: Sequence[dict[str, Any]]) -> Language:
    """The model after some passes over the articles. Seeded."""
    fix_random_seed(0)
    chance = random.Random(0)  # noqa: S311 - a sample, no secret
    nlp = recogniser(model)
    told = list(press(recogniser(model), articles))
    replayed = [list(DocBin().from_disk(corpus / "train" / f"{name}.spacy").get_docs(nlp.vocab)) for name in ("winer", "domain")]
    optimizer = Adam(learn_rate=RATE, L2=0.01, grad_clip=1.0, use_averages=True)
    nlp.resume_training(sgd=optimizer)
    for _ in range(EPOCHS):
        docs = [*told, *(doc for kept, size in zip(replayed, REPLAYED, strict=True) for doc in chance.sample(kept, min(size, len(kept))))]
        chance.shuffle(docs)
        for at in range(0, len(docs), BATCH):
            batch = docs[at : at + BATCH]
            nlp.update([Example(nlp.make_doc(doc.text), doc) for doc in batch], sgd=optimizer, drop=DROPOUT)
    plain = spacy.load(model)  # its tokenizer can be written to disk, the adapted one cannot
    learned: dict[str, Any] = dict(nlp.components)
    before: dict[str, Any] = dict(plain.components)
    with nlp.use_params(optimizer.averages):
        for name, component in before.items():
            component.model.from_bytes(learned[name].model.to_bytes())
    return plain


def main(model: str, corpus: str, out: str, *paths: str) -> None:
    """Write the whole model and its halves."""
    articles = [json.loads(line) for path in paths for line in Path(path).read_text("utf-8").splitlines() if line.strip()]
    for part in range(HALVES):
        adapted(Path(model), Path(corpus), [one for one in articles if half(one) != part]).to_disk(Path(out) / f"half-{part}")
    adapted(Path(model), Path(corpus), articles).to_disk(Path(out) / "whole")


if __name__ == "__main__":
    main(*sys.argv[1:])
