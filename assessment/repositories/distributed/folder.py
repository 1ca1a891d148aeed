"""What do the machines of one search tell each other? Tables in a folder that all of them see.

Reads and writes: `<folder>/<table>/<number>.arrow`. Returns: columns as numpy arrays, mapped and not read, so that a task that needs
a few documents, or one band, touches no more of a file than these.
How: a table is written aside and moved into place whole. A task that runs twice, because its worker was lost, writes the same again.
Misleads: nothing is compressed (hashes cannot be), and nothing is kept: another version may write it otherwise.
Source: Arrow IPC format; pyarrow.
"""

from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import numpy as np
import pyarrow as pa

from assessment.repositories.duplication.copies.bands.buckets import Edges
from assessment.repositories.duplication.copies.bands.components import Checked
from assessment.repositories.duplication.copies.bands.features import FEW, Features, HashedLines, chosen, joined

LINES = 1 << 21  # lines of one batch: a worker needs some hundred bytes a line


def write(folder: Path, table: str, number: int, **columns: np.ndarray) -> None:
    """Write a table of columns of one length."""
    batch = pa.record_batch({name: pa.array(values) for name, values in columns.items()})
    (folder / table).mkdir(parents=True, exist_ok=True)
    aside = folder / table / f".{number}-{uuid4().hex}"
    with pa.OSFile(str(aside), "wb") as file, pa.ipc.new_file(file, batch.schema) as writer:
        writer.write_batch(batch)
    aside.replace(_place(folder, table, number))


def read(folder: Path, table: str, number: int, *names: str) -> tuple[np.ndarray, ...]:
    """Columns of a table."""
    batch = pa.ipc.open_file(pa.memory_map(str(_place(folder, table, number)))).get_batch(0)
    return tuple(batch.column(name).to_numpy() for name in names)


def write_batches(folder: Path, found: HashedLines) -> int:
    """Keep the lines of all documents, in batches of documents that stand together; returns how many batches."""
    cuts, last = [0], len(found.starts) - 1
    while cuts[-1] < last:
        fits = int(np.searchsorted(found.starts, found.starts[cuts[-1]] + LINES, side="right")) - 1
        cuts.append(min(max(fits, cuts[-1] + 1), cuts[-1] + FEW, last))
    for number, (start, end) in enumerate(pairwise(cuts)):
        first = found.starts[start]
        part = HashedLines(found.lines[first : found.starts[end]], found.starts[start : end + 1] - first, found.repository[start:end])
        write_lines(folder, number, part)
    return len(cuts) - 1


def write_lines(folder: Path, number: int, found: HashedLines) -> None:
    """Keep the lines of a batch of documents."""
    write(folder, "lines", number, line=found.lines)
    write(folder, "files", number, size=np.diff(found.starts), repository=found.repository)


def read_lines(folder: Path, number: int) -> HashedLines:
    """The lines of a batch of documents."""
    size, repository = read(folder, "files", number, "size", "repository")
    (lines,) = read(folder, "lines", number, "line")
    return HashedLines(lines, _starts(size), repository)


def write_documents(folder: Path, number: int, found: Features, hashes: np.ndarray) -> None:
    """Keep the features and the band hashes of a batch of documents."""
    write(folder, "features", number, value=found.values)
    bands = {f"band{band}": np.ascontiguousarray(hashes[:, band]) for band in range(hashes.shape[1])}
    write(folder, "documents", number, size=np.diff(found.starts), repository=found.repository, **bands)


def read_band(folder: Path, batches: int, band: int) -> np.ndarray:
    """The hashes of one band of all documents."""
    return np.concatenate([np.zeros(0, np.uint64), *(read(folder, "documents", n, f"band{band}")[0] for n in range(batches))])


def read_documents(folder: Path, firsts: np.ndarray, rows: np.ndarray) -> Features:
    """Some documents, by their numbers in ascending order. `firsts`: number of the first document of each batch, and of all."""
    bounds = np.searchsorted(rows, firsts)
    batches = [n for n in range(len(firsts) - 1) if bounds[n] < bounds[n + 1]]
    return joined([chosen(_batch(folder, n), rows[bounds[n] : bounds[n + 1]] - firsts[n]) for n in batches])


def read_repositories(folder: Path, batches: int) -> np.ndarray:
    """The repository of every document, as in `Features`."""
    return np.concatenate([np.zeros(0, np.uint64), *(read(folder, "documents", n, "repository")[0] for n in range(batches))])


def read_edges(folder: Path, band: int, first: int, end: int) -> Edges:
    """The edges of one band whose `right` is one of the documents from `first` to before `end`."""
    left, right = read(folder, "edges", band, "left", "right")
    inside = slice(*np.searchsorted(right, [first, end]))
    return Edges(left[inside], right[inside])


def read_checked(folder: Path, number: int) -> Checked:
    """The checked edges of one batch."""
    left, right, shared = read(folder, "checked", number, "left", "right", "shared")
    return Checked(Edges(left, right), shared)


def _batch(folder: Path, number: int) -> Features:
    size, repository = read(folder, "documents", number, "size", "repository")
    (values,) = read(folder, "features", number, "value")
    return Features(values, _starts(size), repository)


def _starts(size: np.ndarray) -> np.ndarray:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(size)])


def _place(folder: Path, table: str, number: int) -> Path:
    return folder / table / f"{number:05}.arrow"
