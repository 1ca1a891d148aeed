"""What did each hunk of a change of a plumbing file do, so that the same change elsewhere is recognised?

Reads: patches as `patches.py` takes them. Returns: lines added and deleted by name of the file, and the table of hunks with a hash of the
edit, a hash of the words that were replaced (`swaps.py`) and the lines themselves, without the secrets (`masking.py`).
Misleads: the hash knows lines, not meaning: the same lines in another order are another edit. A `version:` that is not indented is
taken for the file's own (a chart's), wherever it stands. Comment lines are known by their first characters (#, //, /*, *, <!--), not by the
grammar of the file. Twelve letters and digits are the least that counts as an edit.
Source: Ray and Kim, FSE 2012 (ported edits), with equality of hashes in place of clone detection.
"""

import re
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assessment.privacy import masking
from assessment.repositories.history import patches, swaps
from assessment.repositories.history.patches import Numbers, Patches

TRIVIAL = 12  # letters and digits below which an edit says nothing (a bracket, a version digit)
NAME = "REPO"  # what the repository's own name is replaced with, so that the same edit in two repositories is equal
SPACE, LINE, HUNK = ord(" "), ord("\n"), ord("@")

_BLANKS = bytes.maketrans(b"\t\r\f\v\0", b"     ")  # NUL is taken for what stands between hunks
_VERSION = np.frombuffer(b"version:", np.uint8)
_ENOUGH = re.compile(rb"(?:[^0-9A-Za-z]*[0-9A-Za-z]){%d}" % TRIVIAL)
_POSITIONS = ("old_start", "old_lines", "new_start", "new_lines")
SCHEMA = pa.schema(
    [
        ("pair", pa.int32()),
        *((name, pa.int32()) for name in _POSITIONS),
        *((name, pa.uint64()) for name in ("edit", "swap")),
        *((name, pa.string()) for name in ("removed", "added")),
    ]
)


class Count(NamedTuple):
    """Lines added and deleted, as git counts them."""

    added: int
    deleted: int


class Edits(NamedTuple):
    """`counts` by number of the pair of blobs, None where git printed no lines: not text; `hunks`: SCHEMA, in the order of the patches."""

    counts: dict[int, Count | None]
    hunks: pa.Table


def edits(said: bytes, own: re.Pattern[bytes] | None) -> Edits:
    """What whole patches of files did that are called by the number of their pair; `own` finds the repository's name."""
    said = said if said.endswith(b"\n") else said + b"\n"
    found = patches.parsed(said)
    files, hunks = found.files, found.hunks
    rows = zip(*(column.tolist() for column in files), strict=True)
    counts = {pair: None if binary else Count(added, deleted) for pair, added, deleted, binary in rows}
    removed, added = _unsecret(*patches.texts(found))
    columns = {name: getattr(hunks, name) for name in _POSITIONS} | {
        "pair": files.number[hunks.file],
        # the same file deleted twice shows nothing
        "edit": np.where(hunks.went, np.uint64(0), _keys(normalised(said, found, own))),
        "swap": _swaps(removed, added, (hunks.old_lines == hunks.new_lines) & (hunks.old_lines <= swaps.LINES), own),
        "removed": removed,
        "added": added,
    }
    return Edits(counts, pa.table([pa.array(columns[field.name], field.type) for field in SCHEMA], schema=SCHEMA))


def untold(hunks: pa.Table) -> pa.Table:
    """The same hunks without their lines."""
    for name in ("removed", "added"):
        hunks = hunks.set_column(hunks.schema.get_field_index(name), SCHEMA.field(name), pa.array([""] * len(hunks), pa.string()))
    return hunks


def _unsecret(buffer: bytes, bounds: Numbers) -> tuple[list[str], list[str]]:
    """Lines removed and added of each hunk, with what looks like a secret masked."""
    removed, added = patches.sides(buffer, bounds)
    suspect = np.unique(np.searchsorted(bounds[:, 2], masking.suspects(buffer), "right")) if len(bounds) else np.zeros(0, np.int64)
    for hunk in suspect[suspect < len(bounds)].tolist():
        removed[hunk], added[hunk] = masking.masked(removed[hunk]), masking.masked(added[hunk])
    return removed, added


def _swaps(removed: list[str], added: list[str], even: NDArray[np.bool_], own: re.Pattern[bytes] | None) -> NDArray[np.uint64]:
    """Key of the words replaced in each hunk, 0 where the hunk is not `even`; own name masked."""
    found = np.zeros(len(even), np.uint64)
    which = np.flatnonzero(even).tolist()
    found[which] = [swaps.key(removed[hunk], added[hunk]) for hunk in which]
    if own is not None:
        named = re.compile(own.pattern.decode(), own.flags | re.ASCII)
        for hunk in np.flatnonzero(found).tolist():
            if named.search(removed[hunk]) or named.search(added[hunk]):
                found[hunk] = swaps.key(named.sub(NAME, removed[hunk]), named.sub(NAME, added[hunk]))
    return found


def _keys(normal: bytes) -> NDArray[np.uint64]:
    """Key of each hunk of a normalised patch."""
    return np.array([_key(part) if _ENOUGH.match(part) else 0 for part in normal.split(b"\0")[1:]], np.uint64)


def _key(lines: bytes) -> int:
    return int.from_bytes(blake2b(lines, digest_size=8).digest(), "big") or 1


def normalised(said: bytes, found: Patches, own: re.Pattern[bytes] | None) -> bytes:
    """The lines removed and added: white space collapsed, blank, comment and own version lines dropped, own name masked; NUL before each
    hunk."""
    text = _collapsed(_changed(np.frombuffer(said.translate(_BLANKS), np.uint8), found))
    lines = patches.lines_of(text)
    first = lines.starts
    hunk, indented = text[first] == HUNK, text[first + 1] == SPACE
    silent = _silent(text, first + 1 + indented, indented) & ~hunk
    keep = np.repeat(~silent, lines.lengths)
    keep[first[indented] + 1] = False
    last = first + lines.lengths - 2
    keep[last[text[last] == SPACE]] = False
    keep[first[hunk] + 1] = False
    text[first[hunk]] = 0
    normal = text[: len(keep)][keep].tobytes()
    return own.sub(NAME.encode(), normal) if own is not None else normal


def _changed(text: NDArray[np.uint8], found: Patches) -> NDArray[np.uint8]:
    """Without the patch's own lines: what is left begins with <, > or is an @ alone, which begins a hunk."""
    lines, kinds = found.lines, found.kinds
    keep = np.repeat((kinds > 0) & (kinds != HUNK), lines.lengths)
    hunks = kinds == HUNK
    keep[lines.starts[hunks]] = keep[(lines.starts + lines.lengths - 1)[hunks]] = True
    changed: NDArray[np.uint8] = text[: len(keep)][keep]
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
