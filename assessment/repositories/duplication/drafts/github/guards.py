"""Which variant of a step runs for whom? A condition for each, with as few inputs as will do.

A variant that alone has a key of which the value is an input runs where that input is given; the last runs where no other does; else a flag
says it, called after what sets the variant apart.
"""

from collections.abc import Sequence

from assessment.repositories.duplication.drafts.github import expressions, fields
from assessment.repositories.duplication.drafts.github.expressions import Expression
from assessment.repositories.duplication.drafts.github.inputs import denied
from assessment.repositories.duplication.drafts.github.writing import Place, Values, Writing, below, constant
from assessment.repositories.duplication.drafts.values import MISSING, Missing

Group = Sequence[bool]  # which members have a variant


def richest(groups: Sequence[Group], items: Values) -> list[Group]:
    """The variants, the one that says most first, so that a flag says what is there and not what is not."""
    return sorted(groups, key=lambda group: -len(_said(items, group)))


def guards(items: Values, groups: Sequence[Group], around: Place, place: Place, w: Writing) -> list[Expression | None]:
    """The condition of each variant; None where all have it. around: the place of what holds the step."""
    everyone = all(path is None or any(group[member] for group in groups) for member, path in enumerate(around.paths))
    found: list[Expression | None] = []
    for number, group in enumerate(groups):
        told = [guard for guard in found if guard is not None]
        if everyone and number and number == len(groups) - 1 and len(told) == number:
            found.append(expressions.chained("&&", tuple(map(denied, told))))
            continue
        others = set().union(*(_said(items, other) for other in groups if other is not group))
        own = [key for key in _said(items, group) if key not in others] if len(groups) > 1 else []
        by_value = next((guard for key in own if (guard := _given(key, items, group, place, w)) is not None), None)
        present = tuple(MISSING if path is None else take for path, take in zip(around.paths, group, strict=True))
        trail = (*place.trail, own[0]) if own else place.trail
        found.append(by_value or w.inputs.guard(present, trail, place.where))
    return found


def _given(key: str, items: Values, group: Group, place: Place, w: Writing) -> Expression | None:
    """The input that holds a key's value, empty for those without; None where its value is no input of its own."""
    values = below(below(items, "with"), key)
    there = [value for value in values if not isinstance(value, Missing)]
    plain = all(isinstance(value, str) and value and "${{" not in value for value in there)
    if not there or constant(values) or not plain or not fields.alone(values, w):
        return None
    spread = tuple(
        MISSING if isinstance(item, Missing) else "" if isinstance(value, Missing) else value
        for item, value in zip(items, values, strict=True)
    )
    return w.inputs.input(spread, (*place.trail, "with", key), f"{place.where}.with.{key}")


def _said(items: Values, group: Group) -> dict[str, None]:
    """The keys of a variant, those of `with` and `env` and the lines of its script first, in order."""
    found: dict[str, None] = {}
    for item, take in zip(items, group, strict=True):
        for key, value in item.items() if take and isinstance(item, dict) else ():
            found |= dict.fromkeys(value) if key in ("with", "env") and isinstance(value, dict) else {}
            found |= dict.fromkeys(value.split("\n")) if key == "run" and isinstance(value, str) else {}
            found[key] = None
    return found
