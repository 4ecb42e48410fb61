"""What there may be to tell a watch: each event with its key, the article that brings it, and the proofs. Reads the database, writes nothing."""

# ruff: noqa: S608 - the conditions put into SQL are those of `Look`, values are always parameters

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from json import dumps
from typing import Any

from sqlite_utils import Database

from db.watch_match import ROLES, Look, Proof, articles_with, by_incident, matches, named
from db.watches import Event, Watch
from nlp.names import match_key

APART = 30
"""Days between two incidents of an organisation for the later to be a recurrence, as in the view `recurring_victims`."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """Something to tell, once."""

    key: str
    event: Event
    article: int
    """The article that brings it."""
    incident: int | None = None
    part: int | None = None
    day: str = ""
    """When that article was out, or written anew."""
    proofs: tuple[Proof, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    """What an event says besides: the status before, the last time, the facts that changed."""


def found(db: Database, watch: Watch, look: Look) -> list[Found]:
    """All that a watch matches in a look, the oldest first."""
    met = matches(db, watch, look)
    days = days_of(db, {proof.article for proofs in met.values() for proof in proofs})
    events: list[Found] = []
    if "incident" in watch.events:
        events += [of_incident("incident", incident, proofs, days) for incident, proofs in met.items()]
    if "article" in watch.events:
        events += articles(db, watch, look, met)
    if "recurrence" in watch.events:
        events += recurrences(db, met, days)
    if "status" in watch.events:
        events += statuses(db, look, met)
    if "edit" in watch.events:
        events += edits(db, watch, look, met)
    return sorted(events, key=lambda one: (one.day, one.key))


def days_of(db: Database, articles: Iterable[int]) -> dict[int, str]:
    """When each article was out, or first held."""
    sql = "select id, substr(coalesce(published, fetched, ''), 1, 10) from articles where id in (select value from json_each(?))"
    return dict(db.conn.execute(sql, [dumps(sorted(articles))]).fetchall())


def of_incident(event: Event, incident: int, proofs: list[Proof], days: Mapping[int, str], **more: Any) -> Found:
    """An incident, brought by the newest article that proves anything; of each criterion the proof there, else the newest."""
    last = max(proofs, key=lambda one: (days.get(one.article, ""), one.article, -one.part))
    best: dict[str, Proof] = {}
    for proof in sorted(proofs, key=lambda one: (one.article == last.article, days.get(one.article, ""), -one.start)):
        best[proof.asked] = proof
    return Found(
        key=f"{event}/{incident}", event=event, incident=incident, article=last.article, part=last.part, day=days.get(last.article, ""),
        proofs=tuple(best.values()), more=more,
    )  # fmt: skip


def articles(db: Database, watch: Watch, look: Look, met: Mapping[int, list[Proof]]) -> Iterator[Found]:
    """Each article about what is watched; of words alone each that holds them, an incident or not."""
    if tuple(watch.asked) == ("words",):
        held = articles_with(db, watch, look)
        days = days_of(db, held)
        incidents = {proof.article: (incident, proof) for incident, proofs in met.items() for proof in proofs}
        for number, proofs in held.items():
            incident, proof = incidents.get(number, (None, proofs[0]))
            yield Found(
                key=f"article/{number}",
                event="article",
                article=number,
                incident=incident,
                part=proof.part,
                day=days[number],
                proofs=(proof,),
            )
        return
    sql = f"""select incident, article, min(part) from incident_articles where incident in (select value from json_each(?))
      and article {look.articles} group by 1, 2"""
    told = db.conn.execute(sql, [dumps(sorted(met))]).fetchall()
    days = days_of(db, {article for _, article, _ in told})
    for incident, article, part in told:
        own = [proof for proof in met[incident] if proof.article == article]
        if watch.words and not any(proof.asked == "words" for proof in own):
            continue
        one = of_incident("article", incident, own or met[incident], days)
        yield replace(one, key=f"article/{article}/{incident}", article=article, part=part, day=days[article])


def recurrences(db: Database, met: Mapping[int, list[Proof]], days: Mapping[int, str]) -> Iterator[Found]:
    """Incidents of an organisation that was hit long enough before."""
    sql = """select i.id, max(j.date_from), count(distinct j.id) from incidents i
        join incident_organisations io on io.incident = i.id and io.role = 'victim'
        join incident_organisations jo on jo.organisation = io.organisation and jo.role = 'victim'
        join incidents j on j.id = jo.incident and julianday(i.date_from) - julianday(j.date_from) >= ?
      where i.id in (select value from json_each(?)) group by i.id"""
    for incident, last, times in db.conn.execute(sql, [APART, dumps(sorted(met))]).fetchall():
        yield of_incident("recurrence", incident, met[incident], days, last=last, times=times)


def statuses(db: Database, look: Look, met: Mapping[int, list[Proof]]) -> Iterator[Found]:
    """Incidents whose status is another than at the last link, brought by the newest article that gives the new one."""
    sql = f"""select i.id, s.status, i.status from incidents i join incident_status s on s.incident = i.id
      where i.status is not null and i.status is not s.status and i.id in (select value from json_each(?)) and i.id {look.incidents}"""
    changed = db.conn.execute(sql, [dumps(sorted(met))]).fetchall()
    if not changed:
        return
    said = by_incident(
        db, look, {after for *_, after in changed}, asked="status", column="d.value", of="evidence d", where="d.field = 'claim'"
    )
    victims = named(db, look, asked="status")
    claims = """select ia.article from incident_articles ia join reading_parts p on p.article = ia.article and p.part = ia.part
      where ia.incident = ? and p.claim = ?"""
    for incident, before, after in changed:
        own = {article for (article,) in db.conn.execute(claims, [incident, after])}
        proofs = [one for one in said.get(incident, ()) if one.value == after and one.article in own]
        proofs = proofs or [replace(one, value=after) for one in victims.get(incident, ()) if one.article in own]
        if proofs:
            one = of_incident("status", incident, proofs, days_of(db, own), before=before)
            yield replace(one, key=f"status/{incident}/{before or 'none'}/{after}/{one.article}")


def edits(db: Database, watch: Watch, look: Look, met: Mapping[int, list[Proof]]) -> Iterator[Found]:
    """Articles written anew whose facts are others than before, each time once."""
    written_anew = f"select distinct article from former_findings where article {look.articles} order by 1"
    changes = {number: facts for (number,) in db.conn.execute(written_anew).fetchall() if (facts := changes_of(db, number))}
    about: dict[int, int] = {}
    tellings = "select article, incident from incident_articles where article in (select value from json_each(?)) order by part desc"
    for article, incident in db.conn.execute(tellings, [dumps(sorted(changes))]):
        if article not in about or incident in met:
            about[article] = incident
    for article, facts in changes.items():
        incident = about.get(article)
        if watch.asked and incident not in met and not any(asks(watch, one["kind"], one["value"]) for one in facts):
            continue
        # A publisher who edits without saying so leaves the date of modification as it was: when we saw it counts.
        sql = """select max(f.until), max(f.text_sha256), max(max(f.until), coalesce(max(a.fetched), '')) from former_findings f
          join articles a on a.id = f.article where f.article = ?"""
        until, former, seen = db.conn.execute(sql, [article]).fetchone()
        yield Found(
            key=f"edit/{article}/{former[:16]}/{until}",
            event="edit",
            article=article,
            incident=incident,
            day=seen[:10],
            more={"changes": facts},
        )


def changes_of(db: Database, article: int) -> list[dict[str, str]]:
    """The facts that came and went when an article was last written anew: what the view `silent_edits` says of one article, without a look at all."""
    sql = "select distinct kind, value from {} where article = ? and kind <> 'about' order by kind, value"
    now, before = (set(db.conn.execute(sql.format(table), [article])) for table in ("findings", "former_findings"))
    return [
        {"kind": kind, "change": change, "value": value}
        for change, facts in (("appeared", now - before), ("vanished", before - now))
        for kind, value in sorted(facts)
    ]


def asks(watch: Watch, kind: str, value: str) -> bool:
    """Whether a fact that came or went is what a watch asks for."""
    for name, role in ROLES.items():
        if kind == role and match_key(value) in {match_key(one) for one in getattr(watch, name)}:
            return True
    return (kind == "sector" and value in watch.sector) or (kind in {"taken", "not_taken"} and value in watch.data)
