"""Names that attackers give themselves, and their tools.

attacker   Iron Kitten, CryptLeak 2.0, NightSquad, Fantasma
handle     gratel77, m0nsieur_x, DarkVoro, xXsolaXx
malware    Voltis Stealer, GhostBot
"""

from nlp.training.names import PARTS, Chance, cased, draw, word


def attacker(r: Chance) -> str:
    """Gangs take English words, myths, ordinary words."""
    one, two = r.choice(PARTS["ENGLISH"]), r.choice(PARTS["ENGLISH"])
    made = draw(
        r,
        [
            (18, lambda: f"{one} {two}"),
            (16, lambda: one + two),
            (8, lambda: one + two.lower()),
            (10, lambda: one),
            (6, lambda: f"{r.choice([one + two, one, word(r)])} {r.choice(['2.0', '3.0', '4.0', '3.1'])}"),
            (12, lambda: r.choice(PARTS["COMMON"])),
            (12, lambda: word(r)),
            (6, lambda: f"{word(r)} {r.choice(['Team', 'Group', 'Locker', 'Gang', 'Leaks', 'Ransom', 'Crew', 'Spider', 'Bear'])}"),
            (3, lambda: f"{one}{r.choice(['0', '5', '8', '77', '404', '1337'])}"),
            (3, lambda: f"{r.choice(['APT', 'UNC', 'TA', 'FIN', 'Storm-', 'DEV-', 'NoName'])}{r.randint(4, 4999)}"),
            (3, lambda: f"{r.choice(['The', 'Le', 'La', 'Les'])} {r.choice([one, r.choice(PARTS['COMMON'])])}"),
            (3, lambda: f"{one} {r.choice(['of', 'Army of', 'from'])} {word(r)}"),
        ],
    )
    return cased(r, leet(r, made))


def leet(r: Chance, name: str) -> str:
    """Cl0p, L4psus: a letter is a figure, now and then."""
    if r.random() > 0.08 or " " in name:
        return name
    letter, figure = r.choice([("o", "0"), ("e", "3"), ("a", "4"), ("i", "1"), ("s", "$")])
    return name[0] + name[1:].replace(letter, figure)


def handle(r: Chance) -> str:
    """A lone seller takes a pseudonym."""
    one, two = r.choice(PARTS["ENGLISH"]), r.choice(PARTS["ENGLISH"])
    base = draw(r, [(5, lambda: word(r)), (3, lambda: r.choice(PARTS["COMMON"])), (3, lambda: one), (2, lambda: r.choice(PARTS["FIRST"]))])
    return draw(
        r,
        [
            (14, lambda: base.lower() + str(r.choice([r.randint(0, 99), r.randint(1900, 2099), 1337, 404, 0]))),
            (10, lambda: base + str(r.randint(1, 99))),
            (10, base.lower),
            (8, lambda: base),
            (8, lambda: leet(r, one + two)),
            (6, lambda: f"{base}{r.choice('_-.')}{r.choice([one, base, 'x', 'off', 'leaks', 'data', 'FR', str(r.randint(1, 99))])}"),
            (5, lambda: f"{r.choice(PARTS['NICK'])}_{r.choice([base, base.lower()])}"),
            (4, lambda: f"{r.choice(PARTS['NICK'])} {base}"),
            (4, lambda: f"x{base}x" if r.random() < 0.5 else f"xX{base}Xx"),
            (3, lambda: f"@{base.lower()}"),
            (4, lambda: base.lower().translate(str.maketrans("aeio", "4310"))),
            (2, base.upper),
        ],
    )


def malware(r: Chance) -> str:
    one = r.choice(PARTS["ENGLISH"])
    return draw(
        r,
        [
            (6, lambda: word(r)),
            (3, lambda: word(r) + r.choice(["Bot", "Loader", "Stealer", "Wiper", "RAT", "Spy", "Locker", "Kit", "Door"])),
            (3, lambda: f"{r.choice([word(r), one])} {r.choice(['Stealer', 'RAT', 'Loader', 'Miner', 'Clipper'])}"),
            (3, lambda: one + r.choice(PARTS["ENGLISH"]).lower()),
            (2, lambda: r.choice(PARTS["COMMON"])),
        ],
    )
