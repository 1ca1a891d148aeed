"""Steps that come in variants and whose results others read: each variant has an id of its own, and readers take that of the one that ran.

`steps.push.outputs.image` becomes `steps.push.outputs.image || steps.push-variant-2.outputs.image`: the outputs of a step that was skipped
are empty. What a skipped step says of itself (`outcome`) is not, so such steps do not come in variants.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from assessment.repositories.duplication.drafts.github import expressions, text
from assessment.repositories.duplication.drafts.github.expressions import Expression
from assessment.repositories.duplication.drafts.values import Value

_MARK = "-variant-"
_VARIANT = re.compile(rf"(.+){_MARK}\d+")


def ids(name: str, count: int) -> list[str]:
    """The ids of a step's variants; the first keeps its own."""
    return [name, *(f"{name}{_MARK}{number}" for number in range(2, count + 1))]


def bound(job: Value) -> set[str]:
    """Ids of the steps of which a job reads more than outputs; all of its ids where it reads steps as a whole."""
    found: set[str] = set()
    for expression in text.expressions_in(job):
        parts = list(text.parts_of(expression))
        read = Counter(name for part in parts if (name := expressions.key_of(part, "steps")) is not None)
        outputs = Counter(name for part in parts if (name := _output(part)) is not None)
        found |= set(read - outputs)
        if sum(part == Expression("name", "steps") for part in parts) > read.total():
            steps = job.get("steps") if isinstance(job, dict) else None
            found |= {str(step["id"]) for step in steps if isinstance(step, dict) and "id" in step} if isinstance(steps, list) else set()
    return found


def _output(part: Expression) -> str | None:
    """ID where an expression is steps.ID.outputs.KEY."""
    if part.kind != "dot" or part.parts[0].kind != "dot" or part.parts[0].value != "outputs":
        return None
    return expressions.key_of(part.parts[0].parts[0], "steps")


def output_of(expression: Expression, name: str) -> str:
    """KEY where an expression is steps.NAME.outputs.KEY, else ''."""
    return str(expression.value) if _output(expression) == name else ""


def reading_all(job: dict[str, Value], known: Mapping[str, Sequence[str]]) -> dict[str, Value]:
    """A job in which readers of a step's outputs read those of all of its variants (id -> ids of its variants)."""

    def change(part: Expression) -> Expression | None:
        name = _output(part)
        if name is None or name not in known:
            return None
        return expressions.chained("||", tuple(_of(part, one) for one in known[name]))

    found = text.mapped(job, lambda expression: expressions.replaced(expression, change)) if known else job
    return found if isinstance(found, dict) else job


def _of(part: Expression, name: str) -> Expression:
    step = Expression("dot", name, (Expression("name", "steps"),))
    return part._replace(parts=(part.parts[0]._replace(parts=(step,)),))


def reading_one(job: dict[str, Value]) -> dict[str, Value]:
    """A job after its conditions were decided: readers read the variant that is left, under the step's own id."""
    steps = job.get("steps")
    there = {str(step["id"]) for step in steps if isinstance(step, dict) and "id" in step} if isinstance(steps, list) else set()
    if not any(_VARIANT.fullmatch(name) for name in there) and _MARK not in str(job):
        return job

    bases = {_base(name) for name in there}

    def gone(name: str | None) -> bool:
        """Whether another variant ran in the place of this one, or this is one of a step that did not run at all."""
        return name is not None and name not in there and (_base(name) in bases or name != _base(name))

    def change(part: Expression) -> Expression | None:
        if part.kind == "||":
            kept = tuple(one for one in part.parts if not gone(_output(one)))
            return expressions.chained("||", tuple(expressions.replaced(one, change) for one in kept)) if kept else None
        name = _output(part)
        return _of(part, _base(name)) if name in there else None

    found = text.mapped(job, lambda expression: expressions.replaced(expression, change))
    if not isinstance(found, dict) or not isinstance(steps := found.get("steps"), list):
        return job
    named: list[Value] = [{**step, "id": _base(str(step["id"]))} if isinstance(step, dict) and "id" in step else step for step in steps]
    return {**found, "steps": named}


def _base(name: str) -> str:
    match = _VARIANT.fullmatch(name)
    return match[1] if match else name
