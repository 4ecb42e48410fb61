"""Moments of publication: what the page gives, at the precision it gives, with the zone of its country where it gives none.

>>> moment("2023-11-02T15:57:00+01:00"), moment("Publié le 02/11/2023 à 15h57"), moment("2 novembre 2023")
('2023-11-02T15:57:00+01:00', '2023-11-02T15:57:00+01:00', '2023-11-02')

A clock time without zone is the local time of the outlet: Europe/Paris unless `zone` says otherwise. Relative dates ("hier à 10h") give None.
"""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

PARIS = "Europe/Paris"
_ZONES = {
    "ca": "America/Toronto", "quebec": "America/Toronto", "be": "Europe/Brussels", "ch": "Europe/Zurich", "lu": "Europe/Luxembourg",
    "tn": "Africa/Tunis", "ma": "Africa/Casablanca", "dz": "Africa/Algiers", "sn": "Africa/Dakar", "ci": "Africa/Abidjan", "mc": "Europe/Monaco",
    "cm": "Africa/Douala", "re": "Indian/Reunion", "nc": "Pacific/Noumea", "pf": "Pacific/Tahiti", "lb": "Asia/Beirut",
}  # fmt: skip

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january", "février fevrier févr fevr fév fev feb february", "mars mar march", "avril avr apr april", "mai may", "juin jun june",
            "juillet juil jui july jul", "août aout aoû aug august", "septembre sept sep september", "octobre oct october", "novembre nov november",
            "décembre decembre déc dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_CLOCK = (
    r"(?P<hour>[01]?\d|2[0-3])\s?(?:[h:H]|heures?)\s?(?:(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?)?(?!\d)(?P<pm>\s?[ap]\.?m\b)?(?:\s?(?P<zone>Z\b"
    r"|UTC|GMT|[+-]\d\d:?\d\d(?!\d)))?"
)
_AFTER = r"(?:\s*(?:,|-|–|—|\||•|·|/|à|a|at|T)?\s*" + _CLOCK + r")?"
_ISO = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<month>\d\d?)(?:-(?P<day>\d\d?))?(?![\d-])"
    r"(?:[T ]{1,2}(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,]\d{1,9})?)?\s?(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d(?!\d))?)?"
)
_WORDED = re.compile(
    r"(?i)(?<!\d)(?P<day>[0-3]?\d)(?:er|e|st|nd|rd|th)?[\s.\xa0-]+(?P<name>"
    + _MONTH
    + r")\b\.?,?[\s\xa0-]+(?P<year>(?:19|20)\d\d)(?!\d)"
    + _AFTER
)
_ENGLISH = re.compile(
    r"(?i)\b(?P<name>" + _MONTH + r")\b\.?\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)(?!\d)" + _AFTER
)
_SLASHED = re.compile(r"(?<![\d/])(?P<day>[0-3]?\d)\s?[/.-]\s?(?P<month>[01]?\d)\s?[/.-]\s?(?P<year>(?:19|20)\d\d)(?![\d/])" + _AFTER)
_SLASHED_SHORT = re.compile(r"(?<![\d/])(?P<day>[0-3]\d)/(?P<month>[01]\d)/(?P<year>[012]\d)(?![\d/])" + _AFTER)
_MONTH_YEAR = re.compile(r"(?i)^\W*(?P<name>" + _MONTH + r")\b\.?\s+(?P<year>(?:19|20)\d\d)\W*$")
_STAMP = re.compile(r"^1\d{9}(?:\d{3})?$")
_RFC = re.compile(r"(?i)^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?\d{1,2}\s+[a-z]{3,9}\.?\s+\d{2,4}\s+\d{1,2}:\d\d")
_SHORT = re.compile(
    r"^(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:T?(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?P<second>[0-5]\d)?(?P<zone>Z|[+-]\d\d:?\d\d)?)?$"
)
_IN_PATH = re.compile(r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>[01]\d)[/-](?P<day>[0-3]\d)(?=[/_.-]|$)")
_MODIFIED = re.compile(r"(?i)\b(?:mise?s? à jour|mise?s? a jour|modifiée?|actualisée?|maj|màj|updated|édité|corrigé)\b")


def zone_of(host: str, *, language: str | None = None) -> str | None:
    """The time zone of an outlet by its country's domain; None when nothing says it (a page in another language than French)."""
    if host.endswith("radio-canada.ca"):
        return "America/Toronto"
    ending = host.rsplit(".", 1)[-1]
    if ending in _ZONES:
        return _ZONES[ending]
    return PARIS if ending == "fr" or language in (None, "fr") else None


def moment(text: str | None, *, zone: str | None = PARIS) -> str | None:
    """The first moment in `text`, as Article wants it, or None."""
    text = re.sub(r"[\s\xa0\u202f]+", " ", text or "").strip()[:300]
    if not text:
        return None
    if _STAMP.match(text):
        return plausible(datetime.fromtimestamp(int(text[:10]), UTC).isoformat())
    if _RFC.match(text) and (sent := _rfc(text, zone=zone)):
        return plausible(sent)
    if match := _SHORT.match(text):
        return _built(match, zone=zone)
    matches = [found for pattern in (_ISO, _WORDED, _SLASHED, _ENGLISH, _SLASHED_SHORT) if (found := pattern.search(text))]
    for match in sorted(matches, key=lambda found: found.start()):
        if built := _built(match, zone=zone):
            return built
    if match := _MONTH_YEAR.match(text):
        return plausible(f"{match['year']}-{_MONTHS[match['name'].lower()]:02}")
    return plausible(text) if re.fullmatch(r"(?:19|20)\d\d", text) else None


def _rfc(text: str, *, zone: str | None) -> str | None:
    try:
        value = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if value.tzinfo is None:
        if "-0000" in text:
            value = value.replace(tzinfo=UTC)
        elif zone is None:
            return value.date().isoformat()
        else:
            value = value.replace(tzinfo=ZoneInfo(zone))
    try:
        return value.isoformat(timespec="seconds")
    except ValueError:
        return None


def _built(match: re.Match[str], *, zone: str | None) -> str | None:
    parts = match.groupdict()
    year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
    month = _MONTHS[parts["name"].lower()] if parts.get("name") else int(parts["month"])
    if not parts["day"]:
        return plausible(f"{year:04}-{month:02}") if 1 <= month <= 12 else None
    day = int(parts["day"])
    if month > 12 and day <= 12 and not parts.get("name"):
        month, day = day, month
    try:
        value = datetime(year, month, day)  # noqa: DTZ001  its zone is decided below
    except ValueError:
        return None
    hour = parts.get("hour")
    given = parts.get("zone")
    if not hour:
        return plausible(value.date().isoformat())
    hours = int(hour)
    if (half := parts.get("pm")) and 1 <= hours <= 12:
        hours = hours % 12 + (12 if half.strip()[0] in "pP" else 0)
    if hours == 24:
        return plausible(value.date().isoformat())
    value = value.replace(hour=hours, minute=int(parts["minute"] or 0), second=int(parts.get("second") or 0))
    if given:
        offset = "+00:00" if given in ("Z", "UTC", "GMT") else given if ":" in given else given[:3] + ":" + (given[3:] or "00")
        return plausible(f"{value.isoformat()}{offset}")
    if zone is None or (hours == 0 and not value.minute and not value.second):
        # Midnight without a zone is how software writes a day.
        return plausible(value.date().isoformat())
    return plausible(value.replace(tzinfo=ZoneInfo(zone)).isoformat())


def plausible(value: str | None) -> str | None:
    """The moment unless no newspaper on the web can have it: before 1990 (1970 is a machine's zero), or no moment at all."""
    if not value or not "1990" <= value[:4] <= "2099":
        return None
    if "T" in value:
        try:
            datetime.fromisoformat(value)
        except ValueError:
            return None
    return value


def not_after(value: str | None, limit: str | None) -> str | None:
    """The moment unless it lies more than two days after `limit` (the answer's own `Date` header)."""
    if value and limit and value[:10] > (datetime.fromisoformat(limit) + timedelta(days=2)).date().isoformat():
        return None
    return value


def in_address(url: str) -> str | None:
    """The day written in an address: `/2020/03/23/` (not its hour, which none has)."""
    match = _IN_PATH.search(url)
    return _built(match, zone=None) if match else None


def said(text: str, *, zone: str | None = PARIS) -> tuple[str | None, str | None]:
    """(first published, changed) as a line in words tells them.

    >>> said("Publié le 2 mars 2024 à 9h05, mis à jour le 3 mars 2024")
    ('2024-03-02T09:05:00+01:00', '2024-03-03')
    """
    found = _MODIFIED.search(text)
    if not found:
        return moment(text, zone=zone), None
    before, after = text[: found.start()], text[found.end() :]
    published = moment(before, zone=zone)
    if published is None and (first := re.search(r"(?i)\b(?:publiée?|paru|créé|mise? en ligne|posté|écrit)\b", after)):
        published = moment(after[first.end() :], zone=zone)
        after = after[: first.start()]
    return published, moment(after, zone=zone)
