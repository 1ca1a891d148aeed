"""May git be let loose on the objects of a repository, or would it wait for ever?

Reads: names and sorts of the files in an object folder and in those that it borrows from, without opening any but `info/alternates`.
Raises RepositoryError where something that git would open is a pipe, a socket or a device.
How: git is let follow what it always follows (`.git` files, `commondir`, alternates, links), because linked work trees, submodules and
mirrors that share objects are laid out so. It only ever reads there; what it must not meet is a file that has no end.
Misleads: what is put there after the look is not seen; then the time limit ends it.
Source: gitrepository-layout(5) objects/info/alternates; alt_odb in git's object-file.c (five levels, quoted lines).
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from assessment.errors import RepositoryError

DEEPEST = 5  # alternates of alternates, as in git
MOST = 1_000  # object folders
BYTES = 1 << 20  # of one list of alternates
FOLDERS = frozenset(("pack", "info", *(f"{number:02x}" for number in range(256))))


def check(objects: Path) -> None:
    """Look through an object folder and all that it borrows from."""
    waiting, seen = [(objects, 0)], set[str]()
    while waiting:
        folder, depth = waiting.pop()
        name = os.path.realpath(folder)
        if name in seen or depth > DEEPEST or not os.path.isdir(name):  # noqa: PTH112 - a name that no file can have is no folder
            continue
        seen.add(name)
        if len(seen) > MOST:
            raise RepositoryError(f"borrows objects from more than {MOST} folders", where=str(objects), expected="git repack -a -d")
        for inside in FOLDERS.intersection(os.listdir(name)):  # noqa: PTH208 - names are enough
            _look(folder / inside)
        _look(folder / "info" / "commit-graphs")
        waiting += [(other, depth + 1) for other in _alternates(folder)]


def _look(folder: Path) -> None:
    try:
        with os.scandir(folder) as items:
            for item in items:
                if not item.is_file(follow_symlinks=False) and not _plain(item):
                    raise RepositoryError("is neither file nor folder", where=item.path, expected="a repository of plain files")
    except (FileNotFoundError, NotADirectoryError):
        return


def _plain(item: os.DirEntry[str]) -> bool:
    """Whether git can open it and come to an end: a folder, or a link to nothing."""
    try:
        mode = item.stat().st_mode
    except OSError:
        return True
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)


def _alternates(folder: Path) -> Iterator[Path]:
    file = folder / "info" / "alternates"
    if not file.is_file():
        return
    with file.open("rb") as opened:
        listed = opened.read(BYTES + 1)
    if len(listed) > BYTES:
        raise RepositoryError(f"is larger than {BYTES} bytes", where=str(file), expected="one line for each borrowed folder")
    for line in listed.split(b"\n"):
        name = line.strip(b'"').decode("unicode_escape", "replace").encode("latin-1", "replace") if line.startswith(b'"') else line
        if name and not name.startswith(b"#") and b"\0" not in name:
            yield folder / os.fsdecode(name)
