"""`vigie sample`: a real page and what must be read of it, on the operator's own disk; and whether today's reader still reads it so."""

from pathlib import Path

import click

from crawler.commands import crawl_settings
from crawler.french import printable
from crawler.operate import check_contact, choose_sites, kiosk_if
from vigie_settings import Settings, pass_settings


@click.command()
@click.argument("name", metavar="[SITE]", required=False)
@click.argument("url", metavar="[URL]", required=False)
@click.option(
    "--folder",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Où sont les paires (sinon samples, dans les données).",
)
@click.option("--replace", is_flag=True, help="Refaire la paire si elle existe.")
@click.option("--check", is_flag=True, help="Relire les paires (celles de SITE, ou toutes) et dire ce qui est lu autrement.")
@pass_settings
@click.pass_context
def sample(
    ctx: click.Context, settings: Settings, *, name: str | None, url: str | None, folder: Path | None, replace: bool, check: bool
) -> None:
    """Garder la page URL de SITE avec ce qui en est lu : une paire, pour éprouver le lecteur.

    La page (.html) et l’article (.json) vont sur cette machine, hors du dépôt. Relisez le .json et corrigez-le : « vigie sample --check » dit
    ensuite ce que le lecteur lit autrement ; son état de sortie est alors 1.
    """
    from crawler.sample import SampleError

    place = folder or settings.data / "samples"
    try:
        if check:
            ctx.exit(1 if differing(place, choose_sites([name])[0].name if name else None) else 0)
        if not name or not url:
            raise click.UsageError("Donnez SITE et URL, ou « --check » pour relire les paires qui sont là.")
        make(settings, name, url, place, replace=replace)
    except SampleError as error:
        raise click.ClickException(f"{error}.") from error


def make(settings: Settings, name: str, url: str, place: Path, *, replace: bool) -> None:
    """One pair, and what was read of it."""
    from crawler.guard import is_own
    from crawler.look import describe, warnings
    from crawler.run import find_sites
    from crawler.sample import fetch, keep_out_of_the_repository, save, site_of

    [site] = choose_sites([name])
    host = click.format_filename(url.split("/")[2]) if url.lower().startswith(("http://", "https://")) and url.count("/") > 1 else ""
    if not is_own(host.partition(":")[0], site.hosts):
        other = site_of(find_sites(), url)
        raise click.UsageError(f"{url} n’est pas une page de « {name} »{f', mais de « {other} »' if other else ''}.")
    options = crawl_settings(settings)
    check_contact([site], options)
    keep_out_of_the_repository(place)
    with kiosk_if([site.home], options) as opened:
        answer = fetch(site, url, settings=opened)
    pair, article = save(place, name, answer, replace=replace)
    for label, value in describe(article):
        click.echo(f"{click.style(f'{label:13}', bold=True)}{printable(value)}")
    for warning in warnings(article):
        click.secho(f"Attention\u00a0: {printable(warning)}", fg="yellow")
    click.echo(f"\n{pair.with_suffix('.html')} et {pair.name} sont écrits. Relisez le .json, corrigez ce qui y est faux\u00a0;")
    click.echo("« vigie sample --check » dira ensuite ce que le lecteur lit autrement.")


def differing(place: Path, site: str | None) -> int:
    """How many pairs are read otherwise, each told field by field."""
    from crawler.sample import SampleError, pairs, read_again

    found = pairs(place, (site,) if site else ())
    if not found:
        raise SampleError(f"aucune paire dans {place} : « vigie sample SITE URL » en fait une")
    wrong = 0
    for pair in found:
        differences = list(read_again(pair))
        wrong += bool(differences)
        for one in differences:
            click.echo(printable(f"{pair.parent.name}/{pair.stem} : {one.field}\n  attendu : {one.expected}\n  lu      : {one.found}"))
    click.echo(
        f"{len(found)} paire{'s' if len(found) > 1 else ''} relue{'s' if len(found) > 1 else ''}, {wrong} lue{'s' if wrong > 1 else ''} autrement."
    )
    return wrong
