"""Which field of a raw log is a header, which describes a change, and which is a path?

Reads: bytes and where their fields end. Returns: `Marks`, field numbers as arrays, or nothing where it cannot be certain.
How: with numpy, for megabytes at once. A description of a change has a fixed length, and its colon and spaces in fixed places; the
field after it is a path; everything else is a header, seven in a row. A path, name or subject may be written to look like the
description of a change, but then two such stand next to each other, or headers do not come in sevens, or a line feed is missing.
Source: git-diff-tree(1) RAW OUTPUT FORMAT; the reader that follows the grammar step by step is `raw.parse_plainly`.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Marks(NamedTuple):
    """Where the fields of a piece of the log begin, and what they are."""

    starts: NDArray[np.int64]  # first byte of each field
    headers: NDArray[np.int64]  # field number of the first header field of each commit
    changes: NDArray[np.int64]  # field number of each description of a change; its path is the next field
    stop: int  # fields that belong to whole commits
    length: int  # of an object id: 40 or 64


def marks(data: NDArray[np.uint8], ends: NDArray[np.int64], *, per_commit: int, last: bool) -> Marks | None:
    """Which field is what; None where the fields do not settle it beyond doubt.

    `ends` are the places of the NULs, `per_commit` the number of header fields. Unless the piece is the last of its log, its final
    commit is left out, because more of it may follow.
    """
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1] + 1])[: len(ends)]
    length = int(ends[0]) if len(ends) else 40
    size = 2 * length + 18
    fed = (data[starts] == 10).astype(np.int64) if len(starts) else starts
    change = (ends - starts - fed) == size
    candidate = np.flatnonzero(change)
    body = starts[candidate] + fed[candidate]
    looks = (data[body] == 58) & (data[body + 7] == 32) & (data[body + 14] == 32) & (data[body + size - 2] == 32)
    change[candidate[~looks]] = False
    path = np.concatenate([[False], change[:-1]])[: len(change)]
    if np.any(change & path):
        return None
    header = np.flatnonzero(~(change | path))
    count = per_commit
    first = header[::count]
    whole = first if len(header) % count == 0 else first[:-1]
    if last and (len(header) % count or np.any(change[-1:])):
        return None
    if not np.array_equal(header[: len(whole) * count].reshape(-1, count), whole[:, None] + np.arange(count)):
        return None
    keep, stop = (whole, len(ends)) if last else (whole[: max(0, len(first) - 1)], int(first[-1]) if len(first) else 0)
    changes = np.flatnonzero(change)
    changes = changes[changes < stop]
    # a line feed opens the first change of a commit and no other: the last safeguard against a field read as another
    opens = np.zeros(len(starts) + count, bool)
    opens[keep + count] = True
    if np.any((fed[changes] == 1) != opens[changes]) or np.any(ends[keep] - starts[keep] != length):
        return None
    return Marks(starts, keep, changes, stop, length)
