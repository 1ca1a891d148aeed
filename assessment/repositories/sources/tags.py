"""Which tags does a repository have, which commit does each lead to, and when was that committed?

Reads: the tag refs as plain files (`packed-refs`, `refs/tags/`), so that an unchanged repository starts no process; git is asked
only about tags that lead to no commit of the history that was read: annotated ones that were never packed, and those of branches.
Returns: `Refs`, and the table TAGS.
Misleads: tags that were never fetched are not there; a tag that moves (`latest`) shows only where it is now. Refs kept in the
reftable format are not read.
Source: gitrepository-layout(5) refs/tags, packed-refs; git-pack-refs(1) (a line `^<id>` gives what an annotated tag leads to).
"""

import os
import re
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import IO, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from assessment.repositories.facts import TIME
from assessment.repositories.history.raw import EARLIEST, LATEST
from assessment.repositories.history.tables import build, constant
from assessment.repositories.sources.git import Git
from assessment.repositories.sources.layout import OBJECT_ID, PACKED_BYTES, REF_BYTES, Layout

MOST = 50_000  # tags of one repository that are read
DEEP = 20  # folders below refs/tags
HEADER_BYTES = 64 << 10  # of a commit; its committer stands near the beginning
_PACKED = re.compile(rb"^([0-9a-f]{40}(?:[0-9a-f]{24})?) refs/tags/([^\n]+)\n(?:\^([0-9a-f]{40}(?:[0-9a-f]{24})?)\n)?", re.MULTILINE)
_COMMITTER = re.compile(rb"^committer .*?(\d{1,10}) [+-]\d+$", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Refs(NamedTuple):
    """Tag -> object id, the tag object's or what it leads to; in the order of their names. `left_out`: tags beyond the limit."""

    tags: dict[str, str]
    left_out: int

    @property
    def digest(self) -> str:
        """Equal for equal tags."""
        return blake2b(repr(self).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest() if self.tags else ""


def refs(place: Layout) -> Refs:
    """The tags of a repository. Loose ones hide packed ones of the same name, as in git."""
    found = dict(_packed(place.common / "packed-refs")) | dict(_loose(place.common / "refs" / "tags", "", DEEP))
    names = sorted(found)
    return Refs({name: found[name] for name in names[:MOST]}, max(0, len(names) - MOST))


def _packed(file: Path) -> Iterator[tuple[str, str]]:
    if not file.is_file():
        return
    with file.open("rb") as opened:
        data = opened.read(PACKED_BYTES)
    for target, name, peeled in _PACKED.findall(data if data.endswith(b"\n") else data + b"\n"):
        yield _name(name), (peeled or target).decode("ascii")


def _loose(folder: Path, before: str, deep: int) -> Iterator[tuple[str, str]]:
    """Tags in files of their own. Symbolic links are not followed, and what is neither file nor folder is not opened."""
    if not deep or not folder.is_dir() or folder.is_symlink():
        return
    with os.scandir(folder) as inside:
        items = sorted(inside, key=lambda item: item.name)
    for item in items:
        name = before + _name(os.fsencode(item.name))
        if item.is_dir(follow_symlinks=False):
            yield from _loose(Path(item.path), f"{name}/", deep - 1)
        elif item.is_file(follow_symlinks=False):
            with Path(item.path).open("rb") as opened:
                target = opened.read(REF_BYTES).decode("ascii", "replace").strip()
            if OBJECT_ID.fullmatch(target):
                yield name, target


def _name(raw: bytes) -> str:
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", raw.decode("utf-8", "backslashreplace"))


def tags_table(git: Git, repository: str, found: Refs, commits: pa.Table) -> tuple[pa.Table, int]:
    """Rows of TAGS, and how many tags were skipped: beyond the limit, or leading to no commit that is there.

    `commits`: the table COMMITS of the history.
    """
    targets = pa.array(list(found.tags.values()), pa.string())
    at = pc.index_in(targets, commits["commit"].combine_chunks())
    elsewhere = _asked(git, sorted(set(targets.filter(pc.is_null(at)).to_pylist())))
    known = commits["committed_at"].cast(pa.int64()).combine_chunks().take(at).to_pylist()
    rows = [
        (name, target, when) if place is not None else (name, *elsewhere.get(target, ("", None)))
        for (name, target), place, when in zip(found.tags.items(), at.to_pylist(), known, strict=True)
    ]
    kept = [row for row in rows if row[1]]
    columns = {
        "repository": constant(repository, len(kept)),
        "tag": pa.array([name for name, _, _ in kept], pa.string()),
        "commit": pa.array([commit for _, commit, _ in kept], pa.string()),
        "committed_at": pa.array([when for _, _, when in kept], pa.int64()).cast(pa.timestamp("s")).cast(TIME),
    }
    return build("tags", columns), found.left_out + len(rows) - len(kept)


def _asked(git: Git, targets: list[str]) -> dict[str, tuple[str, int | None]]:
    """The commit that each object leads to, and its committer time. What leads to none, or is not there, is left out."""
    if not targets:
        return {}
    found = {}
    with git.stream("cat-file", "--batch", "--buffer", given="".join(f"{target}^{{commit}}\n" for target in targets).encode()) as output:
        for target in targets:
            answer = output.readline().split()
            if len(answer) == 3 and answer[1] == b"commit":
                found[target] = (answer[0].decode("ascii"), _committed(output, int(answer[2])))
    return found


def _committed(output: IO[bytes], size: int) -> int | None:
    """Committer time of the commit that comes next, which is read to its end; null where there is none that can be meant."""
    head = output.read(min(size, HEADER_BYTES))
    left = size + 1 - len(head)
    while left and (more := output.read(min(left, 1 << 20))):
        left -= len(more)
    said = _COMMITTER.search(head.partition(b"\n\n")[0])
    when = int(said[1]) if said else 0
    return when if EARLIEST <= when < LATEST else None
