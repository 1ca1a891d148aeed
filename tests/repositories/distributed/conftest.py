"""A real Dask scheduler and real workers, each a process of its own on this machine."""

import subprocess
import sys
import time
from contextlib import contextmanager
from itertools import count

import pytest

pytest.importorskip("distributed")

PATIENCE = 60.0  # seconds for a process to answer; a loaded machine is no failure of ours


class Cluster:
    """Processes by name; `place` is the file in which the scheduler says where it listens."""

    def __init__(self, folder):
        self.folder, self.place, self.processes, self._number = folder, folder / "scheduler.json", {}, count()
        leaves = ("--idle-timeout", "10 minutes")  # where the tests are killed, and nobody stops it; its workers leave with it
        self._start("scheduler", "scheduler", "--host", "127.0.0.1", "--port", "0", *leaves)
        until(self.place.exists)

    def _start(self, name, kind, *options):
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--scheduler-file", str(self.place), "--no-dashboard", *options]
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen(command, stderr=log, stdout=log)

    def worker(self):
        """Start a worker; returns its process."""
        name = f"worker-{next(self._number)}"
        options = ("--host", "127.0.0.1", "--no-nanny", "--nthreads", "1", "--memory-limit", "0", "--name", name)
        self._start(name, "worker", *options, "--local-directory", str(self.folder / name))
        return self.processes[name]

    def client(self):
        from distributed import Client

        return Client(scheduler_file=str(self.place), set_as_default=False, timeout=PATIENCE)

    def stop(self):
        for process in self.processes.values():
            process.kill()
        for process in self.processes.values():
            process.wait()


def until(done):
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end, "waited for too long"
        time.sleep(0.02)


@contextmanager
def running(folder, workers):
    made = Cluster(folder)
    try:
        for _ in range(workers):
            made.worker()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="package")
def cluster(tmp_path_factory):
    """A scheduler with two workers."""
    with running(tmp_path_factory.mktemp("cluster"), 2) as made:
        yield made


@pytest.fixture(scope="package")
def client(cluster):
    with cluster.client() as made:
        made.wait_for_workers(2, timeout=PATIENCE)
        yield made
