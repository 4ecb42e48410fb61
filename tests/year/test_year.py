"""Ten days of the year that `make year` lives through: what grows does so with what is kept, and what does not change stays."""

import sqlite3
from itertools import pairwise
from pathlib import Path

from db.connect import WORKING
from db.history import verify
from tests.year.days import ANEW, BEGUN, NEW, lived


def test_ten_days_cost_what_they_hold(tmp_path: Path) -> None:
    days = list(lived(tmp_path, 10))

    assert [day.articles for day in days] == [NEW * number for number in range(1, 11)]
    grown = [later.working - earlier.working for earlier, later in pairwise(days[4:])]
    assert max(grown) < 4 * (sum(grown) / len(grown)), "no day costs much more than another"
    conn = sqlite3.connect(tmp_path / WORKING)
    assert conn.execute("select count(*) from article_revisions").fetchone() == (ANEW * 9,), "only what changed is kept twice"
    assert conn.execute("select min(fetched) from addresses").fetchone()[0].startswith(str(BEGUN))
    assert conn.execute("select min(substr(started, 1, 10)), count(*) from runs").fetchone() == (str(BEGUN), 10)
    assert conn.execute("select count(*) from history where reason = 'edited'").fetchone()[0] > 0
    assert verify(conn).faults == ()
    conn.close()
