"""What does an expression refer to, and how does it read when that is called something else?

A reference is the run of names at the front of a path: ("var", "env"), ("data", "azurerm_key_vault", "vault", "id"). An address is the part
of it that names a block: ("azurerm_key_vault", "vault"), ("module", "db"), ("local", "suffix").

Misleads: a name bound by a `for` counts as bound in the whole expression, not only inside it.
Source: Terraform language, references to named values.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from assessment.repositories.duplication.drafts.hcl.texts import flat
from assessment.repositories.duplication.drafts.hcl.tree import Tree, walk

Reference: TypeAlias = tuple[str, ...]

LONG = {"data": 3, "ephemeral": 3, "var": 2, "local": 2, "module": 2}  # names in an address; a resource has two
OWN = {"each", "count", "self"}  # mean something only inside the block in which they stand
GIVEN = {"terraform"}  # mean the same everywhere in one run


def references(tree: Tree) -> Iterator[Reference]:
    """All references of an expression, with as many names as are written before an index or splat; bound names left out."""
    inside = bound(tree)
    for part in walk(tree):
        if part.kind == "path" and part.text not in inside and (part.parts or part.text in OWN):
            yield reference(part)


def reference(path: Tree) -> Reference:
    """The names at the front of a path."""
    names = [path.text]
    for part in path.parts:
        if part.kind != "name":
            break
        names.append(part.text[1:])
    return tuple(names)


def address(found: Reference) -> Reference:
    """The part of a reference that names a block, a variable or a local value."""
    return found[: LONG.get(found[0], 2)]


def bound(tree: Tree) -> set[str]:
    """Names that `for` binds somewhere in an expression."""
    names: set[str] = set()
    for part in walk(tree):
        if part.kind == "for":
            names |= set(part.parts[0].text.split(", "))
        elif part.kind == "code":
            names |= {
                name for found in re.findall(r"\bfor\s+([\w\s,]+?)\s+in\b", part.parts[0].text) for name in re.split(r"\s*,\s*", found)
            }
    return names


def replaced(tree: Tree, new: Callable[[Reference], "tuple[int, Tree] | None"]) -> Tree:
    """A tree in which each reference for which `new` gives something is replaced: so many of its names by that tree."""
    inside = bound(tree)

    def visit(part: Tree) -> Tree:
        parts = tuple(map(visit, part.parts))
        if part.kind == "path" and part.text not in inside and (found := new(reference(part))):
            names, other = found
            return accessed(other, parts[names - 1 :])
        return flat(Tree(part.kind, part.text, parts))

    return visit(tree)


def accessed(base: Tree, accessors: tuple[Tree, ...]) -> Tree:
    """A tree with accessors behind it, as reading what is written would give it."""
    if not accessors:
        return base
    if base.kind in ("path", "access"):
        return Tree(base.kind, base.text, base.parts + accessors)
    return Tree("access", "", (base, *accessors))


def path(names: Reference) -> Tree:
    """The expression that a reference stands for."""
    return Tree("path", names[0], tuple(Tree("name", f".{name}") for name in names[1:]))


def renamed(tree: Tree, names: Mapping[Reference, Reference]) -> Tree:
    """An expression in which the addresses on the left are those on the right."""

    def new(found: Reference) -> tuple[int, Tree] | None:
        other = names.get(address(found))
        return (len(address(found)), path(other)) if other else None

    return replaced(tree, new)
