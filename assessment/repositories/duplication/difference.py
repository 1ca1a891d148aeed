"""Where do two texts differ? For two members of a cluster, side by side.

Reads two texts; returns one row per line pair. Longest common run of lines, bit-parallel, so that two large files do not hold up a page.
"""

import pandas as pd
from rapidfuzz.distance import LCSseq

COLUMNS = ["left_line", "left", "right_line", "right", "tag"]


def difference(left: str, right: str) -> pd.DataFrame:
    """Rows of a side-by-side difference: left_line, left, right_line, right, tag (equal, replace, delete, insert).

    Line numbers count from 1 and are <NA> beside a line that has no partner, whose text is then ''. A replaced run of unequal length
    fills up with deletes or inserts, so that every line of both texts stands in exactly one row, in order.
    """
    one, other = _lines(left), _lines(right)
    rows: list[tuple[int | None, int | None, str]] = []
    lost: list[int] = []
    new: list[int] = []
    for step in LCSseq.opcodes(one, other):
        if step.tag != "equal":
            lost += range(step.src_start, step.src_end)
            new += range(step.dest_start, step.dest_end)
            continue
        rows += _changed(lost, new)
        lost, new = [], []
        rows += [(n, m, "equal") for n, m in zip(range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True)]
    rows += _changed(lost, new)
    table = [
        (None if n is None else n + 1, "" if n is None else one[n], None if m is None else m + 1, "" if m is None else other[m], tag)
        for n, m, tag in rows
    ]
    return pd.DataFrame(table, columns=COLUMNS).astype({"left_line": "Int64", "right_line": "Int64"})


def _changed(lost: list[int], new: list[int]) -> list[tuple[int | None, int | None, str]]:
    """Lines between two equal runs, laid side by side."""
    both = min(len(lost), len(new))
    rows: list[tuple[int | None, int | None, str]] = [(n, m, "replace") for n, m in zip(lost[:both], new[:both], strict=True)]
    return rows + [(n, None, "delete") for n in lost[both:]] + [(None, m, "insert") for m in new[both:]]


def _lines(text: str) -> list[str]:
    """Lines as git counts them; how a line ends is not shown."""
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")] if text else []
