"""The examples in the documentation run, and what it lists is all there is."""

import doctest
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
import spacy

import vigie_evaluate
import vigie_french
import vigie_tag
import vigie_terminal
from crawler import french
from db import sample
from nlp import quality, tokenizer
from nlp.pipeline import COMPONENTS

ROOT = Path(__file__).parent.parent
SPACY = ROOT / "docs" / "spacy.md"


def test_the_examples_for_spacy_users_run() -> None:
    failed, tried = doctest.testfile(str(SPACY), module_relative=False, encoding="utf-8")

    assert tried >= 8
    assert not failed


@pytest.mark.parametrize(
    "module", [vigie_terminal, vigie_french, vigie_evaluate, vigie_tag, french, quality, tokenizer, sample], ids=lambda one: one.__name__
)
def test_the_examples_in_docstrings_run(module: object) -> None:
    failed, tried = doctest.testmod(module)  # type: ignore[arg-type]

    assert tried
    assert not failed


ENTRIES = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]["spacy_factories"]


@pytest.mark.parametrize("name", ["vigie_sentences", *COMPONENTS])
def test_spacy_finds_each_component_by_its_name_and_the_page_describes_it(name: str) -> None:
    module, function = ENTRIES[name].split(":")

    assert callable(getattr(import_module(module), function))
    assert f"| `{name}` |" in SPACY.read_text("utf-8")


def test_no_other_component_is_promised() -> None:
    assert set(ENTRIES) == {"vigie_sentences", *COMPONENTS}


def test_a_part_is_added_by_name_without_any_import_of_ours(tmp_path: Path) -> None:
    """In a process of its own, elsewhere: what `pip install` promises."""
    code = (
        "import spacy; nlp = spacy.blank('fr'); nlp.add_pipe('vigie_sentences'); nlp.add_pipe('vigie_counts'); "
        "doc = nlp('Le pirate a volé 6 128 dossiers.'); print([span._.count.low for span in doc.spans['counts']])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.stdout.strip() == "[6128]", done.stderr


def test_every_part_runs_in_a_pipeline_without_recogniser_or_title() -> None:
    blank = spacy.blank("fr")
    for name in ("vigie_sentences", *COMPONENTS):
        blank.add_pipe(name)

    doc = blank("Un rançongiciel a frappé la mairie de Valbrune le 4 mars 2026 : les noms de 12 000 habitants ont été volés, dit-elle.")

    assert [span.text for span in doc.spans["organisations"] if span._.role == "victim"] == ["mairie de Valbrune"]
    assert "ransomware" in doc._.attack_types
    assert doc._.about == "incident"
    assert blank("")._.about == "other"
