"""Which files stand at HEAD, what role does each play, and what do the plumbing files say?

Reads: the tree and the blobs of one commit, through git. Returns: the files table, and the contents as `Text`.
Misleads: content of a role other than plumbing is never read, so nothing is known of it but path and size.
Source: git-ls-tree(1), git-cat-file(1) BATCH OUTPUT.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pyarrow as pa

from assessment.repositories.facts import Text
from assessment.repositories.history.tables import PLUMBING, from_rows
from assessment.repositories.rules import File, Place
from assessment.repositories.sources.git import Git
from assessment.repositories.sources.lines import BLOB_BYTES

CONTENT_BYTES = 256 << 20  # of all plumbing files of one repository together
LINKS = {"120000": "symlink", "160000": "submodule"}
LEFT_OUT = frozenset({"vendored", "generated", "example"})
ABSENT = -1


class Entry(NamedTuple):
    """A file at HEAD; size -1 where the blob is missing. `role` is '' until the rules have spoken, except for links."""

    path: str
    blob: str
    size: int
    role: str


def entries(git: Git) -> list[Entry]:
    """Every file at HEAD, in the order of the tree."""
    return [_entry(line) for line in git.run("ls-tree", "-r", "-l", "-z", "--full-tree", git.head).split(b"\0") if line]


def _entry(line: bytes) -> Entry:
    about, path = line.split(b"\t", 1)
    mode, _, blob, size = about.decode("ascii").split()
    role = LINKS.get(mode, "")
    bytes_ = int(size) if size.isdigit() else 0 if role == "submodule" else ABSENT
    return Entry(path.decode("utf-8", "backslashreplace"), blob, bytes_, role)


class Snapshot(NamedTuple):
    """`files`, and the same as the table FILES; `texts` of the plumbing files that could be read; blobs that were `missing` or `oversized`;
    how many files were `withheld`, and how many `left_out` as vendored, generated or examples."""

    files: tuple[File, ...]
    table: pa.Table
    texts: tuple[Text, ...]
    missing: frozenset[str]
    oversized: frozenset[str]
    withheld: int
    left_out: int


def snapshot(git: Git, repository: str, found: Sequence[Entry], places: Mapping[str, Place]) -> Snapshot:
    """Roles of all files and contents of the plumbing. `places` answers for every path."""
    roles = [entry.role or places[entry.path].role for entry in found]
    wanted = _wanted(found, roles)
    held = dict(contents(git, sorted({found[row].blob for row, reading in wanted.items() if reading == "read"})))
    reading, texts = [], []
    for row, entry in enumerate(found):
        said = wanted.get(row, "withheld" if roles[row] == "secret" else "")
        if said == "read":
            content = held[entry.blob]
            said = "missing" if content is None else "binary" if b"\0" in content else "read"
            if content is not None and said == "read":
                place = places[entry.path]
                texts.append(Text(entry.path, entry.blob, place.kind, place.workflow, content.decode("utf-8", "backslashreplace")))
        reading.append(said)
    unread = {
        why: frozenset(entry.blob for entry, said in zip(found, reading, strict=True) if said == why) for why in ("missing", "oversized")
    }
    left_out = sum(role in LEFT_OUT for role in roles)
    files = tuple(_file(entry.path, role, places) for entry, role in zip(found, roles, strict=True))
    table = _table(repository, found, files, reading)
    return Snapshot(files, table, tuple(texts), **unread, withheld=reading.count("withheld"), left_out=left_out)


def _wanted(found: Sequence[Entry], roles: Sequence[str]) -> dict[int, str]:
    """For each plumbing file whether to read it: read, missing or oversized."""
    wanted, total = {}, 0
    for row, entry in enumerate(found):
        if roles[row] != PLUMBING:
            continue
        total += max(0, entry.size)
        large = entry.size > BLOB_BYTES or total > CONTENT_BYTES
        wanted[row] = "missing" if entry.size == ABSENT else "oversized" if large else "read"
    return wanted


def contents(git: Git, blobs: Sequence[str]) -> Iterator[tuple[str, bytes | None]]:
    """Each blob with its content; None where it is missing."""
    if not blobs:
        return
    with git.stream("cat-file", "--batch", "--buffer", given="\n".join(blobs).encode() + b"\n") as output:
        for blob in blobs:
            answer = output.readline().split()
            yield blob, output.read(int(answer[2]) + 1)[:-1] if len(answer) == 3 else None


def _file(path: str, role: str, places: Mapping[str, Place]) -> File:
    return File(path, role, places[path].workflow, places[path].kind) if role == PLUMBING else File(path, role, "", "")


def _table(repository: str, found: Sequence[Entry], files: Sequence[File], reading: Sequence[str]) -> pa.Table:
    rows = [
        (entry.path, entry.blob, entry.size, file.role, file.workflow, file.kind, said)
        for entry, file, said in zip(found, files, reading, strict=True)
    ]
    return from_rows("files", repository, rows)
