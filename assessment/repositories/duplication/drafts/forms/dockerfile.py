"""A Dockerfile with build arguments drafted from copies, and the bake files that build it.

Reads Dockerfiles; what differs where a variable is replaced becomes an argument, and from the first instruction on that cannot be shared,
each repository adds its own lines on top of the shared image.

Misleads: the order of instructions is that of the members, but an image on top has one stage more. An argument is visible to RUN.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import cast

from assessment.repositories.duplication.drafts.dockerfile.cut import cut
from assessment.repositories.duplication.drafts.dockerfile.files import Shared, caller, together
from assessment.repositories.duplication.drafts.dockerfile.holes import argument, names
from assessment.repositories.duplication.drafts.dockerfile.read import Instruction, instructions
from assessment.repositories.duplication.drafts.form import Context, Member, Written
from assessment.repositories.duplication.drafts.template import Hole, Parameter, Template, Text
from assessment.repositories.duplication.drafts.values import Missing, Value

NAME = "dockerfile template"


def label(item: Value) -> str:
    """What an instruction is called: its keyword with what it is about: a name, an image, where something is put, a command."""
    if not isinstance(item, dict) or "do" not in item:
        return ""
    do, words = str(item["do"]), str(item["text"]).split()
    named = {
        "ARG": words[:1],
        "ENV": words[:1],
        "LABEL": words[:1],
        "FROM": words[:1],
        "COPY": words[-1:],
        "ADD": words[-1:],
        "RUN": words[:1],
    }
    about = re.split(r"=|:[^/]*$", named.get(do, [""])[0])[0] if words else ""
    return f"{do} {about.rsplit('/', 1)[-1] if do == 'FROM' else about}".strip()


def parse(text: str) -> Value:
    """The instructions of a Dockerfile; DraftError naming the line that cannot be read. Comments mean nothing but on the first lines."""
    found = instructions(text)
    start = next((place for place, one in enumerate(found) if one["do"] != "#"), 0)
    return cast(Value, [one for place, one in enumerate(found) if one["do"] != "#" or (place < start and "=" in one["text"].split()[0])])


def write(template: Template, context: Context) -> Written:
    """Dockerfile and bake files; DraftError where hardly anything can be shared."""
    documents = cast(Sequence[list[Instruction]], context.documents)
    found = cut(template, documents)
    rows = [(row.do, row.text.parts if isinstance(row.text, Text) else (row.text,)) for row in found.rows]
    own = {
        f"{name} {part.parameter}": name for do, parts in rows if (name := argument(do, parts)) for part in parts if isinstance(part, Hole)
    }
    used = [part.parameter for do, parts in rows if not argument(do, parts) for part in parts if isinstance(part, Hole)]
    called = names(list(dict.fromkeys(used)), [one["text"] for document in documents for one in document])
    given = [
        *((name, key.rsplit(" ", 1)[1], key) for key, name in own.items()),
        *((name, parameter, name) for parameter, name in called.items()),
    ]
    parameters = {parameter.name: parameter for parameter in template.parameters}
    defaults = {key: value for _, parameter, key in given for value in _default(parameters[parameter])}
    values = [(name, parameters[parameter].values, defaults.get(key)) for name, parameter, key in given]
    path = f"docker/{context.name}/Dockerfile"
    folder = context.home.rsplit("/", 1)[-1]
    return Written(
        files={path: Shared(called, defaults).text(rows)},
        callers={
            member.key: caller(
                f"{folder}/{path}",
                f"{folder}/ is a checkout of {context.home} at {context.ref}",
                _given(values, place),
                documents[place][found.rest[place] :],
            )
            for place, member in enumerate(context.members)
            if place not in found.unfit
        },
        unfit={context.members[place].key: why for place, why in found.unfit.items()},
        roles={name: "input" for name, _, _ in given},
        parameters=tuple(parameters[parameter]._replace(name=name) for name, parameter, _ in given),
    )


def _default(parameter: Parameter) -> list[str]:
    """The commonest value, if several have it."""
    counts = Counter(str(value) for value in parameter.values if not isinstance(value, Missing))
    value, times = counts.most_common(1)[0]
    return [value] if times > 1 else []


def _given(values: Sequence[tuple[str, Sequence[object], str | None]], member: int) -> Mapping[str, str]:
    """The arguments that a member has to give."""
    own = {
        name: str(every[member])
        for name, every, default in values
        if not isinstance(every[member], Missing) and str(every[member]) != default
    }
    return own


def rebuild(written: Written, member: Member) -> Value:
    """The instructions that the shared Dockerfile and a member's bake file come to; DraftError where they do not go together."""
    dockerfile = next(iter(written.files.values()))
    return cast(Value, together(dockerfile, written.callers[member.key]))
