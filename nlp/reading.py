"""The reading: what an article says, each fact with the words that prove it. Plain data, no spaCy.

The form is the annotation guide's and more: where the words stand, how sure we are, which component found them.
Offsets count characters of `Article.text` (or of the title, where `in` says so), and always `text[start:start + len(raw)] == raw`.
"""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, with_config

from crawler.article import Moment, Url

About = Literal["incident", "roundup", "other"]
Role = Literal["victim", "past_victim", "third_party", "authority", "attacker", "source", "other"]
Claim = Literal["confirmed", "claimed", "denied"]
AttackType = Literal[
    "ransomware", "data_breach", "exposed_database", "intrusion", "ddos", "phishing", "malware", "defacement",
    "credential_stuffing", "account_takeover", "supply_chain", "vulnerability_exploit", "fraud", "insider", "espionage",
    "sabotage",
]  # fmt: skip
What = Literal["affected", "volume", "ransom", "paid", "price", "loss", "fine", "systems"]
Unit = Literal[
    "person", "customer", "patient", "employee", "account", "record", "email_address", "phone_number", "file", "byte",
    "eur", "usd", "gbp", "btc", "machine", "site", "organisation", "other",
]  # fmt: skip
DataTypeCode = Literal[
    "name", "birth_date", "birth_place", "sex", "nationality", "family_status", "photo", "identity_document", "signature",
    "biometrics", "email", "phone", "postal_address", "social_security_number", "tax_number", "licence_plate", "username",
    "password", "secret_key", "security_question", "iban", "bank_card", "bank_details", "purchase", "income", "health",
    "appointment", "job", "cv", "school_record", "hr_record", "customer_number", "contract", "subscription", "ip_address",
    "connection_log", "geolocation", "device", "message", "call_record", "internal_document", "source_code",
    "trade_secret", "database_backup", "opinion", "sexual_life", "judicial", "vehicle", "personal_data", "customer_data",
]  # fmt: skip
Sector = Literal[
    "health", "public_administration", "local_government", "education", "telecom", "finance", "retail", "industry",
    "energy", "transport", "media", "technology", "tourism", "sport", "nonprofit", "justice_security", "legal_consulting",
    "real_estate_construction", "food_agriculture", "housing", "other",
]  # fmt: skip

_STRICT = ConfigDict(extra="forbid")


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class Finding:
    """Words of the article, and how we came by them."""

    raw: Annotated[str, Field(min_length=1)]
    """The words, exactly as they stand in the article."""
    start: Annotated[int, Field(ge=0)]
    """Offset of `raw`, in characters, in the text or the title."""
    in_: Annotated[Literal["text", "title"], Field(alias="in")] = "text"
    score: Annotated[float, Field(ge=0, le=1)] = 1.0
    """How sure the component is, between 0 and 1; not yet calibrated against what turns out right (`docs/quality.md`)."""
    by: str
    """The component that found it."""
    incident: Annotated[int, Field(ge=0)] = 0
    """Which part of a round-up it belongs to; 0 elsewhere."""


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class Victim(Finding):
    name: str
    """The organisation's fullest name in the article."""


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class Organisation(Finding):
    role: Role
    name: str | None = None
    """Its fullest form in the article where `raw` (the first) is shorter."""


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class Count(Finding):
    low: Annotated[int, Field(ge=0)]
    high: Annotated[int, Field(ge=0)]
    """`low == high` unless the text gives a range or a vague plural ("plusieurs milliers": 2000 to 9999)."""
    unit: Unit
    what: What
    exact: bool


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class DataType(Finding):
    type: DataTypeCode
    attribute: str | None = None
    """What the press insists on: password `clear`, `hashed`, `encrypted`; bank_card `full`, `partial`."""
    possible: bool = False
    """The text says "may have been taken", not "was"."""


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class DeniedType(Finding):
    type: DataTypeCode
    denied_by: Annotated[str, Field(min_length=1)]
    """The words that say it was not taken."""


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class IncidentDate(Finding):
    value: Moment
    """ISO day, month or year: when the attack or leak happened (failing that, was detected)."""


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class Evidence(Finding):
    """The words behind a plain value (attack type, claim, sector, about)."""

    value: str


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class Part:
    """One incident of the article: the whole text (number 0), or a part of a round-up."""

    number: Annotated[int, Field(ge=0)]
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    """The part is `text[start:end]`."""
    incident_date: IncidentDate | None = None
    claim: Claim | None = None
    sector: Sector | None = None


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one article says."""

    url: Url
    text_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """Of the article's text, UTF-8: the offsets hold for that text only."""
    version: str
    """Of the pipeline that read it, with the model's: a newer one reads again."""
    about: About
    victims: tuple[Victim, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    attack_types: tuple[AttackType, ...] = ()
    counts: tuple[Count, ...] = ()
    data_exposed: tuple[DataType, ...] = ()
    data_denied: tuple[DeniedType, ...] = ()
    incident_date: IncidentDate | None = None
    claim: Claim | None = None
    sector: Sector | None = None
    evidence: dict[Literal["attack_types", "claim", "sector", "about"], tuple[Evidence, ...]] = field(default_factory=dict)
    incidents: tuple[Part, ...] = ()
    """The parts of a round-up, numbered from 0; one part, the whole text, for an incident; none for `other`."""


READING: TypeAdapter[Reading] = TypeAdapter(Reading)
"""Reads and writes readings; raises pydantic's ValidationError, which names the field."""


def reading_row(reading: Reading) -> dict[str, Any]:
    """The reading as JSON-ready values under the guide's keys."""
    row: dict[str, Any] = READING.dump_python(reading, mode="json", by_alias=True)
    return row


def text_hash(text: str) -> str:
    """SHA-256 of a text, in hexadecimal."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
