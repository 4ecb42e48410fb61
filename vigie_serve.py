"""`vigie serve`: the portal, until Ctrl-C."""

from dataclasses import replace

import click

from vigie_settings import Settings, pass_settings


@click.command()
@click.option("--host", help="Adresse d’écoute (127.0.0.1 si rien n’est dit).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port d’écoute (8001 si rien n’est dit).")
@click.option("--private", is_flag=True, help="L’édition privée : avec le texte entier, pour cette machine seulement.")
@pass_settings
def serve(settings: Settings, host: str | None, port: int | None, private: bool) -> None:
    """Mettre en ligne l’édition publique ; une nouvelle édition est prise en compte d’elle-même."""
    open_portal(replace(settings, host=host or settings.host, port=settings.port if port is None else port), private=private)


def open_portal(settings: Settings, *, notice: str | None = None, private: bool = False) -> None:
    """Serve the edition until Ctrl-C."""
    from db.serve import serve as serve_edition

    serve_edition(
        settings.data,
        host=settings.host,
        port=settings.port,
        private=private,
        title=settings.title,
        address=settings.address,
        licence=settings.licence,
        contact=settings.contact,
        published_by=settings.published_by,
        hosted_by=settings.hosted_by,
        notice=notice,
        stale_hours=settings.stale_hours,
        ready=lambda url: click.echo(f"Le portail est en ligne : {url} (Ctrl-C pour arrêter)"),
    )
