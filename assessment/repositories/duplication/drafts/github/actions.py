"""The composite action of several copies, and what stays of each: its own inputs and outputs, and one step that uses the shared action.

Reads composite actions in normal form. An action's inputs are all texts, so flags are 'true' or 'false'; it knows no secrets and no jobs.

Source: GitHub's documentation, "Metadata syntax for GitHub Actions".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts.github import expressions, meaning, text
from assessment.repositories.duplication.drafts.github.expressions import Expression
from assessment.repositories.duplication.drafts.github.inputs import Input, Inputs, reference
from assessment.repositories.duplication.drafts.github.settled import commented
from assessment.repositories.duplication.drafts.github.steps import steps
from assessment.repositories.duplication.drafts.github.together import left_out
from assessment.repositories.duplication.drafts.github.variants import bound, reading_all
from assessment.repositories.duplication.drafts.github.words import described
from assessment.repositories.duplication.drafts.github.writing import Place, Values, Writing, below, keys
from assessment.repositories.duplication.drafts.values import MISSING, Change, Missing, Value, at, frozen

CALL = "call"  # id of the step that uses the shared action
_BESIDE = {"action_path"}  # files that lie beside an action do not come along


@dataclass(frozen=True, slots=True)
class SharedAction:
    """An action: `document`, its inputs, and `changes` a member. `unfit`: member -> why; where there are any, the rest is of no use."""

    document: dict[str, Value]
    inputs: Mapping[str, Input]
    changes: Sequence[Sequence[Change]]
    settled: Sequence[Input]
    unfit: Mapping[int, str]


def action(document: Value, *, decide: bool = True) -> dict[str, Value]:
    """A composite action in normal form; DraftError where it is none. decide: conditions without what is known."""
    runs = document.get("runs") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(runs, dict) or not isinstance(runs.get("steps"), list):
        raise DraftError("is no composite action: it has no steps")
    found = {key: value for key, value in document.items() if key not in ("runs", "outputs")}
    if isinstance(outputs := document.get("outputs"), dict) and outputs:
        found["outputs"] = meaning.normal(outputs)
    found["runs"] = {**{key: value for key, value in runs.items() if key != "steps"}, "steps": meaning.steps(runs["steps"], decide=decide)}
    return found


def shared(documents: Sequence[dict[str, Value]], repositories: Sequence[str], texts: Sequence[str], variants: int) -> SharedAction:
    """One action for all."""
    reserved = {name for document in documents for name in text.keys(document, "inputs")}
    w = Writing(repositories, Inputs(len(documents), reserved, typed=False), commented(texts), variants)
    place = Place((), "", tuple(() for _ in documents)).down("runs")
    runs = below(tuple(documents), "runs")
    w.bound_ids = {one for value in runs for one in bound(value if not isinstance(value, Missing) else None)}
    made: dict[str, Value] = {"using": "composite", "steps": steps(below(runs, "steps"), place.down("steps"), w, posix=False)}
    handed_out = _outputs(tuple(documents), w)
    unfit = {number: why for number, one in enumerate(documents) if (why := _outside(one))} or (left_out(w) if w.fixed else {})
    if unfit:
        return SharedAction({}, {}, w.changes, w.settled, unfit)
    read = reading_all({"outputs": handed_out, "runs": made}, w.variant_ids)
    for name in sorted(text.keys(read, "inputs") - w.inputs.inputs.keys()):
        has = [name in text.keys(document, "inputs") for document in documents]
        w.inputs.handed_on(name, "string", tuple(text.braced(reference(name)) if there else MISSING for there in has))
    document: dict[str, Value] = {"name": _said(documents, "name"), "description": _said(documents, "description")}
    document |= {"inputs": {one.name: _declared(one) for one in w.inputs.inputs.values()}} if w.inputs.inputs else {}
    return SharedAction({**document, **{key: value for key, value in read.items() if value}}, w.inputs.inputs, w.changes, w.settled, {})


def _outside(document: dict[str, Value]) -> str:
    """Why an action cannot be shared at all; ''."""
    found = [part for expression in text.expressions_in(document) for part in text.parts_of(expression)]
    beside = any(expressions.key_of(part, "github") in _BESIDE for part in found) or "GITHUB_ACTION_PATH" in str(document)
    return "uses files that lie beside it" if beside else ""


def _outputs(documents: Values, w: Writing) -> Value:
    """What the action hands out: the same in all."""
    given = below(documents, "outputs")
    found: dict[str, Value] = {}
    for key in keys(given):
        values = below(below(given, key), "value")
        if len({frozen(value) for value in values}) > 1:
            w.apart(list(map(frozen, values)), Place((), f"outputs.{key}", ()))
        found[key] = {
            "description": _said_of(below(given, key)),
            "value": next(value for value in values if not isinstance(value, Missing)),
        }
    return found


def _said_of(values: Values) -> Value:
    return next((value for value in below(values, "description") if isinstance(value, str)), "output of the action")


def _said(documents: Sequence[dict[str, Value]], key: str) -> Value:
    said = [str(document[key]) for document in documents if key in document]
    return max(said, key=said.count) if said else "Shared action"


def _declared(one: Input) -> dict[str, Value]:
    found: dict[str, Value] = {"description": described(one)}
    if not isinstance(one.default, Missing):
        return {**found, "default": expressions.shown(one.default) if not isinstance(one.default, dict | list) else None}
    return {**found, "required": one.required}


def caller(made: SharedAction, member: int, document: Value, uses: str) -> dict[str, Value]:
    """What stays of a member: all that it says of itself, and one step. document: the member's file as it was written."""
    given = {name: one.stated(member) for name, one in made.inputs.items()}
    stated: dict[str, Value] = {name: _text(value) for name, value in given.items() if not isinstance(value, Missing)}
    outputs = at(document, ("outputs",))
    step: dict[str, Value] = {"id": CALL} if isinstance(outputs, dict) and outputs else {}
    step |= {"uses": uses, "with": stated} if stated else {"uses": uses}
    found: dict[str, Value] = {
        key: value for key, value in (document.items() if isinstance(document, dict) else ()) if key not in ("runs", "outputs")
    }
    if isinstance(outputs, dict) and outputs:
        found["outputs"] = {
            name: {**(one if isinstance(one, dict) else {}), "value": text.braced(_output(name))} for name, one in outputs.items()
        }
    return {**found, "runs": {"using": "composite", "steps": [step]}}


def _text(value: Value) -> Value:
    return value if isinstance(value, dict | list) else expressions.shown(value)


def _output(name: str) -> Expression:
    step = Expression("dot", CALL, (Expression("name", "steps"),))
    return Expression("dot", name, (Expression("dot", "outputs", (step,)),))
