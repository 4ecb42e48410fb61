"""The ready-made questions, as `metadata.yml` has them: name → title, description, SQL."""

from functools import cache
from typing import Any

import yaml

from db.site import FOLDER
from db.site.typography import printed


@cache
def questions() -> dict[str, dict[str, Any]]:
    """Every canned query, in its order."""
    held: dict[str, dict[str, Any]] = printed(yaml.safe_load((FOLDER / "metadata.yml").read_text("utf-8"))["queries"])
    return held
