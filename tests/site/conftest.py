"""One edition and one portal for all the tests that only read."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site.serving import baked, served

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return baked(tmp_path_factory.mktemp("edition"))


@pytest.fixture(scope="session")
def portal(edition: Path) -> Iterator[str]:
    with served(edition) as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    """A browser; none: the test is skipped, unless VIGIE_BROWSER_REQUIRED is set."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        if os.environ.get("VIGIE_BROWSER_REQUIRED"):
            pytest.fail("VIGIE_BROWSER_REQUIRED is set and no chromium is in the PATH")
        pytest.skip("no chromium in the PATH")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGS)
        yield browser
        browser.close()
