"""How is a value that differs written where GitHub takes an expression? Texts with inputs in them, lists as JSON, conditions.

For each sort of place: whether the members' values can be written there at all (`…_fits`), and how. What cannot be written is told apart
by other means: two variants of a step, or members that do not go together.
"""

import json
from collections.abc import Sequence

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts import strings
from assessment.repositories.duplication.drafts.github import expressions, passing, text
from assessment.repositories.duplication.drafts.github.expressions import Expression
from assessment.repositories.duplication.drafts.github.inputs import denied
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


# --- conditions -------------------------------------------------------------------------------------------------------------------------


def condition_fits(values: Values, present: Sequence[bool]) -> bool:
    """Whether conditions that differ (MISSING: none) can be one: the same but for literals, or two that ask for no status."""
    found = _conditions(values, present)
    if len({frozen(value) for value in found}) == 1 or _literals(found) is not None:
        return True
    trees = [expressions.parse(str(value)) for value in found if not isinstance(value, Missing)]
    few = len({frozen(value) for value in found}) <= 2
    return few and all(tree is not None and tree.kind != "literal" and not expressions.asks_status(tree) for tree in trees)


def condition(values: Values, place: Place, w: Writing) -> Expression | str | None:
    """The condition of a step or job, None where there is none; as it is written where it cannot be read. Only where `condition_fits`."""
    present = [path is not None for path in place.paths]
    found = _conditions(values, present)
    if len({frozen(value) for value in found}) == 1:
        return None if isinstance(found[0], Missing) else expressions.parse(str(found[0])) or str(found[0])
    trail, where = (*place.trail, "if"), f"{place.where}.if"
    if (columns := _literals(found)) is not None:
        return _with_inputs(found, columns, present, Place(trail, where, place.paths), w)
    one, other = sorted({frozen(value): value for value in found}.values(), key=lambda value: isinstance(value, Missing))
    has_one = tuple(frozen(value) == frozen(one) if there else MISSING for value, there in zip(values, present, strict=True))
    guard = w.inputs.guard(has_one, trail, where) or expressions.literal(True)
    if isinstance(other, Missing):
        return expressions.chained("||", (denied(guard), _tree(one)))
    either = (expressions.chained("&&", (guard, _tree(one))), expressions.chained("&&", (denied(guard), _tree(other))))
    return expressions.chained("||", either)


def _tree(value: Maybe) -> Expression:
    return expressions.parse(str(value)) or expressions.literal(True)


def _conditions(values: Values, present: Sequence[bool]) -> list[Maybe]:
    return [value for value, there in zip(values, present, strict=True) if there]


def _literals(found: Sequence[Maybe]) -> list[tuple[Value, ...]] | None:
    """The literals of conditions that are alike but for them, column by column; None where they are not alike."""
    trees = [expressions.parse(str(value)) for value in found if not isinstance(value, Missing)]
    if len(trees) < len(found) or any(tree is None for tree in trees):
        return None
    shapes = {_shape(tree) for tree in trees if tree is not None}
    rows = [[part.value for part in text.parts_of(tree) if part.kind == "literal"] for tree in trees if tree is not None]
    columns: list[tuple[Value, ...]] = [tuple(column) for column in zip(*rows, strict=True)] if len(shapes) == 1 else []
    same_type = all(len({type(value) for value in column}) == 1 and None not in column for column in columns)
    return columns if columns and same_type else None


def _shape(tree: Expression) -> Expression:
    return expressions.replaced(tree, lambda part: expressions.literal("") if part.kind == "literal" else None)


def _with_inputs(found: Sequence[Maybe], columns: list[tuple[Value, ...]], present: Sequence[bool], place: Place, w: Writing) -> Expression:
    """The common condition, with an input for each literal that differs."""
    places = iter(columns)

    def change(part: Expression) -> Expression | None:
        if part.kind != "literal":
            return None
        column = next(places)
        if len(set(map(frozen, column))) == 1:
            return part
        texts = iter(column)
        return w.inputs.input(tuple(next(texts) if there else MISSING for there in present), place.trail, place.where)

    return expressions.replaced(_tree(found[0]), change)


def guarded(guard: Expression | None, condition: Expression | str | None) -> Expression | str | None:
    """A condition behind a guard."""
    if guard is None or condition is None:
        return guard if condition is None else condition
    if isinstance(condition, str):
        raise DraftError("has a part that only some have, on a condition that cannot be read", where=condition)
    return expressions.chained("&&", (guard, condition))


def written(condition: Expression | str) -> str:
    """A condition as it stands behind `if:`."""
    if isinstance(condition, str):
        return condition
    bare = expressions.write(condition)
    return text.braced(condition) if bare.startswith("!") else bare  # a bare ! begins a tag in YAML
