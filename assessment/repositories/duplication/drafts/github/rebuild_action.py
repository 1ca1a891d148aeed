"""What does GitHub run for an action that uses a shared one? Read from both texts alone, as one action in normal form."""

from collections.abc import Mapping

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts import yaml_text
from assessment.repositories.duplication.drafts.github import expressions, text
from assessment.repositories.duplication.drafts.github.actions import CALL, action
from assessment.repositories.duplication.drafts.github.rebuild import filled, run, script
from assessment.repositories.duplication.drafts.github.variants import output_of, reading_one
from assessment.repositories.duplication.drafts.values import Maybe, Missing, Value, at


def rebuilt(caller: str, files: Mapping[str, str]) -> dict[str, Value]:
    """The action in normal form; DraftError where caller and shared action do not go together."""
    document = yaml_text.read(caller)
    step = at(document, ("runs", "steps", 0))
    uses = at(step, ("uses",)) if isinstance(step, dict) else ""
    path = next((path for path in files if f"/{path.removesuffix('/action.yml')}@" in str(uses)), None)
    if path is None or not isinstance(document, dict) or len(_list(at(document, ("runs", "steps")))) != 1:
        raise DraftError(f"uses an action that is not there: {uses}")
    called = action(yaml_text.read(files[path]), decide=False)
    given = _inputs(called.get("inputs"), at(step, ("with",)) if isinstance(step, dict) else None)
    left = [script(one) for one in (run(one, given) for one in _list(at(called["runs"], ("steps",)))) if one is not None]
    inner = reading_one({"steps": left, "outputs": filled(called.get("outputs"), given)})
    found = {key: value for key, value in document.items() if key not in ("runs", "outputs")}
    if isinstance(outputs := document.get("outputs"), dict):
        found["outputs"] = {name: _handed_out(one, inner["outputs"]) for name, one in outputs.items()}
    return action({**found, "runs": {"using": "composite", "steps": inner["steps"]}})


def _list(value: Maybe) -> list[Value]:
    return value if isinstance(value, list) else []


def _inputs(declared: Maybe, given: Maybe) -> dict[str, Value]:
    """The value of every input, all texts; DraftError for one that is unknown or missing."""
    known = declared if isinstance(declared, dict) else {}
    said = given if isinstance(given, dict) else {}
    missing = {name for name, one in known.items() if at(one, ("required",)) is True and name not in said}
    if missing or said.keys() - known.keys():
        raise DraftError(f"states other inputs than are declared: {', '.join(sorted({*missing, *(said.keys() - known.keys())}))}")
    found: dict[str, Value] = {}
    for name, one in known.items():
        default = at(one, ("default",))
        value = said.get(name, "" if isinstance(default, Missing) else default)
        found[name] = value if isinstance(value, dict | list) else expressions.shown(value)
    return found


def _handed_out(output: Value, called: Value) -> Value:
    """An output of the caller with the value that the shared action gives it."""
    said = at(output, ("value",))
    expression = None if isinstance(said, Missing) else text.whole(said)
    name = "" if expression is None else output_of(expression, CALL)
    value = at(called, (name, "value"))
    if isinstance(value, Missing):
        raise DraftError(f"hands out something that the shared action does not: {output}")
    return {**(output if isinstance(output, dict) else {}), "value": value}
