"""A GitLab template with inputs drafted from pipelines, and the files that include it.

Reads .gitlab-ci.yml files; what all members have goes into the template, what differs is an input where inputs can stand, and the rest
stays in each repository's own file, which GitLab merges over the template.

Misleads: a job that only few lack is in all other callers, since merging takes nothing away.
"""

from collections import Counter
from collections.abc import Mapping
from typing import cast

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts import yaml_text
from assessment.repositories.duplication.drafts.form import Context, Member, Written
from assessment.repositories.duplication.drafts.gitlab.meaning import interpolated, merged, normal, read
from assessment.repositories.duplication.drafts.gitlab.shared import Shared
from assessment.repositories.duplication.drafts.gitlab.text import template_text
from assessment.repositories.duplication.drafts.labels import label as called
from assessment.repositories.duplication.drafts.template import Parameter, Template
from assessment.repositories.duplication.drafts.values import Maybe, Missing, Value, frozen, same

NAME = "gitlab template"
label = called  # items of lists are called as anywhere


def parse(text: str) -> Value:
    """The meaning of a pipeline; DraftError where it is none."""
    return cast(Value, read(text))


def write(template: Template, context: Context) -> Written:
    """Template and callers; DraftError where the pipelines have nothing in common."""
    made = Shared(template)
    body, rest = made.part(template.root, dict(enumerate(context.documents)), "")
    if not isinstance(body, dict) or not body:
        raise DraftError("has nothing in common with the others that could be included")
    path = f"templates/{context.name}.yml"
    defaults = {name: value for name, one in made.inputs.items() for value in _default(one)}
    include = {"project": context.home, "ref": context.ref, "file": f"/{path}"}
    callers = {}
    for place, member in enumerate(context.members):
        own = dict(cast(Mapping[str, Value], rest.get(place, {})))
        given = _given(made.inputs, defaults, place)
        mine: dict[str, Value] = {**include, **({"inputs": given} if given else {})}
        includes = [*cast(list[Value], own.pop("include", [])), mine]
        callers[member.key] = yaml_text.write({"include": includes, **own})
    return Written(
        files={path: template_text(made.inputs, defaults, body)},
        callers=callers,
        roles=dict.fromkeys(made.inputs, "input"),
        parameters=tuple(made.inputs.values()),
    )


def _default(parameter: Parameter) -> list[Value]:
    """The commonest value, if several have it; none otherwise. What a member lacks needs one."""
    there = [value for value in parameter.values if not isinstance(value, Missing)]
    key, times = Counter(map(frozen, there)).most_common(1)[0]
    return [next(value for value in there if frozen(value) == key)] if times > 1 else []


def _given(inputs: Mapping[str, Parameter], defaults: Mapping[str, Value], member: int) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name, one in inputs.items():
        value: Maybe = one.values[member]
        if isinstance(value, Missing):
            value = next(other for other in one.values if not isinstance(other, Missing)) if name not in defaults else defaults[name]
        if name not in defaults or not same(value, defaults[name]):
            found[name] = value
    return found


def rebuild(written: Written, member: Member) -> Value:
    """What the template and a member's own file mean together; DraftError where an input is missing or unknown."""
    path, text = next(iter(written.files.items()))
    head, _, body = text.partition("\n---\n")
    known = cast(Mapping[str, Mapping[str, Mapping[str, Mapping[str, Value]]]], yaml_text.read(head))["spec"].get("inputs", {})
    own = cast(dict[str, Value], yaml_text.read(written.callers[member.key]))
    includes = cast(list[Value], own.pop("include"))
    mine = next(one for one in includes if isinstance(one, dict) and one.get("file") == f"/{path}")
    given = cast(Mapping[str, Value], mine.get("inputs", {}))
    if unknown := given.keys() - known.keys():
        raise DraftError(f"gives '{min(unknown)}', which is no input")
    values = {name: given.get(name, one.get("default")) for name, one in known.items() if name in given or "default" in one}
    found = cast(dict[str, Value], merged(normal(cast(dict[str, Value], yaml_text.read(interpolated(body, values)))), own))
    others = [one for one in includes if one is not mine]
    return cast(Value, normal({**found, **({"include": others} if others else {})}))
