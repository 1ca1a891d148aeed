"""Which repositories does the organisation file mean, and what is each called?

Reads: the directories that `repositories:` names. Returns: `Located`, sorted by name.
Misleads: a name is the folder's, so a clone into a folder of another name is another repository. Symbolic links are not followed
below `folder`, and nothing is looked for inside a repository that was found (submodules, vendored clones). Bytes that are no text and
characters that command a terminal are written \\xNN or \\uNNNN in a name.
"""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from assessment.errors import OrganisationError
from assessment.model import Repositories
from assessment.repositories.sources.layout import layout, meant

# names that say nothing of the repository: the folder above does
NAMELESS = frozenset({"repo", "repository", "git", "bare", "clone", "mirror", "source", ".git", "repo.git"})
WILD = frozenset("*?[")
DEEPEST = 20  # folders below `folder`; a tree of thousands was made to hurt
_COMMAND = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Located(NamedTuple):
    """A repository on disk. `name` is unique within the fleet."""

    name: str
    path: Path


class _Found(NamedTuple):
    path: Path
    entry: str  # where the organisation file names it


def repositories(config: Repositories, base: Path) -> list[Located]:
    """Every repository that `folder` and `paths` name, without those that `exclude` matches.

    OrganisationError for a folder that cannot be read, a path that is no git repository, and a repository named by two entries.
    """
    found = list(_in_folder(config.folder, base)) if config.folder is not None else []
    for number, pattern in enumerate(config.paths, 1):
        found += _matching(pattern, base, f"repositories.paths, entry {number} ({pattern})")
    _each_once(found)
    named = _named([one.path for one in found])
    return sorted(one for one in named if not _excluded(one, config.exclude))


def _excluded(one: Located, patterns: Sequence[str]) -> bool:
    """Whether a pattern matches the repository's name, its folder, or the folder above, as in `owner+name/repo`."""
    return any(fnmatchcase(word, pattern) for word in (one.name, one.path.name, one.path.parent.name) for pattern in patterns)


def _in_folder(folder: str, base: Path) -> Iterator[_Found]:
    top, entry = base / Path(folder).expanduser(), f"repositories.folder ({folder})"
    if not top.is_dir():
        raise OrganisationError(f"there is no folder {top}", where=entry, expected="the folder that holds the clones")
    paths = list(_below(top, entry))
    if not paths:
        raise OrganisationError(
            f"no git repository below {top}", where=entry, expected="a folder that holds clones, bare or not, and no links to them"
        )
    yield from (_Found(path, entry) for path in paths)


def _below(top: Path, entry: str) -> Iterator[Path]:
    waiting = [(top, 0)]
    while waiting:
        folder, depth = waiting.pop()
        if layout(folder) or meant(folder):
            yield folder
        elif depth < DEEPEST:
            waiting += [(folder / name, depth + 1) for name in reversed(_folders(folder, entry))]


def _folders(folder: Path, entry: str) -> list[str]:
    try:
        with os.scandir(folder) as inside:
            return sorted(item.name for item in inside if item.is_dir(follow_symlinks=False))
    except OSError as error:
        expected = "a readable folder, or single repositories under repositories.paths"
        raise OrganisationError(f"{folder} cannot be read ({error.strerror})", where=entry, expected=expected) from error


def _matching(pattern: str, base: Path, entry: str) -> Iterator[_Found]:
    whole = base / Path(pattern).expanduser()
    if not WILD.intersection(pattern):
        if not layout(whole):
            problem = "is not a git repository" if whole.exists() else "does not exist"
            raise OrganisationError(f"{whole} {problem}", where=entry, expected="a clone, with a work tree or bare")
        yield _Found(whole, entry)
        return
    top = Path(whole.anchor)
    hits = [path for path in sorted(top.glob(str(whole.relative_to(top)))) if layout(path)]
    if not hits:
        raise OrganisationError("matches no git repository", where=entry, expected="a pattern for clones, with a work tree or bare")
    yield from (_Found(path, entry) for path in hits)


def _each_once(found: Iterable[_Found]) -> None:
    seen: dict[str, str] = {}
    for path, entry in found:
        where = os.path.realpath(path.parent if path.name == ".git" else path)
        if where in seen:
            problem = f"{path} is named twice: also by {seen[where]}"
            raise OrganisationError(problem, where=entry, expected="each repository under one entry")
        seen[where] = entry


def _named(paths: list[Path]) -> list[Located]:
    """Names by folder; where two would be equal, each gets as many folders above in front as tell them apart."""
    wholes = [_parts(path) for path in paths]
    depth = [1] * len(paths)
    while True:
        names = ["/".join(parts[-deep:]) for parts, deep in zip(wholes, depth, strict=True)]
        count = Counter(name.casefold() for name in names)
        double = [n for n, name in enumerate(names) if count[name.casefold()] > 1 and depth[n] < len(wholes[n])]
        if not double:
            return [Located(name, path) for name, path in zip(names, paths, strict=True)]
        for n in double:
            depth[n] += 1


def _parts(path: Path) -> list[str]:
    """Folder names down to the one that names the repository: without .git, and without a last folder that says nothing."""
    parts = [part for part in Path(os.path.normpath(path.absolute())).parts if part != os.sep]
    while len(parts) > 1 and parts[-1].lower() in NAMELESS:
        parts.pop()
        # mirrors are kept as owner+name/repo
        parts[-1:] = parts[-1].split("+", 1)
    return [_readable(part) for part in (*parts[:-1], parts[-1].removesuffix(".git") or parts[-1])]


def _readable(name: str) -> str:
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return _COMMAND.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)
