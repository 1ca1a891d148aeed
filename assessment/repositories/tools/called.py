"""What do the pipelines of each repository do, once called building blocks are looked into, and by which way?

Reads `facts.steps`, the fleet's repositories, its known providers and declared roads. Returns (repository, capability, way) rows: a call
of a block that stands in the fleet is replaced by what the block's own steps do, four deep. The way is the deepest provider that does it:
who calls a team's workflow that calls the platform's goes the platform's way.
Misleads: versions are ignored; conditions inside a block count as met; a block that nobody of the fleet calls counts as a pipeline of its
own; a foreign repository of the same name is taken for ours; a library's step is found by the name of its file.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from posixpath import dirname, normpath
from typing import NamedTuple

import pandas as pd

from assessment.model import PavedRoad
from assessment.repositories.tools.reach import ACTION_FILES, DEPTH, compiled, last_part, named_by

COLUMNS = ["repository", "capability", "way"]
FILED = ["repository", "path", "capability", "way"]
CALLS = frozenset(("action", "workflow", "library", "include", "template", "orb"))
EMPTY = frozenset(("glue", "unknown"))  # what a block is not known for
SHARED = "shared:"
Does = frozenset[tuple[str, str]]  # (capability, way)


class Place(NamedTuple):
    """A pipeline file or building block of the fleet."""

    repository: str
    path: str


class Step(NamedTuple):
    """What a row of `facts.STEPS` says of one step."""

    capability: str
    kind: str  # of what does it: action, workflow, shell, …
    name: str


def _filed(steps: pd.DataFrame) -> dict[Place, list[Step]]:
    """Enabled steps by file."""
    rows = steps.loc[steps["enabled"].astype(bool), ["repository", "path", "capability", "how"]].drop_duplicates()
    columns = [rows[name].to_numpy(object) for name in rows.columns]
    pairs = set(zip(*columns[2:], strict=True))
    known = {(capability, how): Step(capability, kind, name) for capability, how in pairs for kind, _, name in [how.partition(":")]}
    filed: dict[Place, list[Step]] = defaultdict(list)
    for repository, path, capability, how in zip(*columns, strict=True):
        filed[Place(repository, path)].append(known[capability, how])
    return filed


class Blocks:
    """The pipelines and building blocks of a fleet; remembers what each block does.

    `names`: the fleet's repositories. `offered`: targets that are known to be providers of the organisation's own. A called workflow or
    library step stands for all that it does; an action for what it is called for and for those of its steps whose capability is
    `outward`: how it prepares itself is no job of the caller's.
    """

    def __init__(
        self, steps: pd.DataFrame, names: Iterable[str], *, roads: Sequence[PavedRoad], offered: Iterable[str], outward: Iterable[str]
    ) -> None:
        self.steps = _filed(steps)
        self.names = {last_part(name): name for name in names}
        self.roads = [compiled(road.references) for road in roads]
        self.offered, self.outward = {target.casefold() for target in offered}, frozenset(outward)
        self.known: dict[tuple[Place, int], Does] = {}
        self.named: dict[tuple[str, str], str] = {}  # kind and name of a step -> its way
        self.libraries = _libraries(self.steps)
        self.goals = {(place, step): self._goal(place, step) for place, steps in self.steps.items() for step in steps if step.kind in CALLS}
        out = [(step, to.repository) for (at, step), to in self.goals.items() if to and to.repository != at.repository]
        self.owners = {step.name.partition("/")[0].casefold() for step, _ in out if step.kind in ("action", "workflow")}
        self.homes = {step.name.partition("/")[0]: repository for step, repository in out if step.kind == "library"}
        self.called_as: dict[str, set[str]] = defaultdict(set)  # repository -> the targets that lead to it
        for step, repository in out:
            self.called_as[repository].add(_target(step)[0])

    def ways(self) -> pd.DataFrame:
        """Columns COLUMNS, a row for each way by which a repository does a job.

        A way is shared:<repository or owner/repo>, action:<owner/repo>, another kind of block with its name, or program and target.
        """
        found = {(place.repository, *pair) for place in self.beginnings() for pair in self.does(place, DEPTH)}
        return pd.DataFrame(sorted(found), columns=COLUMNS, dtype=object)

    def ways_by_file(self) -> pd.DataFrame:
        """Columns FILED: the same, a row for each pipeline file that it begins in."""
        found = {(*place, *pair) for place in self.beginnings() for pair in self.does(place, DEPTH)}
        return pd.DataFrame(sorted(found), columns=FILED, dtype=object)

    def beginnings(self) -> list[Place]:
        """Files that are pipelines: no building block, and not called by another file."""
        called = {goal for (place, _), goal in self.goals.items() if goal and goal != place}
        return [place for place in self.steps if place not in called and not _is_block(place.path)]

    def does(self, place: Place, depth: int) -> Does:
        """What the steps of a file do, and by which way."""
        key = place, depth
        if key not in self.known:
            self.known[key] = frozenset()  # a block that calls itself adds nothing
            self.known[key] = frozenset(pair for step in self.steps[place] for pair in self._step(place, step, depth))
        return self.known[key]

    def _step(self, place: Place, step: Step, depth: int) -> Iterable[tuple[str, str]]:
        goal = self.goals.get((place, step)) if step.kind in CALLS else None
        way = self._way(step)
        if goal is None or goal == place or not depth:
            return [(step.capability, way)]
        inside = {(capability, inner) for capability, inner in self.does(goal, depth - 1) if capability not in EMPTY}
        if goal.repository == place.repository:
            return inside or [(step.capability, way)]
        shared = SHARED + goal.repository
        found = {(capability, inner if inner.startswith(SHARED) else shared) for capability, inner in inside}
        if step.kind == "action":
            found = {pair for pair in found if pair[0] in self.outward}
            found |= {(step.capability, shared)} if step.capability not in {pair[0] for pair in found} | EMPTY else set()
        return found or [(step.capability, shared)]

    def _way(self, step: Step) -> str:
        """How a step is done, where it is looked into no further."""
        if step[1:] not in self.named:
            self.named[step.kind, step.name] = self._named(step)
        return self.named[step.kind, step.name]

    def _named(self, step: Step) -> str:
        if step.kind == "shell":
            return step.name
        if step.kind not in CALLS or step.name.startswith("."):
            return f"{step.kind}:{step.name}"
        target, inside = _target(step)
        ours = self.homes.get(target) if step.kind == "library" else self.names.get(last_part(target)) if "/" in target else None
        if ours:
            return SHARED + ours
        own = step.kind in ("action", "workflow") and target.partition("/")[0].casefold() in self.owners
        own = own or target.casefold() in self.offered
        if own or any(named_by(road, step.kind, target, inside) for road in self.roads):
            return SHARED + target
        return f"{step.kind}:{target}"

    def _goal(self, place: Place, step: Step) -> Place | None:
        """The file of the fleet that a step calls; none where it stands elsewhere or has no steps that are known."""
        if step.kind == "library":
            return self._library(place, step)
        if step.name.startswith("."):
            below = (normpath(step.name), normpath(f"{dirname(place.path)}/{step.name}"))
            return next((found for path in below if (found := self._file(place.repository, "" if path == "." else path))), None)
        target, path = _target(step)
        repository = self.names.get(last_part(target))
        return self._file(repository, path) if repository else None

    def _file(self, repository: str, path: str) -> Place | None:
        inside = path.strip("/")
        paths = (inside, *(f"{inside}/{name}".lstrip("/") for name in ACTION_FILES))
        return next((found for one in paths if (found := Place(repository, one)) in self.steps), None)

    def _library(self, place: Place, step: Step) -> Place | None:
        """The file in vars/ that defines a library's step: of the repository itself, of one called as the library, or the only one."""
        library, _, name = step.name.rpartition("/")
        found = self.libraries.get(name, [])
        close = [one for one in found if one.repository == place.repository or last_part(library) in one.repository.casefold()]
        only = found if len({one.repository for one in found}) == 1 else []
        return next(iter(close or only), None)


def _target(step: Step) -> tuple[str, str]:
    """What a step calls (owner/repo, or the library), and the path inside it."""
    if "//" in step.name:
        target, _, path = step.name.partition("//")
        return target, path
    parts = step.name.split("/")
    many = 1 if step.kind == "library" else 2
    return "/".join(parts[:many]), "/".join(parts[many:])


def _libraries(places: Iterable[Place]) -> dict[str, list[Place]]:
    """Name of a library's step -> the files that define it."""
    found: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        head, _, base = place.path.rpartition("/")
        if base.endswith(".groovy") and (head == "vars" or head.endswith("/vars")):
            found[base.removesuffix(".groovy")].append(place)
    return found


def _is_block(path: str) -> bool:
    """Whether a file only ever runs when it is called."""
    head, _, base = path.rpartition("/")
    return base in ACTION_FILES or (base.endswith((".groovy", ".txt")) and (head == "vars" or head.endswith("/vars")))
