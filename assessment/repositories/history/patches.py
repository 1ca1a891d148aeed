"""What did each hunk of a patch take out and put in, and at which lines?

Reads: patches of files that are called by numbers, as git prints them with -U0, and with `<` and `>` in front of old and new lines, which
no line of a header begins with.
Returns: columns, one row a file and one row a hunk, and the texts of the hunks. Works on a buffer of many files at once, because there
are a hundred thousand of them in a fleet.
Misleads: whether the last line of a file ends in a line feed is not told.
Source: git-diff(1) GENERATING PATCH TEXT WITH -P, --output-indicator-new; POSIX diff -u for the numbers of lines.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

HUGE_LINES = 200  # lines on one side of a hunk above which its text is not kept: such are generated or moved, and nobody reads them
HUGE_BYTES = 32 << 10  # the same in bytes: 200 lines of 160
HEADER = 48  # bytes of a hunk's header that hold its numbers
DIGITS = 10  # of a line number, at most

Numbers = NDArray[np.int64]
Marks = NDArray[np.bool_]


class Lines(NamedTuple):
    """Where the lines of a buffer begin, and how long they are with their line feed."""

    starts: Numbers
    lengths: Numbers


class Files(NamedTuple):
    """A row a file of the patch: the number it is called by, lines added and deleted as git counts them, and whether git printed none
    because it is not text."""

    number: Numbers
    added: Numbers
    deleted: Numbers
    binary: Marks


class Hunks(NamedTuple):
    """A row a hunk: `file` counts the files from 0; where it stands, as in its header; whether the file came or went as a whole."""

    file: Numbers
    old_start: Numbers
    old_lines: Numbers
    new_start: Numbers
    new_lines: Numbers
    came: Marks
    went: Marks


class Patches(NamedTuple):
    """A buffer of whole patches, taken apart. `kinds`: the first byte of each line that belongs to a hunk (`<`, `>`, `@`), else 0."""

    text: NDArray[np.uint8]
    lines: Lines
    kinds: NDArray[np.uint8]
    files: Files
    hunks: Hunks
    bounds: Numbers  # of each hunk: its first line, and the one after its last


def parsed(patches: bytes) -> Patches:
    """Files and hunks of patches that end in a line feed."""
    text = np.frombuffer(patches, np.uint8)
    lines = lines_of(text)
    first = text[lines.starts]
    # `diff --git`, `deleted file mode`: a line of two ids of trees begins with d too, and no id has an i or an l
    second, third = (text[np.minimum(lines.starts + ahead, len(text) - 1)] for ahead in (1, 2))
    head, gone = (first == ord("d")) & (second == ord("i")), (first == ord("d")) & (third == ord("l"))
    old, new, at = first == ord("<"), first == ord(">"), first == ord("@")
    heads, begins, marks = np.flatnonzero(head), np.flatnonzero(at), np.flatnonzero(head | at)
    ends = np.append(heads[1:], len(first))
    came, went, binary = (_within(said, heads, ends) > 0 for said in (first == ord("n"), gone, first == ord("B")))
    added, deleted = _within(new, heads, ends), _within(old, heads, ends)
    files = Files(_names(text, lines.starts[heads]), added, deleted, binary & (added + deleted == 0))
    after = np.append(marks, len(first))[np.searchsorted(marks, begins, "right")]
    file = np.searchsorted(heads, begins, "right") - 1
    old_start, new_start = _positions(text, lines.starts[begins])
    hunks = Hunks(file, old_start, _within(old, begins, after), new_start, _within(new, begins, after), came[file], went[file])
    return Patches(text, lines, np.where(old | new | at, first, np.uint8(0)), files, hunks, np.stack([begins, after], axis=1))


def texts(patches: Patches) -> tuple[bytes, Numbers]:
    """The lines of all hunks in one buffer, and for each hunk where the removed begin, the added begin, and the added end.

    Without what git writes in front of a line; each line ends in a line feed. Nothing for files that came or went as a whole, and
    for huge hunks.
    """
    lines, kinds, hunks = patches.lines, patches.kinds, patches.hunks
    old, new = kinds == ord("<"), kinds == ord(">")
    (first, after), bytes_of = patches.bounds.T, np.where(old | new, lines.lengths - 1, 0)
    removed, added = _within(bytes_of * old, first, after), _within(bytes_of * new, first, after)
    small = (np.maximum(hunks.old_lines, hunks.new_lines) <= HUGE_LINES) & (np.maximum(removed, added) <= HUGE_BYTES)
    told = small & ~hunks.came & ~hunks.went
    hunk = np.cumsum(kinds == ord("@")) - 1
    wanted = (old | new) & (told[hunk] if len(told) else False)
    keep = np.repeat(wanted, lines.lengths)
    keep[lines.starts[wanted]] = False
    removed, added = removed * told, added * told
    ends = np.cumsum(removed + added)
    return patches.text[: len(keep)][keep].tobytes(), np.stack([ends - added - removed, ends - added, ends], axis=1)


def sides(buffer: bytes, bounds: Numbers) -> tuple[list[str], list[str]]:
    """Lines removed and lines added of each hunk, from what `texts` gives: joined by line feeds, none at the end.

    Bytes that are not UTF-8 are written \\xNN. '' is no line, one blank line, or a text that was left out.
    """
    whole: bytes | str = buffer.decode("ascii") if buffer.isascii() else buffer  # then bytes are letters, and decoded at once
    cuts: Sequence[Sequence[int]] = bounds.tolist()
    parts = [whole[start:cut] for start, cut, _ in cuts], [whole[cut:end] for _, cut, end in cuts]
    removed, added = ([_decoded(part)[:-1] for part in side] for side in parts)
    return removed, added


def lines_of(text: NDArray[np.uint8]) -> Lines:
    """The lines of a buffer that ends in a line feed."""
    ends = np.flatnonzero(text == ord("\n"))
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1] + 1])[: len(ends)]
    return Lines(starts, ends - starts + 1)


def _decoded(part: bytes | str) -> str:
    return part if isinstance(part, str) else part.decode("utf-8", "backslashreplace")


def _within(values: NDArray[np.int64] | Marks, first: Numbers, after: Numbers) -> Numbers:
    """Sum of the values of lines from `first` to before `after`."""
    sums = np.concatenate([np.zeros(1, np.int64), np.cumsum(values)])
    within: Numbers = sums[after] - sums[first]
    return within


def _names(text: NDArray[np.uint8], heads: Numbers) -> Numbers:
    """The numbers that files are called by in lines `diff --git a/00000012 b/00000012`."""
    return _number(_window(text, heads), np.full(len(heads), len("diff --git a/")))


def _positions(text: NDArray[np.uint8], at: Numbers) -> tuple[Numbers, Numbers]:
    """First old and first new line in headers `@@ -12,3 +14 @@` that begin at the given bytes."""
    window = _window(text, at)
    if not len(at):
        return _number(window, at), _number(window, at)
    minus, plus = (np.argmax(window == sign, axis=1) + 1 for sign in (ord("-"), ord("+")))
    return _number(window, minus), _number(window, plus)


def _window(text: NDArray[np.uint8], at: Numbers) -> NDArray[np.uint8]:
    """The HEADER bytes from each of the given ones on."""
    window: NDArray[np.uint8] = text[np.minimum(at[:, None] + np.arange(HEADER), len(text) - 1)]
    return window


def _number(window: NDArray[np.uint8], at: Numbers) -> Numbers:
    value, rows, digits = np.zeros(len(window), np.int64), np.arange(len(window)), np.ones(len(window), bool)
    for ahead in range(DIGITS):
        digit = window[rows, np.minimum(at + ahead, HEADER - 1)] - np.uint8(ord("0"))
        digits &= digit < 10
        if not digits.any():
            break
        value = np.where(digits, value * 10 + digit, value)
    return value
