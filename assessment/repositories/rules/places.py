"""Which path is plumbing, of which kind, for which workflow?

Reads paths and the entries of `data/rules/files.yaml`; returns one Place per path. It looks at names only, so a workflow file
called "build.yml" that also deploys counts as CI, and a Kubernetes manifest outside the usual folders counts as product.

Fast by asking few questions: a base name is compared only with patterns that share its first letter or its extension and a part that
they spell out, and what was said of a folder or a base name is remembered for the repositories that follow.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, TypeVar

from assessment.repositories.rules.globs import Glob, compiled, globs
from assessment.repositories.rules.schema import PlaceRule


class Place(NamedTuple):
    """What a path is: role as in `FILES`, and for plumbing its workflow and kind (else '')."""

    role: str
    workflow: str
    kind: str


PRODUCT = Place("product", "", "")
PATH, NAME = 1_024, 255  # letters of a path, and of a name in it, that are looked at; longer ones are product
REMEMBERED = 1 << 15  # folders, base names and shapes of these, for all repositories that one process reads
Key = TypeVar("Key", str, tuple[str, str])
Test = tuple[int, Glob]
Ready = tuple[int, str, str | None]  # entry, what a base name must hold, and the expression it must fit (None: any does)


@dataclass(frozen=True, slots=True, eq=False)  # equal to itself only: what was asked of it can then be remembered
class Names:
    """Patterns of base names, filed by the whole name where it is fixed, else by its first letter and its extension ("": any)."""

    literal: dict[str, tuple[Test, ...]]
    loose: dict[tuple[str, str], tuple[Test, ...]]

    @staticmethod
    def of(tests: Sequence[Test]) -> "Names":
        """File the tests, keeping their order."""
        loose = _filed([test for test in tests if not test[1].literal], lambda glob: (glob.first, glob.extension))
        return Names(_filed([test for test in tests if test[1].literal], lambda glob: glob.literal), loose)


@dataclass(frozen=True, slots=True, eq=False)
class PathIndex:
    """Patterns of all entries, filed by what a path must have for them to match."""

    anywhere: Names
    top: Names
    segment: dict[str, tuple[Test, ...]]  # needs this folder name somewhere; "": no folder name is fixed

    @staticmethod
    def of(patterns: Sequence[tuple[int, str]]) -> "PathIndex":
        """File (entry, pattern) pairs; entries in order of precedence."""
        tests = [(number, glob) for number, pattern in patterns for glob in globs(pattern)]
        return PathIndex(
            anywhere=Names.of([test for test in tests if test[1].folder is None]),
            top=Names.of([test for test in tests if test[1].folder == ""]),
            segment=_filed([test for test in tests if test[1].folder], lambda glob: glob.segment),
        )

    def __call__(self, folder: str, base: str) -> set[int]:
        """Entries that match a path, given in lower case as its folder, which is "" or ends with "/", and its base name."""
        found = {*_named(self.anywhere, base), *(() if folder else _named(self.top, base))}
        found.update(
            number for number, part, name in _inside(self, folder) if part in base and (name is None or compiled(name).fullmatch(base))
        )
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """The entries of files.yaml, ready to be asked."""

    entries: tuple[PlaceRule, ...]
    answers: tuple[Place, ...] = field(init=False)
    index: PathIndex = field(init=False)
    unless: dict[int, PathIndex] = field(init=False)
    owners: dict[int, PathIndex] = field(init=False)

    def __post_init__(self) -> None:
        numbered = list(enumerate(self.entries))
        answers = tuple(Place(e.role, e.workflow.value if e.workflow else "", e.kind or "") for e in self.entries)
        object.__setattr__(self, "answers", answers)
        object.__setattr__(self, "index", PathIndex.of([(n, p) for n, e in numbered for p in e.path]))
        object.__setattr__(self, "unless", {n: PathIndex.of([(n, p) for p in e.not_]) for n, e in numbered if e.not_})
        object.__setattr__(self, "owners", {n: PathIndex.of([(n, p) for p in e.owns]) for n, e in numbered if e.owns})

    def __call__(self, paths: Sequence[str]) -> list[Place]:
        """One Place per path. Give all paths of a repository at once: a chart owns what lies below its folder."""
        lowered = [split(path) for path in paths]
        found = [_first(self, folder, base) for folder, base in lowered]
        owned = {folder: n for (folder, _), n in zip(lowered, found, strict=True) if n in self.owners}
        if owned:
            memo: dict[str, int] = {}
            found = [self._owned(owned, memo, folder, base, n) for (folder, base), n in zip(lowered, found, strict=True)]
        answers = (*self.answers, PRODUCT)
        return [answers[number] for number in found]

    def _owned(self, owned: dict[str, int], memo: dict[str, int], folder: str, base: str, number: int) -> int:
        """The owner of the nearest folder above, where it takes this base name and nothing earlier in the list does."""
        if folder not in memo:
            above, owner = folder, -1
            while above and owner < 0:
                owner = owned.get(above, -1)
                above = above[:-1].rpartition("/")[0] + "/" if "/" in above[:-1] else ""
            memo[folder] = owner
        owner = memo[folder]
        if owner >= 0 and not 0 <= number <= owner and self.owners[owner]("", base):
            return owner
        at_top = owned.get("", -1)
        return at_top if number < 0 <= at_top and self.owners[at_top]("", base) else number


def split(path: str) -> tuple[str, str]:
    """Folder, which is "" or ends with "/", and base name, both in lower case."""
    folder, slash, base = path.casefold().rpartition("/")
    return folder + slash, base


@lru_cache(REMEMBERED)
def _first(places: Places, folder: str, base: str) -> int:
    """Number of the first entry that matches; -1 for none. Remembered, as the files at HEAD are asked about again with all of history."""
    if len(folder) > PATH or len(base) > NAME:
        return -1
    for number in sorted(places.index(folder, base)):
        if number not in places.unless or not places.unless[number](folder, base):
            return number
    return -1


@lru_cache(REMEMBERED)
def _named(names: Names, base: str) -> tuple[int, ...]:
    """Entries of which a pattern fits this base name."""
    loose = _of_shape(names, base[:1], base.rpartition(".")[2])
    fitting = [number for number, part, name in loose if part in base and compiled(name or "").fullmatch(base)]
    return (*(number for number, _ in names.literal.get(base, ())), *fitting)


@lru_cache(REMEMBERED)
def _of_shape(names: Names, first: str, extension: str) -> tuple[Ready, ...]:
    """Loose patterns that a name can match which begins with this letter and ends with this extension."""
    keys = {("", ""), ("", extension), (first, ""), (first, extension)}
    return tuple(_ready(test) for key in keys for test in names.loose.get(key, ()) if test[1].last in ("", extension[-1:]))


@lru_cache(REMEMBERED)
def _inside(index: PathIndex, folder: str) -> tuple[Ready, ...]:
    """Folder patterns that this folder satisfies; their base names remain to be tested."""
    candidates = [test for name in {"", *folder[:-1].split("/")} for test in index.segment.get(name, ())]
    return tuple(_ready(test) for test in candidates if test[1].folder and compiled(test[1].folder).fullmatch(folder))


def _ready(test: Test) -> Ready:
    number, glob = test
    return number, glob.part if glob.base is not None else "", glob.base


def _filed(tests: Iterable[Test], key: Callable[[Glob], Key]) -> dict[Key, tuple[Test, ...]]:
    filed: dict[Key, list[Test]] = defaultdict(list)
    for test in tests:
        filed[key(test[1])].append(test)
    return {name: tuple(those) for name, those in filed.items()}
