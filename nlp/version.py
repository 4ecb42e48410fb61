"""Which pipeline read an article: the rules' version and the model's. Known without loading spaCy."""

import json
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

VERSION = "3"
"""Of the rules: raise it when a reading may change, so that `vigie tag` reads again what an older version read."""

OWN_MODEL = Path(__file__).parent / "model"


class ModelMissingError(Exception):
    """No entity recogniser where the settings say; the message names the remedy."""

    def __init__(self, model: str | None) -> None:
        super().__init__(
            f"Aucun modèle avec « ner » dans {model or OWN_MODEL}. Entraînez celui de Vigie (make train), ou nommez un pipeline spaCy "
            'installé, tel que fr_core_news_lg : --model NOM, ou model = "NOM" dans vigie.toml.'
        )


def pipeline_version(model: str | None = None) -> str:
    """`1+fr_vigie-0.1.0`, as noted on each reading. `model`: as in `nlp.pipeline.build`.

    Raises ModelMissingError.
    """
    folder = Path(model) if model else OWN_MODEL
    try:
        if (folder / "meta.json").is_file():
            meta = json.loads((folder / "meta.json").read_text("utf-8"))
            return f"{VERSION}+{meta['lang']}_{meta['name']}-{meta['version']}"
        return f"{VERSION}+{model}-{version(model or '')}"
    except (PackageNotFoundError, ValueError, KeyError) as error:
        raise ModelMissingError(model) from error
