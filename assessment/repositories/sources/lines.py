"""How many lines did each change of a plumbing file add and delete, and in which hunks?

Reads: the object store, through git. Returns: a `Count` per pair of blobs, and the table of their hunks.
How: counting lines for a whole history costs 6 to 70 times as much as listing it, and path limits make git walk every tree again.
So the pairs of blobs are known from the raw log already, each unique pair is named once in two trees of our own (old blobs in one,
new blobs in the other), and git compares the two trees. Blobs that are not there are found only when git stumbles over one.
Misleads: counts are those of `git log --numstat -U0` without attributes, as in a bare repository; with the usual three lines of
context git counts 2 in 10,000 changes a little differently, and takes a third longer.
Source: git-diff-tree(1), git-config(1) core.bigFileThreshold; 96,904 pairs of 64 repositories compared.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, NamedTuple

import pyarrow as pa

from assessment.errors import RepositoryError
from assessment.repositories.history import edits
from assessment.repositories.history.edits import Count, Edits
from assessment.repositories.sources.git import Git

BLOB_BYTES = 512 << 10  # larger files are not written by hand
PAIRS = 4_096  # pairs in one tree
TEXT_BYTES = 256 << 20  # of hunks of one repository that are kept: the largest of 250 real ones has a twentieth
READ = 1 << 20
FILE = b"\ndiff --git "  # opens the patch of a file
PATCH = (
    "-c",
    f"core.bigFileThreshold={BLOB_BYTES}",
    "diff-tree",
    "--stdin",
    "-r",
    "-p",
    "-U0",
    "--full-index",
    "--no-renames",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--output-indicator-new=>",
    "--output-indicator-old=<",
)

Pair = tuple[str, str]  # old and new object id; '' where there is none


class Lines(NamedTuple):
    """`counts` by pair; None: not text, or a blob of the pair is in `oversized`. A pair with a `missing` blob has no entry.

    `hunks`: the columns `edits.SCHEMA`, where `pair` is the place of the pair among those asked about, in their order.
    """

    counts: Mapping[Pair, Count | None]
    hunks: pa.Table
    missing: frozenset[str]
    oversized: frozenset[str]


def lines(git: Git, pairs: Sequence[Pair], own: re.Pattern[bytes] | None) -> Lines:
    """Counts and hunks of the given pairs of blobs."""
    missing: frozenset[str] = frozenset()
    unlike = [place for place, pair in enumerate(pairs) if pair[0] != pair[1]]
    huge_ones: list[int] = []
    try:
        found = _edits(git, pairs, unlike, own)
    except RepositoryError:
        sizes = blob_sizes(git, sorted({blob for place in unlike for blob in pairs[place] if blob}))
        missing = frozenset(blob for blob, size in sizes.items() if size is None)
        # git reads a file that was added or deleted whole, however large, and gives up where that needs too much memory
        huge = frozenset(blob for blob, size in sizes.items() if size is not None and size > BLOB_BYTES)
        if not missing and not huge:
            raise
        there = [place for place in unlike if not missing.intersection(pairs[place])]
        huge_ones = [place for place in there if huge.intersection(pairs[place])]
        found = _edits(git, pairs, [place for place in there if not huge.intersection(pairs[place])], own)
    counts = {pairs[place]: count for place, count in found.counts.items()} | {pairs[place]: None for place in huge_ones}
    unread = sorted({blob for pair, count in counts.items() if count is None for blob in pair if blob})
    large = frozenset(blob for blob, size in blob_sizes(git, unread).items() if size is not None and size > BLOB_BYTES)
    return Lines(counts | {pair: Count(0, 0) for pair in pairs if pair[0] == pair[1]}, found.hunks, missing, large)


def blob_sizes(git: Git, blobs: Sequence[str]) -> dict[str, int | None]:
    """Size of each blob in bytes; None where it is not there (a partial clone)."""
    if not blobs:
        return {}
    said = git.run("cat-file", "--batch-check=%(objecttype) %(objectsize)", "--buffer", given="\n".join(blobs).encode() + b"\n")
    answers = said.decode("ascii").splitlines()
    return {blob: int(answer[5:]) if answer.startswith("blob ") else None for blob, answer in zip(blobs, answers, strict=True)}


def _edits(git: Git, pairs: Sequence[Pair], which: Sequence[int], own: re.Pattern[bytes] | None) -> Edits:
    """Counts and hunks of some of the pairs. A file in our trees is called by the place of its pair."""
    counts: dict[int, Count | None] = {}
    hunks, room = [edits.SCHEMA.empty_table()], TEXT_BYTES
    if which:
        parts = [which[at : at + PAIRS] for at in range(0, len(which), PAIRS)]
        asked = "".join(f"{_tree(git, pairs, part, 0)} {_tree(git, pairs, part, 1)}\n" for part in parts)
        with git.stream(*PATCH, given=asked.encode()) as output:
            for patches in _whole(output):
                found = edits.edits(patches, own)
                counts |= found.counts
                hunks.append(found.hunks if room > 0 else edits.untold(found.hunks))
                room -= hunks[-1].nbytes
    return Edits(counts, pa.concat_tables(hunks))


def _tree(git: Git, pairs: Sequence[Pair], part: Sequence[int], side: int) -> str:
    return git.write_tree((f"{place:08d}", pairs[place][side]) for place in part if pairs[place][side])


def _whole(output: IO[bytes]) -> Iterator[bytes]:
    """Patches in pieces of whole files."""
    rest = b""
    while data := output.read(READ):
        rest += data
        cut = rest.rfind(FILE) + 1
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest
