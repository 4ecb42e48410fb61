"""The contract and the pure modules load neither the crawler's libraries nor spaCy."""

import subprocess
import sys

import pytest

HEAVY = ("scrapy", "twisted", "tldextract", "requests", "spacy", "lxml", "parsel")


@pytest.mark.parametrize("module", ["nlp.reading", "nlp.names", "nlp.figures", "nlp.dates", "nlp.wordings", "nlp.vocabulary"])
def test_a_light_module_stays_light(module: str) -> None:
    code = f"import sys, {module}; print(*sorted({{name.split('.')[0] for name in sys.modules}} & set({HEAVY!r})))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == []
