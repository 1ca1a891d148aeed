"""How many lines did each change of a plumbing file add and delete, and which edit was it?

Reads: the object store, through git. Returns: one `Edit` per pair of blobs.
How: counting lines for a whole history costs 6 to 70 times as much as listing it, and path limits make git walk every tree again.
So the pairs of blobs are known from the raw log already, each unique pair is named once in two trees of our own (old blobs in one,
new blobs in the other), and git compares the two trees. Blobs that are not there or too large are left out beforehand.
Misleads: counts are git's default algorithm without attributes, as in a bare repository.
Source: git-mktree(1), git-diff-tree(1); measured against `git log --numstat`, which it equals.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import IO, NamedTuple

from assessment.repositories import edits
from assessment.repositories.edits import Edit
from assessment.repositories.sources.git import Git

BLOB_BYTES = 512 << 10  # larger files are not written by hand
PAIRS = 4_096  # pairs in one tree
READ = 1 << 20
# one line of context: with none, git cuts common tails off first and may count differently from --numstat
PATCH = ("diff-tree", "--stdin", "-r", "-p", "-U1", "--no-renames", "--no-color", "--no-ext-diff", "--no-textconv")
FILE = b"\ndiff --git "  # no line of a file can look like it: those begin with +, - or a space

Pair = tuple[str, str]  # old and new object id; '' where there is none


class Lines(NamedTuple):
    """`edits` by pair (None: binary); pairs with a blob in `missing` or `oversized` are not in it."""

    edits: Mapping[Pair, Edit | None]
    missing: frozenset[str]
    oversized: frozenset[str]


def lines(git: Git, pairs: Collection[Pair], own: re.Pattern[bytes] | None) -> Lines:
    """Edits of the given pairs of blobs."""
    sizes = blob_sizes(git, sorted({blob for pair in pairs for blob in pair if blob}))
    missing = frozenset(blob for blob, size in sizes.items() if size is None)
    oversized = frozenset(blob for blob, size in sizes.items() if size is not None and size > BLOB_BYTES)
    skipped = missing | oversized
    wanted = [pair for pair in pairs if pair[0] != pair[1] and not skipped.intersection(pair)]
    found: dict[Pair, Edit | None] = {pair: Edit(0, 0, 0) for pair in pairs if pair[0] == pair[1] and pair[0] not in skipped}
    for pair, patch in _patches(git, wanted):
        found[pair] = edits.edit(patch, own, deletion=not pair[1])
    return Lines(found, missing, oversized)


def blob_sizes(git: Git, blobs: Sequence[str]) -> dict[str, int | None]:
    """Size of each blob in bytes; None where it is not there (a partial clone)."""
    if not blobs:
        return {}
    said = git.run("cat-file", "--batch-check=%(objecttype) %(objectsize)", "--buffer", given="\n".join(blobs).encode() + b"\n")
    answers = said.decode("ascii").splitlines()
    return {blob: int(answer[5:]) if answer.startswith("blob ") else None for blob, answer in zip(blobs, answers, strict=True)}


def _patches(git: Git, pairs: Sequence[Pair]) -> Iterator[tuple[Pair, bytes]]:
    """The patch of each pair. A file in our trees is called by the number of its pair."""
    if not pairs:
        return
    given = b"".join(_tree(pairs, at, side) for at in range(0, len(pairs), PAIRS) for side in (0, 1))
    trees = git.run("mktree", "--missing", "--batch", "-z", given=given).decode("ascii").split()
    asked = "".join(f"{old} {new}\n" for old, new in zip(trees[::2], trees[1::2], strict=True))
    with git.stream(*PATCH, given=asked.encode()) as output:
        for patch in _files(output):
            yield pairs[int(patch[2 : patch.index(b" ")])], patch


def _tree(pairs: Sequence[Pair], start: int, side: int) -> bytes:
    entries = enumerate(pairs[start : start + PAIRS], start)
    return b"".join(b"100644 blob %s\t%08d\0" % (pair[side].encode(), number) for number, pair in entries if pair[side]) + b"\0"


def _files(output: IO[bytes]) -> Iterator[bytes]:
    """A patch, cut into files, each beginning with `a/<name> b/<name>`. What stands before the first names the two trees."""
    rest = b""
    while data := output.read(READ):
        *whole, rest = (rest + data).split(FILE)
        yield from (piece for piece in whole if piece.startswith(b"a/"))
    if rest.startswith(b"a/"):
        yield rest
