"""The kiosk's edition, baked once for the tests that put something in front of it."""

from pathlib import Path

import pytest

from tests.site.serving import baked


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return baked(tmp_path_factory.mktemp("edition"))
