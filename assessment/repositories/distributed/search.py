"""Which pairs of documents have enough lines in common, searched for on several machines?

Reads: documents, or batches of lines that workers make themselves; a Dask client; a folder that the client and all workers see.
Returns: pairs as `candidates` does, or fewer (`signatures.chance` says how many), and counts of what was looked at.
How: batches -> features and band hashes; one task a band -> edges; one task a batch -> which edges are alike; components, here; some
components a task -> all of their pairs. Nothing is shuffled between workers, and whatever a lost worker was at is done again by another.
Misleads: `find` still reads and normalises the fleet on the client; only the search for pairs is spread.
Source: Dask futures (distributed.dask.org); the bands by which documents meet are those of `duplication.copies.bands`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from assessment.repositories.distributed import folder as files
from assessment.repositories.distributed import stages
from assessment.repositories.distributed.stages import Batch, Run
from assessment.repositories.duplication.copies.bands.buckets import Edges, Tally, merged
from assessment.repositories.duplication.copies.bands.components import Checked, gathered, labels, outside, parted, sizes
from assessment.repositories.duplication.copies.bands.features import hashed
from assessment.repositories.duplication.copies.bands.overlaps import apart
from assessment.repositories.duplication.copies.bands.search import table
from assessment.repositories.duplication.copies.documents import Documents
from assessment.repositories.duplication.thresholds import Bands

STEPS = ("sketching", "meeting", "checking", "joining", "completing")
PATIENCE = 30.0  # seconds after which we look whether there are workers at all


class Counts(NamedTuple):
    """What a search looked at. `crowded`: buckets, of all bands, that gave a star instead of all pairs; `starred`: documents in them.

    `large`: documents in components that are too large to be searched whole; between their parts only edges are known.
    """

    documents: int
    buckets: int
    crowded: int
    starred: int
    proposed: int
    alike: int
    components: int
    largest: int
    large: int
    pairs: int


@dataclass(frozen=True, slots=True)
class Searched:
    """`label`: component of each document. `pairs` gives the pairs, a part at a time, each once; the folder must still be there."""

    counts: Counts
    label: np.ndarray
    pairs: Callable[[], Iterator[Edges]]


def search(client: Any, run: Run, batches: Sequence[Batch], step: Callable[[str], None] = lambda _: None) -> Searched:
    """Search the documents of all batches, which are numbered in that order. `client`: a connected `distributed.Client`.

    `step` is told each of STEPS as it begins.
    """
    numbers = range(len(batches))
    step(STEPS[0])
    firsts = np.concatenate([[0], np.cumsum(_each(client, partial(stages.sketch, run), numbers, batches))]).astype(np.int64)
    step(STEPS[1])
    tallies = _each(client, partial(stages.meet, run, len(batches)), range(run.rules.bands))
    step(STEPS[2])
    checked = _each(client, partial(stages.check, run, firsts), numbers)
    step(STEPS[3])
    edges = partial(_checked, run.folder, len(batches))
    label = labels(int(firsts[-1]), edges())
    links = parted(label, edges, run.rules)
    groups = gathered(links, run.rules)
    for number, group in enumerate(groups):
        files.write(run.folder, "groups", number, row=group, label=links[group])
    step(STEPS[4])
    inside = _each(client, partial(stages.complete, run, firsts), range(len(groups)))
    rest = partial(_rest, run, len(batches), links)
    around = sum(len(part.left) for part in rest())
    counts = _counts(label, run.rules, tallies, checked, sum(inside) + around)
    return Searched(counts, label, lambda: _chain(rest(), run.folder, len(groups)))


def on_dask(client: Any, folder: Path, rules: Bands, told: Callable[[Counts], None] = lambda _: None) -> Callable[..., pd.DataFrame]:
    """The search as `find` takes it. `folder`: empty, seen by client and workers; `told` is given the counts of each search."""

    def pairs(found: Documents, *, overlap: float) -> pd.DataFrame:
        batches = files.write_batches(folder, hashed(found))
        made = search(client, Run(folder, rules, overlap), [partial(stages.given, folder, number) for number in range(batches)])
        told(made.counts)
        return table(merged([Edges(np.zeros(0, np.int32), np.zeros(0, np.int32)), *made.pairs()]))

    return pairs


def _each(client: Any, stage: Callable[..., Any], *arguments: Sequence[Any]) -> list[Any]:
    """What a stage returns for each of its arguments, side by side. TimeoutError where all workers went away and none came."""
    return [_result(client, future) for future in client.map(stage, *arguments, pure=False)] if len(arguments[0]) else []


def _result(client: Any, future: Any) -> Any:
    while True:
        try:
            return future.result(timeout=PATIENCE)
        except TimeoutError:
            if future.done():  # the task itself says so
                raise
            if not client.nthreads():
                raise TimeoutError("none is left") from None


def _checked(folder: Path, batches: int) -> Iterator[Checked]:
    return (files.read_checked(folder, number) for number in range(batches))


def _rest(run: Run, batches: int, label: np.ndarray) -> Iterator[Edges]:
    """Edges that no whole search brings again, of documents in different repositories."""
    repository = files.read_repositories(run.folder, batches)
    for pairs in (part.pairs for part in _checked(run.folder, batches)):
        kept = outside(label, pairs, run.rules) & apart(repository, pairs)
        yield Edges(pairs.left[kept], pairs.right[kept])


def _chain(rest: Iterator[Edges], folder: Path, groups: int) -> Iterator[Edges]:
    yield from rest
    for number in range(groups):
        left, right = files.read(folder, "pairs", number, "left", "right")
        yield Edges(left, right)


def _counts(label: np.ndarray, rules: Bands, tallies: Sequence[Tally], checked: Sequence[tuple[int, int]], pairs: int) -> Counts:
    size = sizes(label)
    return Counts(
        documents=len(label),
        buckets=sum(tally.buckets for tally in tallies),
        crowded=sum(tally.crowded for tally in tallies),
        starred=sum(tally.starred for tally in tallies),
        proposed=sum(proposed for proposed, _ in checked),
        alike=sum(alike for _, alike in checked),
        components=len(np.unique(label[size > 1])),
        largest=int(size.max(initial=0)),
        large=int((size > rules.whole).sum()),
        pairs=pairs,
    )
