"""Shards on Dask's workers, over TCP on loopback: whoever dies, every shard gets one answer."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.archive.errands import errand
from vigie_cluster import NoSchedulerError, OtherVersionError, here, on_cluster, on_workers

ROOT = Path(__file__).parent.parent.parent
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def address() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{free.getsockname()[1]}"


@pytest.fixture
def start(address: str) -> Iterator[Start]:
    """Start a `scheduler`, or a `worker` of it, as a program of its own."""
    started: list[subprocess.Popen[bytes]] = []

    def begin(kind: str) -> "subprocess.Popen[bytes]":
        host, port = address.removeprefix("tcp://").split(":")
        scheduler = ["distributed.cli.dask_scheduler", "--host", host, "--port", port, "--no-dashboard"]
        worker = ["distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny", "--death-timeout", "60"]
        command = [sys.executable, "-m", *(scheduler if kind == "scheduler" else worker)]
        started.append(subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        return started[-1]

    yield begin
    for one in started:
        one.kill()
        one.wait()


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    return tmp_path


SHARDS = [f"shard-{number}" for number in range(8)]


def test_a_worker_dies_and_then_the_scheduler_and_every_shard_is_answered_once(address: str, start: Start, marks: Path) -> None:
    scheduler, first, _ = start("scheduler"), start("worker"), start("worker")
    answers = []

    for answer in on_cluster(SHARDS, partial(errand, marks=str(marks)), address=address, patience=60):
        answers.append(answer)
        if len(answers) == 1:
            first.kill()
        if len(answers) == 3:
            scheduler.kill()
            scheduler.wait()
            start("scheduler")
            start("worker")

    assert sorted(answer.shard for answer in answers) == SHARDS
    assert all(answer.part and answer.part.shard == answer.shard for answer in answers)
    workers = {mark.name.split(".")[1] for mark in marks.iterdir()}
    assert len(workers) > 1


def test_a_shard_that_kills_or_fails_is_told_and_the_rest_is_done(marks: Path) -> None:
    answers = {one.shard: one for one in on_workers(["a", "bad", "poison", "b"], partial(errand, marks=str(marks)), count=2)}

    assert [name for name, one in sorted(answers.items()) if one.part] == ["a", "b"]
    assert answers["bad"].why == "OSError : le disque ne répond pas"
    assert answers["poison"].why == "4 processus sont morts en le lisant"
    assert len([mark for mark in marks.iterdir() if mark.name.startswith("poison")]) == 4


def test_in_one_process_a_shard_that_fails_is_told_too(marks: Path) -> None:
    assert [bool(one.part) for one in here(["a", "bad", "b"], partial(errand, marks=str(marks)))] == [True, False, True]


def test_no_scheduler_is_said_with_its_address(address: str, marks: Path) -> None:
    with pytest.raises(NoSchedulerError, match=address):
        list(on_cluster(["a"], partial(errand, marks=str(marks)), address=address, patience=1))


def test_a_worker_with_another_version_is_refused(address: str, start: Start, marks: Path) -> None:
    start("scheduler")
    start("worker")

    def ask() -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:  # until the worker has come
            list(on_cluster(["a"], partial(errand, marks=str(marks)), address=address, patience=60, version=process_number))

    with pytest.raises(OtherVersionError, match="autre version"):
        ask()


def process_number() -> str:
    import os

    return str(os.getpid())
