"""What one change of a plumbing file did: how many lines, and which edit, so that the same edit elsewhere is recognised.

Reads: patches as git prints them with `<` and `>` in front of old and new lines, which no line of a patch's header begins with.
Returns: `Edit` by name of the file. Works on many files at once, because there are a hundred thousand of them in a fleet.
Misleads: the hash knows lines, not meaning: the same lines in another order are another edit. A `version:` that is not indented is
taken for the file's own (a chart's), wherever it stands. Comment lines are known by their first characters (#, //, /*, *, <!--), not by the
grammar of the file. Twelve letters and digits are the least that counts as an edit.
Source: git-diff(1) GENERATING PATCH TEXT WITH -P, --output-indicator-new.
"""

import re
from collections.abc import Iterator
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

TRIVIAL = 12  # letters and digits below which an edit says nothing (a bracket, a version digit)
NAME = b"REPO"  # what the repository's own name is replaced with, so that the same edit in two repositories is equal
FILE = b"\ndiff --git "  # opens the patch of a file
SPACE, LINE = ord(" "), ord("\n")

_BLANKS = bytes.maketrans(b"\t\r\f\v", b"    ")
_VERSION = np.frombuffer(b"version:", np.uint8)
_ENOUGH = re.compile(rb"(?:[^0-9A-Za-z]*[0-9A-Za-z]){%d}" % TRIVIAL)


class Edit(NamedTuple):
    """Lines added and deleted as git counts them, and a hash of the edit; 0 for a trivial one."""

    added: int
    deleted: int
    key: int


def edits(patches: bytes, own: re.Pattern[bytes] | None) -> Iterator[tuple[str, Edit | None]]:
    """Name and edit of each file in whole patches; `own` finds the repository's name. None where git printed no lines: binary."""
    patches = patches if patches.endswith(b"\n") else patches + b"\n"
    raw = (b"\n" + patches).split(FILE)[1:]
    normal = (b"\n" + normalised(patches, own)).split(FILE)[1:]
    for patch, lines in zip(raw, normal, strict=True):
        name = patch[2 : patch.index(b" ")].decode("ascii")
        added, deleted = patch.count(b"\n>"), patch.count(b"\n<")
        binary = not added and not deleted and b"\nBinary files " in patch
        yield name, None if binary else Edit(added, deleted, _key(lines.partition(b"\n")[2]))


def normalised(patches: bytes, own: re.Pattern[bytes] | None) -> bytes:
    """The lines removed and added: white space collapsed, blank, comment and own version lines dropped, own name masked; and what opens a
    file."""
    text = _collapsed(_changed(np.frombuffer(patches.translate(_BLANKS), np.uint8)))
    lines = _lines(text)
    indented = text[lines.starts + 1] == SPACE
    silent = _silent(text, lines.starts + 1 + indented, indented) & (text[lines.starts] != ord("d"))
    keep = np.repeat(~silent, lines.lengths)
    keep[lines.starts[indented] + 1] = False
    last = lines.starts + lines.lengths - 2
    keep[last[text[last] == SPACE]] = False
    normal = text[: len(keep)][keep].tobytes()
    return own.sub(NAME, normal) if own is not None else normal


class _Lines(NamedTuple):
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]  # with the line feed


def _lines(text: NDArray[np.uint8]) -> _Lines:
    ends = np.flatnonzero(text == LINE)
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1] + 1])[: len(ends)]
    return _Lines(starts, ends - starts + 1)


def _changed(text: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Without the patch's own lines and its context: what is left begins with <, >, or `diff --git`."""
    starts, lengths = _lines(text)
    first = text[starts]
    keep = (first == ord("<")) | (first == ord(">")) | ((first == ord("d")) & (text[np.minimum(starts + 1, len(text) - 1)] == ord("i")))
    changed: NDArray[np.uint8] = text[: int(lengths.sum())][np.repeat(keep, lengths)]
    return changed


def _collapsed(text: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """One space for many."""
    space = text == SPACE
    keep = np.ones(len(text), bool)
    keep[1:] = ~(space[1:] & space[:-1])
    return text[keep]


def _silent(text: NDArray[np.uint8], at: NDArray[np.int64], indented: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether a line whose text begins at `at` is blank, nothing but a comment, or the version of the file itself.

    Charts count up from 0.0.1, so that two that step from 0.0.5 to 0.0.6 in one month have nothing else in common.
    """
    padded = np.append(text, np.full(len(_VERSION), LINE, np.uint8))
    one, two, three, four = (padded[at + ahead] for ahead in range(4))
    mark = (one == ord("#")) & (two != ord("!"))
    slashes = (one == ord("/")) & ((two == ord("/")) | (two == ord("*")))
    markup = (one == ord("<")) & (two == ord("!")) & (three == ord("-")) & (four == ord("-"))
    # a rule of CODEOWNERS starts with a star, a line inside a comment with an indented one
    star = indented & (one == ord("*")) & ((two == SPACE) | (two == LINE) | (two == ord("/")))
    version = ~indented & (one == _VERSION[0])
    version[version] = np.all(padded[at[version, None] + np.arange(len(_VERSION))] == _VERSION, axis=1)
    silent: NDArray[np.bool_] = (one == LINE) | mark | slashes | markup | star | version
    return silent


def own_name(repository: str) -> re.Pattern[bytes] | None:
    """Finds a repository's name in text, in any case and with - or _; None for a name too short to mean it."""
    name = re.split(r"[/+]", repository)[-1]
    parts = [re.escape(part.encode()) for part in re.split(r"[-_. ]+", name) if part]
    return re.compile(rb"[-_. ]?".join(parts), re.IGNORECASE) if len(name) >= 4 else None


def _key(lines: bytes) -> int:
    if not _ENOUGH.match(lines):
        return 0
    return int.from_bytes(blake2b(lines.strip(b"\n"), digest_size=8).digest(), "big") or 1
