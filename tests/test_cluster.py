"""Documents read on a Dask cluster: a scheduler and two workers, each a process of its own."""

from __future__ import annotations

import importlib.util
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner
from engines import free_port
from stored_graph import stored

from api.cli import main
from ingest.batch import Failure
from ingest.cluster import ClusterUnusable, read_on_cluster, reading_digest

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "samples" / "documents").glob("*.txt"))[:4]
needs_dask = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None, reason="Dask is not installed (pip install mingzhang[cluster])"
)


class Cluster:
    """A scheduler on a free port, and its workers."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self.stack, self.folder = stack, folder
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self.start("scheduler", "--host", "127.0.0.1", "--port", self.address.rpartition(":")[2], "--no-dashboard")

    def start(self, *arguments: str, path: Path = ROOT) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "PYTHONPATH": str(path), "DASK_DISTRIBUTED__WORKER__DEATH_TIMEOUT": "60"}
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen([sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]],
                                       cwd=self.folder, env=environment, stdout=log, stderr=log)  # fmt: skip
        self.stack.callback(self.end, process)
        return process

    def worker(self, path: Path = ROOT) -> subprocess.Popen[bytes]:
        return self.start("worker", self.address, "--nthreads", "1", "--no-dashboard",
                          "--local-directory", str(self.folder), path=path)  # fmt: skip

    @staticmethod
    def end(process: subprocess.Popen[bytes]) -> None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from distributed import Client

    with ExitStack() as stack:
        made = Cluster(stack, tmp_path_factory.mktemp("dask"))
        for _ in range(2):
            made.worker()
        with Client(made.address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield made.address


@needs_dask
@pytest.mark.slow
def test_the_graph_is_that_of_local_readers(cluster: str, tmp_path: Path) -> None:
    bad = tmp_path / "坏.pdf"
    bad.write_bytes(b"%PDF-1.4 nothing")
    paths = [*map(str, SAMPLES), str(bad)]
    on_cluster = CliRunner().invoke(main, ["ingest", *paths, "--store", str(tmp_path / "a"), "--cluster", cluster])
    local = CliRunner().invoke(main, ["ingest", *paths, "--store", str(tmp_path / "b"), "--readers", "1"])
    assert (on_cluster.exit_code, on_cluster.stdout) == (1, local.stdout)
    assert on_cluster.stderr == local.stderr
    assert "坏.pdf" in on_cluster.stderr
    assert stored(tmp_path / "a") == stored(tmp_path / "b")
    records = [sorted(path.name for path in (tmp_path / each / "records").iterdir()) for each in "ab"]
    assert records[0] == records[1]
    assert len(records[0]) == len(SAMPLES)


@needs_dask
@pytest.mark.slow
def test_limits_of_a_file_hold_on_a_worker(cluster: str, tmp_path: Path) -> None:
    gone = tmp_path / "nicht da.txt"
    found = dict(read_on_cluster([SAMPLES[0], gone], cluster=cluster, key={}, seconds=0.001))
    assert isinstance(found[SAMPLES[0]], Failure)
    assert found[SAMPLES[0]].kind == "TookTooLong"
    assert isinstance(found[gone], Failure)
    # The reading process was replaced: the next file is read.
    assert not isinstance(dict(read_on_cluster([SAMPLES[0]], cluster=cluster, key={}))[SAMPLES[0]], Failure)


@needs_dask
@pytest.mark.slow
def test_a_worker_that_is_lost_costs_no_file(tmp_path: Path) -> None:
    with ExitStack() as stack:
        made = Cluster(stack, tmp_path)
        first = made.worker()
        reading = read_on_cluster(SAMPLES * 3, cluster=made.address, key={})
        next(reading)
        first.kill()
        made.worker()
        assert not [found for _, found in reading if isinstance(found, Failure)]


@needs_dask
@pytest.mark.slow
def test_workers_of_another_version_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "other"
    for room in ("ingest", "ontology"):
        (other / room).parent.mkdir(exist_ok=True)
        subprocess.run(["cp", "-r", str(ROOT / room), str(other / room)], check=True)
    with (other / "ingest" / "flow.py").open("a") as file:
        file.write("\n# another version\n")
    with ExitStack() as stack:
        made = Cluster(stack, tmp_path)
        made.worker(path=other)
        with pytest.raises(ClusterUnusable, match="another version of Mingzhang"):
            list(read_on_cluster(SAMPLES, cluster=made.address, key={}))


@needs_dask
def test_a_scheduler_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.cluster.CONNECT_SECONDS", 0.5)
    told = CliRunner().invoke(
        main, ["ingest", str(SAMPLES[0]), "--store", str(tmp_path), "--cluster", "tcp://127.0.0.1:1"]
    )
    assert told.exit_code == 1
    assert "no Dask scheduler answers at tcp://127.0.0.1:1" in told.stderr


def test_without_dask_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterUnusable, match=r"pip install mingzhang\[cluster\]"):
        list(read_on_cluster(SAMPLES, cluster="tcp://127.0.0.1:1", key={}))


def test_the_version_is_that_of_code_and_data() -> None:
    assert re.fullmatch("[0-9a-f]{16}", reading_digest())
