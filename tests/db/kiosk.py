"""The kiosk as gold readings, and what it must show once linked: input that owes nothing to the reader."""

import json
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent.parent / "kiosk"
EXPECTED: dict[str, Any] = tomllib.loads((HERE / "expected.toml").read_text("utf-8"))


def gold(edition: int = 1) -> list[dict[str, Any]]:
    """The gold lines of an edition: edition 2 replaces some lines of the first and adds others."""
    lines = {row["url"]: row for row in map(json.loads, (HERE / "gold.jsonl").read_text("utf-8").splitlines())}
    if edition == 2:
        lines |= {row["url"]: row for row in map(json.loads, (HERE / "gold-edition-2.jsonl").read_text("utf-8").splitlines())}
    return list(lines.values())


def incidents(edition: int = 1) -> list[dict[str, Any]]:
    """The incidents expected of an edition."""
    return [one for one in EXPECTED["incident"] if one.get("edition", 1) <= edition]
