"""What is the same in several expressions? Anti-unification inside expressions, with inputs where they differ.

An input is a leaf of kind `input`, whose text is the vector of its values: two places with the same values are the same input. It
stands only where the language takes an expression, and only for values that mean the same where the module is called.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from assessment.repositories.duplication.drafts.hcl.texts import flat, interpolated, quoted
from assessment.repositories.duplication.drafts.hcl.tree import Tree, walk, written

Trees: TypeAlias = Mapping[int, Tree]  # member -> its expression
Legal: TypeAlias = Callable[[Tree], bool]  # whether a value can be given by a caller

NULL = Tree("leaf", "null")
_INSIDE = {
    "call",
    "list",
    "object",
    "entry",
    "conditional",
    "binary",
    "unary",
    "group",
    "access",
    "index",
    "spread",
}  # kinds whose parts stand for themselves
_WORDS = re.compile(r"\\.|\$\$\{|%%\{|[^\W_]+|.", re.DOTALL)


def vector(values: Trees, members: int) -> Tree:
    """The input that has these values, null (as a value of the vector) for members that have no place for it."""
    return Tree("input", json.dumps([written(values[member]) if member in values else None for member in range(members)]))


def values_of(found: Tree) -> list[str | None]:
    """The values of an input, one for each member."""
    values: list[str | None] = json.loads(found.text)
    return values


def inputs(tree: Tree) -> list[Tree]:
    """The inputs in an expression."""
    return [part for part in walk(tree) if part.kind == "input"]


def general(trees: Trees, members: int, legal: Legal) -> tuple[Tree, set[int]]:
    """The most specific expression of which all are instances, and the members that are none: what they differ in cannot be given."""
    first = next(iter(trees.values()))
    if all(tree == first for tree in trees.values()):
        return first, set()
    inside = _inside(trees, members, legal)
    if inside is not None and _worth(inside[0]) and not inside[1]:
        return inside
    whole = _whole(trees, members, legal)
    return inside if inside is not None and _worth(inside[0]) and len(inside[1]) <= len(whole[1]) else whole


def _worth(tree: Tree) -> bool:
    """Whether anything but inputs stands in an expression."""
    return any(not part.parts and part.kind != "input" and part.text for part in walk(tree))


def _whole(trees: Trees, members: int, legal: Legal) -> tuple[Tree, set[int]]:
    """An input for the whole, or what most members say, whichever suits more of them."""
    cannot = {member for member, tree in trees.items() if not legal(tree)}
    common = Counter(trees.values()).most_common(1)[0][0]
    others = {member for member, tree in trees.items() if tree != common}
    if cannot and len(others) <= len(cannot):
        return common, others
    return vector({member: tree for member, tree in trees.items() if member not in cannot}, members), cannot


def _inside(trees: Trees, members: int, legal: Legal) -> tuple[Tree, set[int]] | None:
    """The parts one by one, where the expressions are of one shape."""
    first = next(iter(trees.values()))
    if any((tree.kind, tree.text, len(tree.parts)) != (first.kind, first.text, len(first.parts)) for tree in trees.values()):
        return None
    if first.kind in ("string", "heredoc"):
        return _texts(trees, members, legal)
    if first.kind not in _INSIDE or (first.kind == "object" and len({_keys(tree) for tree in trees.values()}) > 1):
        return None
    return _parts(trees, members, legal)


def _keys(tree: Tree) -> tuple[Tree, ...]:
    return tuple(entry.parts[0] for entry in tree.parts)


def _parts(trees: Trees, members: int, legal: Legal) -> tuple[Tree, set[int]]:
    first = next(iter(trees.values()))
    found: list[Tree] = []
    unfit: set[int] = set()
    for place in range(len(first.parts)):
        part, cannot = general({member: tree.parts[place] for member, tree in trees.items()}, members, legal)
        found.append(part)
        unfit |= cannot
    return Tree(first.kind, first.text, tuple(found)), unfit


def _texts(trees: Trees, members: int, legal: Legal) -> tuple[Tree, set[int]] | None:
    """Texts piece by piece, where words stand beside words and interpolations beside interpolations."""
    first = next(iter(trees.values()))
    shapes = {tuple((part.kind, part.text if part.kind == "interpolation" else "") for part in tree.parts) for tree in trees.values()}
    if len(shapes) > 1 or any(part.kind == "code" for part in first.parts):
        return None
    found: list[Tree] = []
    unfit: set[int] = set()
    for place, piece in enumerate(first.parts):
        pieces = {member: tree.parts[place] for member, tree in trees.items()}
        if piece.kind == "words":
            found += _words({member: part.text for member, part in pieces.items()}, members, first.kind == "heredoc")
        else:
            inner, cannot = general({member: part.parts[0] for member, part in pieces.items()}, members, legal)
            found.append(Tree(piece.kind, piece.text, (inner,)))
            unfit |= cannot
    return flat(Tree(first.kind, first.text, tuple(found))), unfit


def _words(texts: Mapping[int, str], members: int, raw: bool) -> list[Tree]:
    """Words with what is the same at either end, and one input between."""
    words = {member: _WORDS.findall(text) for member, text in texts.items()}
    start = _common(list(words.values()))
    end = _common([list(reversed(own[start:])) for own in words.values()])
    middle = {member: "".join(own[start : len(own) - end]) for member, own in words.items()}
    first = next(iter(words.values()))
    before, after = Tree("words", "".join(first[:start])), Tree("words", "".join(first[len(first) - end :]))
    if not any(middle.values()):
        return [Tree("words", next(iter(texts.values())))]
    hole = vector({member: string(quoted(text) if raw else text) for member, text in middle.items()}, members)
    return [before, interpolated(hole), after]


def string(words: str) -> Tree:
    """A quoted text of plain words."""
    return Tree("string", "", (Tree("words", words),) if words else ())


def _common(lists: Sequence[Sequence[str]]) -> int:
    """How many items all lists begin with."""
    number = 0
    for items in zip(*lists, strict=False):
        if len(set(items)) > 1:
            break
        number += 1
    return number
