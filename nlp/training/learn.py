"""Train the linear models of `nlp/components/`: which candidates are organisations, their roles, what an article is about, who says so.

    python -m nlp.training.learn tests/gold/dev.jsonl tests/kiosk/gold.jsonl

reads annotated articles and writes `nlp/data/*_model.json`. Where a model stands on another one's answers (roles on `about`), it learns from
answers given by a model that had not seen the article. Deterministic: full-batch Adam, started from the priors.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from nlp.components import about as about_component
from nlp.components.claim import claim_features
from nlp.components.organisations import features_and_groups
from nlp.data import load
from nlp.evaluate import equal_name, same_name
from nlp.linear import BIAS, Features, Model, load_model
from nlp.pipeline import build
from nlp.role_features import related, role_features, role_prior, within
from nlp.text import Source, make_doc, normalise

DATA = Path(__file__).parents[1] / "data"
ROLES = ("victim", "attacker", "source", "authority", "third_party", "past_victim", "other")
ABOUT = ("incident", "roundup", "other")
CLAIM = ("confirmed", "claimed", "denied")
FOLDS = 10
Prior = Mapping[str, Mapping[str, float]]


def train(
    rows: Sequence[Features],
    labels: Sequence[str],
    *,
    classes: Sequence[str],
    strength: float,
    least: int = 3,
    steps: int = 150,
    prior: Prior | None = None,
) -> Model:
    """Softmax regression with an L2 penalty of `strength` on what differs from `prior` (feature -> class -> weight; else 0).

    Features of fewer than `least` rows keep their prior or are left out.
    """
    prior = prior or {}
    counts = Counter(name for row in rows for name in row)
    names = [BIAS, *sorted((prior.keys() | {name for name, count in counts.items() if count >= least}) - {BIAS})]
    place = {name: n for n, name in enumerate(names)}
    x = np.zeros((len(rows), len(names)), dtype=np.float32)
    x[:, 0] = 1.0
    for n, row in enumerate(rows):
        for name, value in row.items():
            if name in place:
                x[n, place[name]] = value
    y = np.array([[float(label == one) for one in classes] for label in labels], dtype=np.float32)
    known = np.array([[prior.get(name, {}).get(c, 0.0) for c in classes] for name in names], dtype=np.float32)
    w = known.copy()
    moment, square = np.zeros_like(w), np.zeros_like(w)
    penalty = np.full((len(names), 1), strength, dtype=np.float32)
    penalty[0] = 0.01
    for step in range(1, steps + 1):
        z = x @ w
        p = np.exp(z - z.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        gradient = x.T @ (p - y) + penalty * (w - known)
        moment = 0.9 * moment + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        rate = 0.05 * (1 - step / (steps + 1))
        w -= rate * (moment / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return Model(tuple(classes), {name: tuple(float(v) for v in w[n]) for name, n in place.items()})


def prior_model(prior: Prior, classes: Sequence[str]) -> Model:
    """The priors as a model of their own."""
    table = {name: tuple(row.get(one, 0.0) for one in classes) for name, row in prior.items()}
    return Model(tuple(classes), {BIAS: (0.0,) * len(classes), **table})


def save(model: Model, name: str) -> None:
    """Write a model; weights that say next to nothing are left out."""
    rows = {
        feature: [round(value, 3) for value in row]
        for feature, row in model.weights.items()
        if feature == BIAS or max(map(abs, row)) >= 0.03
    }
    body = ",\n".join(f"{json.dumps(feature, ensure_ascii=False)}: {json.dumps(row)}" for feature, row in sorted(rows.items()))
    (DATA / f"{name}.json").write_text(f'{{"classes": {json.dumps(list(model.classes))}, "weights": {{\n{body}\n}}}}\n', "utf-8")
    load_model.cache_clear()


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


def fold(one: Example) -> int:
    """Which tenth of the articles one belongs to, the same in every run."""
    return int(md5(one.gold["id"].encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def unseen(examples: Sequence[Example], learn: Callable[[list[Example]], Model], see: Callable[[Example], Features]) -> list[str]:
    """For each article the answer of a model that was trained without it."""
    models = {number: learn([one for one in examples if fold(one) != number]) for number in {fold(one) for one in examples}}
    answers = []
    for one in examples:
        chances = models[fold(one)].probabilities(see(one))
        answers.append(max(chances, key=lambda name: chances[name]))
    return answers


def table_prior(name: str) -> dict[str, dict[str, float]]:
    """The `[prior]` tables of `nlp/data/<name>.toml` as feature -> class -> weight."""
    prior: dict[str, dict[str, float]] = {}
    for one, kinds in load(name)["prior"].items():
        for weight, features in kinds["plain"]:
            for feature in features.split("|"):
                prior.setdefault(feature, {})[one] = weight
    return prior


def learn_organisations(examples: Sequence[Example]) -> Model:
    rows = [row for one in examples for row in one.candidates]
    labels = ["none" if label == "none" else "organisation" for one in examples for label in one.labels]
    return train(rows, labels, classes=("none", "organisation"), strength=3.0, least=2)


def learn_about(examples: Sequence[Example]) -> Model:
    rows = [about_component.features(one.doc) for one in examples]
    return train(rows, [one.gold["about"] for one in examples], classes=ABOUT, strength=6.0, prior=table_prior("about"))


def learn_roles(examples: Sequence[Example], abouts: Sequence[str]) -> Model:
    rows: list[Features] = []
    labels: list[str] = []
    for one, about in zip(examples, abouts, strict=True):
        kept = [n for n, label in enumerate(one.labels) if label != "none"]
        rows += [role_features(row) for row in within(related([one.candidates[n] for n in kept]), about)]
        labels += [one.labels[n] for n in kept]
    return train(rows, labels, classes=ROLES, strength=8.0, prior=role_prior())


def learn_claim(examples: Sequence[Example]) -> Model:
    told = [one for one in examples if one.gold["claim"]]
    return train(
        [claim_features(one.doc) for one in told],
        [one.gold["claim"] for one in told],
        classes=CLAIM,
        strength=4.0,
        prior=table_prior("claim"),
    )


def main(paths: Sequence[str]) -> None:
    """Train everything in order: each model on the answers of those before it."""
    gold = [json.loads(line) for path in paths for line in Path(path).read_text("utf-8").splitlines() if line.strip()]
    save(prior_model(role_prior(), ROLES), "role_prior_model")
    nlp = build()
    examples = [example(nlp, one) for one in gold]
    save(learn_organisations(examples), "organisation_model")
    examples = [example(nlp, one) for one in gold]
    save(learn_about(examples), "about_model")
    abouts = unseen(examples, learn_about, lambda one: about_component.features(one.doc))
    save(learn_roles(examples, abouts), "role_model")
    examples = [example(nlp, one) for one in gold]
    save(learn_claim(examples), "claim_model")


if __name__ == "__main__":
    main(sys.argv[1:])
