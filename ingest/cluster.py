"""Reading many files on a Dask cluster: the same reading as ``ingest.batch``, on machines that share no disk.

A file's bytes are sent to a worker, which reads them in a process of its own with the limits of ``ingest.batch`` and
sends the record back; graph and journal stay where the command runs. Records come in the order of the files, so what is
stored is the same, byte for byte, as with readers on one machine. A worker that is lost costs nothing but time: its
file is given to another one.

Whoever can reach a Dask scheduler can run programs on its workers: keep it in a network of one's own.
"""

from __future__ import annotations

import contextlib
import hashlib
import multiprocessing
import tempfile
import threading
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.batch import MEMORY_A_FILE, SECONDS_A_FILE, Failure, Reader
from ingest.records import Disclosure

if TYPE_CHECKING:
    from distributed import Client

ROOT = Path(__file__).parents[1]
AHEAD = 3
"""Files for each thread of the cluster that are under way at once."""
CONNECT_SECONDS = 20.0
_lock = threading.Lock()


class ClusterUnusable(OSError):
    """No scheduler answers, it has no workers, or they run another version; the message says what to do."""


def read_on_cluster(
    paths: Sequence[Path], *, cluster: str, key: Mapping[str, Any], seconds: float = SECONDS_A_FILE,
    memory: int = MEMORY_A_FILE,
) -> Generator[tuple[Path, Disclosure | Failure], None, None]:
    """As ``ingest.batch.read_many``, on the workers of the scheduler at ``cluster``, such as ``tcp://10.0.0.1:8786``.

    Raises ClusterUnusable.
    """
    with _connected(cluster) as client:
        threads = sum(client.nthreads().values())  # type: ignore[no-untyped-call]
        under_way: dict[int, Any] = {}
        sent = 0
        for nearest, path in enumerate(paths):
            while sent < len(paths) and sent < nearest + AHEAD * threads:
                under_way[sent] = _send(client, paths[sent], key, seconds, memory)
                sent += 1
            yield path, _result(path, under_way.pop(nearest), cluster)


@contextlib.contextmanager
def _connected(cluster: str) -> Iterator[Client]:
    try:
        import dask
        from distributed import Client
    except ImportError:
        raise ClusterUnusable("Dask is not installed here; `pip install mingzhang[cluster]`") from None
    try:
        client = Client(cluster, timeout=CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ClusterUnusable(f"no Dask scheduler answers at {cluster} ({error}); start one, or correct --cluster") \
            from None  # fmt: skip
    with client, dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GB"}):
        try:
            client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        except TimeoutError:
            raise ClusterUnusable(f"the Dask scheduler {cluster} has no workers; start `dask worker {cluster}`") \
                from None  # fmt: skip
        for worker, found in client.run(_version_there).items():
            if found != reading_digest():
                raise ClusterUnusable(
                    f"the Dask worker {worker} reads with another version of Mingzhang than this machine; "
                    "install the same there"
                )
        yield client


def _send(client: Client, path: Path, key: Mapping[str, Any], seconds: float, memory: int) -> Any:
    try:
        content = path.read_bytes()
    except OSError as error:
        return Failure(path.name, type(error).__name__, f"{path.name}: {error.strerror or error}")
    # With the task, not scattered: the scheduler keeps it, and can give it to another worker.
    return client.submit(read_sent, path.name, content, dict(key), seconds, memory, pure=False)


def _result(path: Path, future: Any, cluster: str) -> Disclosure | Failure:
    from distributed import KilledWorker
    from distributed.client import FutureCancelledError

    if isinstance(future, Failure):
        return future
    try:
        found: Disclosure | Failure = future.result()
        return found
    except KilledWorker:
        cause = "every worker that read it ended (the file may be damaged; try it in another format)"
        return Failure(path.name, "ReaderDied", f"{path.name}: {cause}")
    except FutureCancelledError as error:
        raise ClusterUnusable(f"the Dask scheduler {cluster} is gone ({error}); what was read until then is "
                              "stored, run the command again for the rest") from None  # fmt: skip


# ---------------------------------------------------------------- on a worker

_reader: Reader | None = None


def read_sent(name: str, content: bytes, key: dict[str, Any], seconds: float, memory: int) -> Disclosure | Failure:
    """Reads a file of that name and content in this worker's reading process, which outlives the file."""
    global _reader
    with _lock, tempfile.TemporaryDirectory(prefix="mingzhang-") as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(content)
        if _reader is None:
            with _may_have_children():
                _reader = Reader(memory)
        with _may_have_children():  # one that crashed is started anew
            _reader.give(0, path, key, seconds)
            while (found := _reader.result()) is None:
                time.sleep(0.005)
        return found[1]


@contextlib.contextmanager
def _may_have_children() -> Iterator[None]:
    """Dask's nanny starts workers as daemons, which Python keeps from having children; a reader ends by itself when
    the pipe to its worker closes, so none is left behind."""
    config = multiprocessing.current_process()._config  # type: ignore[attr-defined]
    was = config.get("daemon")
    config["daemon"] = False
    try:
        yield
    finally:
        config["daemon"] = was


@cache
def reading_digest() -> str:
    """Name of the program that reads: its code and its data."""
    endings = (".py", ".csv", ".toml", ".json")
    files = sorted(
        path for room in ("ingest", "ontology") for path in (ROOT / room).rglob("*") if path.suffix in endings
    )
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _version_there() -> str:
    return reading_digest()
