"""The kiosk's gold: title, text and date come from the articles, findings from people.

    python -m tests.kiosk.rebuild        # after an article was edited; then read what `git diff` shows

Adds a line without findings for an article that has none, drops one whose article is gone, and says which
words of the findings no longer stand in their article.
"""

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

from crawler.kiosk.server import on_sale

HERE = Path(__file__).parent
FILES = {1: HERE / "gold.jsonl", 2: HERE / "gold-edition-2.jsonl"}
"""Edition 2 holds only what edition 1 has not: articles corrected, and one added."""

EXPECTED: dict[str, Any] = tomllib.loads((HERE / "expected.toml").read_text(encoding="utf-8"))
"""What the linked database must show."""

NO_FINDINGS: dict[str, Any] = {
    "about": "other",
    "victims": [],
    "organisations": [],
    "attack_types": [],
    "counts": [],
    "data_exposed": [],
    "data_denied": [],
    "incident_date": None,
    "claim": None,
    "sector": None,
}


def read(edition: int) -> list[dict[str, Any]]:
    return [json.loads(line) for line in FILES[edition].read_text(encoding="utf-8").splitlines()]


def rebuilt(edition: int) -> list[dict[str, Any]]:
    """The gold of an edition with its texts taken anew from the articles, oldest first within each paper."""
    findings = {row["url"]: row for row in read(edition)}
    rows = []
    for url, host, story in sorted(on_sale(edition), key=lambda sold: (sold[1], str(sold[2].published))):
        if story.edition != edition:
            continue
        source = {
            "id": url,
            "url": url,
            "publisher": host,
            "published": str(story.published)[:10],
            "title": story.title,
            "text": story.text,
        }
        known = findings.get(url, {})
        rows.append(source | {name: known.get(name, empty) for name, empty in NO_FINDINGS.items()})
    return rows


def lost_words(row: dict[str, Any]) -> list[str]:
    """Words of the findings that are neither in the text nor in the title."""
    lists = ("victims", "organisations", "counts", "data_exposed", "data_denied")
    found = [finding["raw"] for name in lists for finding in row[name]]
    found += [row["incident_date"]["raw"]] if row["incident_date"] else []
    return [raw for raw in found if raw not in row["text"] and raw not in row["title"]]


def main() -> None:
    for edition, file in FILES.items():
        rows = rebuilt(edition)
        file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        for row in rows:
            for raw in lost_words(row):
                sys.stderr.write(f"{row['url']}: {raw!r} is no longer in the article\n")


if __name__ == "__main__":
    main()
