"""What does a document mean, apart from how it is written down? Plain data, places in it, and changes to it.

A document is a Value: mappings with text keys, lists, and scalars. `MISSING` stands where a member has nothing.
"""

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Final, NamedTuple, TypeAlias

Value: TypeAlias = "bool | int | float | str | list[Value] | dict[str, Value] | None"
Path: TypeAlias = tuple[str | int, ...]  # keys and positions from the top of a document


class Missing(Enum):
    """The type of MISSING, so that a type checker can tell it from values."""

    MISSING = "missing"

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing.MISSING
Maybe: TypeAlias = "Value | Missing"


class Change(NamedTuple):
    """What the shared version would change for one member: at `path`, `old` becomes `new` (MISSING: comes or goes), in words."""

    path: Path
    old: Maybe
    new: Maybe
    words: str


def same(one: Maybe, other: Maybe) -> bool:
    """Equal, and of the same types all the way down: 1, 1.0 and True are three values."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


def frozen(value: Maybe) -> object:
    """A hashable stand-in that is equal exactly where `same` says so."""
    if isinstance(value, dict):
        return (dict, frozenset((key, frozen(item)) for key, item in value.items()))
    if isinstance(value, list):
        return (list, tuple(map(frozen, value)))
    return (type(value), value)


def leaves(value: Value) -> int:
    """Number of scalars, empty mappings and empty lists: the size of a document's meaning."""
    items: Sequence[Value] = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else ()
    return sum(map(leaves, items)) or 1


def walk(value: Value, path: Path = ()) -> Iterator[tuple[Path, Value]]:
    """Every value in a document with its path, the outer ones first."""
    yield path, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from walk(item, (*path, key))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from walk(item, (*path, place))


def at(value: Value, path: Path) -> Maybe:
    """The value at a path; MISSING where there is none."""
    found: Maybe = value
    for step in path:
        found = _step(found, step)
    return found


def _step(value: Maybe, step: str | int) -> Maybe:
    if isinstance(value, dict) and isinstance(step, str):
        return value.get(step, MISSING)
    if isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
        return value[step]
    return MISSING


def changed(document: Value, changes: Sequence[Change]) -> Value:
    """A document after changes: paths are places in the document before any of them. A change whose `old` is not there is an error.

    Raises ValueError naming the path; a MISSING `old` adds a key of a mapping (never an item of a list).
    """
    return _changed(document, {change.path: change for change in changes}, ())


def _changed(value: Value, changes: dict[Path, Change], path: Path) -> Value:
    below = [change for place, change in changes.items() if place[: len(path)] == path]
    if not below:
        return value
    if path in changes:
        change = changes[path]
        if not same(value, change.old) or isinstance(change.new, Missing):
            raise ValueError(f"no such change at {path}")
        return change.new
    return _inside(value, changes, path, {change.path[len(path)] for change in below})


def _inside(value: Value, changes: dict[Path, Change], path: Path, steps: set[str | int]) -> Value:
    def gone(step: str | int) -> bool:
        change = changes.get((*path, step))
        return change is not None and change.new is MISSING and same(change.old, at(value, (step,)))

    if isinstance(value, list) and all(isinstance(step, int) and step < len(value) for step in steps):
        return [_changed(item, changes, (*path, place)) for place, item in enumerate(value) if not gone(place)]
    if isinstance(value, dict):
        result = {key: _changed(item, changes, (*path, key)) for key, item in value.items() if not gone(key)}
        for step in steps - value.keys():
            added = changes.get((*path, step))
            if added is None or added.old is not MISSING or isinstance(added.new, Missing) or not isinstance(step, str):
                raise ValueError(f"no such change at {(*path, step)}")
            result[step] = added.new
        return result
    raise ValueError(f"nothing stands below {path}")
