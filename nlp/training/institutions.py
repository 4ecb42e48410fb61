"""Invented institutions, agreeing with the article before them: hospitals, town halls, schools, bodies, authorities, media.

le -> centre hospitalier de Vannes     la -> mairie de Montvallon     l' -> Office régional du logement
"""

from collections.abc import Callable

from nlp.training.names import PARTS, Chance, company, letters, of, region, surname, town, word

Gender = str
"""`la`, `l'`, or `le` (also `du`, `au`); empty where no article stands before the slot."""


def department(r: Chance) -> str:
    return r.choice(PARTS["DEPARTMENT"])


def patron(r: Chance) -> str:
    """Whom a school or hospital is called after."""
    first = r.choice(PARTS["FIRST"])
    return r.choice([f"Saint-{r.choice(PARTS['SAINT'])}", f"{first}-{surname(r).replace(' ', '-')}", f"{first} {surname(r)}"])


def hospital(r: Chance, _: Gender) -> str:
    kind, where = r.choice(PARTS["HOSPITAL"]), town(r)
    return r.choice(
        [
            f"{kind} {of(where)}", f"{kind} {of(where)}", f"{kind} {of(where)}", f"{kind} {patron(r)}", f"{kind} {patron(r)} {of(where)}",
            f"CHU {where}", f"centre hospitalier {where} {surname(r)}", f"hôpital privé {surname(r)}", f"CH{r.choice(['', 'I', 'R', 'U'])} {of(where)}",
            f"groupement hospitalier {department(r)}",
        ]
    )  # fmt: skip


def establishment(r: Chance, article: Gender) -> str:
    """Clinics, museums, campsites, hotels."""
    kind = r.choice(PARTS[{"la": "ESTABLISHMENT_LA", "l'": "ESTABLISHMENT_L"}.get(article, "ESTABLISHMENT_LE")])
    common = r.choice(PARTS["COMMON"])
    return f"{kind} {r.choice([of(town(r)), patron(r), surname(r), word(r), f'des {common}s', f'Les {common}s', f'du {common}'])}"


def authority_of_a_place(r: Chance, article: Gender) -> str:
    if article == "le":
        return r.choice(
            [
                *[f"{r.choice(PARTS['DEPARTMENTAL'])} {department(r)}"] * 3,
                f"syndicat {r.choice(['des eaux', 'intercommunal', 'mixte'])} {of(town(r))}", f"CCAS {of(town(r))}", f"conseil régional {of(word(r))}",
                f"canton {of(region(r, masculine=False))}", f"CPAS {of(town(r))}", f"centre de gestion {department(r)}", f"port {of(town(r))}",
            ]
        )  # fmt: skip
    if article == "l'":
        return r.choice([f"agglomération {of(town(r))}", f"administration communale {of(town(r))}", f"eurométropole {of(town(r))}"])
    kind = r.choice(PARTS["COMMUNE"])
    return f"{kind} {r.choice([of(town(r)), of(town(r)), of(town(r)), of(town(r)), 'du Pays ' + of(town(r))])}"


def university(r: Chance, _: Gender) -> str:
    where, founder = town(r), surname(r)
    return r.choice(
        [
            f"université {where}-{founder}", f"université {of(where)}", f"université {founder}", f"université {patron(r)}", f"école supérieure {founder}",
            f"université {where} {r.randint(1, 8)}", f"Université {of(where)}", f"école d'ingénieurs {letters(r, 5)}", f"institut {surname(r)}",
            f"école de commerce {company(r)}", f"université catholique {of(where)}", f"académie {of(where)}", f"IUT {of(where)}",
        ]
    )  # fmt: skip


def school(r: Chance, _: Gender) -> str:
    kind = r.choice(PARTS["SCHOOL"])
    if kind in {"rectorat", "campus", "cégep"}:
        return f"{kind} {of(town(r))}"
    return f"{kind} {patron(r)}" + (f" {of(town(r))}" if r.random() < 0.3 else "")


def body(r: Chance, article: Gender) -> str:
    """Federations, associations, unions, funds."""
    subject = r.choice(PARTS["SPORT"])
    if article == "le":
        kind = r.choice(PARTS["BODY_LE"])
        return f"{kind} {r.choice([of(subject), of(town(r)), r.choice(PARTS['TRADESMEN']), word(r)])}"
    if article == "l'":
        return r.choice(
            [
                f"Association {surname(r)}", f"Association {of(subject)} {of(town(r))}", f"Union nationale {r.choice(PARTS['TRADESMEN'])}", f"Union sportive {of(town(r))}",
                f"Office public de l'habitat {of(town(r))}", f"Ordre {r.choice(PARTS['TRADESMEN'])}", f"Amicale {r.choice(PARTS['TRADESMEN'])}", f"Institut {surname(r)}",
                f"Observatoire {of(subject)}", f"Opéra {of(town(r))}", f"Orchestre {of(town(r))}", f"office de tourisme {of(town(r))}",
            ]
        )  # fmt: skip
    return r.choice(
        [
            f"Fédération française {of(subject)}", f"Fédération {r.choice(['belge', 'suisse', 'québécoise', 'régionale', 'nationale'])} {of(subject)}",
            f"fédération {r.choice(PARTS['TRADESMEN'])}", f"Ligue {of(subject)} {of(town(r))}", f"Ligue contre {r.choice(['la myopathie', 'le diabète', 'l’asthme'])}",
            f"Fondation {surname(r)}", f"fondation {word(r)}", f"Mutuelle {r.choice(PARTS['COMMON'])}", f"mutuelle {word(r)}", f"Confédération {r.choice(PARTS['TRADESMEN'])}",
            f"chambre de commerce {of(town(r))}", f"Chambre d'agriculture {department(r)}", f"caisse {r.choice(['populaire', 'régionale'])} {of(town(r))}",
            f"coopérative {word(r)}", f"Banque alimentaire {of(town(r))}", f"Maison {r.choice(PARTS['TRADESMEN'])}", f"Société {of(subject)} {of(town(r))}",
        ]
    )  # fmt: skip


def authority(r: Chance, article: Gender) -> str:
    where, matter = town(r), r.choice(PARTS["MATTER"])
    if article == "le":
        return r.choice(
            [
                f"parquet {of(where)}", f"tribunal judiciaire {of(where)}", f"tribunal correctionnel {of(where)}", f"ministère {matter}", f"ministère {matter}",
                f"procureur de la République {of(where)}", f"commissariat {of(where)}", f"rectorat {of(where)}", f"service régional de police judiciaire {of(where)}",
                f"CERT {word(r)}", f"Centre pour la cybersécurité {word(r)}", f"Préposé {r.choice(['fédéral', 'cantonal'])} à la protection des données",
                f"secrétariat d'État {matter}", f"Haut-Commissariat {matter}", f"Département fédéral {matter}",
            ]
        )  # fmt: skip
    if article == "la":
        return r.choice(
            [
                f"police cantonale {r.choice(['vaudoise', 'bernoise', 'genevoise', 'jurassienne'])}", f"préfecture {department(r)}", f"préfecture {of(where)}",
                f"direction générale {matter}", f"police municipale {of(where)}", f"gendarmerie {of(where)}", f"section de recherches {of(where)}", f"cour d'appel {of(where)}",
                f"police judiciaire {of(where)}", f"Caisse nationale {matter}", f"Direction régionale {matter}", f"Commission {matter}", f"Sûreté {of(where)}",
                f"brigade de gendarmerie {of(where)}", f"police de {where}",
            ]
        )  # fmt: skip
    if article == "l'":
        return r.choice(
            [
                f"Agence régionale de santé {of(where)}", f"ARS {where}", f"Autorité {matter}", f"Office fédéral {matter}", f"Agence nationale {matter}",
                f"Office central {matter}", f"Inspection générale {matter}", f"académie {of(where)}", "Autorité de protection des données", f"Institut national {matter}",
            ]
        )  # fmt: skip
    return r.choice([word(r) + r.choice(["pol", "cert", ".gouv.fr"]), letters(r, 4), letters(r, 5)])


def media(r: Chance, _: Gender) -> str:
    where = town(r)
    title = r.choice(PARTS["PAPER"])
    return r.choice(
        [
            f"{title} {of(where)}", f"{title} {of(where)}", title, f"{title} {r.choice(['du Centre', 'des Alpes', 'du Littoral', 'républicain', 'libre', 'Hebdo'])}",
            f"Radio {where}", f"{where} Infos", f"{where}-Matin", f"{word(r)}.fr", word(r), word(r).upper(), f"{word(r)} TV", f"{word(r)}Mag", f"Le{word(r)}",
            f"{r.choice(PARTS['COMMON'])} {r.choice(['Magazine', 'Hebdo', 'Info', 'Actu', 'FM'])}", f"France {where}",
            f"{r.choice(PARTS['ENGLISH'])}{r.choice(['News', 'Wire', 'Post'])}",
        ]
    )  # fmt: skip


SMALL_WORDS = {"de", "du", "des", "la", "le", "contre", "et", "à"}


def with_acronym(r: Chance, article: Gender) -> tuple[str, str]:
    """A full name and its initials: both name the organisation."""
    full = body(r, article)
    if article == "l'" or full[0].islower():
        full = full[0].upper() + full[1:]
    words = full.replace("d'", "").replace("l'", "").replace("-", " ").split()
    acronym = "".join(part[0] for part in words if part not in SMALL_WORDS).upper()
    if len(acronym) < 2:
        acronym += letters(r, 2)
    return full, acronym if r.random() < 0.75 else acronym.capitalize()


INSTITUTIONS: dict[str, Callable[[Chance, Gender], str]] = {
    "H": hospital, "I": establishment, "M": authority_of_a_place, "U": university, "S": school, "O": body, "A": authority, "N": media,
}  # fmt: skip
