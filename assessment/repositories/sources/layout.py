"""Where a repository keeps its objects, and which commit its default branch is at.

Reads: the few plain files of a git directory (`HEAD`, `refs/`, `packed-refs`, `shallow`, a `.git` file). Starts no process, so
that asking a thousand unchanged repositories costs almost nothing and a hostile configuration is never looked at.
Returns: `Layout`, and object ids as hexadecimal text.
Misleads: a clone with a work tree answers with `refs/remotes/origin/HEAD` where it has one, so local commits that were never
pushed are not seen; without one, the branch that happens to be checked out counts as the default branch.
Source: gitrepository-layout(5).
"""

import os
import re
from pathlib import Path
from typing import NamedTuple

from assessment.errors import RepositoryError

OBJECT_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
REF_BYTES = 4_096  # a ref or .git file is one line
PACKED_BYTES = 256 << 20  # packed-refs with a few million refs
HOPS = 5  # symbolic refs that point to symbolic refs; the limit git has


class Layout(NamedTuple):
    """`directory`: the git directory; `common`: where objects and branches are (another one for linked work trees)."""

    directory: Path
    common: Path
    bare: bool


def layout(path: Path) -> Layout | None:
    """Layout of the repository at `path`: bare, with a work tree, linked work tree or submodule; None if it is none."""
    if _is_git_directory(path):
        return Layout(path, path, path.name != ".git")
    inside = path / ".git"
    directory = _linked(inside) if _is_file(inside) else inside
    if directory is None or not _is_file(directory / "HEAD"):
        return None
    pointer = _read(directory / "commondir").strip()
    common = directory / pointer if pointer else directory
    return Layout(directory, common, False) if _is_git_directory(common) else None


def meant(path: Path) -> bool:
    """Whether a folder was meant to be a repository, even one that cannot be read: it is then reported, not passed over."""
    return os.path.lexists(path / ".git") or (os.path.lexists(path / "HEAD") and os.path.lexists(path / "objects"))


def head(place: Layout) -> str | None:
    """Object id of the commit the default branch is at; None where it has no commit yet.

    RepositoryError where the refs are not plain files or form a loop.
    """
    if not place.bare:
        found = _resolve(place, "refs/remotes/origin/HEAD")
        if found:
            return found
    return _resolve(place, "HEAD")


def shallow(place: Layout) -> tuple[str, ...]:
    """Object ids of the commits at which a shallow history is cut; empty for a whole history."""
    return tuple(sorted(OBJECT_ID.findall(_read(place.common / "shallow", PACKED_BYTES))))


def _is_git_directory(path: Path) -> bool:
    return _is_file(path / "HEAD") and _is_folder(path / "objects") and (_is_folder(path / "refs") or _is_file(path / "packed-refs"))


def _is_file(path: Path) -> bool:
    """Also false where no file can have such a name: what stands in a ref or a .git file may be anything."""
    return os.path.isfile(path)  # noqa: PTH113


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112


def _linked(file: Path) -> Path | None:
    text = _read(file)
    return file.parent / text.removeprefix("gitdir:").strip() if text.startswith("gitdir:") else None


def _resolve(place: Layout, name: str) -> str | None:
    for _ in range(HOPS):
        text = _ref(place, name)
        if not text.startswith("ref:"):
            return text if OBJECT_ID.fullmatch(text) else None
        name = text.removeprefix("ref:").strip()
        if not name.startswith("refs/") or ".." in name.split("/"):
            return None
    raise RepositoryError("its HEAD is a loop of symbolic refs", expected="a branch with a commit")


def _ref(place: Layout, name: str) -> str:
    for folder in (place.directory, place.common):
        text = _read(folder / name).strip()
        if text:
            return text
    return _packed(place.common / "packed-refs", name)


def _packed(file: Path, name: str) -> str:
    """Object id of a ref in packed-refs: lines of `<id> <name>`, 60,000 of them in some repositories, hence one search."""
    if not _is_file(file):
        return ""
    with file.open("rb") as opened:
        data = b"\n" + opened.read(PACKED_BYTES) + b"\n"
    at = data.find(b" " + name.encode() + b"\n")
    return data[data.rfind(b"\n", 0, at) + 1 : at].decode("ascii", "replace") if at > 0 else ""


def _read(file: Path, size: int = REF_BYTES) -> str:
    # is_file first: a pipe in place of a ref would block for ever
    if not _is_file(file):
        return ""
    with file.open("rb") as opened:
        return opened.read(size).decode("utf-8", "replace")
