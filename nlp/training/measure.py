"""How good the recogniser is by itself: entities on labelled corpora, distinct organisation names on whole articles.

    python -m nlp.training.measure MODEL CORPUS [ARTICLES.jsonl ...]

On articles an organisation counts once, under any form that `nlp.evaluate` takes for the same name; nothing but the recogniser is run.
"""

import json
import sys
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import DocBin
from spacy.training import Example

from nlp.evaluate import Tally, figure, tally
from nlp.text import Source, make_doc
from nlp.tokenizer import adapt

CORPORA = {"WiNER-fr, test months": "test/winer.spacy", "our sentences, held out": "dev/domain.spacy"}


def on_corpus(nlp: Language, path: Path) -> dict[str, Any]:
    """spaCy's scores of one DocBin."""
    docs = DocBin().from_disk(path).get_docs(nlp.vocab)
    return nlp.evaluate([Example(nlp.make_doc(doc.text), doc) for doc in docs])


def on_article(nlp: Language, article: dict[str, Any]) -> Tally:
    """Distinct names found and missed in one annotated article."""
    doc = nlp(make_doc(nlp, Source(url=article["url"], title=article["title"], text=article["text"])))
    names = sorted({ent.text.strip(" '\"«».,;:()") for ent in doc.ents if ent.label_ == "ORG"} - {""})
    return tally("organisations", article, {"organisations": [{"raw": name} for name in names]})


def main(model: str, corpus: str, *articles: str) -> None:
    nlp = spacy.load(model)
    adapt(nlp)
    for name, path in CORPORA.items():
        scores = on_corpus(nlp, Path(corpus) / path)
        kinds = {"all": {kind: scores[f"ents_{kind}"] for kind in "prf"}, **scores["ents_per_type"]}
        for label, values in kinds.items():
            print(f"{name:<26} {label:<5} P {values['p']:.3f}  R {values['r']:.3f}  F1 {values['f']:.3f}")
    for path in articles:
        lines = Path(path).read_text("utf-8").splitlines()
        found = figure("organisations", [on_article(nlp, json.loads(line)) for line in lines])
        print(f"{path:<26} names P {found.precision:.3f}  R {found.recall:.3f}  F1 {found.f1:.3f}  n {found.n}")


if __name__ == "__main__":
    main(*sys.argv[1:])
