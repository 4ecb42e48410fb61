"""The whole pipeline: it reads anything, in linear time, and every finding stands where it says."""

import random
import string
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from nlp.pipeline import COMPONENTS, build
from nlp.reading import READING, Reading, reading_row
from nlp.tagger import MAX_CHARACTERS, cut, read, read_all
from nlp.text import Source
from nlp.version import ModelMissingError, pipeline_version

URL = "https://echo.example/1"
STORY = (
    "La mutuelle Orféa a reconnu mardi avoir été victime d’une cyberattaque. Les noms, les IBAN et les adresses mail et postale de "
    "12\u202f000 adhérents ont été dérobés dans la nuit du 3 au 4 mars. En revanche, aucun mot de passe n’a été consulté. "
    "Le groupe Noctule revendique l’intrusion ; la CNIL a été prévenue et une plainte déposée."
)


@pytest.fixture(scope="session")
def whole() -> Language:
    return build()


def source(text: str, *, title: str = "Fuite chez Orféa", published: str | None = "2026-03-10") -> Source:
    return Source(url=URL, title=title, text=text, published=published, publisher="echo.example")


def holds(reading: Reading, given: Source) -> None:
    """What every reading keeps: offsets, the contract, nothing dated after publication."""
    READING.validate_python(reading_row(reading))
    row = reading_row(reading)
    lists = [row["victims"], row["organisations"], row["counts"], row["data_exposed"], row["data_denied"], *row["evidence"].values()]
    for found in [one for many in lists for one in many] + ([row["incident_date"]] if row["incident_date"] else []):
        words = given.title if found["in"] == "title" else given.text
        assert words[found["start"] : found["start"] + len(found["raw"])] == found["raw"]
        assert 0 <= found["score"] <= 1
    for date in [row["incident_date"], *(part["incident_date"] for part in row["incidents"])]:
        if date and given.published:
            assert date["value"] <= given.published
    taken, spared = {d["type"] for d in row["data_exposed"]}, {d["type"] for d in row["data_denied"]}
    assert len(row["incidents"]) > 1 or not taken & spared, "a type is taken or not taken, never both"
    if row["about"] == "other":
        lists = ("victims", "counts", "data_exposed", "data_denied", "attack_types")
        assert {name: list(row[name]) for name in lists} == {name: [] for name in lists}


def test_a_plain_story_is_read_in_every_field(whole: Language) -> None:
    given = source(STORY)

    reading = read(whole, given)

    holds(reading, given)
    assert reading.about == "incident"
    assert [victim.name for victim in reading.victims] == ["Orféa"]
    assert {(one.raw, one.role) for one in reading.organisations} >= {("Orféa", "victim"), ("CNIL", "authority"), ("Noctule", "attacker")}
    assert [(one.low, one.unit, one.what) for one in reading.counts] == [(12000, "customer", "affected")]
    assert {one.type for one in reading.data_exposed} == {"name", "iban", "email", "postal_address"}
    assert [(one.type, one.raw) for one in reading.data_denied] == [("password", "mot de passe")]
    assert reading.incident_date is not None
    assert reading.incident_date.value == "2026-03-03"
    assert "data_breach" in reading.attack_types
    assert reading.claim == "confirmed"
    assert reading.version == pipeline_version() or reading.version


ODD = {
    "empty": "",
    "blank": " \n\n\t ",
    "english": "Attackers stole 12,000 customer records from the retailer. " * 20,
    "arabic": "أعلنت الشركة أن قراصنة سرقوا بيانات العملاء. " * 20,
    "capitals": STORY.upper(),
    "no accents": STORY.translate(str.maketrans("éèêàùôïç’", "eeeauoic'")),
    "ocr noise": STORY.replace("e", "c").replace("l", "1"),
    "markup left in": "<p>" + STORY.replace(". ", ".</p><p>") + "</p><script>alert(1)</script>",
    "emoji": "😱 " + STORY.replace(" ", " 🔓 ", 40),
    "controls": STORY.replace(" ", "\x00\x07\u202e", 30),
    "lone surrogate": STORY + "\ud83d",
    "one long sentence": "et " * 10_000,
    "many figures": "12 000 clients, " * 1_000,
    "many names": "Orféa, Noctule, CNIL, mairie de Valbrune, " * 300,
    "brackets": "(" * 5_000 + ")" * 5_000,
    "no spaces": "a" * 50_000,
    "quotes": "« " * 5_000,
    "negations": "ni les mots de passe, " * 1_000,
}


@pytest.mark.parametrize("name", ODD)
def test_odd_text_is_read_without_a_crash(whole: Language, name: str) -> None:
    given = source(ODD[name].encode("utf-8", "replace").decode() if name == "lone surrogate" else ODD[name])

    holds(read(whole, given), given)


@pytest.mark.parametrize("name", ["english", "arabic"])
@pytest.mark.parametrize("title", ["Fuite chez Orféa", "Data breach at Orféa", ""])
def test_another_language_is_about_nothing_here(whole: Language, name: str, title: str) -> None:
    given = source(ODD[name], title=title)

    reading = read(whole, given)

    holds(reading, given)
    assert (reading.about, reading.evidence, reading.sector) == ("other", {}, None)


@pytest.mark.parametrize("name", ["capitals", "no accents", "markup left in"])
def test_what_can_be_said_of_a_spoilt_text_is_said(whole: Language, name: str) -> None:
    reading = read(whole, source(ODD[name]))

    assert reading.about == "incident"
    assert "Orféa" in {victim.name for victim in reading.victims}
    assert [(one.low, one.unit, one.what) for one in reading.counts] == [(12000, "customer", "affected")]
    assert {one.type for one in reading.data_exposed} == {"name", "iban", "email", "postal_address"}
    assert reading.incident_date is not None
    assert reading.incident_date.value == "2026-03-03"


LONG = {
    "stories": STORY + "\n\n",
    "one sentence": "et la mutuelle Orféa qui a perdu 12 000 dossiers ",
    "capitals": STORY.upper() + " ",
    "dates": "le 3 mars, puis la veille, dans la nuit du 3 au 4 mars 2024 ; ",
    "figures": "12 000 clients, ",
    "negations": "ni les mots de passe, ",
    "noise": "1a mutuc11c 0rféa a rcconnu m@rdi ; l’lBAN dc 12.OOO adhcrcnts ~ ",
    "unclosed": "« ( [ Orféa, ",
    "quotes and dashes": "« Rien » – dit-il – ; ",
    "letters": "é",
}


@pytest.mark.parametrize("piece", LONG.values(), ids=LONG)
def test_work_grows_with_the_text_and_no_faster(whole: Language, piece: str) -> None:
    """In calls, which no other load on the machine changes: four times the text is some four times the calls."""
    once = calls(whole, piece * (1_000 // len(piece)))

    assert calls(whole, piece * (4_000 // len(piece))) < 6 * once


def calls(whole: Language, text: str) -> int:
    """How many functions are called to read a text."""
    made = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    read(whole, source(text))  # what is read once only is not counted
    sys.setprofile(count)
    try:
        read(whole, source(text))
    finally:
        sys.setprofile(None)
    return made


def test_two_megabytes_are_cut_and_read(whole: Language) -> None:
    given = source((STORY + "\n\n") * 6_500)

    reading = read(whole, given)

    assert len(given.text) > 2_000_000
    assert len(cut(given).text) == MAX_CHARACTERS
    assert reading.about == "incident"


WORDS = [
    *STORY.split(),
    "12 000",
    "12\u00a0000",
    "« ",
    " »",
    "\n\n",
    "- ",
    "ni",
    "aucun",
    "mairie de",
    "Société",
    ";",
    "(",
    ")",
    "l’",
    "2,3To",
    "€",
    "M.",
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(words=st.lists(st.sampled_from(WORDS), max_size=120), published=st.sampled_from([None, "2026", "2026-03", "2026-03-10"]))
def test_whatever_the_words_the_reading_holds(whole: Language, words: list[str], published: str | None) -> None:
    one = source(" ".join(words), published=published)

    holds(read(whole, one), one)


def test_order_and_batches_change_nothing(whole: Language) -> None:
    shuffler = random.Random(1)
    stories = [source(" ".join(shuffler.sample(STORY.split(), 40)), title=letter * 8) for letter in string.ascii_uppercase[:7]]

    together = list(read_all(whole, stories, batch_size=3))

    assert together == [read(whole, one) for one in stories]


def test_every_component_runs_on_a_plain_doc(whole: Language) -> None:
    doc = whole(STORY)

    assert [name for name in COMPONENTS if name in whole.pipe_names] == list(COMPONENTS)
    assert doc._.about == "incident"


@pytest.mark.parametrize("call", [build, pipeline_version])
def test_without_a_model_the_remedy_is_named(call: object) -> None:
    with pytest.raises(ModelMissingError, match=r"make train.*fr_core_news_lg"):
        call("no_such_pipeline")  # type: ignore[operator]
