"""What a run did, as a file: `vigie run --report FILE` writes it as JSON, whatever became of the run."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

import click

from crawler.ports import now
from vigie_run import EXITS, Report


def write_report(file: Path, report: Report, *, outcome: str | None = None, status: int | None = None) -> None:
    """The report as JSON, whole or not at all. Raises click.ClickException."""
    ended = outcome or report.outcome
    row = {"vigie": version("vigie"), "outcome": ended, "status": EXITS[ended] if status is None else status, **asdict(report)}
    fresh = file.with_name(f".{file.name}.fresh")
    try:
        fresh.write_text(json.dumps(row, ensure_ascii=False, indent=1) + "\n", "utf-8")
        fresh.replace(file)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise click.ClickException(
            f"{file} : le rapport ne peut être écrit ({error.strerror}). Donnez un autre fichier à --report."
        ) from error


@contextmanager
def told_in(file: Path | None) -> Iterator[Callable[[Report], None]]:
    """What the yield is given is written to the file, if there is one; a run that could not even begin is told there too."""
    from db.errors import VaultError
    from db.lock import HELD, Locked

    if file is None:
        yield lambda _: None
        return
    if not file.absolute().parent.is_dir():
        raise click.ClickException(f"{file} ne peut être écrit : ce dossier n’existe pas. Donnez un autre fichier à --report.")
    try:
        yield lambda report: write_report(file, report)
    except Locked as error:
        write_report(file, Report(failed=[str(error)], finished=now()), outcome="locked", status=HELD)
        raise
    except VaultError as error:
        write_report(file, Report(failed=[str(error)], finished=now()))
        raise
