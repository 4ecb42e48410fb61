"""Parts: which fifth and which half of the annotated articles one belongs to, the same in every run."""

from collections.abc import Mapping
from hashlib import md5
from typing import Any

FOLDS = 5
HALVES = 2


def fold(article: Mapping[str, Any]) -> int:
    """From 0 to `FOLDS` - 1, by the article's `id`."""
    return _number(article) % FOLDS


def half(article: Mapping[str, Any]) -> int:
    """0 or 1; independent of the fold."""
    return _number(article) // 7919 % HALVES


def _number(article: Mapping[str, Any]) -> int:
    return int(md5(article["id"].encode(), usedforsecurity=False).hexdigest(), 16)
