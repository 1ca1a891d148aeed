"""What do the blocks of a fleet say, apart from how they are written down?

Reads plumbing files; returns `Pieces`: a row for each block of each distinct file, and the normalised lines that it stands on. A file is
cut at every line where a block begins or ends, and what lies between is normalised once, however many blocks hold it.

Misleads: a comment over several lines that ends inside a block where it did not begin is read there as text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from assessment.repositories.duplication.blocks.block import Block, UnreadableError
from assessment.repositories.duplication.blocks.cutting import cut
from assessment.repositories.duplication.copies.normalise import normalise
from assessment.repositories.duplication.thresholds import Thresholds

COLUMNS = ["file", "sort", "name", "first", "last", "order", "start", "stop"]
AT_ONCE = 1 << 23  # letters that are normalised at once: bounds memory


@dataclass(frozen=True, slots=True)
class Pieces:
    """`table`, one row per block: file (number), sort, name, first and last (lines of the file from 0, last not included), order, start
    and stop (in `codes`), lines (effective), characters (of these lines).

    `words[codes[start:stop]]` are a block's lines. `unread`: numbers of the files that no parser took.
    """

    table: pd.DataFrame
    codes: np.ndarray
    words: np.ndarray
    unread: tuple[int, ...]


def pieces(files: pd.DataFrame, texts: Sequence[str] | pd.Series, names: Sequence[Iterable[str]], rules: Thresholds) -> Pieces:
    """All blocks of files: columns path, kind; beside them their texts, and for each the repository names to mask in it."""
    parts = _Parts(rules)
    unread: list[int] = []
    for number, (path, kind, text) in enumerate(zip(files["path"], files["kind"], texts, strict=True)):
        try:
            blocks = cut(path, kind, text, rules.blocks.window)
        except UnreadableError:
            unread.append(number)
            continue
        parts.add(number, [block for block in blocks if not _declares(block, rules.similar.declared)], path, text, names[number])
    parts.normalise()
    starts = np.concatenate([[0], np.cumsum(np.concatenate([np.zeros(0, np.int64), *parts.lengths]))])
    codes = np.concatenate([np.zeros(0, np.int64), *parts.codes])
    words = np.array(list(parts.known), dtype=object)
    table = pd.DataFrame(parts.rows, columns=COLUMNS).astype(dict.fromkeys(["file", *COLUMNS[3:]], np.int64))
    table["start"], table["stop"] = starts[table["start"]], starts[table["stop"]]
    letters = np.concatenate([[0], np.cumsum(np.array([len(word) for word in words], np.int64)[codes])])
    table["lines"], table["characters"] = table["stop"] - table["start"], letters[table["stop"]] - letters[table["start"]]
    return Pieces(table, codes, words, tuple(unread))


def _declares(block: Block, declared: Iterable[str]) -> bool:
    """Whether a resource only declares what every module has to declare for itself."""
    return block.sort == "resource" and block.name.partition(" ")[0] in declared


class _Parts:
    """Parts of files between the edges of blocks. `rows`: COLUMNS, with numbers of parts for start and stop; `lengths`: lines of each part
    that was normalised, `codes` their lines, `known` the number of each distinct line."""

    def __init__(self, rules: Thresholds) -> None:
        self.rules = rules
        self.rows: list[tuple[object, ...]] = []
        self.lengths: list[np.ndarray] = []
        self.codes: list[np.ndarray] = []
        self.known: dict[str, int] = {}
        self.count = self.letters = 0
        self.waiting: list[tuple[str, str, Iterable[str]]] = []

    def add(self, file: int, blocks: Sequence[Block], path: str, text: str, names: Iterable[str]) -> None:
        """Cut one file."""
        edges = sorted({edge for block in blocks for edge in (block.first, block.last)})
        place = {edge: self.count + n for n, edge in enumerate(edges)}
        self.rows += [(file, *block, place[block.first], place[block.last]) for block in blocks]
        lines = text.split("\n")
        self.waiting += [(path, "\n".join(lines[first:last]), names) for first, last in pairwise(edges)]
        self.count += max(len(edges) - 1, 0)
        self.letters += len(text)
        if self.letters > AT_ONCE:
            self.normalise()

    def normalise(self) -> None:
        """Normalise the parts that wait."""
        if not self.waiting:
            return
        paths, texts, names = zip(*self.waiting, strict=True)
        lines = normalise(paths, texts, names, rules=self.rules)
        number = np.array([self.known.setdefault(str(word), len(self.known)) for word in lines.words], np.int64)
        self.codes.append(number[lines.codes] if len(number) else lines.codes)
        self.lengths.append(np.diff(lines.starts))
        self.waiting, self.letters = [], 0
