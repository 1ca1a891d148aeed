"""How do the shared Dockerfile and the build files of its callers read, and what do they come to?

Reads and writes text. A caller is a bake file (`docker buildx bake`): the shared Dockerfile with its arguments, and where the repository
adds to it, an image of its own on top.

Source: Dockerfile reference (scope of ARG); bake file reference (args, contexts, dockerfile-inline).
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts.dockerfile.holes import argument
from assessment.repositories.duplication.drafts.dockerfile.read import Instruction, instructions, written
from assessment.repositories.duplication.drafts.hcl import text as hcl
from assessment.repositories.duplication.drafts.hcl.read import blocks, expression
from assessment.repositories.duplication.drafts.template import Hole

BASE, OWN = "shared", "default"  # targets of a bake file: the shared image, and the repository's own
GIVEN = "# given by the callers"
END = "DOCKERFILE"
_GROUP = re.compile(rf"^{GIVEN}\n((?:ARG .+\n)+)", re.MULTILINE)


class Shared:
    """A shared Dockerfile being written. names: parameter -> build argument · defaults: argument -> its default, where it has one."""

    def __init__(self, names: Mapping[str, str], defaults: Mapping[str, str]) -> None:
        self._names, self._defaults = names, defaults

    def text(self, rows: Sequence[tuple[str, Sequence[str | Hole]]]) -> str:
        """The file of instructions, each a keyword and its parts: arguments of FROM in front, those of a stage behind its FROM."""
        froms = [place for place, (do, _) in enumerate(rows) if do == "FROM"]
        found = ""
        for place, (do, parts) in enumerate(rows):
            if place == froms[0]:
                found += self._given([rows[other] for other in froms])
            found += ("\n" if do == "FROM" and found else "") + written([Instruction(do=do, text=self._filled(do, parts))])
            if place in froms:
                end = next((other for other in froms if other > place), len(rows))
                found += self._given(rows[place + 1 : end])
        return found

    def _filled(self, do: str, parts: Sequence[str | Hole]) -> str:
        if own := argument(do, tuple(parts)):
            hole = next(part for part in parts if isinstance(part, Hole))
            return "".join(part if isinstance(part, str) else self._defaults.get(f"{own} {hole.parameter}", "") for part in parts)
        return "".join(part if isinstance(part, str) else f"${{{self._names[part.parameter]}}}" for part in parts)

    def _given(self, rows: Sequence[tuple[str, Sequence[str | Hole]]]) -> str:
        """The arguments of some instructions."""
        used = [part.parameter for do, parts in rows if not argument(do, tuple(parts)) for part in parts if isinstance(part, Hole)]
        names = [self._names[parameter] for parameter in dict.fromkeys(used)]
        lines = [f"ARG {name}={_quoted(self._defaults[name])}\n" if name in self._defaults else f"ARG {name}\n" for name in names]
        return f"{GIVEN}\n{''.join(lines)}" if lines else ""


def _quoted(value: str) -> str:
    return value if re.fullmatch(r"[^\s'#|&;<>()]*", value) else f'"{value}"'


def caller(dockerfile: str, comment: str, arguments: Mapping[str, str], rest: Sequence[Instruction]) -> str:
    """The bake file of a repository: the shared Dockerfile with its arguments, and what the repository adds."""
    own = {"context": '"."', "dockerfile": f'"{dockerfile}"'}
    if arguments:
        own["args"] = "{" + ", ".join(f'{name} = "{value}"' for name, value in arguments.items()) + "}"
    first = _target(BASE if rest else OWN, own)
    if not rest:
        return f"# {comment}\n{first}"
    lines = f"FROM {BASE}\n{written(list(rest))}".replace("${", "$${").replace("%{", "%%{")
    inline = {"context": '"."', "contexts": f'{{{BASE} = "target:{BASE}"}}', "dockerfile-inline": f"<<{END}\n{lines}{END}"}
    return f"# {comment}\n{first}\n{_target(OWN, inline)}"


def _target(name: str, attributes: Mapping[str, str]) -> str:
    return hcl.block("target", (name,), hcl.attributes({key: expression(value) for key, value in attributes.items()}, 1))


def together(dockerfile: str, bake: str) -> list[Instruction]:
    """The instructions that a shared Dockerfile and a bake file come to; DraftError where they do not go together."""
    targets = {block["labels"][0]: block["attributes"] for block in blocks(bake) if block["type"] == "target"}
    first = targets.get(BASE, targets.get(OWN, {}))
    arguments = {str(entry.parts[0].text): _words(entry.parts[1]) for entry in expression(first.get("args", "{}")).parts}
    lines = [line.removeprefix("ARG ").partition("=") for group in _GROUP.findall(dockerfile) for line in group.splitlines()]
    known = {name: value.strip('"') for name, _, value in lines}
    given = {**known, **{name: value for name, value in arguments.items() if name in known}}
    made = [_filled(one, given) for one in instructions(_GROUP.sub("", dockerfile))]
    own = {name: value for name, value in arguments.items() if name not in known}
    declared = {name for one in made if one["do"] == "ARG" and (name := one["text"].partition("=")[0])}
    if unknown := own.keys() - declared:
        raise DraftError(f"gives '{min(unknown)}', which is no argument of the Dockerfile")
    return [_own(one, own) for one in made] + list(_added(targets))


def _words(tree: object) -> str:
    return "".join(part.text for part in getattr(tree, "parts", ()))


def _filled(one: Instruction, given: Mapping[str, str]) -> Instruction:
    return Instruction(do=one["do"], text=re.sub(r"\$\{(\w+)\}", lambda found: given.get(found[1], found[0]), one["text"]))


def _own(one: Instruction, given: Mapping[str, str]) -> Instruction:
    """An argument of the members' own with the value that a caller gives."""
    match = re.fullmatch(r"(\w+)=(\"?)[^\"]*(\"?)", one["text"]) if one["do"] == "ARG" else None
    if match is None or match[1] not in given:
        return one
    return Instruction(do="ARG", text=f"{match[1]}={match[2]}{given[match[1]]}{match[3]}")


def _added(targets: Mapping[str, Mapping[str, str]]) -> Iterator[Instruction]:
    """What a repository adds on top of the shared image."""
    inline = targets.get(OWN, {}).get("dockerfile-inline", "")
    if inline:
        first, *rest = instructions(_words(expression(inline)).replace("$${", "${").replace("%%{", "%{"))
        if first != {"do": "FROM", "text": BASE}:
            raise DraftError("is not built on the shared image")
        yield from rest
