"""Which differences are one and the same? Parameters by their values, flags by their members, each named once."""

import re
from collections.abc import Sequence

from assessment.repositories.duplication.drafts.names import name
from assessment.repositories.duplication.drafts.template import Flag, Hole, Parameter
from assessment.repositories.duplication.drafts.values import MISSING, Maybe, Missing, frozen

LEAST_BOTH = 2  # members that must agree, on different values, before parameters of different parts are taken for one


class Registry:
    """Parameters and flags as they are found; equal ones are handed out again."""

    def __init__(self, own: Sequence[re.Pattern[str] | None]) -> None:
        self._own = own
        self._parameters: dict[str, Parameter] = {}
        self._flags: dict[tuple[bool, ...], Flag] = {}

    def hole(self, values: tuple[Maybe, ...], trail: Sequence[str], where: str) -> Hole:
        """A hole of the parameter with these values. One that some members lack may be one that others lack, where both agree."""
        kind = type_of(values)
        for known in self._parameters.values():
            if known.type == kind and agree(known.values, values):
                both = tuple(new if isinstance(old, Missing) else old for old, new in zip(known.values, values, strict=True))
                self._parameters[known.name] = known._replace(values=both)
                return Hole(known.name)
        own = self._is_own(values)
        found = name(["repository"] if own else trail, self._taken())
        self._parameters[found] = Parameter(found, kind, values, where, own)
        return Hole(found)

    def flag(self, present: tuple[bool, ...], trail: Sequence[str], where: str) -> str:
        """The flag of these members."""
        if present not in self._flags:
            self._flags[present] = Flag(name(["with", *trail], self._taken()), present, where)
        return self._flags[present].name

    def result(self) -> tuple[tuple[Parameter, ...], tuple[Flag, ...]]:
        """What was handed out, in the order of first places."""
        return tuple(self._parameters.values()), tuple(self._flags.values())

    def _taken(self) -> set[str]:
        return {*self._parameters, *(flag.name for flag in self._flags.values())}

    def _is_own(self, values: tuple[Maybe, ...]) -> bool:
        there = [(own, value) for own, value in zip(self._own, values, strict=True) if not isinstance(value, Missing)]
        return all(own is not None and isinstance(value, str) and own.fullmatch(value) for own, value in there)


def type_of(values: Sequence[Maybe]) -> str:
    """string, number, boolean, or object where values are of several types, lists or mappings."""
    types = {type(value) for value in values if value is not MISSING}
    if types <= {bool}:
        return "boolean"
    if types <= {int, float}:
        return "number"
    return "string" if types <= {str} else "object"


def agree(one: tuple[Maybe, ...], other: tuple[Maybe, ...]) -> bool:
    """Whether two parameters may be one: equal, or equal where both have a value, which happens for two different values at least."""
    keys = [frozen(value) for value in one], [frozen(value) for value in other]
    if keys[0] == keys[1]:
        return True
    both = [pair for pair in zip(*keys, strict=True) if frozen(MISSING) not in pair]
    return len({old for old, _ in both}) >= LEAST_BOTH and all(old == new for old, new in both)
