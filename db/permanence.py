"""Permanence: numbers and slugs stay, whatever is learned later. Pure: what was held and what is wanted in, addresses out."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from db.identity import draw
from db.organisations import Organisation
from db.rows import Row
from db.slugs import is_slug
from db.summary import Incident


def permanent_numbers(incidents: list[Incident], held: Mapping[tuple[str, int], int | None], taken: Callable[[int], bool]) -> list[int]:
    """The number of each incident: that of most of its articles if it has one already, else one drawn from what it is."""
    votes: list[tuple[int, int, int]] = []
    for index, incident in enumerate(incidents):
        before = Counter(held[telling.url, telling.part] for telling in incident.tellings)
        votes.extend((-count, number, index) for number, count in before.items() if number is not None)
    numbers: dict[int, int] = {}
    kept: set[int] = set()
    for _, number, index in sorted(votes):
        if index not in numbers and number not in kept:
            numbers[index] = number
            kept.add(number)
    refused = set(kept)
    for index in sorted(range(len(incidents)), key=lambda i: (incidents[i].anchor, i)):
        if index not in numbers:
            numbers[index] = draw("incidents", incidents[index].anchor, taken=lambda number: number in refused or taken(number))
            refused.add(numbers[index])
    return [numbers[index] for index in range(len(incidents))]


def permanent_slugs(
    organisations: Iterable[Organisation],
    numbers: Mapping[str, int],
    held: Mapping[int, Row],
    past: Mapping[str, int],
    *,
    in_use: Callable[[str], bool] = lambda _: False,
) -> dict[str, str]:
    """An organisation keeps its slug; a newcomer takes its name's, or that with its number where another has it or had it.

    `past`: addresses that lead to a record now; `in_use`: whether one that is not in question has a slug. Slugs that are not in ASCII, which an older Vigie gave, are made anew.
    """
    before = {one.key: str(held[numbers[one.key]]["slug"]) for one in organisations if numbers[one.key] in held}
    slugs = {key: slug for key, slug in before.items() if is_slug(slug)}
    taken = set(slugs.values())
    for one in organisations:
        if one.key in slugs:
            continue
        number = numbers[one.key]
        wanted = one.slug or "organisation"
        # One that comes back, after having been joined to another, takes its own address again.
        free = wanted not in past or past[wanted] == number or str(number) in past
        slugs[one.key] = wanted if one.slug and free and wanted not in taken and not in_use(wanted) else f"{wanted}-{number}"
        taken.add(slugs[one.key])
    return slugs
