"""What is the same in all members of a cluster, and what differs? The tree that anti-unification makes.

A tree of nodes with holes for parameters and flags for parts that not every member has. `expand` turns it back into any member.
"""

from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from assessment.repositories.duplication.drafts.values import Maybe, Value


class Constant(NamedTuple):
    """The same in all members that have it."""

    value: Value


class Hole(NamedTuple):
    """The value of a parameter."""

    parameter: str


class Text(NamedTuple):
    """One string with holes; a parameter that stands here has text values."""

    parts: "tuple[str | Hole, ...]"


class Entry(NamedTuple):
    """One key of a mapping. `flag`: '' = always there, else the flag's name.

    `renamed`: parameter that holds the key, where members call it differently ('' = all the same).
    """

    key: str
    node: "Node"
    flag: str = ""
    renamed: str = ""


class Map(NamedTuple):
    """A mapping."""

    entries: tuple[Entry, ...]


class Item(NamedTuple):
    """One item of a list, with the flag of its presence."""

    node: "Node"
    flag: str = ""


class Items(NamedTuple):
    """A list."""

    items: tuple[Item, ...]


Node: TypeAlias = "Constant | Hole | Text | Map | Items"


class Parameter(NamedTuple):
    """What differs: `values` has one for each member, MISSING where the member has no place for it. type: string, number, boolean, object.

    `own`: the value is the repository's own name. `where`: first place in the document, such as jobs.build.steps[2].with.java-version.
    """

    name: str
    type: str
    values: tuple[Maybe, ...]
    where: str
    own: bool = False


class Flag(NamedTuple):
    """Which members have a part."""

    name: str
    present: tuple[bool, ...]
    where: str


@dataclass(frozen=True, slots=True)
class Template:
    """A tree and what fills it; `members` is the number of members, in the order in which they were given."""

    root: Node
    parameters: tuple[Parameter, ...] = ()
    flags: tuple[Flag, ...] = ()
    members: int = 0
    _values: dict[str, tuple[Maybe, ...]] = field(init=False, repr=False, compare=False)
    _present: dict[str, tuple[bool, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_values", {parameter.name: parameter.values for parameter in self.parameters})
        object.__setattr__(self, "_present", {flag.name: flag.present for flag in self.flags})

    def value(self, parameter: str, member: int) -> Maybe:
        """The value of a parameter for a member."""
        return self._values[parameter][member]

    def present(self, flag: str, member: int) -> bool:
        """Whether a member has the parts with this flag; '' is always there."""
        return not flag or self._present[flag][member]
