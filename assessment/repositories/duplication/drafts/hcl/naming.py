"""What are the inputs of the module called, of which type are they, and what do they default to?

Reads Parts; returns one Input for each vector of values, in the order in which they stand.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from assessment.repositories.duplication.drafts.hcl.general import inputs, values_of
from assessment.repositories.duplication.drafts.hcl.parts import Part
from assessment.repositories.duplication.drafts.hcl.read import expression
from assessment.repositories.duplication.drafts.hcl.references import reference
from assessment.repositories.duplication.drafts.hcl.tree import Tree, walk

RESERVED = {"source", "version", "providers", "count", "for_each", "lifecycle", "depends_on", "locals"}  # no variable may be called so
PLAIN = {"name", "value", "type", "id", "key", "description"}  # say nothing without what they belong to
CONSTANT = {"leaf", "string", "words", "list", "object", "entry", "unary"}


class Input(NamedTuple):
    """An input. values: texts, None for a member that has no place for it · default: a text, '' where it must be given · flag: says whether
    something is there · passed: stands for one and the same thing of every caller's folder."""

    name: str
    type: str
    values: tuple[str | None, ...]
    default: str
    where: str
    flag: bool
    passed: bool


def named(parts: Sequence[Part]) -> dict[str, Input]:
    """Vector -> its input. A vector that another fills up, where it has no values, is that one."""
    sites = list(_sites(parts))
    vectors = {vector.text: values_of(vector) for vector, *_ in sites}
    fuller = {text: _fuller(values, vectors) for text, values in vectors.items()}
    found: dict[str, Input] = {}
    texts = {
        fuller[part.parts[0].text]
        for tree in _trees(parts)
        for part in walk(tree)
        if part.kind == "interpolation" and part.parts[0].kind == "input"
    }
    for vector, wanted, where, flag in sites:
        text = fuller[vector.text]
        if text not in found:
            values = tuple(vectors[text])
            common = set(values) - {None}
            passed = len(common) == 1 and not flag
            name = _free(_passed(next(iter(common))) if passed else wanted, {one.name for one in found.values()})
            found[text] = Input(name, _type(values, text in texts), values, _default(values), where, flag, passed)
    return {text: found[other] for text, other in fuller.items()}


def _fuller(values: Sequence[str | None], vectors: Mapping[str, Sequence[str | None]]) -> str:
    """The vector that has these values and most others."""
    covers = [text for text, other in vectors.items() if all(one is None or one == two for one, two in zip(values, other, strict=True))]
    return min(covers, key=lambda text: vectors[text].count(None))


def _trees(parts: Sequence[Part]) -> Iterator[Tree]:
    for part in parts:
        yield from part.attributes.values()
        yield from _trees(part.inner)


def _sites(parts: Sequence[Part]) -> Iterator[tuple[Tree, list[str], str, bool]]:
    """Each place of an input: the input, names for it (best first), where it stands, whether it is a flag."""
    for part in parts:
        short = part.labels[-1] if part.labels else part.type
        if part.flag is not None:
            yield part.flag, [f"with_{short}"], part.where, True
        for name, tree in part.attributes.items():
            own = [f"{short}_{name}"] if name in PLAIN | RESERVED else [name, f"{short}_{name}"]
            switch = tree.parts[0] if tree.kind == "conditional" and tree.parts[2].text == "null" else None
            for found in inputs(tree):
                yield found, [f"with_{name}"] if found is switch else own, f"{part.where}: {name}", found is switch
        yield from _sites(part.inner)


def _passed(value: str | None) -> list[str]:
    """Names for an input that stands for one thing: a variable keeps its name."""
    names = reference(expression(value or "null"))
    if names[0] == "path":
        return ["caller_folder"]
    short = names[1:] if names[0] in ("var", "local", "module") else names[-2:]
    return ["_".join(short), "_".join(names)]


def _free(wanted: Sequence[str], taken: set[str]) -> str:
    clean = [re.sub(r"[^\w-]", "_", name) for name in wanted]
    free = [name for name in clean if name not in taken and name not in RESERVED]
    number = 2
    while not free:
        free = [name for name in [f"{clean[-1]}_{number}"] if name not in taken]
        number += 1
    return free[0]


def _type(values: Sequence[str | None], inside: bool) -> str:
    """What all values are whose type can be told; else a text where it stands inside one, else any."""
    known = {kind for value in values if value is not None and (kind := kind_of(expression(value)))}
    return known.pop() if len(known) == 1 else "string" if inside and not known else "any"


def kind_of(tree: Tree) -> str:
    """The type of a written value: string, number, bool, list(…), any; '' where it cannot be told (a reference, null)."""
    if tree.kind in ("string", "heredoc"):
        return "string"
    if tree.kind == "leaf":
        return {"null": "", "true": "bool", "false": "bool"}.get(tree.text, "number")
    if tree.kind == "list":
        kinds = {kind_of(part) for part in tree.parts} - {""}
        return f"list({kinds.pop()})" if len(kinds) == 1 else "list(any)"
    return "any" if tree.kind == "object" else ""


def constant(text: str) -> bool:
    """Whether an expression means the same everywhere, so that it can be a default."""
    return all(part.kind in CONSTANT for part in walk(expression(text)))


def _default(values: Sequence[str | None]) -> str:
    """The commonest value where several have it; null where some need none."""
    counts = Counter(value for value in values if value is not None and constant(value))
    if counts and counts.most_common(1)[0][1] > 1:
        return counts.most_common(1)[0][0]
    return "null" if None in values else ""
