"""Page readers side by side on the same pages: quality and speed of ours and of those peers that are installed.

    python benchmarks/pages.py SCORER INDEX [--lang fr] [--repeat 3]

SCORER is a score.py that takes `module:function --index INDEX`; each reader below is such a function: (html, url) -> dict.
Speeds compare only within one run: the machine's other work changes them together.
"""

import argparse
import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

READERS = {"vigie": "crawler.page", "trafilatura": "trafilatura", "readability": "readability", "resiliparse": "resiliparse"}
"""Name and the module it needs."""


def vigie(html: bytes, url: str) -> Any:
    from crawler.page import read_page

    return read_page(html, url)


def trafilatura(html: bytes, url: str) -> Any:
    from trafilatura import bare_extraction

    found: Any = bare_extraction(html, url=url, include_comments=False, with_metadata=True)
    return {"title": found.title, "authors": found.author, "published": found.date, "text": found.text} if found else None


def readability(html: bytes, url: str) -> Any:
    from lxml.html import document_fromstring
    from readability import Document

    document = Document(html.decode("utf-8", "replace"), url=url)
    return {"title": document.short_title(), "text": " ".join(map(str, document_fromstring(document.summary()).itertext()))}


def resiliparse(html: bytes, url: str) -> Any:  # noqa: ARG001  the same form for all
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse_from_bytes(html, detect_encoding(html) or "utf-8")
    return {"title": tree.title, "text": extract_plain_text(tree, main_content=True, comments=False)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("index", type=Path)
    parser.add_argument("--lang", default="fr")
    parser.add_argument("--repeat", default="3")
    given = parser.parse_args()
    root = Path(__file__).resolve().parents[1]
    for name, module in READERS.items():
        if importlib.util.find_spec(module.split(".")[0]) is None:
            sys.stdout.write(f"{name}: not installed\n")
            continue
        sys.stdout.write(f"{name}\n")
        sys.stdout.flush()
        command = [sys.executable, str(given.scorer), f"benchmarks.pages:{name}", "--index", str(given.index), "--lang", given.lang]
        failed = subprocess.run([*command, "--repeat", given.repeat], cwd=root, check=False).returncode
        if failed:
            return failed
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    raise SystemExit(main())
