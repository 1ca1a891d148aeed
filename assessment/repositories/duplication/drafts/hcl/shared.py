"""Which blocks go into the module, and which stay in each caller's file?

Reads blocks laid side by side and the names they have in the module; returns the shared ones, some with a flag where not all members have
them. What must stand in the root of a configuration stays in the callers, and so does what only few have.

Source: Terraform language: a module with `provider` or `backend` blocks cannot be called with count, and only the root may have them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessment.repositories.duplication.drafts.hcl.align import Aligned
from assessment.repositories.duplication.drafts.hcl.names import ADDRESSED, address_of, labels, renames
from assessment.repositories.duplication.drafts.hcl.read import expression
from assessment.repositories.duplication.drafts.hcl.references import Reference, address, references, renamed
from assessment.repositories.duplication.drafts.hcl.tree import Block, Tree

SINGLE = {"count", "for_each"}  # having them or not changes every address
TIED = ("depends_on", "replace_triggered_by")  # may name only what stands beside them
MOST = 0.5  # of the members have a block that goes into the module as an optional one


@dataclass(frozen=True, slots=True)
class Sharing:
    """blocks: those of the module, with their labels there · renames: for each member, old address -> address in the module ·
    inside: addresses in the module · members: their number."""

    blocks: tuple[tuple[Aligned, tuple[str, ...]], ...]
    renames: tuple[Mapping[Reference, Reference], ...]
    inside: frozenset[Reference]
    members: int

    def optional(self, block: Aligned) -> bool:
        """Whether only some members have a block of the module."""
        return len(block.blocks) < self.members


def sharing(blocks: Sequence[Aligned], members: int, without: Sequence[Aligned] = ()) -> Sharing:
    """Sorts the blocks at the top of the members' files; those in `without` stay where they are."""
    candidates = [block for block in blocks if (block.type in ADDRESSED or block.type == "locals") and block not in without]
    chosen = [block for block in candidates if len(block.blocks) == members or _optional(block, blocks, members)]
    while True:
        names = labels(chosen)
        inside = frozenset(found for block, name in zip(chosen, names, strict=True) for found in addresses(block, name))
        maps = tuple(renames(chosen, names, member) for member in range(members))
        tied = [block for block in chosen if _tied(block, maps, inside)]
        if not tied:
            return Sharing(tuple(zip(chosen, names, strict=True)), maps, inside, members)
        chosen = [block for block in chosen if block not in tied]


def addresses(block: Aligned, name: tuple[str, ...]) -> list[Reference]:
    """What can refer to a block of the module: its address, or that of each local value in it."""
    if block.type == "locals":
        return [("local", local) for own in block.blocks.values() for local in own["attributes"]]
    found = address_of(block.type, name)
    return [found] if found else []


def expressions(block: Block, names: Sequence[str] = ()) -> Iterator[Tree]:
    """All expressions in a block and below; only of attributes with these names, if any are given."""
    for name, text in block["attributes"].items():
        if (not names or name in names) and name != "ignore_changes":
            yield expression(text)
    for inner in block["blocks"]:
        yield from expressions(inner, names)


def referred(block: Block, names: Sequence[str] = ()) -> set[Reference]:
    """The addresses to which a block refers."""
    return {address(found) for tree in expressions(block, names) for found in references(tree)}


def _optional(block: Aligned, blocks: Sequence[Aligned], members: int) -> bool:
    """Whether most have it, it can be switched by count, and nothing refers to it."""
    if block.type not in ("resource", "data", "module") or len(block.blocks) <= MOST * members:
        return False
    if any(SINGLE & own["attributes"].keys() for own in block.blocks.values()):
        return False
    return not any(
        address_of(block.type, own["labels"]) in referred(other.blocks[member])
        for other in blocks
        if other is not block
        for member, own in block.blocks.items()
        if member in other.blocks
    )


def _tied(block: Aligned, maps: Sequence[Mapping[Reference, Reference]], inside: frozenset[Reference]) -> bool:
    return any(
        address(found) not in inside
        for member, own in block.blocks.items()
        for tree in expressions(own, TIED)
        for found in references(renamed(tree, maps[member]))
    )
