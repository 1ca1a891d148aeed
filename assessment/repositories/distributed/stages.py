"""What does one worker do at a time? The four kinds of tasks of a search.

Reads and writes: the folder that all workers see (`folder`). Returns: counts; what is large stays in the folder, so that a lost worker
takes nothing with it but the task that it was at.
How: pure functions of `duplication.copies.bands` between reading and writing. The band is the unit of the second stage: a task reads one
column of every batch, so that documents meet without being moved between workers. Edges are kept by their larger document, so that the
third stage takes one batch's at a time from every band.
Misleads: nothing; each task gives the same files whenever and wherever it runs.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from assessment.repositories.distributed import folder as files
from assessment.repositories.duplication.copies.bands.buckets import Edges, Tally, edges, merged
from assessment.repositories.duplication.copies.bands.features import HashedLines, features
from assessment.repositories.duplication.copies.bands.overlaps import enough, jaccard, within
from assessment.repositories.duplication.copies.bands.signatures import band_hashes
from assessment.repositories.duplication.thresholds import Bands

Batch = Callable[[], HashedLines]  # gives the lines of some documents, on the worker that asks


class Run(NamedTuple):
    """What all tasks of a search know."""

    folder: Path
    rules: Bands
    overlap: float


def sketch(run: Run, number: int, batch: Batch) -> int:
    """Features and band hashes of one batch; returns how many documents it has."""
    found = features(batch())
    files.write_documents(run.folder, number, found, band_hashes(found, run.rules))
    return len(found)


def meet(run: Run, batches: int, band: int) -> Tally:
    """Edges of one band."""
    found, tally = edges(files.read_band(run.folder, batches, band), run.rules.bucket)
    order = np.argsort(found.right, kind="stable")
    files.write(run.folder, "edges", band, left=found.left[order], right=found.right[order])
    return tally


def check(run: Run, firsts: np.ndarray, number: int) -> tuple[int, int]:
    """The edges of one batch that are alike; returns how many were proposed, and how many are."""
    bounds = int(firsts[number]), int(firsts[number + 1])
    proposed = merged([files.read_edges(run.folder, band, *bounds) for band in range(run.rules.bands)])
    rows, place = np.unique(np.concatenate(proposed), return_inverse=True)
    left, right = np.split(place, 2)
    shared = jaccard(files.read_documents(run.folder, firsts, rows), Edges(left, right)) if len(rows) else np.zeros(0)
    kept = enough(shared, run.overlap)
    columns = {"left": proposed.left[kept], "right": proposed.right[kept], "shared": shared[kept].astype(np.float32)}
    files.write(run.folder, "checked", number, **columns)
    return len(kept), int(kept.sum())


def complete(run: Run, firsts: np.ndarray, number: int) -> int:
    """All pairs inside some whole components, which the client wrote down as one group; returns how many."""
    rows, label = files.read(run.folder, "groups", number, "row", "label")
    order = np.argsort(rows)
    rows, label = rows[order], label[order]
    found = within(files.read_documents(run.folder, firsts, rows), label, run.overlap)
    files.write(run.folder, "pairs", number, left=rows[found.left], right=rows[found.right])
    return len(found.left)


def given(folder: Path, number: int) -> HashedLines:
    """The batch that the client wrote into the folder."""
    return files.read_lines(folder, number)
