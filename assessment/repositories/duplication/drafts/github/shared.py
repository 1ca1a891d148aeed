"""The shared workflow of several members, and what each member's caller has to say.

Reads members' workflows in normal form; returns the reusable workflow as data. Where members cannot go together, the largest group that
can is named, with the reason for each of the others.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessment.repositories.duplication.drafts.github import fields, passing, text
from assessment.repositories.duplication.drafts.github.alike import called_alike, with_names
from assessment.repositories.duplication.drafts.github.inputs import Input, Inputs
from assessment.repositories.duplication.drafts.github.jobs import jobs
from assessment.repositories.duplication.drafts.github.meaning import body
from assessment.repositories.duplication.drafts.github.outside import outside
from assessment.repositories.duplication.drafts.github.own_inputs import hand_on
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
    bodies: Values = tuple(map(body, documents))
    reserved = {name for one in documents for kind in ("inputs", "secrets") for name in text.keys(body(one), kind)}
    w = Writing(repositories, Inputs(len(documents), reserved), commented(texts), variants)
    unfit = {number: why for number, one in enumerate(documents) if (why := outside(one))}
    if unfit:
        return Shared({}, {}, {}, Permissions(MISSING, {}, ()), w.changes, w.settled, unfit)
    place = Place((), "", tuple(() for _ in documents))
    made = jobs(below(bodies, "jobs"), place.down("jobs"), w, below(bodies, "defaults"))
    granted = permissions(below(bodies, "jobs"), place.down("jobs"), w)
    around = _around(bodies, place, w)
    for name, level in granted.jobs.items():
        job = made[name]
        made[name] = {**job, "permissions": level} if isinstance(job, dict) else job
    hand_on(documents, {**around, "jobs": made}, w)
    if w.fixed:
        return Shared({}, {}, {}, granted, w.changes, w.settled, left_out(w))
    changes = [with_names(*one) for one in zip(originals, documents, w.changes, renames, strict=True)]
    return Shared(_document(documents, granted, around, made, w), w.inputs.inputs, w.inputs.secrets, granted, changes, w.settled, {})


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


def _document(
    documents: Sequence[dict[str, Value]], granted: Permissions, around: dict[str, Value], made: dict[str, Value], w: Writing
) -> dict[str, Value]:
    names = Counter(str(one["name"]) for one in documents if isinstance(one.get("name"), str) and "${{" not in str(one["name"]))
    found: dict[str, Value] = {"name": names.most_common(1)[0][0]} if names else {}
    whole: dict[str, Value] = {**around, "jobs": made}
    for name in sorted(text.keys(whole, "secrets") - w.inputs.secrets.keys()):
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
    return {**found, **whole}


def _declared(one: Input) -> dict[str, Value]:
    """An input as the workflow declares it."""
    found: dict[str, Value] = {"description": described(one), "type": one.type}
    if not isinstance(one.default, Missing):
        return {**found, "default": one.default}
    return {**found, "required": True} if one.required else found
