"""Real databases in temporary folders."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from db.connect import open_working
from tests.db.samples import LINES, fill


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """An empty working database, in `tmp_path`."""
    database = open_working(tmp_path)
    yield database
    database.close()


@pytest.fixture
def filled(db: Database) -> Database:
    """The samples, saved and read, not yet linked."""
    fill(db, LINES)
    return db
