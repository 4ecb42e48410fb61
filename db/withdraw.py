"""Withdraw: what an editor means by an address or a number, and the decision that it makes in `decisions.toml`."""

import re
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from sqlite_utils import Database

from db.decisions import Decision, Reason, place, read_decisions, take_back, write_decision
from db.errors import VaultError

OF_PORTAL = re.compile(r"^(?:https?://[^/]+)?/?(?P<kind>incident|article)/(?P<number>\d{1,19})(?:[-.][^/]*)?$")


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What is to be withdrawn: an article's address, or the tellings of an incident (`address#part`)."""

    articles: tuple[str, ...]
    incident: int | None = None
    known: bool = True

    @property
    def words(self) -> str:
        return f"Incident {self.incident}" if self.incident is not None else self.articles[0]


def subject_of(db: Database, given: str) -> Subject:
    """What an editor means: the address of an article, the number of an incident, or either one's address on the portal. Raises VaultError."""
    ours = OF_PORTAL.match(given.strip())
    if given.strip().isdigit() or (ours and ours["kind"] == "incident"):
        return incident_of(db, int(ours["number"] if ours else given))
    if ours:
        row = db.execute("select url from articles where id = ?", [int(ours["number"])]).fetchone()
        if row is None:
            raise VaultError(f"{given} : aucun article ne porte ce numéro. Donnez son adresse chez l’éditeur.")
        return Subject(articles=(row[0],))
    if urlsplit(given).scheme not in {"http", "https"} or not urlsplit(given).netloc:
        raise VaultError(
            f"{given} n’est ni l’adresse d’un article (https://…), ni un numéro d’incident, ni une adresse du portail (/incident/123)."
        )
    row = db.execute(
        "select url from articles where url = ?1 or id = (select article from addresses where url = ?1) order by url <> ?1", [given]
    ).fetchone()
    return Subject(articles=(row[0] if row else given,), known=row is not None)


def incident_of(db: Database, number: int) -> Subject:
    """An incident, withdrawn already or joined to another since, by the articles that tell it."""
    row = db.execute("select record from former_addresses where kind = 'incident' and address = ?", [str(number)]).fetchone()
    for one in (number, row[0] if row else None):
        told = db.execute(
            """select a.url, t.part from (select article, part, incident from incident_articles union select article, part, incident
              from withdrawn_tellings) t join articles a on a.id = t.article where t.incident = ? order by a.url, t.part""",
            [one],
        ).fetchall()
        if told:
            return Subject(incident=one, articles=tuple(f"{url}#{part}" if part else url for url, part in told))
    raise VaultError(f"Aucun incident ne porte le numéro {number}. Le numéro est dans l’adresse de sa page : /incident/NUMÉRO-….")


def withdraw(folder: Path, subject: Subject, *, reason: Reason, why: str | None, date: str) -> bool:
    """Write the decision; False if one says the same already. One of another reason gives way to it."""
    kind = "withdraw" if subject.incident is None else "withdraw-incident"
    held = [one for one in read_decisions(folder).all if one.kind == kind and set(subject.articles) & set(one.articles)]
    if any(one.reason == reason and set(subject.articles) <= set(one.articles) for one in held):
        return False
    take_back(folder, lambda one: without(one, subject))
    write_decision(folder, Decision(kind=kind, articles=subject.articles, reason=reason, why=why, date=date))  # type: ignore[arg-type]
    return True


def undo_withdrawal(folder: Path, subject: Subject) -> bool:
    """Take back whatever withdraws it, the withdrawals of its articles one by one included; False if nothing did."""
    return bool(take_back(folder, lambda one: without(one, subject, entirely=True)))


def without(one: Decision, subject: Subject, *, entirely: bool = False) -> Decision | None:
    """A decision that no longer withdraws a subject; None: it withdraws nothing else."""
    places = {place(article) for article in subject.articles}
    if one.kind == "withdraw-incident" and subject.incident is not None:
        return None if places & set(one.places) else one
    if one.kind == "withdraw" and (subject.incident is None or entirely):
        urls = {url for url, _ in places}
        left = tuple(article for article in one.articles if place(article)[0] not in urls)
        return replace(one, articles=left) if left else None
    return one
