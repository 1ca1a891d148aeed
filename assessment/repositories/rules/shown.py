"""What do the names of files show, and which files count at all?

Reads paths with their roles and the entries of tools.yaml; yields hits, and the files that an entry wants to look into.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from assessment.repositories.rules.evidence import Hit
from assessment.repositories.rules.places import REMEMBERED, split
from assessment.repositories.rules.readers.switched_off import original
from assessment.repositories.rules.settings.seen import File

if TYPE_CHECKING:
    from assessment.repositories.rules.tools import Tools

COUNTED = frozenset({"product", "plumbing", "generated", "secret", "symlink"})
_DOCS = re.compile(r"(?:^|/)(?:docs?|documentation)/", re.I)
_TEST_MATERIAL = re.compile(
    r"(?:^|/)(?:test[-_]?(?:resources?|data|fixtures?|files?|assets)|fixtures?|__fixtures__|cassettes|stubs|wiremock)/", re.I
)
_EXAMPLE = re.compile(r"(?:^|/)(?:examples?|samples?|demos?|fixtures|testdata|__fixtures__|__mocks__)/|[{][{]", re.I)


def in_docs(path: str) -> bool:
    """Whether a file stands in documentation, outside of its examples."""
    return bool(_DOCS.search(path)) and not _EXAMPLE.search(path)


def counts(file: File) -> bool | None:
    """None: nothing in it counts; True: only what is looked for in documentation; False: everything."""
    if file.role in COUNTED:
        return None if _of_tests(file.path.rpartition("/")[0] + "/") else False
    return True if file.role == "example" and in_docs(file.path) else None


@lru_cache(REMEMBERED)
def _of_tests(folder: str) -> bool:
    """Whether a folder holds material of tests."""
    return bool(_TEST_MATERIAL.search(folder))


class Shown:
    """What the names of files show, and which files an entry wants to look into."""

    def __init__(self, tools: Tools, countable: Mapping[str, bool]) -> None:
        self.tools = tools
        self.hits: list[Hit] = []
        self.candidates: dict[int, list[str]] = {}
        for path, only_docs in countable.items():
            self._add(path, only_docs=only_docs)

    def _add(self, path: str, *, only_docs: bool) -> None:
        for number in self._entries(path, only_docs):
            if self.tools.entries[number].by == "path":
                self.hits.append(Hit(number, path, None))
            else:
                self.candidates.setdefault(number, []).append(path)
        renamed = original(path)
        if renamed:
            named = (n for n in self._entries(renamed, only_docs) if self.tools.entries[n].by == "path")
            self.hits += [Hit(number, path, None, renamed=True) for number in named]

    def _entries(self, path: str, only_docs: bool) -> list[int]:
        found = sorted(self.tools.index(*split(path)))
        if only_docs:
            found = [number for number in found if self.tools.entries[number].rule.docs]
        return [number for number in found if not self.tools.excluded(number, path)]
