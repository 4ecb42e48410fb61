"""What stands at the address of what was withdrawn: that it was, since when and why; none of its facts."""

import sqlite3
from collections.abc import Mapping

from db.decisions import REASONS
from db.site.rows import Row, first

WORDS: Mapping[str, str] = {
    "error": "Vigie s’y trompait : ce qui était affiché n’était pas ce que disaient les sources.",
    "right_of_reply": "Retiré à la demande d’une personne ou d’une organisation qui y était mise en cause.",
    "law": "Retiré pour obéir à la loi ou à une décision de justice.",
    "double": "La même chose figure déjà ailleurs dans l’édition.",
    "source_withdrew": "L’éditeur a lui-même retiré son article.",
}
"""What each reason means for whoever comes by an old link."""
FORGOTTEN = "L’article a été effacé de nos fichiers : il n’en reste que cette page."


def withdrawal(conn: sqlite3.Connection, kind: str, number: int) -> Row | None:
    """Why and since when an incident or an article is withdrawn; None if it is not."""
    row = first(conn, "select kind, record as number, reason, since from withdrawals where kind = ? and record = ?", [kind, number])
    if row is None:
        return None
    reason = row["reason"]
    label = REASONS.get(reason, "effacement")
    return {**row, "withdrawn": True, "path": f"/{kind}/{number}", "label": label, "words": WORDS.get(reason, FORGOTTEN)}
