"""The shared workflow of several members, and what each member's caller has to say.

Reads members' workflows in normal form; returns the reusable workflow as data. Where members cannot go together, the largest group that
can is named, with the reason for each of the others.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts.github import expressions, fields, passing, text
from assessment.repositories.duplication.drafts.github.alike import called_alike, with_names
from assessment.repositories.duplication.drafts.github.inputs import Input, Inputs
from assessment.repositories.duplication.drafts.github.jobs import jobs
from assessment.repositories.duplication.drafts.github.meaning import HEAD
from assessment.repositories.duplication.drafts.github.permissions import Permissions, permissions
from assessment.repositories.duplication.drafts.github.settled import commented
from assessment.repositories.duplication.drafts.github.together import left_out
from assessment.repositories.duplication.drafts.github.words import described
from assessment.repositories.duplication.drafts.github.writing import Place, Values, Writing, below, constant, first, keys
from assessment.repositories.duplication.drafts.values import MISSING, Change, Missing, Value, frozen


@dataclass(frozen=True, slots=True)
class Shared:
    """A reusable workflow: `document`, its inputs and secrets (name -> what each member passes), permissions, and `changes` a member.

    `unfit`: member -> why it does not go together with the others; where there are any, the rest is not to be used.
    """

    document: dict[str, Value]
    inputs: Mapping[str, Input]
    secrets: Mapping[str, Values]
    permissions: Permissions
    changes: Sequence[Sequence[Change]]
    settled: Sequence[Input]
    unfit: Mapping[int, str]


def shared(documents: Sequence[dict[str, Value]], repositories: Sequence[str], texts: Sequence[str], variants: int) -> Shared:
    """One workflow for all; DraftError where there can be none. variants: of a step, at most."""
    originals, (documents, renames) = documents, called_alike(documents)
    bodies: Values = tuple({key: value for key, value in one.items() if key not in HEAD} for one in documents)
    reserved = {
        name for body in bodies if not isinstance(body, Missing) for kind in ("inputs", "secrets") for name in text.keys(body, kind)
    }
    w = Writing(repositories, Inputs(len(documents), reserved), commented(texts), variants)
    unfit = {number: why for number, one in enumerate(documents) if (why := _outside(one))}
    place = Place((), "", tuple(() for _ in documents))
    made = jobs(below(bodies, "jobs"), place.down("jobs"), w, below(bodies, "defaults"))
    granted = permissions(below(bodies, "jobs"), place.down("jobs"), w)
    around = _around(bodies, place, w)
    for name, level in granted.jobs.items():
        job = made[name]
        made[name] = {**job, "permissions": level} if isinstance(job, dict) else job
    if unfit or w.fixed:
        return Shared({}, {}, {}, granted, w.changes, w.settled, unfit or left_out(w))
    _hand_on(documents, {**around, "jobs": made}, w)
    changes = [with_names(*one) for one in zip(originals, documents, w.changes, renames, strict=True)]
    return Shared(_document(documents, granted, around, made, w), w.inputs.inputs, w.inputs.secrets, granted, changes, w.settled, {})


def _outside(document: dict[str, Value]) -> str:
    """Why a workflow cannot become a caller at all; ''."""
    body = {key: value for key, value in document.items() if key not in HEAD}
    on = document.get("on")
    call = on.get("workflow_call") if isinstance(on, dict) else None
    if isinstance(call, dict) and call.get("outputs"):
        return "hands outputs of its jobs to workflows that call it"
    if passing.takes_any_secret(body):
        return "reads its secrets as a whole, or by a name that it works out"
    jobs = document["jobs"]
    for name, job in jobs.items() if isinstance(jobs, dict) else ():
        if isinstance(job, dict) and str(job.get("uses", "")).startswith("./"):
            return f"job {name} calls a workflow of its own repository"
        if isinstance(job, dict) and job.get("secrets") == "inherit":
            return f"job {name} hands all secrets on"
    return ""


def _around(bodies: Values, place: Place, w: Writing) -> dict[str, Value]:
    """What stands in a workflow beside its jobs: `env` with inputs, anything else only where it is the same in all."""
    found: dict[str, Value] = {}
    for key in keys(bodies):
        values, at = below(bodies, key), place.down(key)
        if key == "jobs":
            continue
        if key == "env" and MISSING not in values and all(fields.fits(below(values, name), w) for name in keys(values)):
            odd = [name for name in keys(values) if MISSING in below(values, name)]
            if not odd:
                found[key] = {name: fields.field(below(values, name), at.down(name), w) for name in keys(values)}
                continue
        value = first(values)
        if MISSING in values or not constant(values):
            w.apart(list(map(frozen, values)), at)
        elif not isinstance(value, Missing):
            found[key] = value
    return found


def _hand_on(documents: Sequence[dict[str, Value]], made: dict[str, Value], w: Writing) -> None:
    """Inputs of the members' own that the shared workflow reads under their names."""
    for name in sorted(text.keys(made, "inputs") - w.inputs.inputs.keys()):
        bodies = [{key: value for key, value in one.items() if key not in HEAD} for one in documents]
        own = [name in text.keys(body, "inputs") for body in bodies]
        kinds = {_kind(one, name) for one, has in zip(documents, own, strict=True) if has}
        if len(kinds) != 1 or None in kinds:
            raise DraftError(f"reads its own input {name}, which is not of one type in all members")
        value = text.braced(expressions.Expression("dot", name, (expressions.Expression("name", "inputs"),)))
        w.inputs.handed_on(name, str(kinds.pop()), tuple(value if has else MISSING for has in own))


def _kind(document: dict[str, Value], name: str) -> str | None:
    """Type of a workflow's own input; None where it is unknown, or where another trigger leaves it empty and it is no text."""
    on = document.get("on")
    triggers = on if isinstance(on, dict) else {}
    kinds: set[str] = set()
    for trigger in ("workflow_dispatch", "workflow_call"):
        given = first(below(below((triggers.get(trigger),), "inputs"), name))
        if isinstance(given, dict):
            kinds.add(str(given.get("type", "string")))
    kinds = {kind if kind in ("boolean", "number") else "string" for kind in kinds}
    others = triggers.keys() - {"workflow_dispatch", "workflow_call"}
    return None if len(kinds) != 1 or (others and kinds != {"string"}) else kinds.pop()


def _document(
    documents: Sequence[dict[str, Value]], granted: Permissions, around: dict[str, Value], made: dict[str, Value], w: Writing
) -> dict[str, Value]:
    names = Counter(str(one["name"]) for one in documents if isinstance(one.get("name"), str) and "${{" not in str(one["name"]))
    found: dict[str, Value] = {"name": names.most_common(1)[0][0]} if names else {}
    body: dict[str, Value] = {**around, "jobs": made}
    for name in sorted(text.keys(body, "secrets") - w.inputs.secrets.keys()):
        if name.upper() != passing.AUTOMATIC:
            has = [name in text.keys(one, "secrets") for one in documents]
            w.inputs.secrets[name] = tuple(name if there else MISSING for there in has)
    call: dict[str, Value] = {}
    call |= {"inputs": {one.name: _declared(one) for one in w.inputs.inputs.values()}} if w.inputs.inputs else {}
    environment = any(isinstance(job, dict) and "environment" in job for job in made.values())  # which may have secrets of its own
    secrets: dict[str, Value] = {name: {"required": MISSING not in given and not environment} for name, given in w.inputs.secrets.items()}
    call |= {"secrets": secrets} if secrets else {}
    found["on"] = {"workflow_call": call or None}
    if not isinstance(granted.top, Missing):
        found["permissions"] = granted.top
    return {**found, **body}


def _declared(one: Input) -> dict[str, Value]:
    """An input as the workflow declares it."""
    found: dict[str, Value] = {"description": described(one), "type": one.type}
    if not isinstance(one.default, Missing):
        return {**found, "default": one.default}
    return {**found, "required": True} if one.required else found
