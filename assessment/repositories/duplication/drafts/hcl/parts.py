"""How does each shared block read in the module?

Reads what is shared; returns Parts: blocks with inputs in their expressions, and flags where not every member has them.

Misleads: an optional block inside another becomes a dynamic one, so that the module shows one list more than any member had.
Source: Terraform language: dynamic blocks cannot make `lifecycle` and `provisioner`; count is the only switch of a whole block.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from assessment.repositories.duplication.drafts.hcl.align import Aligned
from assessment.repositories.duplication.drafts.hcl.attributes import Making, Site, attribute, below
from assessment.repositories.duplication.drafts.hcl.general import vector
from assessment.repositories.duplication.drafts.hcl.names import address_of
from assessment.repositories.duplication.drafts.hcl.references import Reference
from assessment.repositories.duplication.drafts.hcl.shared import referred
from assessment.repositories.duplication.drafts.hcl.tree import Block, Tree

FIXED = {"lifecycle", "provisioner", "connection", "content", "dynamic"}  # blocks that no dynamic block can make


@dataclass(frozen=True, slots=True)
class Part:
    """A block of the module. flag: None, or the input that says which members have it · where: what to call it."""

    type: str
    labels: tuple[str, ...]
    attributes: Mapping[str, Tree]
    inner: "tuple[Part, ...]"
    flag: Tree | None
    where: str


def parts(making: Making) -> list[Part]:
    """The blocks of the module, in the order in which they stand side by side."""
    found = []
    for number, (block, labels) in enumerate(making.sharing.blocks):
        where = ".".join((block.type, *labels)) if block.type != "resource" else ".".join(labels)
        made = _part(Site(making, block, where, block.type, number), labels)
        found.append(replace(made, flag=_flag(block, making.sharing.members)) if making.sharing.optional(block) else made)
    _foreign(making)
    return found


def _part(site: Site, labels: tuple[str, ...]) -> Part:
    names = list(dict.fromkeys(name for own in site.block.blocks.values() for name in own["attributes"]))
    attributes = {name: tree for name in names if (tree := attribute(site, name)) is not None}
    return Part(site.block.type, labels, attributes, tuple(_inner(site)), None, site.where)


def _inner(site: Site) -> Iterator[Part]:
    for block in site.block.inner:
        there, around = set(block.blocks), set(site.block.blocks)
        place = below(site, block)
        if there != around and block.type in FIXED:
            fewer, most = sorted((there, around - there), key=len)
            place.against(fewer, "a block that cannot be optional")
            if most != there:
                continue
        made = _part(place, _labels(place))
        optional = there != around and block.type not in FIXED
        yield replace(made, flag=_flag(block, site.making.sharing.members, around)) if optional else made


def _labels(site: Site) -> tuple[str, ...]:
    """The labels of an inner block; those with others than the first cannot call the module."""
    given = {member: tuple(own["labels"]) for member, own in site.block.blocks.items()}
    first = next(iter(given.values()))
    site.against({member for member, labels in given.items() if labels != first}, "another label")
    return first


def _flag(block: Aligned, members: int, around: set[int] | None = None) -> Tree:
    everywhere = range(members) if around is None else sorted(around)
    return vector({member: Tree("leaf", "true" if member in block.blocks else "false") for member in everywhere}, members)


def _foreign(making: Making) -> None:
    """Finds members that mean something of another file by what is an address inside the module."""
    sharing = making.sharing
    for member in range(sharing.members):
        own = [block.blocks[member] for block, _ in sharing.blocks if member in block.blocks]
        mine = {found for block in own for found in _addresses(block)}
        for found in {found for block in own for found in referred(block)} - mine:
            if sharing.renames[member].get(found, found) in sharing.inside:
                making.against({member}, f"{'.'.join(found)} is something of another file to it")


def _addresses(block: Block) -> list[Reference]:
    """What can refer to a block of a member."""
    if block["type"] == "locals":
        return [("local", name) for name in block["attributes"]]
    found = address_of(block["type"], block["labels"])
    return [found] if found else []
