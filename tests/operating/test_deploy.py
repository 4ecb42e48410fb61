"""deploy/: what systemd, cron and logrotate are given, as far as a machine without them allows."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from vigie import cli

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = ["vigie-run.service", "vigie-serve.service", "vigie-run.timer"]
SYSTEMD = shutil.which("systemd-analyze")


@pytest.mark.skipif(not SYSTEMD, reason="no systemd-analyze in the PATH")
def test_systemd_understands_the_units_and_finds_them_closed(tmp_path: Path) -> None:
    for name in UNITS:
        text = (DEPLOY / name).read_text("utf-8")
        (tmp_path / name).write_text(text.replace("/opt/vigie/bin/vigie", "/bin/true"))
    files = [str(tmp_path / name) for name in UNITS]
    verified = subprocess.run([str(SYSTEMD), "verify", *files], capture_output=True, text=True, check=False)
    command = [str(SYSTEMD), "security", "--offline=true", "--threshold=30", *files[:2]]
    closed = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (verified.returncode, verified.stderr) == (0, "")
    assert closed.returncode == 0, closed.stdout[-300:]


def lines_of(name: str) -> list[str]:
    return [line for line in (DEPLOY / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]


def started(name: str) -> list[str]:
    """What a file has Vigie do."""
    plain = [re.sub(r"\$\(date [^)]*\)", "1", line) for line in lines_of(name)]
    return [found for line in plain for found in re.findall(r"/opt/vigie/bin/vigie (.*?)(?: 2>&1|$)", line)]


COMMANDS = [found for name in ("vigie-run.service", "vigie-serve.service", "vigie.cron") for found in started(name)]


@pytest.mark.parametrize("given", COMMANDS)
def test_each_command_that_is_started_is_one_of_ours(given: str) -> None:
    name, *arguments = shlex.split(given)

    context = cli.commands[name].make_context(name, arguments)

    assert isinstance(context, click.Context)
    context.close()


@pytest.mark.parametrize(("status", "mailed"), [(0, ""), (3, ""), (4, "ZATAZ : en échec\n"), (1, "ZATAZ : en échec\n")])
def test_cron_mails_what_failed_and_nothing_else(status: int, mailed: str, tmp_path: Path) -> None:
    program = tmp_path / "vigie"
    program.write_text(f"#!/bin/sh\necho 'ZATAZ : en échec' >&2\nexit {status}\n")
    program.chmod(0o755)
    command = next(line for line in lines_of("vigie.cron") if " run " in line).split("vigie  ", 1)[1]

    done = subprocess.run(
        ["/bin/sh", "-c", command.replace("/opt/vigie/bin/vigie", str(program))], capture_output=True, text=True, check=False
    )

    assert (done.stdout, done.stderr) == (mailed, "")


def test_every_file_is_there() -> None:
    assert [one.split()[0] for one in COMMANDS] == ["run", "serve", "run", "backup"]
    assert {path.name for path in DEPLOY.iterdir()} == {*UNITS, "vigie.cron", "vigie.logrotate", "nginx.conf"}
