"""Shards on many machines: Dask hands them to its workers; here is only who asks, who answers, and what is done when someone dies.

A worker that dies has its shards done by another; a shard that kills the workers it comes to, or that cannot be read, is told and the
rest is done; when the scheduler dies, what has no answer yet is asked of the next one that stands at its address.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vigie_shards import Part

if TYPE_CHECKING:
    from distributed import Client

DEATHS = 3
"""Workers that may die over a shard before it is taken for the cause."""
PAUSE = 1.0
"""Seconds between two calls to a scheduler that does not answer."""
POLL = 0.1
"""Seconds between two looks at what is done: asked so, a scheduler that dies cannot leave anyone waiting."""


class NoSchedulerError(Exception):
    """No scheduler answered in time; the message says where."""


class OtherVersionError(Exception):
    """A worker would read otherwise than this machine; the message says which."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What became of a shard: its part, or why there is none."""

    shard: str
    part: Part | None = None
    why: str = ""


Work = Callable[[str], Part]


def here(shards: Iterable[str], work: Work) -> Iterator[Answer]:
    """One after the other, in this process."""
    for shard in shards:
        try:
            yield Answer(shard=shard, part=work(shard))
        except Exception as error:
            yield Answer(shard=shard, why=words_of(error))


def on_workers(shards: Sequence[str], work: Work, *, count: int) -> Iterator[Answer]:
    """On so many processes of this machine."""
    import dask
    from distributed import LocalCluster

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": DEATHS}),
        LocalCluster(
            n_workers=count, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=logging.CRITICAL
        ) as cluster,
    ):
        yield from on_cluster(shards, work, address=cluster.scheduler_address, patience=30)


def on_cluster(
    shards: Sequence[str], work: Work, *, address: str, patience: float, version: Callable[[], str] | None = None
) -> Iterator[Answer]:
    """On the workers of a scheduler; `patience`: seconds for which one that does not answer is waited for.

    `version`: what every worker must answer as this process does. Raises NoSchedulerError, OtherVersionError.
    """
    left = dict.fromkeys(shards)
    while left:
        with connected(address, patience=patience) as client:
            if version:
                check_version(client, version)
            for answer in round_of(client, list(left), work):
                del left[answer.shard]
                yield answer
        if left:
            time.sleep(PAUSE)


def round_of(client: "Client", shards: Sequence[str], work: Work) -> Iterator[Answer]:
    """The answers that come while the scheduler lives."""
    asked = {client.submit(work, shard, pure=False): shard for shard in shards}
    while asked and client.status == "running":
        answered = [future for future in asked if future.done()]
        for future in answered:
            shard = asked.pop(future)
            if future.status == "finished":
                yield Answer(shard=shard, part=future.result())
            elif future.status == "error":
                yield Answer(shard=shard, why=words_of(future.exception()))
        if not answered:
            time.sleep(POLL)


def words_of(error: BaseException | None) -> str:
    """An error in a line."""
    if type(error).__name__ == "KilledWorker":
        return f"{DEATHS + 1} processus sont morts en le lisant"
    return " ".join(f"{type(error).__name__} : {error}".split())[:300]


def check_version(client: "Client", version: Callable[[], str]) -> None:
    """Raises OtherVersionError for a worker that has another Vigie or another model."""
    own = version()
    for worker, its in client.run(version, on_error="return").items():
        if its != own:
            told = words_of(its) if isinstance(its, BaseException) else its
            raise OtherVersionError(f"{worker} lit avec une autre version ({told}) que cette machine ({own}).")


@contextmanager
def connected(address: str, *, patience: float) -> "Iterator[Client]":
    """A client of the scheduler; raises NoSchedulerError."""
    from distributed import Client

    end = time.monotonic() + patience
    while True:
        try:
            client = Client(address, timeout=min(5, max(1, patience)), set_as_default=False)
            break
        except (OSError, TimeoutError) as error:
            if time.monotonic() > end:
                raise NoSchedulerError(f"aucun ordonnanceur Dask ne répond à {address}") from error
            time.sleep(PAUSE)
    try:
        yield client
    finally:
        with suppress(Exception):  # of a scheduler that died there is nothing to take leave of
            client.close(timeout=2)
