"""The training data: sentences whose names stand where they are marked, and WiNER-fr's annotation as our guide has it."""

import random
import re
import tomllib
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import DocBin

from nlp.text import normalise
from nlp.training import convert, frames, generate, names
from nlp.training.institutions import INSTITUTIONS, with_acronym
from nlp.training.package import META, package

HERE = Path(generate.__file__).parent
TEMPLATES = generate.templates()
PROJECT = (HERE / "project.yml").read_text("utf-8")


@pytest.fixture(scope="module")
def blank() -> Language:
    return convert.blank()


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        # an organisation after its trade, a place and its department
        ("La société {C}, à {L} ({Y}), se tait.", ["ORG", "LOC", "LOC"]),
        # a person at the start, the employer in brackets
        ("{R} ({C}) l'a dit à M. {Q}.", ["PER", "ORG", "PER"]),
        # products, malware and events are no organisations
        ("{P}, {W}, {E}", ["MISC", "MISC", "MISC"]),
        # either a gang or a handle: an organisation both times
        ("Signé {G/K}.", ["ORG"]),
        # a full name with its acronym names the organisation twice
        ("La {T} se tait.", ["ORG", "ORG"]),
        # a mark around a slot makes one name of both: the town is a part of it
        ("Le <port de {L}> est fermé, la ville de {L} non.", ["ORG", "LOC"]),
        ("Le RGPD impose une notification.", []),
    ],
)
def test_fill_labels(template: str, expected: list[str]) -> None:
    for seed in range(30):
        text, spans = generate.fill(template, random.Random(seed))

        assert [label for _, _, label in spans] == expected
        assert "{" not in text
        assert "<" not in text
        assert all(text[start:end].strip() == text[start:end] != "" for start, end, _ in spans)


def test_fill_puts_names_into_slots_and_changes_no_other_letter() -> None:
    plain = [line for line in TEMPLATES if not re.search(r"[<X]|\{B|[deu] \{", line)]
    for number, template in enumerate(plain):
        text, spans = generate.fill(template, random.Random(number))
        for start, end, _ in reversed(spans):
            text = text[:start] + text[end:]

        assert re.sub(r"\W", "", text) == re.sub(r"\W", "", re.sub(r"\{[^}]*\}", "", template))


def test_names_agree_with_their_article() -> None:
    heads = {"La ": "mairie ville commune métropole".split(), "Le ": "département syndicat canton port".split()}
    for before, expected in heads.items():
        made = {generate.pick("M", before, random.Random(seed)).split()[0] for seed in range(200)}
        assert made >= set(expected)
        assert not made & set(heads["Le " if before == "La " else "La "])


@pytest.mark.parametrize(
    ("before", "piece", "expected"),
    [
        ("l'attaque de ", "Orion", "l'attaque d'Orion"),
        ("parce que ", "Atlas", "parce qu'Atlas"),
        ("celle de ", "Gratel", "celle de Gratel"),
        ("le ", "Atlas", "le Atlas"),
        # a trade with its article
        ("le fichier de ", "le courtier ", "le fichier du courtier "),
        ("confié à ", "les hôtels ", "confié aux hôtels "),
        ("le fichier de ", "l'assureur ", "le fichier de l'assureur "),
    ],
)
def test_elision_and_contraction(before: str, piece: str, expected: str) -> None:
    met = ["".join(generate.meet(before, piece, random.Random(seed))) for seed in range(20)]

    assert max(set(met), key=met.count) == expected


@pytest.mark.parametrize("seed", range(40))
def test_a_trade_agrees_with_its_adjective(seed: int) -> None:
    words = generate.trade("", random.Random(seed)).split()
    feminine = {generate.feminine_of(adjective) for adjective in names.PARTS["ADJECTIVE"]} - set(names.PARTS["ADJECTIVE"])

    assert words[0][0].isupper()
    if words[0] == "La":
        assert words[-1] in feminine or words[-1] not in names.PARTS["ADJECTIVE"] or words[-1].endswith("e")
    if words[0] == "Le":
        assert words[-1] not in feminine


def test_acronym_is_made_of_the_full_name() -> None:
    for seed in range(50):
        full, acronym = with_acronym(random.Random(seed), "la")
        assert full[0].upper() == acronym[0]
        assert 2 <= len(acronym) <= 9


@pytest.mark.parametrize("code", sorted(INSTITUTIONS))
@pytest.mark.parametrize("gender", ["la", "le", "l'", ""])
def test_institutions_for_every_article(code: str, gender: str) -> None:
    made = {INSTITUTIONS[code](random.Random(seed), gender) for seed in range(100)}

    assert len(made) > 40
    assert all(name == name.strip() and "  " not in name for name in made)


@pytest.mark.parametrize("maker", sorted(generate.INVENTED))
def test_invented_names_are_many(maker: str) -> None:
    chance = random.Random(0)

    made = {generate.INVENTED[maker](chance) for _ in range(1000)}

    assert len(made) > {"F": 60}.get(maker, 300 if maker in "LRQVE" else 800)


def test_the_same_seed_gives_the_same_texts(blank: Language) -> None:
    once, again = ([doc.to_json() for doc in generate.docs(blank, TEMPLATES[:20], 2, random.Random(5))] for _ in range(2))

    assert once == again


def test_joined_texts_keep_their_offsets() -> None:
    chance = random.Random(1)
    for text, spans in generate.joined((generate.fill("Chez {C}, à {L}, {R} se tait", chance) for _ in range(50)), chance):
        starts = [start for start, _, _ in spans]
        assert starts == sorted(starts)
        assert all(
            text[max(0, start - 5) : start] == "Chez " for start, _, label in spans if label == "ORG" and text[start - 1] not in ' "'
        )
        assert all("\n" not in text[start:end] for start, end, _ in spans)


def test_lower_and_upper_case_keep_the_entities(blank: Language) -> None:
    doc = generate.to_doc(blank, "L’éditeur Gratel prévient Léa Morel.", [(10, 16, "ORG"), (26, 35, "PER")])

    lowered, raised = convert.lower_cased(blank, doc), generate.upper_cased(blank, doc)

    assert [(ent.text, ent.label_) for ent in lowered.ents] == [("gratel", "ORG"), ("léa morel", "PER")]
    assert [(ent.text, ent.label_) for ent in raised.ents] == [("GRATEL", "ORG"), ("LÉA MOREL", "PER")]


def test_templates_are_many_and_none_twice() -> None:
    assert len(TEMPLATES) >= 950
    assert len(set(TEMPLATES)) == len(TEMPLATES)


def test_templates_name_known_slots_and_close_their_marks() -> None:
    known = set(generate.INVENTED) | set(INSTITUTIONS) | set("BTXYZ")
    for line in TEMPLATES:
        assert set("".join(re.findall(r"\{(?:CAPS )?([A-Z/]+)\}", line)).replace("/", "")) <= known, line
        assert line.count("<") == line.count(">"), line
        assert line.count("{") == line.count("}") == len(re.findall(r"\{(?:CAPS )?[A-Z](?:/[A-Z])*\}", line)), line


def test_contrasts_are_as_many_as_one_organisation_in_two() -> None:
    """Sentences that held organisations only made the recogniser take products and persons for organisations."""
    organisations = sum(bool(re.search(r"\{[BCDGKNAHIMUSOTV/]+\}", line)) for line in TEMPLATES)
    others = sum(bool(re.search(r"\{[PWERFQLYZ]\}", line)) for line in TEMPLATES)
    nothing = sum(not re.search(r"\{[^X]", line) for line in TEMPLATES)

    assert others >= organisations / 3
    assert nothing >= 100


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Les clients de {C} s'inquiètent.", "les clients de {C} s'inquiètent."),
        ("L'action {C} chute.", "l'action {C} chute."),
        # names keep their capital
        ("{C} se tait.", "{C} se tait."),
        ("<Telegram> est en panne.", "<Telegram> est en panne."),
        # what does not go on behind other words
        ("Merci à {C}.", None),
        ("RIB, CNI : tout y est.", None),
        ("- {C} ;", None),
        ("« {C} se tait. »", None),
    ],
)
def test_sentences_that_stand_behind_others(line: str, expected: str | None) -> None:
    assert (frames.small_start(line) if frames.movable(line) else None) == expected


def test_composed_sentences_keep_every_slot() -> None:
    made = list(frames.composed(TEMPLATES, random.Random(2)))

    slots = re.compile(r"\{[^}]*\}|<|>")
    assert sorted(slots.findall(" ".join(made))) == sorted(slots.findall(" ".join(TEMPLATES)))
    assert 100 < len(TEMPLATES) - len(made) < 300
    assert sum(line in set(TEMPLATES) for line in made) < 0.75 * len(made)


WINER = [
    # a platform labelled Product is an organisation to us
    (
        "Le compte Twitter de Léa Morel",
        "T1\tProduct 10 17\tTwitter\nT2\tPerson 21 30\tLéa Morel\n",
        [("Twitter", "ORG"), ("Léa Morel", "PER")],
    ),
    # spacecraft stay products; dates are dropped; relations and notes are no entities
    (
        "La sonde Juno, le 5 mai",
        "T1\tProduct 9 13\tJuno\nT2\tDate 18 23\t5 mai\nR1\tis Arg1:T1 Arg2:T2\n#1\tNote T1\tx\n",
        [("Juno", "MISC")],
    ),
    # a crowd without an address is no organisation
    ("Les Gilets jaunes à Dinan", "T1\tOrganization 4 17\tGilets jaunes\nT2\tLocation 20 25\tDinan\n", [("Dinan", "LOC")]),
    # a discontinuous annotation keeps its first stretch
    ("Les maires de Dol et Dinan", "T1\tOrganization 4 17;21 26\tmaires de Dol Dinan\n", [("maires de Dol", "ORG")]),
]


@pytest.mark.parametrize(("text", "annotation", "expected"), WINER)
def test_winer_articles(tmp_path: Path, blank: Language, text: str, annotation: str, expected: list[tuple[str, str]]) -> None:
    article = tmp_path / "a.txt"
    article.write_text(text.replace("'", "’"), "utf-8")
    article.with_suffix(".ann").write_text(annotation, "utf-8")

    doc = convert.read_text(blank, article)

    assert [(ent.text, ent.label_) for ent in doc.ents] == expected


def test_convert_splits_by_month(tmp_path: Path, blank: Language) -> None:
    for month in ("2016/10", "2016/04", "2016/05"):
        folder = tmp_path / "winer-fr" / month
        folder.mkdir(parents=True)
        (folder / "a.txt").write_text(f"Gratel, {month}", "utf-8")
        (folder / "a.ann").write_text("T1\tOrganization 0 6\tGratel\n", "utf-8")

    convert.main(str(tmp_path), str(tmp_path / "out"))

    texts = {
        part: {doc.text.lower() for doc in DocBin().from_disk(tmp_path / "out" / part / "winer.spacy").get_docs(blank.vocab)}
        for part in ("train", "dev", "test")
    }
    assert texts == {"train": {"gratel, 2016/05"}, "dev": {"gratel, 2016/04"}, "test": {"gratel, 2016/10"}}


def test_convert_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="winer-fr"):
        convert.main(str(tmp_path), str(tmp_path / "out"))


def test_package_ships_no_words_and_loads(tmp_path: Path) -> None:
    trained = spacy.blank("fr")
    trained.add_pipe("ner").add_label("ORG")
    trained.initialize()
    trained("Gratel se tait.")
    trained.to_disk(tmp_path / "model")

    size = package(tmp_path / "model", tmp_path / "shipped")

    loaded = spacy.load(tmp_path / "shipped")
    assert size < 16 * 1024 * 1024
    assert {key: loaded.meta[key] for key in META} == META
    assert loaded.get_pipe("ner").labels == ("ORG",)
    assert "Gratel" not in (tmp_path / "shipped" / "vocab" / "strings.json").read_text("utf-8")


@pytest.mark.parametrize("module", sorted(set(re.findall(r"-m (nlp\.training\.\w+)", PROJECT))))
def test_project_runs_modules_that_exist(module: str) -> None:
    assert (HERE / f"{module.rsplit('.', 1)[1]}.py").exists()


@pytest.mark.parametrize("step", ["convert", "generate", "train", "evaluate", "package"])
def test_project_has_every_step_and_no_machine_path(step: str) -> None:
    assert f"- name: {step}\n" in PROJECT
    assert not re.search(r"(?<![\w.$}])/(?:home|work|tmp|root|usr)\b", PROJECT)


def test_real_names_serve_every_slot_that_asks_for_them() -> None:
    asked = set("CHMGNUOPRLEWZ") | {"A_LA", "A_L", "A_LE", "A_0", "MM"}

    assert asked <= set(names.REAL)
    assert all(normalise(name) == name for listed in names.REAL.values() for name in listed)


def test_relabelling_knows_our_labels_only() -> None:
    listed = tomllib.loads((HERE / "relabel.toml").read_text("utf-8"))

    assert set(listed) <= {"ORG", "PER", "LOC", "MISC", "none"}
    words = [word for several in listed.values() for word in several]
    assert len(words) == len(set(words))
    assert all(word == word.lower() for word in words)
