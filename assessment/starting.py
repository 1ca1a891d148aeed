"""A new workspace: the commented organisation file, with teams suggested from repository names where clones are given."""

import os
from collections import Counter
from pathlib import Path

from assessment.errors import WorkspaceError
from assessment.model import Repositories
from assessment.repositories.sources import discover
from assessment.shipped import shipped

EXAMPLE = ("payments", "identity")


def write(folder: Path, repositories: Path | None, name: str) -> Path:
    """Write `organisation.yaml` into a folder; WorkspaceError where one is already there. Returns its path."""
    path = folder / "organisation.yaml"
    if path.exists():
        raise WorkspaceError("is there already", where=str(path), expected="choose another folder, or edit the file")
    text = shipped("organisation.yaml").read_text(encoding="utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    where = os.path.relpath(repositories, folder) if repositories else "repositories"
    suggested = _prefixes(repositories) if repositories else EXAMPLE
    filled = text.format(name=_quoted(name), folder=_quoted(where), teams="\n".join(_team(team) for team in suggested))
    path.write_text(filled, encoding="utf-8")
    return path


def _prefixes(repositories: Path) -> tuple[str, ...]:
    """First parts of repository names that at least two repositories share; every single name where none do."""
    names = [located.name for located in discover.repositories(Repositories(folder=str(repositories.resolve())), Path())]
    shared = sorted(prefix for prefix, n in Counter(name.split("-")[0] for name in names).items() if n > 1)
    return tuple(shared) or tuple(sorted(names)) or EXAMPLE


def _team(name: str) -> str:
    return f'  - name: {_quoted(name)}\n    headcount: 5            # change to the number of members\n    repositories: ["{name}-*"]'


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
