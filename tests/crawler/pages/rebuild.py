"""Writes the article beside each golden page anew; then read what `git diff` shows.

python -m tests.crawler.pages.rebuild
"""

import json
from pathlib import Path

from crawler.article import article_row
from crawler.page import read_page

HERE = Path(__file__).parent


def main() -> None:
    for path in sorted(HERE.glob("*.html")):
        pair = path.with_suffix(".json")
        url = json.loads(pair.read_text(encoding="utf-8"))["url"] if pair.exists() else f"https://www.{path.stem}.example/article"
        row = article_row(read_page(path.read_bytes(), url))
        pair.write_text(json.dumps(row, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
