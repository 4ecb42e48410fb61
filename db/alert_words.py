r"""An alert in French: its title, and its lines. Pure: the facts in, words out.

>>> title({"watch": "Mes clients", "event": "incident", "incident": {"victims": ["Armoria"], "status": "claimed", "attack_types": []}})
'Armoria (revendiqué)\xa0: nouvel incident'
"""

import re
from collections.abc import Mapping
from typing import Any

from crawler.french import printable
from db.site.french import STATUS, day, days_between, figure, interval, label, lowered, plural
from db.site.typography import typographic
from db.site.words import WORDS, fact_value
from db.titles import lower_first
from db.watches import EVENTS

CRITERIA = {
    "organisation": "organisation", "supplier": "prestataire", "attacker": "attaquant", "sector": "secteur", "region": "région",
    "data": "données", "words": "mots", "status": "statut", "incident": "victime",
}  # fmt: skip
FOOT = "Lu par une machine : vérifiez à la source avant de reprendre."
SPACES = re.compile(r"[\r\n\t]+")


def title(alert: Mapping[str, Any]) -> str:
    """Who, with the claim's status, and what is told."""
    incident, event = alert["incident"], EVENTS[alert["event"]]
    if alert.get("trial"):
        return one_line(f"Essai de la veille « {alert['watch']} »")
    if incident is None:
        return one_line(f"{event} : {(alert.get('article') or {}).get('title', '')}")
    if alert["event"] == "status":
        event = f"{STATUS[alert['before']]}, puis {STATUS[incident['status']]}"
    kinds = ", ".join(lowered(label(code, "attack_type")) for code in incident["attack_types"][:2])
    return one_line(f"{who(incident)} : {event}{f' ({kinds})' if kinds else ''}")


def who(incident: Mapping[str, Any]) -> str:
    """The victims, and how sure it is that they are."""
    names = incident["victims"]
    return f"{', '.join(names[:3])}{' et autres' if len(names) > 3 else ''} ({STATUS.get(incident['status'], STATUS[None])})"


def lines(alert: Mapping[str, Any], base: str | None = None) -> list[str]:
    """All that an alert says. `base`: the portal's public address."""
    incident, article = alert["incident"], alert["article"]
    said = [title(alert)]
    if incident:
        said.append(one_line(f"Faits : {day(incident['date'])}{amount(incident)}."))
    said += [words for one in alert["matched"] for words in proof(one)]
    if alert["event"] == "recurrence" and incident:
        since = days_between(alert["last"], incident["date"]) if len(incident["date"] or "") >= 10 else None
        after = f", {interval(since)} plus tôt" if since else ""
        said.append(one_line(f"Déjà touchée : {plural(alert['times'], 'incident')} auparavant, le dernier du {day(alert['last'])}{after}."))
    for change in alert.get("changes", ()):
        said += fact(change)
    if article:
        said.append(one_line(f"Article : {article['title']} ({article['publisher']}, {day((article['published'] or '')[:10])})"))
        said.append(article["url"])
    address = page(alert, base)
    if address:
        said.append(one_line("Dans Vigie :") + f" {address}")
    return said


def proof(one: Mapping[str, Any]) -> list[str]:
    """What the watch asks for, and the sentence that says it."""
    value = called(one["criterion"], one["found"])
    asked = [words for words in one["asked"] if words not in (one["found"], value)]
    wanted = f" (demandé : {', '.join(asked)})" if asked and one["criterion"] in {"organisation", "supplier", "attacker"} else ""
    return [one_line(f"{CRITERIA[one['criterion']].capitalize()} : {value}{wanted}"), one_line(f"  « {one['sentence']} »")]


def called(criterion: str, found: str) -> str:
    """What a criterion's value is called."""
    if criterion == "sector":
        return label(found, "sector")
    if criterion == "data":
        return label(found, "data_type")
    return STATUS[found] if criterion == "status" else found


def fact(change: Mapping[str, Any]) -> list[str]:
    """A fact that came or went when an article was written anew."""
    how = "Apparaît" if change["change"] == "appeared" else "Disparaît"
    what = lower_first(WORDS["fact"].get(change["kind"], WORDS["list"].get(change["kind"], change["kind"])))
    said = [one_line(f"{how} : {what}, {fact_value(change['kind'], change['value'])}")]
    return [*said, one_line(f"  « {change['sentence']} »")] if change["sentence"] else said


def amount(incident: Mapping[str, Any]) -> str:
    return f" ; ampleur : {figure(incident)}" if incident["low"] is not None else ""


def page(alert: Mapping[str, Any], base: str | None) -> str | None:
    """The incident's page on the portal, where it has a public address."""
    incident = alert["incident"]
    return f"{base.rstrip('/')}/incident/{incident['id']}-{incident['slug']}" if base and incident else None


def one_line(words: str) -> str:
    """Words as French prints them, on one line, with nothing that could command a terminal or a mail header."""
    return typographic(printable(SPACES.sub(" ", words)))
