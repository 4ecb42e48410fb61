"""Work for a cluster's workers that needs no pipeline: shards by their names."""

import os
import time
from pathlib import Path

from vigie_shards import Part


def errand(shard: str, *, marks: str) -> Part:
    """Leave a mark; « poison » kills whoever touches it, « bad » fails."""
    name = Path(shard).name
    (Path(marks) / f"{name}.{os.getpid()}").touch()
    if name == "poison":
        os._exit(9)
    if name == "bad":
        raise OSError("le disque ne répond pas")
    time.sleep(0.2)
    return Part(shard=name, size=0, pipeline="", sites=[], articles=1)
