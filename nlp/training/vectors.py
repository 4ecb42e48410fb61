"""Word vectors for the recogniser: those of an installed spaCy pipeline, fewer words and dimensions.

    python -m nlp.training.vectors fr_core_news_md OUT

Only the table of vectors is taken. That of `fr_core_news_md` is Explosion's (fastText, cbow, on OSCAR and Wikipedia) and under CC0, as the
pipeline's `meta.json` says; nothing is taken of its trained components, which are under LGPL-LR. Words stand there by frequency.
"""

import re
import sys
from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language
from spacy.vectors import Vectors  # type: ignore[import-not-found]

WORDS = 120_000
WIDTH = 64
_PLAIN = re.compile(r"[\w'’.&@-]{1,30}")


def reduced(source: Language, *, words: int = WORDS, width: int = WIDTH) -> Language:
    """A blank French pipeline with the `words` most frequent plain words, their vectors projected on the `width` principal axes."""
    table, strings = source.vocab.vectors, source.vocab.strings
    if not table.size:
        raise ValueError(f"{source.meta['name']} has no vectors")
    plain = [(strings[key], row) for key, row in table.key2row.items() if _PLAIN.fullmatch(strings[key])][:words]
    rows = sorted({row for _, row in plain})
    place = {row: n for n, row in enumerate(rows)}
    kept = spacy.blank("fr")
    vectors = Vectors(data=principal(np.asarray(table.data))[rows][:, :width].astype("float32"), strings=kept.vocab.strings)
    for word, row in plain:
        vectors.add(word, row=place[row])
    kept.vocab.vectors = vectors
    kept.vocab.vectors.name = "vigie"
    return kept


def principal(data: "np.ndarray[tuple[int, int], np.dtype[np.float32]]") -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """The rows in the axes of their principal components, the widest first, the whole scaled to a standard deviation of one."""
    centred = data.astype("float64") - data.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    turned = centred @ axes[:, ::-1]
    scaled: np.ndarray[tuple[int, int], np.dtype[np.float64]] = turned / turned[:, :WIDTH].std()
    return scaled


if __name__ == "__main__":
    reduced(spacy.load(sys.argv[1])).to_disk(Path(sys.argv[2]))
