"""What is a shared version called? After the file that its members call most often so, or the folder where the file's name says nothing."""

import re
from collections import Counter
from collections.abc import Sequence

from assessment.repositories.duplication.drafts.form import Member

_SILENT = frozenset(
    {
        "action",
        "main",
        "dockerfile",
        "values",
        "chart",
        "index",
        "default",
        "gitlab-ci",
        "docker-compose",
        "compose",
        "deployment",
        "service",
    }
)
_PLACES = frozenset({"", "github", "workflows", "actions", "src", "deploy", "templates", "infrastructure", "docker", ".github"})


def called(members: Sequence[Member]) -> str:
    """A name of small letters, digits and dashes."""
    names = Counter(map(_name, members))
    return max(names, key=lambda name: (names[name], -list(names).index(name)))


def _name(member: Member) -> str:
    *folders, base = member.path.split("/")
    stem = _slug(base.removeprefix(".").split(".", 1)[0])
    if stem not in _SILENT and stem:
        return stem
    folder = next((_slug(folder) for folder in reversed(folders) if _slug(folder) not in _PLACES), "")
    return folder or stem or "shared"


def _slug(word: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", word.lower()).strip("-")
