"""How is a value that differs written where GitHub takes an expression? Texts with inputs in them, lists as JSON, conditions.

For each sort of place: whether the members' values can be written there at all (`…_fits`), and how. What cannot be written is told apart
by other means: two variants of a step, or members that do not go together.
"""

import json
from collections.abc import Sequence

from assessment.repositories.duplication.drafts import strings
from assessment.repositories.duplication.drafts.github import passing, text
from assessment.repositories.duplication.drafts.github.expressions import Expression
from assessment.repositories.duplication.drafts.github.writing import Place, Values, Writing, constant
from assessment.repositories.duplication.drafts.registry import type_of
from assessment.repositories.duplication.drafts.values import MISSING, Maybe, Missing, Value, frozen


def fits(values: Values, w: Writing) -> bool:
    """Whether values can stand at a place that takes an expression: what is there is of one sort and a caller can pass it."""
    there = _there(values)
    if constant(values):
        return True
    if all(isinstance(value, str) for value in there):
        return all(isinstance(part, str) or _hole_fits(part) for part in _parts(values, w))
    return type_of(there) in ("number", "boolean")


def field(values: Values, place: Place, w: Writing) -> Value:
    """What stands at a place that takes an expression; members that it cannot say are noted as apart."""
    there = _there(values)
    if constant(values):
        return there[0]
    if not fits(values, w):
        w.apart([None if path is None else frozen(value) for value, path in zip(values, place.paths, strict=True)], place)
        return there[0]
    if not all(isinstance(value, str) for value in there):
        return text.braced(w.inputs.input(values, place.trail, place.where))
    pieces: list[str] = []
    for part in _parts(values, w):
        pieces.append(part if isinstance(part, str) else text.braced(_reference(_spread(values, part), place, w)))
    return "".join(pieces)


def alone(values: Values, w: Writing) -> bool:
    """Whether texts that differ are one input and nothing else."""
    found = _parts(values, w)
    return len(found) == 1 and not isinstance(found[0], str)


def structured(values: Values, place: Place, w: Writing) -> Maybe:
    """A list or mapping that differs as JSON; MISSING where it cannot be passed so."""
    if constant(values):
        return _there(values)[0]
    if not all(map(passing.passable, values)):
        return MISSING
    return text.braced(Expression("call", "fromJSON", (w.inputs.input(_json(values), place.trail, place.where),)))


def _json(values: Values) -> Values:
    return tuple(value if isinstance(value, Missing) else json.dumps(value, ensure_ascii=False) for value in values)


def _there(values: Values) -> list[Value]:
    return [value for value in values if not isinstance(value, Missing)]


def _parts(values: Values, w: Writing) -> list[strings.Part]:
    there = [(str(value), own) for value, own in zip(values, w.own, strict=True) if not isinstance(value, Missing)]
    return strings.parts([value for value, _ in there], [own for _, own in there])


def _hole_fits(part: Sequence[str]) -> bool:
    return all(map(passing.passable, part)) or passing.all_secrets(part)


def _spread(values: Values, part: Sequence[str]) -> Values:
    """Texts of those that have one, beside MISSING for the others."""
    texts = iter(part)
    return tuple(MISSING if isinstance(value, Missing) else next(texts) for value in values)


def _reference(values: Values, place: Place, w: Writing) -> Expression:
    if passing.all_secrets(values):
        return w.inputs.secret(tuple(passing.secret(value) or MISSING for value in values), place.trail)
    return w.inputs.input(values, place.trail, place.where, own=w.owned(values))
