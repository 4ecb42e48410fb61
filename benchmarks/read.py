"""Reading, measured by CPU time: articles and words a second of one core, per component, with the recogniser and without, beside a blank tokenizer.

    python benchmarks/read.py tests/gold/dev-3.jsonl [--repeat 3]

Prints medians over the repeats and the ratio of each to the blank spaCy tokenizer of the same run; then organisations (F1 of distinct names)
with the recogniser alone, with rules and gazetteer alone, and with both. Figures of two runs do not compare: the machine has other work.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import spacy

from nlp.evaluate import evaluate, figure, tally
from nlp.lines import identifier
from nlp.pipeline import build
from nlp.reading import reading_row
from nlp.tagger import to_reading
from nlp.text import Source, make_doc

Article = dict[str, Any]
NETWORK = {"tok2vec", "ner"}


def source(article: Article) -> Source:
    return Source(
        url=article["url"], title=article["title"], text=article["text"], published=article["published"], publisher=article["publisher"]
    )


def spent(work: Callable[[], object], repeat: int) -> float:
    """The median of the CPU seconds of some runs."""
    times = []
    for _ in range(repeat):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return statistics.median(times)


def blank(articles: Sequence[Article]) -> Callable[[], object]:
    nlp = spacy.blank("fr")
    return lambda: [nlp(one["title"] + "\n\n" + one["text"]) for one in articles]


def whole(articles: Sequence[Article], without: set[str]) -> Callable[[], object]:
    nlp = build()

    def work() -> None:
        with nlp.select_pipes(disable=[name for name in nlp.pipe_names if name in without]):
            for one in articles:
                to_reading(nlp(make_doc(nlp, source(one))), source(one), version="benchmark")

    return work


def by_component(articles: Sequence[Article]) -> dict[str, float]:
    """CPU seconds of each component in one pass."""
    nlp = build()
    spans = dict.fromkeys(nlp.pipe_names, 0.0)
    for one in articles:
        doc = make_doc(nlp, source(one))
        for name, pipe in nlp.pipeline:
            begun = time.process_time()
            doc = pipe(doc)
            spans[name] += time.process_time() - begun
    return spans


def organisations(articles: Sequence[Article]) -> dict[str, float]:
    """F1 of distinct organisation names: recogniser alone, rules alone, both."""
    nlp = build()

    def read(one: Article) -> Any:
        return reading_row(to_reading(nlp(make_doc(nlp, source(one))), source(one), version="benchmark"))

    def named(one: Article) -> Any:
        with nlp.select_pipes(enable=["vigie_sentences", *(name for name in nlp.pipe_names if name in NETWORK)]):
            doc = nlp(make_doc(nlp, source(one)))
        return {"organisations": [{"raw": name} for name in sorted({ent.text for ent in doc.ents if ent.label_ == "ORG"})]}

    gold = list(articles)
    both = evaluate(gold, {identifier(one): read(one) for one in gold})["organisations"].f1
    alone = figure("organisations", [tally("organisations", one, named(one)) for one in gold]).f1
    with nlp.select_pipes(disable=[name for name in nlp.pipe_names if name in NETWORK]):
        rules = evaluate(gold, {identifier(one): read(one) for one in gold})["organisations"].f1
    return {"recogniser alone": alone or 0.0, "rules and gazetteer alone": rules or 0.0, "both": both or 0.0}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="+", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    given = parser.parse_args()
    articles = [json.loads(line) for path in given.articles for line in path.read_text("utf-8").splitlines() if line.strip()]
    words = sum(len(one["text"].split()) for one in articles)
    say = sys.stdout.write
    say(f"{len(articles)} articles, {words:,} words\n")
    floor = spent(blank(articles), given.repeat)
    for name, without in (("everything", set()), ("without the network", NETWORK)):
        seconds = spent(whole(articles, set(without)), given.repeat)
        say(
            f"{name:<26} {len(articles) / seconds:7.1f} articles/s  {words / seconds:9,.0f} words/s  {seconds / floor:5.1f} x blank tokenizer\n"
        )
    spans = by_component(articles)
    for name, seconds in sorted(spans.items(), key=lambda pair: -pair[1]):
        say(f"  {name:<24} {seconds / sum(spans.values()):6.1%}\n")
    for name, f1 in organisations(articles).items():
        say(f"organisations, {name:<26} F1 {f1:.3f}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
