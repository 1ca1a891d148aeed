"""Which names do the files of a repository use, and which entries of tools.yaml mean them?

Names of references, images, Terraform resources, Kubernetes objects and dependencies. They repeat from repository to repository, so what an
entry says of a name is asked once per process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from assessment.repositories.rules.globs import compiled
from assessment.repositories.rules.opened import Opened
from assessment.repositories.rules.readers.dependencies import declared
from assessment.repositories.rules.readers.manifests import manifests
from assessment.repositories.rules.readers.resources import resources
from assessment.repositories.rules.references import Reference

if TYPE_CHECKING:
    from assessment.repositories.rules.tools import Tools

REMEMBERED = 1 << 16
_AS_WRITTEN = frozenset({"resource", "manifest"})  # letter case counts in these, and in no other sort


class Named(NamedTuple):
    """A name, where it is used, and for a dependency its ecosystem."""

    path: str
    line: int
    name: str
    ecosystem: str = ""


def meant(tools: Tools, sort: str, names: Iterator[Named]) -> dict[int, list[Named]]:
    """Entry -> the names that it means, in their order; entries in the order of the rules."""
    found: dict[int, list[Named]] = {}
    for named in names:
        for number in _entries(tools, sort, named.name):
            found.setdefault(number, []).append(named)
    return dict(sorted(found.items()))


def referred(references: Sequence[Reference], opened: Opened) -> Iterator[Named]:
    """What is called: "owner/repository/path"."""
    for ref in references:
        if ref.path in opened.ours and ref.kind not in ("image", "module"):
            yield Named(ref.path, ref.line, f"{ref.target}/{ref.block}" if ref.block else ref.target)


def images(references: Sequence[Reference], opened: Opened) -> Iterator[Named]:
    """Container images."""
    yield from (Named(ref.path, ref.line, ref.target) for ref in references if ref.kind == "image" and ref.path in opened.ours)


def declarations(opened: Opened) -> Iterator[Named]:
    """What Terraform declares."""
    for path, text in opened.ours.items():
        if path.endswith((".tf", ".tofu")) or text.kind == "terraform":
            yield from (Named(path, found.line, found.name) for found in resources(opened.lines(path)))


def objects(opened: Opened) -> Iterator[Named]:
    """Kubernetes objects."""
    for path, text in opened.ours.items():
        if path.endswith((".yml", ".yaml", ".json", ".tpl", ".gotmpl", ".j2")):
            yield from (Named(path, found.line, found.name) for found in manifests(text))


def dependencies(opened: Opened) -> Iterator[Named]:
    """Declared dependencies."""
    for path, text in opened.ours.items():
        yield from (Named(path, found.line, found.name, found.ecosystem) for found in declared(path, text.text))


@lru_cache(REMEMBERED)
def _entries(tools: Tools, sort: str, name: str) -> tuple[int, ...]:
    """Entries of a sort of which a pattern is found in the name."""
    return tuple(number for number, patterns in _patterns(tools, sort) if any(pattern.search(name) for pattern in patterns))


@lru_cache(64)
def _patterns(tools: Tools, sort: str) -> tuple[tuple[int, tuple[re.Pattern[str], ...]], ...]:
    flags = "" if sort in _AS_WRITTEN else "(?i)"
    rules = ((number, getattr(tools.entries[number].rule, sort)) for number in tools.sorts.get(sort, ()))
    return tuple((number, tuple(compiled(flags + pattern) for pattern in patterns)) for number, patterns in rules)
