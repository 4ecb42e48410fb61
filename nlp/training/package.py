"""The trained pipeline as the product ships it: what it is said in its meta, what it does not need left out.

python -m nlp.training.package MODEL OUT
"""

import shutil
import sys
from pathlib import Path

import spacy

VERSION = "0.3.0"
LICENCE = "CC BY 4.0"
LIMIT = 16 * 1024 * 1024
NEEDLESS = ("lookups.bin", "key2row", "vectors", "vectors.cfg")
"""Files of the vocabulary that say nothing where there are no vectors. The words met in training (`strings.json`) are emptied as well: a
model needs their hashes only, and the texts that they come from do not ship."""
META = {
    "lang": "fr",
    "name": "vigie",
    "version": VERSION,
    "license": LICENCE,
    "spacy_version": ">=3.8.7,<3.9",
    "author": "The Vigie developers",
    "description": "Organisations, persons, places and products in French security news. Trained on WiNER-fr (annotation CC BY 4.0 Yoann Dupont, "
    "text CC BY 2.5 French Wikinews contributors) and on sentences of our own; word vectors CC0 Explosion; see docs/model-card.md.",
}


def package(model: Path, out: Path) -> int:
    """Write `model` to `out` and return its size in bytes; raises ValueError where it is over the limit that the repository sets."""
    nlp = spacy.load(model)
    nlp.meta.update(META)
    for name in ("vectors", "train", "dev", "init_tok2vec"):
        nlp.config["paths"][name] = None
    if out.exists():
        shutil.rmtree(out)
    nlp.to_disk(out)
    if not nlp.vocab.vectors.size:
        for name in NEEDLESS:
            (out / "vocab" / name).unlink(missing_ok=True)
    (out / "vocab" / "strings.json").write_text("[]\n", "utf-8")
    spacy.load(out)
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    if size > LIMIT:
        raise ValueError(f"the model in {out} has {size:,} bytes, more than {LIMIT:,}: train a narrower network or fewer vectors")
    return size


if __name__ == "__main__":
    print(f"{package(Path(sys.argv[1]), Path(sys.argv[2])):,} bytes")
