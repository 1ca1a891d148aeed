"""How is a condition written that differs from member to member? With inputs in place of its texts and numbers, or as one of two.

A condition that asks for the status of the job (`always()`) takes the place of the `success()` that is otherwise implied, so such ones are
never joined with others.
"""

from collections.abc import Sequence

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts.github import expressions, text
from assessment.repositories.duplication.drafts.github.expressions import Expression
from assessment.repositories.duplication.drafts.github.inputs import denied
from assessment.repositories.duplication.drafts.github.writing import Place, Values, Writing
from assessment.repositories.duplication.drafts.values import MISSING, Maybe, Missing, Value, frozen


def fits(values: Values, present: Sequence[bool]) -> bool:
    """Whether conditions that differ (MISSING: none) can be one: the same but for literals, or two that ask for no status."""
    found = _conditions(values, present)
    if len({frozen(value) for value in found}) == 1 or _literals(found) is not None:
        return True
    trees = [expressions.parse(str(value)) for value in found if not isinstance(value, Missing)]
    few = len({frozen(value) for value in found}) <= 2
    return few and all(tree is not None and tree.kind != "literal" and not expressions.asks_status(tree) for tree in trees)


def condition(values: Values, place: Place, w: Writing) -> Expression | str | None:
    """The condition of a step or job, None where there is none; as it is written where it cannot be read. Only where `fits`."""
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
