"""What does the search for copies cost on Dask? `python benchmarks/bands.py [FILES...]`, default 100,000, a million and 5 million.

Starts a scheduler and two workers as processes of their own on this machine, lets the workers write synthetic documents (`related.py`)
into a folder, and searches them by the code that `assess score --dask` uses, from the lines on. Prints, by step, CPU seconds of all
processes and wall seconds; the most memory that client, scheduler and workers held together (sum of resident memory, looked at ten times
a second: pages of files that two of them map count twice); and what was found: of relatives with this much overlap (a sample, computed
from their lines), how many came into one component, how many stand among the pairs, and how many the bands promise. Up to 100,000
documents the exact search runs too, for comparison. Reading and normalising files is not part of it.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import psutil
import related
import yaml
from distributed import Client

from assessment.repositories.distributed import folder as files
from assessment.repositories.distributed import stages
from assessment.repositories.distributed.search import Searched, search
from assessment.repositories.distributed.stages import Run
from assessment.repositories.duplication.copies.bands.buckets import Edges, merged
from assessment.repositories.duplication.copies.bands.features import features
from assessment.repositories.duplication.copies.bands.overlaps import jaccard
from assessment.repositories.duplication.copies.bands.signatures import chance
from assessment.repositories.duplication.copies.candidates import candidates
from assessment.repositories.duplication.copies.documents import Documents
from assessment.repositories.duplication.copies.normalise import Lines
from assessment.repositories.duplication.thresholds import Thresholds, parse

RULES = Path(__file__).parent.parent / "data" / "rules" / "duplication.yaml"
BATCH = 50_000  # documents
EXACT = 100_000  # most documents for which the exact search runs too
SAMPLE = 100_000  # pairs of relatives that are looked up


class Watch:
    """CPU seconds of some processes, and the most memory they held together."""

    def __init__(self, processes: list[psutil.Process]) -> None:
        self.processes, self.most = processes, 0
        threading.Thread(target=self._look, daemon=True).start()

    def cpu(self) -> float:
        """User and system seconds so far."""
        return sum(used.user + used.system for used in (process.cpu_times() for process in self.processes))

    def _look(self) -> None:
        with suppress(psutil.NoSuchProcess):  # the end
            while True:
                self.most = max(self.most, sum(process.memory_info().rss for process in self.processes))
                time.sleep(0.1)


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[tuple[str, list[int]]]:
    """Address of a scheduler, and the ids of its process and its workers'."""
    place = folder / "scheduler.json"
    started = []
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])}

    def start(kind: str, *options: str) -> None:
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--scheduler-file", str(place), "--no-dashboard", *options]
        started.append(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL))

    try:
        start("scheduler", "--host", "127.0.0.1", "--port", "0")
        for n in range(workers):
            start("worker", "--no-nanny", "--nthreads", "1", "--memory-limit", "0", "--local-directory", str(folder / f"worker{n}"))
        yield str(place), [process.pid for process in started]
    finally:
        for process in started:
            process.kill()
            process.wait()


def make(folder: Path, number: int, total: int) -> None:
    """Write one batch of documents."""
    files.write_lines(folder, number, related.lines(number * BATCH, min((number + 1) * BATCH, total), total))


def measure(client: Client, watch: Watch, folder: Path, total: int, rules: Thresholds) -> Searched:
    """Search `total` documents and print what it cost."""
    batches = range(-(-total // BATCH))
    overlap = rules.similar.overlap
    marks = [("making documents (not part of it)", watch.cpu(), time.perf_counter())]
    client.gather(client.map(partial(make, folder, total=total), batches, pure=False))
    watch.most = 0
    made = search(
        client,
        Run(folder, rules.bands, overlap),
        [partial(stages.given, folder, number) for number in batches],
        lambda name: marks.append((name, watch.cpu(), time.perf_counter())),
    )
    marks.append(("all", watch.cpu(), time.perf_counter()))
    most = watch.most
    print(f"\n{total:,} documents")
    for (name, cpu, wall), (_, cpu_after, wall_after) in pairwise(marks):
        print(f"  {name:36} {cpu_after - cpu:8.1f} CPU s {wall_after - wall:8.1f} s")
    print(f"  {'search':36} {marks[-1][1] - marks[1][1]:8.1f} CPU s {marks[-1][2] - marks[1][2]:8.1f} s {most / 1e6:8,.0f} MB at most")
    print("  " + ", ".join(f"{value:,} {name}" for name, value in made.counts._asdict().items()))
    return made


def relatives(folder: Path, total: int) -> tuple[Edges, np.ndarray]:
    """A sample of pairs of one family in different repositories, and their overlap."""
    family = related.family(np.arange(total), total)
    order = np.argsort(family, kind="stable")
    near = np.flatnonzero(family[order][1:] == family[order][:-1])
    near = np.random.default_rng(1).permutation(near)[:SAMPLE]
    left, right = order[near], order[near + 1]
    other = left // related.HOLDING != right // related.HOLDING
    pairs = merged([Edges(left[other], right[other])])
    rows, place = np.unique(np.concatenate(pairs), return_inverse=True)
    firsts = np.minimum(np.arange(-(-total // BATCH) + 1) * BATCH, total)
    one, two = np.split(place, 2)
    return pairs, jaccard(files.read_documents(folder, firsts, rows), Edges(one, two))


def found(made: Searched, folder: Path, total: int, rules: Thresholds) -> None:
    """Print how many of the relatives were found."""
    pairs, shared = relatives(folder, total)
    wanted = pairs.left.astype(np.int64) * total + pairs.right
    there = np.zeros(len(wanted), bool)
    for part in made.pairs():
        there |= np.isin(wanted, part.left.astype(np.int64) * total + part.right)
    joined = made.label[pairs.left] == made.label[pairs.right]
    print("  overlap      pairs  in one component  among the pairs  promised")
    for least, most in pairwise((rules.similar.overlap, 0.3, 0.4, 0.5, 0.6, 0.7, 1.01)):
        band = (shared >= least) & (shared < most)
        promised = chance(shared[band], rules.bands).mean()
        print(f"  {least:.2f}-{most:.2f} {band.sum():8,} {joined[band].mean():17.4f} {there[band].mean():16.4f} {promised:9.4f}")


def compare(made: Searched, total: int, rules: Thresholds) -> None:
    """Print what the exact search takes and finds."""
    known = features(related.lines(0, total, total))
    words, codes = np.unique(known.values, return_inverse=True)
    table = pd.DataFrame({"kind": "", "repository": known.repository, "repositories": 1})
    start = time.process_time()
    exact = candidates(Documents(pd.DataFrame(), table, Lines(codes, known.starts, words)), overlap=rules.similar.overlap)
    took = time.process_time() - start
    pairs = merged(list(made.pairs()))
    keys = [left.astype(np.int64) * total + right for left, right in ((exact["left"].to_numpy(), exact["right"].to_numpy()), pairs)]
    common = np.isin(keys[0], keys[1]).sum()
    print(f"  exact search, in one process: {took:.1f} CPU s, {len(keys[0]):,} pairs: ", end="")
    print(f"{common / len(keys[0]):.4f} of them found, and {len(keys[1]) - common} that are none")


def main(sizes: list[int]) -> None:
    """Measure each size in turn, on one cluster."""
    rules = parse(yaml.safe_load(RULES.read_text("utf-8")))
    with tempfile.TemporaryDirectory() as folder, cluster(Path(folder)) as (place, ids), Client(scheduler_file=place) as client:
        client.wait_for_workers(len(ids) - 1, timeout=60)
        watch = Watch([psutil.Process(), *map(psutil.Process, ids)])
        for total in sizes:
            with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as shared:
                made = measure(client, watch, Path(shared), total, rules)
                found(made, Path(shared), total, rules)
                if total <= EXACT:
                    compare(made, total, rules)


if __name__ == "__main__":
    main([int(size.replace(",", "").replace("_", "")) for size in sys.argv[1:]] or [100_000, 1_000_000, 5_000_000])
