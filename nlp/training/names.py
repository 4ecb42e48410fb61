"""Names that nobody bears: the recogniser learns where a name stands, not which names there are.

    company    Gratel, Vélokéo, jardibox, Les Caves Blanchard, Cap Senior Emploi, TRAMELIA, Marchal & Fils
    product    Vexora Gateway, Tilo 4, AzurMail
    town       Montvallier, Kerbrune-sur-Lys, Les Bréfontaines

`names.toml` holds the parts and the real names; each maker takes its own source of chance and, where it matters, the article before it.
"""

import random
import tomllib
from collections.abc import Callable
from pathlib import Path

NAMES = tomllib.loads(Path(__file__).with_name("names.toml").read_text("utf-8"))
REAL: dict[str, list[str]] = NAMES["real"]
PARTS: dict[str, list[str]] = NAMES["invented"]
COMMON = frozenset(PARTS["COMMON"])
VOWELS = "AEIOUÉÈÊÎÔŒaeiouéèêîôœ"

Chance = random.Random
Made = Callable[[], str]


def draw(chance: Chance, forms: list[tuple[int, Made]]) -> str:
    """One of several weighted forms, made only when drawn."""
    return chance.choices([made for _, made in forms], [weight for weight, _ in forms])[0]()


def of(name: str) -> str:
    """`de Vannes`, `d'Auch`, `du Havre`, `des Sables`."""
    for article, joined in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return joined + name.removeprefix(article)
    return ("d'" if name[0] in VOWELS else "de ") + name


def word(r: Chance) -> str:
    """A pronounceable word that means nothing: Gratel, Solia, Vélokéo, Kernouette."""
    made = draw(
        r,
        [
            (4, lambda: "".join(r.choice(PARTS["SYL"]) for _ in range(r.choice([1, 2, 2, 3]))) + r.choice(PARTS["END"])),
            (4, lambda: r.choice(PARTS["ROOT"]) + r.choice(PARTS["TAIL"])),
            (2, lambda: r.choice(PARTS["ONSET"]) + r.choice(PARTS["VOWEL"]) + r.choice(PARTS["CODA"]) + r.choice(PARTS["END"])),
            (1, lambda: r.choice(PARTS["ONSET"]) + r.choice(PARTS["VOWEL"]) + r.choice(PARTS["CODA"])),
        ],
    )
    return made[0].upper() + made[1:]


def surname(r: Chance) -> str:
    return draw(
        r,
        [
            (6, lambda: r.choice(PARTS["SUR"])),
            (2, lambda: r.choice(PARTS["ONSET"]).capitalize() + r.choice(PARTS["VOWEL"]) + r.choice(PARTS["SUREND"])),
            (1, lambda: f"{r.choice(['Le', 'Le', 'La', 'De', 'Van', 'Van den', 'El', 'Ben', 'Da'])} {r.choice(PARTS['SUR'])}"),
            (1, lambda: f"{r.choice(PARTS['SUR'])}-{r.choice(PARTS['SUR'])}"),
        ],
    )


def first_name(r: Chance) -> str:
    return r.choice(PARTS["FIRST"])


def person(r: Chance) -> str:
    first = r.choice(PARTS["FIRST"])
    if r.random() < 0.08:
        first += "-" + r.choice(PARTS["FIRST"])
    return f"{first} {surname(r)}"


def town(r: Chance) -> str:
    """Real towns mostly, and towns of the same make."""
    start = PARTS["TOWNSTART"]
    made = draw(
        r,
        [
            (5, lambda: r.choice(PARTS["TOWN"])),
            (3, lambda: r.choice(start) + r.choice(PARTS["TOWNEND"])),
            (1, lambda: f"Saint-{r.choice(PARTS['SAINT'])}"),
            (1, lambda: f"{r.choice(['Le', 'La', 'Les'])} {r.choice(start)}{r.choice(PARTS['TOWNEND'])}"),
            (1, lambda: f"{r.choice(['Port', 'Mont', 'Pont', 'Bourg', 'Château'])}-{word(r)}"),
        ],
    )
    if r.random() < 0.15 and " " not in made:
        made += r.choice(["-sur-", "-sur-", "-lès-", "-en-", "-sous-", "-le-", "-les-"]) + r.choice(PARTS["RIVER"])
    return made


def region(r: Chance, masculine: bool) -> str:
    """A department, canton, province: `le Gers`, or any where no article stands before it."""
    return r.choice(PARTS["REGION_LE"] if masculine else PARTS["REGION_LE"] + PARTS["REGION"])


def letters(r: Chance, count: int) -> str:
    return "".join(r.choice("AABCCDEEFFGHIIJLMMNNOPPRRSSTTUV") for _ in range(count))


def company(r: Chance) -> str:
    """Companies are called after words, trades, founders, places, letters, in any case."""
    trade, common, verb = PARTS["SUF"], PARTS["COMMON"], PARTS["ROOT"]
    made = draw(
        r,
        [
            (34, lambda: word(r)),
            (12, lambda: r.choice(common)),
            (8, lambda: surname(r)),
            (10, lambda: f"{word(r)} {r.choice(trade)}"),
            (6, lambda: f"{r.choice(common)} {r.choice(trade)}"),
            (3, lambda: f"{surname(r)} {r.choice(trade)}"),
            (4, lambda: f"{surname(r)} {r.choice(PARTS['KIN'])}"),
            (1, lambda: f"{surname(r)} & {surname(r)}"),
            (6, lambda: letters(r, r.choice([2, 3, 3, 4, 4, 5]))),
            (2, lambda: f"{letters(r, 3)} {r.choice(trade)}"),
            (7, lambda: word(r) + r.choice(PARTS["CAMEL"])),
            (5, lambda: r.choice(verb).capitalize() + r.choice(PARTS["CAMEL"])),
            (4, lambda: f"{r.choice(verb).capitalize()}-{r.choice(common)}"),
            (3, lambda: f"{r.choice(common)}-{r.choice(common)}"),
            (3, lambda: f"{r.choice(['Le', 'La', 'Les', 'Mon', 'Ma', 'Au', 'Bon'])} {r.choice(common)}"),
            (3, lambda: f"{r.choice(common)} {r.choice(['et', '&', 'en', 'de', 'du', 'à'])} {r.choice(common)}"),
            (3, lambda: f"{r.choice(['Cap', 'Info', 'Allo', 'Net', 'Top', 'Alpha', 'Inter'])} {r.choice(common)} {r.choice(trade)}"),
            (3, lambda: f"{r.choice(PARTS['HOUSE'])} {of(town(r))}"),
            (3, lambda: f"{r.choice(PARTS['HOUSE'])} {surname(r)}"),
            (3, lambda: f"{r.choice(trade)} {town(r)}"),
            (2, lambda: f"{word(r)} {r.choice(['24', '360', '2i', '3D', '21', '1', 'One', '+', 'Pro', 'by ' + word(r)])}"),
            (2, lambda: f"{r.choice(PARTS['ENGLISH'])} {r.choice(PARTS['SUFEN'])}"),
            (2, lambda: f"{word(r)} {r.choice(PARTS['SUFEN'])}"),
            (1, lambda: f"{r.choice(PARTS['ENGLISH'])} {r.choice(['of', 'the', 'and', 'my'])} {r.choice(PARTS['ENGLISH'])}"),
        ],
    )
    return cased(r, made)


def cased(r: Chance, name: str) -> str:
    """The press writes a brand as its logo does, a list in capitals, a seller in small letters."""
    drawn = r.random()
    if drawn < 0.06 and name not in COMMON and " " not in name:
        return name.lower()
    return name.upper() if 0.06 < drawn < 0.1 else name


def domain(r: Chance) -> str:
    base = draw(
        r,
        [
            (6, lambda: word(r)),
            (2, lambda: r.choice(PARTS["COMMON"])),
            (2, lambda: f"{r.choice(PARTS['ROOT'])}-{r.choice(PARTS['COMMON'])}"),
            (2, lambda: r.choice(PARTS["ROOT"]) + r.choice(PARTS["CAMEL"])),
        ],
    )
    plain = base.replace("'", "").replace(" ", "-")
    end = r.choice(["fr", "fr", "fr", "com", "com", "net", "org", "io", "eu", "be", "ch", "ca", "shop", "app"])
    return f"{plain if r.random() < 0.25 else plain.lower()}.{end}"


def plural_house(r: Chance) -> str:
    """`les transports Marchal`: the trade is a part of the name."""
    name = r.choice([surname(r), surname(r), word(r), of(town(r))])
    made = f"{r.choice(PARTS['TRADES'])} {name}"
    return made[0].upper() + made[1:] if r.random() < 0.3 else made


def product(r: Chance) -> str:
    base = draw(r, [(6, lambda: word(r)), (2, lambda: r.choice(PARTS["COMMON"])), (3, lambda: word(r) + r.choice(PARTS["CAMEL"]))])
    return draw(
        r,
        [
            (10, lambda: base),
            (5, lambda: f"{base} {r.choice(PARTS['EDITION'])}"),
            (2, lambda: f"{base} {r.randint(2, 16)}"),
            (1, lambda: f"{base} {r.randint(2016, 2026)}"),
            (1, lambda: f"{base} {letters(r, 2)}-{r.randint(10, 990)}"),
            (2, base.lower),
        ],
    )


def event(r: Chance) -> str:
    where = town(r)
    return r.choice(
        [
            f"Forum {word(r)}", f"salon {word(r)}", f"Salon de la cybersécurité {of(where)}", f"festival {word(r)}", f"congrès {word(r)} {r.randint(2018, 2026)}",
            f"Sommet {of(where)}", f"tournoi {of(where)}", f"marathon {of(where)}", f"Carnaval {of(where)}", f"Grand Prix {of(where)}",
        ]
    )  # fmt: skip
