"""What does GitHub run for a caller and the shared workflow that it calls? Read from both texts alone, as one workflow in normal form.

Inputs and secrets are filled in, conditions decided as far as inputs decide them, steps and jobs that do not run left out, variables that
carry inputs put back into their scripts, permissions worked out, and name and triggers taken from the caller.
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts import yaml_text
from assessment.repositories.duplication.drafts.github import expressions, folding, passing, text
from assessment.repositories.duplication.drafts.github.caller import stated
from assessment.repositories.duplication.drafts.github.expressions import Expression
from assessment.repositories.duplication.drafts.github.given import inputs, secrets
from assessment.repositories.duplication.drafts.github.meaning import HEAD, meaning
from assessment.repositories.duplication.drafts.github.permissions import covers
from assessment.repositories.duplication.drafts.github.runs import VARIABLE
from assessment.repositories.duplication.drafts.github.variants import reading_one
from assessment.repositories.duplication.drafts.values import Maybe, Missing, Value, at


def rebuilt(caller: str, files: Mapping[str, str]) -> dict[str, Value]:
    """The workflow in normal form; DraftError where caller and shared workflow do not go together."""
    document = yaml_text.read(caller)
    job = stated(document)
    path = next((path for path in files if f"/{path}@" in str(job["uses"])), None)
    if path is None:
        raise DraftError(f"calls a workflow that is not there: {job['uses']}")
    called = _called(files[path])
    given = inputs(at(called, ("on", "workflow_call", "inputs")), job.get("with"))
    passed = secrets(at(called, ("on", "workflow_call", "secrets")), job.get("secrets"))
    body = {key: value for key, value in (called.items() if isinstance(called, dict) else ()) if key not in HEAD}
    granted = _granted(document, job)
    body = _jobs(_with_permissions(body, granted), given)
    own = {key: value for key, value in (document.items() if isinstance(document, dict) else ()) if key in HEAD}
    return meaning({**own, **_named(body, passed)})


@lru_cache(maxsize=4)
def _called(text: str) -> Value:
    """The shared workflow, which all callers of a draft have in common; not to be changed."""
    return yaml_text.read(text)


def _granted(document: Value, job: dict[str, Value]) -> Maybe:
    found = job["permissions"] if "permissions" in job else at(document, ("permissions",))
    return {scope: level for scope, level in sorted(found.items()) if level != "none"} if isinstance(found, dict) else found


def _with_permissions(body: dict[str, Value], granted: Maybe) -> dict[str, Value]:
    """The body with the permissions that each job ends up with; DraftError where one asks for more than it may have."""
    normal = meaning(body, decide=False)
    jobs = normal["jobs"]
    for name, job in jobs.items() if isinstance(jobs, dict) else ():
        if not isinstance(job, dict):
            continue
        if "permissions" in job and not covers(granted, job["permissions"]):
            raise DraftError(f"grants less than job {name} asks for")
        if "permissions" not in job and not isinstance(granted, Missing):
            job["permissions"] = granted
    return normal


def _jobs(body: dict[str, Value], given: Mapping[str, Value]) -> dict[str, Value]:
    """The body with its inputs filled in, without the jobs and steps that do not run."""
    jobs = body["jobs"]
    found: dict[str, Value] = {}
    for name, job in jobs.items() if isinstance(jobs, dict) else ():
        if (one := run(job, given)) is not None:
            steps = one.get("steps")
            if isinstance(steps, list):
                one["steps"] = [script(step) for step in (run(step, given) for step in steps) if step is not None]
            found[name] = reading_one(one)
    around = {key: filled(value, given) for key, value in body.items() if key != "jobs"}
    return {**around, "jobs": found}


def run(part: Value, given: Mapping[str, Value]) -> dict[str, Value] | None:
    """A job or step filled in; None where its condition is decided against it."""
    if not isinstance(part, dict):
        raise DraftError("has a job or step that is no mapping")
    part_filled = {key: value if key == "steps" else filled(value, given) for key, value in part.items() if key != "if"}
    if "if" not in part:
        return part_filled
    tree = expressions.parse(str(part["if"]))
    if tree is None:
        return {**part_filled, "if": part["if"]}
    asked = tree.parts if tree.kind == "&&" else (tree,)
    guards = tuple(one for one in asked if "inputs" in expressions.contexts(one))
    if guards and _decided(guards, given) == expressions.literal(False):
        return None
    decided = _decided(asked, given)
    return part_filled if decided == expressions.literal(True) else {**part_filled, "if": expressions.write(decided)}


def _decided(parts: tuple[Expression, ...], given: Mapping[str, Value]) -> Expression:
    """What is left of a condition when its inputs are known; a literal is true or false."""
    left = folding.folded(expressions.replaced(expressions.chained("&&", parts), lambda one: _literal(one, given)))
    return expressions.literal(bool(left.value)) if left.kind == "literal" else left


def _literal(part: Expression, given: Mapping[str, Value]) -> Expression | None:
    """What an input stands for inside an expression."""
    name = expressions.key_of(part, "inputs")
    if name is None or name not in given:
        return None
    value = given[name]
    whole = text.whole(value)
    if whole is None and isinstance(value, str) and "${{" in value:
        raise DraftError(f"states input {name} as a text with an expression in it, where a value is asked for")
    return whole if whole is not None else expressions.literal(value) if not isinstance(value, dict | list) else None


def filled(value: Value, given: Mapping[str, Value]) -> Value:
    """A value with its inputs filled in."""
    if isinstance(value, dict):
        return {key: filled(item, given) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, given) for item in value]
    if not isinstance(value, str) or "${{" not in value:
        return value
    found = text.pieces(value)
    if len(found) == 1 and isinstance(found[0], Expression):
        return _whole(found[0], given)
    return "".join(piece if isinstance(piece, str) else _text(_whole(piece, given)) for piece in found)


def _text(value: Value) -> str:
    return json.dumps(value) if isinstance(value, dict | list) else expressions.shown(value)


def _whole(piece: Expression, given: Mapping[str, Value]) -> Value:
    """What an expression comes to, as far as inputs decide it."""
    name = expressions.key_of(piece, "inputs")
    if name is not None and name in given:
        return given[name]
    if piece.kind == "call" and str(piece.value).lower() == "fromjson" and len(piece.parts) == 1:
        name = expressions.key_of(piece.parts[0], "inputs")
        if name is not None and name in given:
            parsed: Any = json.loads(str(given[name]))
            return parsed  # type: ignore[no-any-return]
    return text.braced(expressions.replaced(piece, lambda one: _literal(one, given)))


def script(step: dict[str, Value]) -> Value:
    """A step with the variables that carry inputs written into its script."""
    environment = step.get("env")
    if not isinstance(step.get("run"), str) or not isinstance(environment, dict):
        return step
    carried = {name: value for name, value in environment.items() if name.startswith(VARIABLE)}
    script = re.sub(rf"\$\{{({VARIABLE}\w+)\}}", lambda match: str(carried.get(match[1], match[0])), str(step["run"]))
    left: dict[str, Value] = {name: value for name, value in environment.items() if name not in carried}
    rest = {key: value for key, value in step.items() if key != "env"}
    return {**rest, "run": script, **({"env": left} if left else {})}


def _named(body: dict[str, Value], passed: Mapping[str, str]) -> dict[str, Value]:
    """The body with every secret under the member's own name; DraftError for one that is not passed."""
    missing = {name for name in text.keys(body, "secrets") if name not in passed and name.upper() != passing.AUTOMATIC}
    if missing:
        raise DraftError(f"does not pass secrets: {', '.join(sorted(missing))}")

    def change(part: Expression) -> Expression | None:
        name = expressions.key_of(part, "secrets")
        return None if name is None or name not in passed else Expression("dot", passed[name], (Expression("name", "secrets"),))

    found = text.mapped(body, lambda expression: expressions.replaced(expression, change))
    return found if isinstance(found, dict) else {}
