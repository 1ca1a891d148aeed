"""Which blocks of several files are the same block?

Reads the template of their documents (which laid lists side by side) and the documents; returns one Aligned for each block.
Blocks of different types never are the same.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, cast

from assessment.repositories.duplication.drafts.hcl.tree import Block
from assessment.repositories.duplication.drafts.template import Constant, Items, Map, Node, Template
from assessment.repositories.duplication.drafts.values import Path, Value

Lists: TypeAlias = Mapping[int, tuple[list[Block], Path]]  # member -> blocks and where they stand
Column: TypeAlias = dict[int, tuple[Block, Path]]


@dataclass(frozen=True, slots=True)
class Aligned:
    """One block of the template: member -> its block and its place in the member's document, and the blocks inside."""

    type: str
    blocks: Mapping[int, Block]
    paths: Mapping[int, Path]
    inner: "tuple[Aligned, ...]"


def aligned(template: Template, documents: tuple[Value, ...]) -> tuple[Aligned, ...]:
    """The blocks of documents, laid side by side as the template has them."""
    return tuple(_aligned(template.root, template, {member: (cast(list[Block], value), ()) for member, value in enumerate(documents)}))


def _aligned(node: "Node | None", template: Template, lists: Lists) -> Iterator[Aligned]:
    for child, column in _columns(node, template, lists):
        inner = _inner(child)
        for part in _kinds(column):
            below: Lists = {member: (block["blocks"], (*path, "blocks")) for member, (block, path) in part.items()}
            yield Aligned(
                next(iter(part.values()))[0]["type"],
                {member: block for member, (block, _) in part.items()},
                {member: path for member, (_, path) in part.items()},
                tuple(_aligned(inner, template, below)),
            )


def _columns(node: "Node | None", template: Template, lists: Lists) -> Iterator[tuple["Node | None", Column]]:
    if not isinstance(node, Items):
        yield from ((None, column) for column in _by_order(lists))
        return
    at = dict.fromkeys(lists, 0)
    for item in node.items:
        column: Column = {}
        for member, (blocks, path) in lists.items():
            if template.present(item.flag, member):
                column[member] = blocks[at[member]], (*path, at[member])
                at[member] += 1
        if column:
            yield item.node, column


def _by_order(lists: Lists) -> list[Column]:
    """Where the template says nothing: the first block of a type beside the first of that type, and so on."""
    columns: dict[tuple[str, str, int], Column] = defaultdict(dict)
    for member, (blocks, path) in lists.items():
        seen: dict[tuple[str, str], int] = defaultdict(int)
        for place, block in enumerate(blocks):
            kind = _kind(block)
            columns[*kind, seen[kind]][member] = block, (*path, place)
            seen[kind] += 1
    return list(columns.values())


def _kinds(column: Column) -> list[Column]:
    """A column apart by type and first label of two."""
    kinds: dict[tuple[str, str], Column] = defaultdict(dict)
    for member, (block, path) in column.items():
        kinds[_kind(block)][member] = block, path
    return list(kinds.values())


def _kind(block: Block) -> tuple[str, str]:
    return block["type"], block["labels"][0] if len(block["labels"]) > 1 or block["type"] == "dynamic" else ""


def _inner(node: "Node | None") -> "Node | None":
    """The node of the blocks inside a block."""
    if not isinstance(node, Map):
        return None
    return next((entry.node for entry in node.entries if entry.key == "blocks" and not isinstance(entry.node, Constant)), None)
