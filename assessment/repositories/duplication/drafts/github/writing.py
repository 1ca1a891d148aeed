"""What is known while a shared workflow is being written: places, declared inputs, what changes for whom, and what does not go together."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from assessment.repositories.duplication.drafts import names
from assessment.repositories.duplication.drafts.github.inputs import Input, Inputs
from assessment.repositories.duplication.drafts.values import MISSING, Change, Maybe, Missing, Path, frozen

Values = tuple[Maybe, ...]  # one a member


class Place(NamedTuple):
    """Where something stands: words for naming, the place in words, and its path in each member's document (None: it has no such part)."""

    trail: tuple[str, ...]
    where: str
    paths: tuple[Path | None, ...]

    def down(self, key: str, called: str = "") -> "Place":
        """The place below a key."""
        paths = tuple(None if path is None else (*path, key) for path in self.paths)
        return Place((*self.trail, called or key), f"{self.where}.{key}" if self.where else key, paths)

    def item(self, column: Sequence[int | None], number: int, called: str) -> "Place":
        """The place of a list's item, which each member has at a place of its own."""
        pairs = zip(self.paths, column, strict=True)
        paths = tuple(None if path is None or place is None else (*path, place) for path, place in pairs)
        return Place((*self.trail, called) if called else self.trail, f"{self.where}[{number}]", paths)


class Fixed(NamedTuple):
    """A difference at a place that takes no input: what each member has there, None where it does not matter."""

    where: str
    values: tuple[object, ...]


class Writing:
    """The state of one attempt: `inputs`, `changes` a member, and the `fixed` differences that let only some members go together."""

    def __init__(self, repositories: Sequence[str], inputs: Inputs, versions: dict[str, str], variants: int) -> None:
        self.own = [names.own_name(name) for name in repositories]
        self.inputs = inputs
        self.changes: list[list[Change]] = [[] for _ in repositories]
        self.fixed: list[Fixed] = []
        self.versions, self.variants = versions, variants
        self.settled: list[Input] = []
        self.variant_ids: dict[str, list[str]] = {}  # of the job that is being written
        self.bound_ids: set[str] = set()  # of its steps of which more than outputs is read

    def settle(self, values: Values, new: Maybe, place: Place, words: Callable[[Maybe, Maybe], str]) -> None:
        """List what becomes of members that have something else than `new`; `words` says it from old and new."""
        for changes, value, path in zip(self.changes, values, place.paths, strict=True):
            if path is not None and frozen(value) != frozen(new):
                changes.append(Change(path, value, new, words(value, new)))

    def note(self, trail: Sequence[str], values: Values, where: str, role: str) -> None:
        """Keep a settled difference to be shown among the parameters."""
        if not any(known.values == values and known.role == role for known in self.settled):
            taken = {known.name for known in self.settled}
            self.settled.append(Input(names.name([" ".join(trail)], taken), "string", values, where, role, MISSING))

    def owned(self, values: Values) -> bool:
        """Whether each member has the name of its repository here."""
        pairs = zip(values, self.own, strict=True)
        return all(isinstance(value, Missing) or (own is not None and own.fullmatch(str(value)) is not None) for value, own in pairs)

    def apart(self, values: Sequence[object], place: Place) -> None:
        """Note a difference that no input can express; None in `values` fits with anything."""
        self.fixed.append(Fixed(place.where, tuple(values)))


def constant(values: Values) -> bool:
    """Whether all members that have something have the same."""
    return len({frozen(value) for value in values if value is not MISSING}) <= 1


def first(values: Values) -> Maybe:
    """What the first member has that has something."""
    return next((value for value in values if value is not MISSING), MISSING)


def below(values: Values, key: str) -> Values:
    """What stands under a key in each member."""
    return tuple(value.get(key, MISSING) if isinstance(value, dict) else MISSING for value in values)


def keys(values: Values) -> list[str]:
    """All keys of several mappings, in the order of those that have most."""
    maps = sorted((value for value in values if isinstance(value, dict)), key=len, reverse=True)
    return list(dict.fromkeys(key for one in maps for key in one))
