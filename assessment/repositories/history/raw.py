"""The raw log of a repository, parsed: which commits there are, and which files each changed.

Reads: bytes as `git log -z --raw --no-abbrev --no-renames` prints them with the header `FORMAT`.
Returns: `History`, two Arrow tables in the order of the log.
How: fields end with NUL. A commit is seven header fields, then for each changed file one field such as
`:100644 100644 <old> <new> M` (a line feed before the first) and one with the path. `marks.py` sorts the fields out for a whole
block at once, and where it cannot be certain, the plain loop here follows the grammar field by field.
Misleads: nothing is judged here; a merge has no changes of its own unless the log was asked to compare it.
Source: git-diff-tree(1) RAW OUTPUT FORMAT; git-log(1) PRETTY FORMATS.
"""

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assessment.repositories.history.marks import Marks, marks

FIELDS = ("commit", "parents", "name", "address", "subject", "authored", "committed")
FORMAT = "%H%x00%P%x00%aN%x00%aE%x00%s%x00%at%x00%ct"  # what a stranger may have written never stands next to a change
WORDS = pa.dictionary(pa.int32(), pa.string())
COMMITS = pa.schema(
    [
        ("commit", pa.string()),
        ("parents", pa.string()),
        ("name", WORDS),
        ("address", WORDS),
        ("subject", WORDS),
        ("authored", pa.int64()),
        ("committed", pa.int64()),
    ]
)
CHANGES = pa.schema(
    [
        ("position", pa.int32()),
        ("path", WORDS),
        ("status", WORDS),
        ("old_blob", pa.string()),
        ("new_blob", pa.string()),
        ("file", pa.bool_()),
    ]
)
EARLIEST, LATEST = 1, 4_102_444_800  # usable times: after the epoch itself, before the year 2100


class History(NamedTuple):
    """`commits` as in COMMITS (times in seconds, null where unusable). `changes` as in CHANGES: `position` is the row of the
    commit, `file` is False where either side is a symbolic link or submodule; ids are null for the absent side."""

    commits: pa.Table
    changes: pa.Table


class Block(NamedTuple):
    """A parsed piece of the log and how many of its bytes it took; the rest belongs in front of the next piece."""

    history: History
    consumed: int


def parse(data: bytes, *, last: bool = True) -> Block:
    """The commits in a piece of the log. Unless it is the last piece, the final commit is left for the next one.

    ValueError where the bytes do not follow the grammar.
    """
    if last and data and not data.endswith(b"\0"):
        raise ValueError("the log ends inside a field")
    whole = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(whole == 0)
    found = marks(whole, ends, per_commit=len(FIELDS), last=last)
    if found is None:
        return parse_plainly(data, last=last)
    consumed = int(ends[found.stop - 1]) + 1 if found.stop else 0
    return Block(_history(whole[:consumed], found), consumed)


def joined(pieces: list[History]) -> History:
    """Pieces of one log, in order, as one; `position` counts on through the pieces."""
    changes, position = [], 0
    for piece in pieces:
        column = pc.add(piece.changes["position"], pa.scalar(position, pa.int32()))
        changes.append(piece.changes.set_column(0, CHANGES.field(0), column))
        position += piece.commits.num_rows
    return History(_one([piece.commits for piece in pieces], COMMITS), _one(changes, CHANGES))


def without(history: History, commits: Collection[str], *, latest: int) -> History:
    """The history without the given commits and their changes. Times after `latest` cannot be meant and become null."""
    table = history.commits
    for name in ("authored", "committed"):
        at = table.schema.get_field_index(name)
        usable = pc.less_equal(table[name], latest)
        table = table.set_column(at, COMMITS.field(at), pc.if_else(usable, table[name], pa.scalar(None, pa.int64())))
    if not commits:
        return History(table, history.changes)
    keep = np.asarray(pc.invert(pc.is_in(table["commit"], pa.array(commits, pa.string()))))
    position = history.changes["position"].to_numpy()
    kept = history.changes.filter(pa.array(keep[position]))
    moved = (np.cumsum(keep) - 1)[kept["position"].to_numpy()]
    return History(table.filter(pa.array(keep)), kept.set_column(0, CHANGES.field(0), pa.array(moved.astype(np.int32))))


def _one(tables: list[pa.Table], schema: pa.Schema) -> pa.Table:
    return pa.concat_tables([schema.empty_table(), *tables]).unify_dictionaries().combine_chunks()


def _history(data: NDArray[np.uint8], marks: Marks) -> History:
    fields = _fields(data, marks)
    columns = {name: fields.take(pa.array(marks.headers + at)) for at, name in enumerate(FIELDS)}
    commits = pa.table(
        [
            columns["commit"].cast(pa.string()),
            columns["parents"].cast(pa.string()),
            words(columns["name"]),
            words(columns["address"]),
            words(columns["subject"]),
            seconds(columns["authored"]),
            seconds(columns["committed"]),
        ],
        schema=COMMITS,
    )
    return History(commits, _changes(data, marks, fields))


def _fields(data: NDArray[np.uint8], marks: Marks) -> pa.Array:
    """All fields as one array over one buffer: the bytes without their NULs, and where each field begins."""
    count = marks.stop
    text = data[data != 0]
    offsets = np.append(marks.starts[:count] - np.arange(count), len(text)).astype(np.int32)
    return pa.Array.from_buffers(pa.binary(), count, [None, pa.py_buffer(offsets), pa.py_buffer(text)])


def _changes(data: NDArray[np.uint8], marks: Marks, fields: pa.Array) -> pa.Table:
    position = (np.searchsorted(marks.headers, marks.changes, "right") - 1).astype(np.int32)
    if not len(marks.changes):
        return CHANGES.empty_table()
    begins = marks.starts[marks.changes]
    begins = begins + (data[begins] == 10)
    length = marks.length
    text = np.lib.stride_tricks.sliding_window_view(data, 2 * length + 18)[begins]
    status = text[:, -1]
    # a mode starts with 10 for a file, 12 for a symbolic link, 16 for a submodule, 00 for nothing
    file = (text[:, 2] == ord("0")) & (text[:, 9] == ord("0"))
    old = _ids(text[:, 15 : 15 + length], status == ord("A"))
    new = _ids(text[:, 16 + length : 16 + 2 * length], status == ord("D"))
    letters, codes = np.unique(status, return_inverse=True)
    states = pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array([chr(letter) for letter in letters], pa.string()))
    return pa.table([pa.array(position), words(fields.take(pa.array(marks.changes + 1))), states, old, new, pa.array(file)], schema=CHANGES)


def _ids(text: NDArray[np.uint8], absent: NDArray[np.bool_]) -> pa.Array:
    rows, width = text.shape
    fixed = pa.Array.from_buffers(pa.binary(width), rows, [None, pa.py_buffer(np.ascontiguousarray(text))])
    ids = fixed.cast(pa.binary()).cast(pa.string())
    return pc.if_else(pa.array(absent), pa.scalar(None, pa.string()), ids)


def words(values: pa.Array) -> pa.Array:
    """Bytes as dictionary-encoded text; what is not UTF-8 is written \\xNN."""
    encoded = values.dictionary_encode()
    return pa.DictionaryArray.from_arrays(encoded.indices, _text(encoded.dictionary)).cast(WORDS)


def _text(values: pa.Array) -> pa.Array:
    try:
        return values.cast(pa.string())
    except pa.ArrowInvalid:
        return pa.array([value.decode("utf-8", "backslashreplace") for value in values.to_pylist()], pa.string())


def seconds(values: pa.Array) -> pa.Array:
    """Times as seconds since 1970; null where there is none, or none that can be meant."""
    text = values.cast(pa.string())
    usable = pc.match_substring_regex(text, r"^[0-9]{1,10}$")
    number = pc.if_else(usable, text, pa.scalar(None, pa.string())).cast(pa.int64())
    inside = pc.and_(pc.greater_equal(number, EARLIEST), pc.less(number, LATEST))
    return pc.if_else(inside, number, pa.scalar(None, pa.int64()))


def parse_plainly(data: bytes, *, last: bool = True) -> Block:
    """The same, one field after the other: for blocks with misleading fields, and what the fast way is held against."""
    tokens = data.split(b"\0")[:-1]
    commits: list[list[bytes]] = []
    changes: list[tuple[int, bytes, bytes]] = []
    at = 0
    while at + len(FIELDS) <= len(tokens):
        end = at + len(FIELDS)
        while end + 1 < len(tokens) and tokens[end].startswith((b"\n:", b":")):
            end += 2
        if not last and (end == len(tokens) or tokens[end].startswith((b"\n:", b":"))):
            break  # more of this commit may follow
        rows = range(at + len(FIELDS), end, 2)
        changes.extend((len(commits), tokens[row].lstrip(b"\n"), tokens[row + 1]) for row in rows)
        commits.append(tokens[at : at + len(FIELDS)])
        at = end
    if last and at != len(tokens):
        raise ValueError("the log ends inside a commit")
    return Block(_plain(commits, changes), sum(len(token) + 1 for token in tokens[:at]))


def _plain(commits: list[list[bytes]], changes: list[tuple[int, bytes, bytes]]) -> History:
    columns = [pa.array(list(column), pa.binary()) for column in zip(*commits, strict=True)] or [pa.array([], pa.binary())] * len(FIELDS)
    ids = [column.cast(pa.string()) for column in columns[:2]]
    texts = [words(column) for column in columns[2:5]]
    times = [seconds(column) for column in columns[5:]]
    parts = [(position, path, text.decode("ascii").split(" ")) for position, text, path in changes]
    rows = [
        (position, path, status, None if status == "A" else old, None if status == "D" else new, _is_file(before[1:], after))
        for position, path, (before, after, old, new, status) in parts
    ]
    position, path, status, old, new, file = map(list, zip(*rows, strict=True)) if rows else ([],) * 6
    return History(
        pa.table([*ids, *texts, *times], schema=COMMITS),
        pa.table(
            [
                pa.array(position, pa.int32()),
                words(pa.array(path, pa.binary())),
                pa.array(status, pa.string()).cast(WORDS),
                pa.array(old, pa.string()),
                pa.array(new, pa.string()),
                pa.array(file, pa.bool_()),
            ],
            schema=CHANGES,
        ),
    )


def _is_file(*modes: str) -> bool:
    return all(mode.startswith(("10", "00")) for mode in modes)
