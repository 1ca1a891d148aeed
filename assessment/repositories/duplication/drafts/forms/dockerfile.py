"""A Dockerfile with build arguments drafted from copies, and the bake files that build it.

Reads Dockerfiles; what differs where a variable is replaced becomes an argument, and from the first instruction on that cannot be shared,
each repository adds its own lines on top of the shared image.

Misleads: the order of instructions is that of the members, but an image on top has one stage more. An argument is visible to RUN.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple, cast

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


def _beside(path: str) -> str:
    """The bake file beside a Dockerfile."""
    folder, slash, file = path.rpartition("/")
    return f"{folder}{slash}{'docker-bake.hcl' if file == 'Dockerfile' else f'{file}.docker-bake.hcl'}"


class Argument(NamedTuple):
    """A build argument: its name, the parameter whose values it takes, and its default, if it has one."""

    name: str
    parameter: Parameter
    default: str | None


def write(template: Template, context: Context) -> Written:
    """Dockerfile and bake files; DraftError where hardly anything can be shared."""
    documents = cast(Sequence[list[Instruction]], context.documents)
    found = cut(template, documents)
    rows = [(row.do, row.text.parts if isinstance(row.text, Text) else (row.text,)) for row in found.rows]
    own, new = _arguments(rows, template, [one["text"] for document in documents for one in document])
    arguments = [*own.values(), *new.values()]
    defaults = {key: one.default for key, one in (own | {one.name: one for one in new.values()}).items() if one.default is not None}
    path, folder = f"docker/{context.name}/Dockerfile", context.home.rsplit("/", 1)[-1]
    comment = f"{folder}/ is a checkout of {context.home} at {context.ref}"
    fits = [place for place in range(len(documents)) if place not in found.unfit]
    callers = {
        place: caller(f"{folder}/{path}", comment, _given(arguments, place), documents[place][found.rest[place] :]) for place in fits
    }
    return Written(
        files={path: Shared({name: one.name for name, one in new.items()}, defaults).text(rows)},
        callers={context.members[place].key: text for place, text in callers.items()},
        places={context.members[place].key: _beside(context.members[place].path) for place in fits},
        unfit={context.members[place].key: why for place, why in found.unfit.items()},
        roles={one.name: "input" for one in arguments},
        parameters=tuple(one.parameter._replace(name=one.name) for one in arguments),
    )


def _arguments(
    rows: Sequence[tuple[str, Sequence[str | Hole]]], template: Template, texts: Sequence[str]
) -> tuple[dict[str, Argument], dict[str, Argument]]:
    """Arguments of the members' own, by name and parameter, and new ones, by parameter."""
    known = {parameter.name: parameter for parameter in template.parameters}
    holes = [(argument(do, tuple(parts)), part.parameter) for do, parts in rows for part in parts if isinstance(part, Hole)]
    own = {f"{name} {hole}": Argument(name, known[hole], _default(known[hole])) for name, hole in holes if name}
    called = names(list(dict.fromkeys(hole for name, hole in holes if not name)), texts)
    return own, {hole: Argument(name, known[hole], _default(known[hole])) for hole, name in called.items()}


def _default(parameter: Parameter) -> str | None:
    """The commonest value, if several have it."""
    counts = Counter(str(value) for value in parameter.values if not isinstance(value, Missing))
    value, times = counts.most_common(1)[0]
    return value if times > 1 else None


def _given(arguments: Sequence[Argument], member: int) -> Mapping[str, str]:
    """The arguments that a member has to give."""
    values = {one.name: (one.parameter.values[member], one.default) for one in arguments}
    return {name: str(value) for name, (value, default) in values.items() if not isinstance(value, Missing) and str(value) != default}


def rebuild(written: Written, member: Member) -> Value:
    """The instructions that the shared Dockerfile and a member's bake file come to; DraftError where they do not go together."""
    dockerfile = next(iter(written.files.values()))
    return cast(Value, together(dockerfile, written.callers[member.key]))
