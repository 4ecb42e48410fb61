"""Train the linear models of `nlp/components/`: which candidates are organisations, their roles, what an article is about, and all judges.

    python -m nlp.training.learn tests/gold/dev.jsonl tests/kiosk/gold.jsonl [--recognisers DIR]

reads annotated articles and writes `nlp/data/*_model.json`. Where a model stands on another one's answers (roles on `about`, judges on
roles), it learns from answers given by a model that had not seen the article; with the recognisers of `nlp.training.adapt`, from names found
by one that had not. Deterministic: full-batch Adam, started from the priors.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from nlp.components import about as about_component
from nlp.components.organisations import features_and_groups
from nlp.evaluate import equal_name, same_name
from nlp.linear import Features, Model, install
from nlp.pipeline import COMPONENTS, build
from nlp.role_features import related, role_features, role_prior, within
from nlp.text import Source, make_doc, normalise
from nlp.training.judges import JUDGES, JUDGING
from nlp.training.parts import FOLDS, HALVES, fold, half
from nlp.training.softmax import prior_model, save, table_prior, train

ROLES = ("victim", "attacker", "source", "authority", "third_party", "past_victim", "other")
ABOUT = ("incident", "roundup", "other")
FOR_ROLES = ("said:", "name:")
"""Features that tell an organisation's role, not whether it is one."""
FIRST = ("organisation_model", "about_model", "role_model")
STANDING = COMPONENTS[COMPONENTS.index("vigie_organisations") :]
"""The components whose answers depend on the first models."""


@dataclass
class Example:
    """An annotated article as the models see it."""

    gold: dict[str, Any]
    doc: Doc
    candidates: list[Features]
    raws: list[str]
    labels: list[str]
    """The role of each candidate, or `none`."""


def example(nlp: Language, gold: dict[str, Any]) -> Example:
    """Run the pipeline up to the candidates, and say which of them the annotators found."""
    source = Source(url=gold["url"], title=gold["title"], text=gold["text"], published=gold["published"], publisher=gold["publisher"])
    doc = nlp(make_doc(nlp, source))
    pairs = features_and_groups(doc)
    body = doc._.text_start
    raws = [min(members, key=lambda m: (m.end <= body, m.start)).name for members, _ in pairs]
    labels = ["none"] * len(raws)
    for wanted in gold["organisations"]:
        raw = normalise(wanted["raw"])
        free = [n for n, label in enumerate(labels) if label == "none"]
        hit = next((n for n in free if equal_name(raws[n], raw)), None)
        hit = hit if hit is not None else next((n for n in free if same_name(raws[n], raw)), None)
        if hit is not None:
            labels[hit] = wanted["role"]
    return Example(gold, doc, [row for _, row in pairs], raws, labels)


def learn_organisations(examples: Sequence[Example]) -> Model:
    rows = [{name: value for name, value in row.items() if not name.startswith(FOR_ROLES)} for one in examples for row in one.candidates]
    labels = ["none" if label == "none" else "organisation" for one in examples for label in one.labels]
    return train(rows, labels, classes=("none", "organisation"), strength=3.0, least=2)


def learn_about(examples: Sequence[Example]) -> Model:
    rows = [about_component.features(one.doc) for one in examples]
    return train(rows, [one.gold["about"] for one in examples], classes=ABOUT, strength=0.8, prior=table_prior("about"))


def learn_roles(examples: Sequence[Example], abouts: Mapping[str, str]) -> Model:
    """`abouts`: what each article is about as a model says that had not seen it."""
    rows: list[Features] = []
    labels: list[str] = []
    for one in examples:
        kept = [n for n, label in enumerate(one.labels) if label != "none"]
        rows += [role_features(row) for row in within(related([one.candidates[n] for n in kept]), abouts[one.gold["id"]])]
        labels += [one.labels[n] for n in kept]
    return train(rows, labels, classes=ROLES, strength=1.5, prior=role_prior())


def first_models(nlp: Language, examples: Sequence[Example]) -> Iterator[tuple[str, Model]]:
    """The models that the others stand on, each trained on the answers of those before it, which are installed on the way."""
    yield from _installed("organisation_model", learn_organisations(examples))
    organisations = dict(nlp.components)["vigie_organisations"]
    for one in examples:
        organisations(one.doc)
    abouts: dict[str, str] = {}
    rows = {one.gold["id"]: about_component.features(one.doc) for one in examples}
    for number in range(FOLDS):
        model = learn_about([one for one in examples if fold(one.gold) != number])
        for one in examples:
            if fold(one.gold) == number:
                chances = model.probabilities(rows[one.gold["id"]])
                abouts[one.gold["id"]] = max(chances, key=lambda name: chances[name])
    yield from _installed("about_model", learn_about(examples))
    yield from _installed("role_model", learn_roles(examples, abouts))


def _installed(name: str, model: Model) -> Iterator[tuple[str, Model]]:
    install(name, model)
    yield name, model


def again(nlp: Language, doc: Doc, *, judged: bool = False) -> Doc:
    """Run anew what stands on the first models; with the judges, which change a Doc for good, if asked."""
    doc._.about_scores = None
    pipes = dict(nlp.components)
    for name in STANDING:
        if judged or name not in JUDGING:
            doc = pipes[name](doc)
    return doc


def read_unseen(nlp: Language, examples: Sequence[Example]) -> Iterator[Example]:
    """Each article once, read with first models that were trained without it; good until the next one is asked for."""
    for number in range(FOLDS):
        for _ in first_models(nlp, [one for one in examples if fold(one.gold) != number]):
            pass
        for one in examples:
            if fold(one.gold) == number:
                again(nlp, one.doc)
                yield one


def pipelines(recognisers: Path | None) -> list[Language]:
    """The pipeline that reads each half of the articles, judges left out."""
    found = [build(str(recognisers / f"half-{part}")) for part in range(HALVES)] if recognisers else [build()] * HALVES
    for nlp in found:
        for name in JUDGING & set(nlp.pipe_names):
            nlp.disable_pipe(name)
    return found


def main() -> None:
    """Train everything in order and save it."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("gold", nargs="+", type=Path)
    options.add_argument("--recognisers", type=Path, help="the folder that nlp.training.adapt wrote")
    given = options.parse_args()
    gold = [json.loads(line) for path in given.gold for line in path.read_text("utf-8").splitlines() if line.strip()]
    save(prior_model(role_prior(), ROLES), "role_prior_model")
    halves = pipelines(given.recognisers)
    examples = [example(halves[half(one)], one) for one in gold]
    rows: dict[str, list[Any]] = {name: [] for name in JUDGES}
    for one in read_unseen(halves[0], examples):
        for name, judge in JUDGES.items():
            rows[name] += judge.labelled(one.doc, one.gold)
    for name, model in first_models(halves[0], examples):
        save(model, name)
    for name, judge in JUDGES.items():
        save(judge.learn(rows[name]), name)


if __name__ == "__main__":
    main()
