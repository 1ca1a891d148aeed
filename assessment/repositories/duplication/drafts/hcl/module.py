"""How does the shared module read?

Reads Parts with inputs; returns its files: main.tf, variables.tf, and where there is something to say outputs.tf and versions.tf.

Source: Terraform language: standard module structure, input variables, providers within modules.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessment.repositories.duplication.drafts.hcl import text
from assessment.repositories.duplication.drafts.hcl.names import address_of
from assessment.repositories.duplication.drafts.hcl.naming import Input
from assessment.repositories.duplication.drafts.hcl.parts import Part
from assessment.repositories.duplication.drafts.hcl.read import expression
from assessment.repositories.duplication.drafts.hcl.references import Reference, accessed, path, reference
from assessment.repositories.duplication.drafts.hcl.tree import Tree, walk

NULL = Tree("leaf", "null")


@dataclass(frozen=True, slots=True)
class Module:
    """A module about to be written. inputs: vector -> input · outputs: name -> what it gives."""

    name: str
    parts: Sequence[Part]
    inputs: Mapping[str, Input]
    outputs: Mapping[str, Reference]

    def files(self) -> dict[str, str]:
        """Path -> text."""
        found = {
            "main.tf": text.joined([self._block(part, 0) for part in self.parts]),
            "variables.tf": text.joined([_variable(one) for one in self.given()]),
            "outputs.tf": text.joined([_output(name, names) for name, names in self.outputs.items()]),
            "versions.tf": _versions(self.aliases()),
        }
        return {f"modules/{self.name}/{file}": content for file, content in found.items() if content}

    def given(self) -> list[Input]:
        """The inputs in their order, each once."""
        return list({one.name: one for one in self.inputs.values()}.values())

    def switched(self) -> set[Reference]:
        """Addresses of blocks with count."""
        return {found for part in self.parts if part.flag is not None and (found := address_of(part.type, part.labels))}

    def aliases(self) -> dict[str, list[str]]:
        """Provider -> names of the further configurations of it that the module needs."""
        found: dict[str, list[str]] = defaultdict(list)
        for part in self.parts:
            for tree in (part.attributes.get("provider"), part.attributes.get("providers")):
                for names in _providers(tree):
                    if names[1:] and names[1] not in found[names[0]]:
                        found[names[0]].append(names[1])
        return {provider: names for provider, names in found.items() if names}

    def providers(self) -> list[str]:
        """What a caller hands over where configurations have to be named at all: every one that the module uses."""
        aliases = self.aliases()
        used = {part.labels[0].split("_")[0] for part in self.parts if part.type in ("resource", "data")}
        return (
            sorted(used | aliases.keys()) + [f"{provider}.{name}" for provider, names in aliases.items() for name in names]
            if aliases
            else []
        )

    def _filled(self, tree: Tree) -> Tree:
        """An expression with the names of its inputs."""
        if tree.kind == "input":
            return path(("var", self.inputs[tree.text].name))
        parts = tuple(map(self._filled, tree.parts))
        return accessed(parts[0], parts[1:]) if tree.kind == "access" else tree._replace(parts=parts)

    def _block(self, part: Part, depth: int) -> str:
        own = {name: self._filled(tree) for name, tree in part.attributes.items()}
        switch = self._filled(part.flag) if part.flag is not None else None
        if switch is not None and depth == 0:
            own = {"count": Tree("conditional", "", (switch, expression("1"), expression("0"))), **own}
        deeper = depth + 1 if switch is None or depth == 0 else depth + 2
        inner = [self._block(below, deeper) for below in part.inner]
        attributes = text.attributes(own, deeper)
        body = text.joined([attributes, *inner])
        if deeper == depth + 1:
            return text.block(part.type, part.labels, body, depth)
        each = text.attributes({"for_each": Tree("conditional", "", (switch or NULL, expression("[1]"), expression("[]")))}, depth + 1)
        return text.block("dynamic", (part.type,), text.joined([each, text.block("content", (), body, depth + 1)]), depth)


def _providers(tree: Tree | None) -> Iterator[Reference]:
    """The provider configurations that an argument names; in `providers` they are the values."""
    if tree is not None and tree.kind == "object":
        for entry in tree.parts:
            yield from _providers(entry.parts[1])
    elif tree is not None:
        yield from (reference(part) for part in walk(tree) if part.kind == "path")


def _variable(one: Input) -> str:
    own = {"type": expression(one.type), "description": expression(f'"{one.where.replace(chr(34), chr(39))}"')}
    return text.block("variable", (one.name,), text.attributes({**own, **({"default": expression(one.default)} if one.default else {})}, 1))


def _output(name: str, names: Reference) -> str:
    return text.block("output", (name,), text.attributes({"value": path(names)}, 1))


def _versions(aliases: Mapping[str, Sequence[str]]) -> str:
    if not aliases:
        return ""
    needed = {
        name: expression(f"{{ configuration_aliases = [{', '.join(f'{name}.{one}' for one in own)}] }}") for name, own in aliases.items()
    }
    inner = text.block("required_providers", (), text.attributes(needed, 2), 1)
    return text.block("terraform", (), inner)
