"""What went wrong, in French: status, title, what to do next, and the machine's own words where they help."""

from dataclasses import dataclass

from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400, Forbidden, NotFound
from datasette.views.base import DatasetteError

from db.site.limits import TOO_BIG


@dataclass(frozen=True, kw_only=True)
class Mishap:
    status: int
    title: str
    words: str
    detail: str | None = None


SLOW = Mishap(
    status=400,
    title="Question trop longue à résoudre",
    words="La base a mis trop de temps à répondre et la question a été arrêtée. Restreignez-la (une année, un secteur, une limite), "
    "ou téléchargez la base pour l’interroger chez vous sans limite.",
)
HEAVY = Mishap(
    status=400,
    title="Réponse trop grande",
    words="Cette question donne une réponse trop grande pour une page, et a été arrêtée. Demandez moins de lignes ou de colonnes, "
    "ou téléchargez la base pour l’interroger chez vous sans limite.",
)
WRONG_SQL = "SQLite ne comprend pas cette question. Seules les lectures (select) sont admises."
LOST = {"404", "Table not found", "Database not found", "Record not found"}
"""What Datasette says without saying more."""


def mishap(exception: Exception) -> Mishap:
    """The page for an exception."""
    said = str(exception.args[0]) if exception.args else ""
    if isinstance(exception, NotFound):
        ours = said if said and said.split(":")[0] not in LOST and not said.isascii() else "Il n’y a rien à cette adresse."
        return Mishap(status=404, title="Page introuvable", words=ours)
    if isinstance(exception, Forbidden):
        # What is not public is not told to be there.
        return Mishap(status=404, title="Page introuvable", words="Il n’y a rien à cette adresse.")
    if isinstance(exception, QueryInterrupted) or (isinstance(exception, DatasetteError) and exception.title == "SQL Interrupted"):
        return SLOW
    if "interrupted" in said and type(exception).__module__ == "sqlite3":
        return SLOW
    if TOO_BIG in str(exception) or "too big" in str(exception):
        return HEAVY
    if isinstance(exception, Base400):
        return Mishap(status=exception.status, title="Question mal formée", words="Cette demande ne peut être comprise.", detail=said)
    if isinstance(exception, DatasetteError):
        if exception.title == "Invalid SQL" or exception.status == 500:
            return Mishap(
                status=400, title="Question mal formée", words=WRONG_SQL, detail=None if exception.message_is_html else exception.message
            )
        words = "Cette demande ne peut être comprise."
        return Mishap(
            status=exception.status,
            title="Question mal formée",
            words=words,
            detail=None if exception.message_is_html else exception.message,
        )
    return Mishap(
        status=500,
        title="Panne de notre côté",
        words="Cette page n’a pu être faite. La panne est notée ; réessayez plus tard, ou passez par la recherche.",
    )
