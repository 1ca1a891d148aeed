"""Which inputs and secrets does a shared workflow declare, and what does each caller say for them?

Inputs are told apart by their values, one a member: equal values are one input. The default is the commonest value, and a caller states
only what differs from it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from assessment.repositories.duplication.drafts import names
from assessment.repositories.duplication.drafts.github.expressions import Expression, shown
from assessment.repositories.duplication.drafts.registry import agree, type_of
from assessment.repositories.duplication.drafts.values import MISSING, Maybe, Missing, Value, frozen

_CONTAINERS = ("jobs", "steps", "with", "env", "run", "matrix")  # say nothing in a description


class Input(NamedTuple):
    """An input. values: as callers state them, one a member, MISSING where it does not matter · default: MISSING where there is none ·
    role: input, flag or shell text · what: what it is for, in words."""

    name: str
    type: str
    values: tuple[Maybe, ...]
    where: str
    role: str
    default: Maybe
    what: str = ""

    @property
    def required(self) -> bool:
        """Whether every caller has to state it."""
        return self.default is MISSING and MISSING not in self.values

    def stated(self, member: int) -> Maybe:
        """What a member's caller says under `with`; MISSING where the default will do."""
        value = self.values[member]
        return MISSING if self.default is not MISSING and frozen(value) == frozen(self.default) else value


class Inputs:
    """Inputs and secrets as they are declared. reserved: names of the members' own. typed: False where all are texts (an action's)."""

    def __init__(self, members: int, reserved: Collection[str] = (), *, typed: bool = True) -> None:
        self.members, self.typed = members, typed
        self._reserved = {*reserved, *map(_dashed, reserved)}
        self.inputs: dict[str, Input] = {}
        self.secrets: dict[str, tuple[Maybe, ...]] = {}

    def input(self, values: tuple[Maybe, ...], trail: Sequence[str], where: str, *, role: str = "input", own: bool = False) -> Expression:
        """`inputs.NAME` with these values, of one type; an input that has them already, or has them where both matter."""
        kind = type_of(values)
        for known in self.inputs.values():
            if known.type == kind and agree(known.values, values):
                both = tuple(new if isinstance(old, Missing) else old for old, new in zip(known.values, values, strict=True))
                self.inputs[known.name] = known._replace(values=both, default=MISSING if known.default is MISSING else commonest(both))
                return reference(known.name)
        name = names.name(["repository"] if own else trail, self._taken())
        default = MISSING if own or any(isinstance(value, str) and "${{" in value for value in values) else commonest(values)
        self.inputs[name] = Input(name, kind, values, where, role, default, said(trail, role))
        return reference(name)

    def handed_on(self, name: str, kind: str, values: tuple[Maybe, ...]) -> None:
        """An input of the members' own that the caller hands on under its name."""
        self.inputs[name] = Input(name, kind, values, f"inputs.{name}", "input", MISSING, f"{name} of the caller")

    def guard(self, present: tuple[Maybe, ...], trail: Sequence[str], where: str) -> Expression | None:
        """The condition that holds for the members that have a part; None where all have it that could."""
        there = {value for value in present if isinstance(value, bool)}
        if there <= {True}:
            return None
        opposite = tuple(not value if isinstance(value, bool) else value for value in present)
        for known in self.inputs.values():
            if known.role == "flag" and known.values == self._flags(opposite):
                return denied(self._holds(reference(known.name)))
        return self._holds(self.input(self._flags(present), trail, where, role="flag"))

    def _flags(self, present: tuple[Maybe, ...]) -> tuple[Maybe, ...]:
        return present if self.typed else tuple(shown(value) if isinstance(value, bool) else value for value in present)

    def _holds(self, flag: Expression) -> Expression:
        return flag if self.typed else Expression("==", None, (flag, Expression("literal", "true")))

    def secret(self, values: tuple[Maybe, ...], trail: Sequence[str]) -> Expression:
        """`secrets.NAME`, where each member names its own secret (values: their names)."""
        there = {str(value) for value in values if value is not MISSING}
        name = there.pop() if len(there) == 1 else ""
        if not name:
            known = next((known for known, given in self.secrets.items() if given == values), None)
            taken = self._reserved | {_dashed(secret) for secret in self.secrets}
            name = known or names.name(trail, taken).replace("-", "_").upper()
        old = self.secrets.get(name, (MISSING,) * self.members)
        self.secrets[name] = tuple(before if after is MISSING else after for before, after in zip(old, values, strict=True))
        return Expression("dot", name, (Expression("name", "secrets"),))

    def _taken(self) -> set[str]:
        return self._reserved | self.inputs.keys()


def denied(guard: Expression) -> Expression:
    """The opposite of a guard."""
    if guard.kind == "==":
        return guard._replace(kind="!=")
    return guard.parts[0] if guard.kind == "not" else Expression("not", None, (guard,))


def _dashed(name: str) -> str:
    return name.lower().replace("_", "-")


def said(trail: Sequence[str], role: str) -> str:
    """What an input is for, from its trail: java-version of actions/setup-java."""
    words = [word.partition(": ")[2] or word for word in trail if word not in _CONTAINERS] or list(trail)
    name = " of ".join(words[:-3:-1]) if role != "flag" or trail[-1] in words[-1:] else words[-1]
    if trail[-1] == "if":
        return f"condition of {words[-2] if len(words) > 1 else name}"
    return f"whether to have {name}" if role == "flag" else name


def reference(name: str) -> Expression:
    """`inputs.NAME`."""
    return Expression("dot", name, (Expression("name", "inputs"),))


def commonest(values: Iterable[Maybe]) -> Maybe:
    """The value that most members have, the first of several; MISSING where none has one."""
    there: list[Value] = [value for value in values if not isinstance(value, Missing)]
    if not there:
        return MISSING
    counts = Counter(map(frozen, there))
    best = max(counts.values())
    return next(value for value in there if counts[frozen(value)] == best)
