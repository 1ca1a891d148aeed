"""How does each repository call the shared module, and what changes for it?

Reads the module and a member's blocks; returns the text of its file afterwards: the call, what stays, and for each resource that now stands
in the module a `moved` block, without which Terraform would destroy it and make it again.

Misleads: `moved` blocks can go once they are applied everywhere, so that a caller gets shorter than it is counted.
Source: Terraform language: module blocks, refactoring with `moved`.
"""

from collections.abc import Iterator, Mapping, Sequence

from assessment.repositories.duplication.drafts.hcl import text
from assessment.repositories.duplication.drafts.hcl.module import Module
from assessment.repositories.duplication.drafts.hcl.names import address_of
from assessment.repositories.duplication.drafts.hcl.read import expression
from assessment.repositories.duplication.drafts.hcl.references import Reference, address, path, references, renamed, replaced
from assessment.repositories.duplication.drafts.hcl.shared import Sharing, expressions
from assessment.repositories.duplication.drafts.hcl.tree import Block, Tree, written
from assessment.repositories.duplication.drafts.values import Change, Path

MOVES = ("resource", "module")
BOUND = ("moved", "import", "removed")  # name an address themselves, which may not be in a module


def stays(blocks: Sequence[Block], sharing: Sharing, member: int) -> list[Block]:
    """The blocks of a member that stay in its own file."""
    shared = [block.blocks[member] for block, _ in sharing.blocks if member in block.blocks]
    return [block for block in blocks if not any(block is one for one in shared)]


def outputs(documents: Sequence[list[Block]], sharing: Sharing) -> dict[str, Reference]:
    """What the module has to give back, since blocks that stay refer to it: name -> reference."""
    found: dict[str, Reference] = {}
    for member, blocks in enumerate(documents):
        for block in stays(blocks, sharing, member):
            for tree in expressions(block):
                for one in references(renamed(tree, sharing.renames[member])):
                    if address(one) in sharing.inside:
                        found.setdefault("_".join(one[1:] if one[0] in ("local", "module") else one[-2:]), one)
    return found


def caller(module: Module, source: str, member: int, sharing: Sharing, blocks: Sequence[Block]) -> str:
    """The text of a member's file once it calls the module."""
    given = {one.name: value for one in module.given() if (value := one.values[member]) is not None and value != one.default}
    call = text.attributes({"source": expression(f'"{source}"')}, 1)
    inputs = text.attributes({name: expression(value) for name, value in given.items()}, 1)
    handed = text.attributes({"providers": expression("{" + ", ".join(f"{one} = {one}" for one in module.providers()) + "}")}, 1)
    named = {names: name for name, names in module.outputs.items()}
    own = [text.plain(_taken(block, module.name, named, sharing.renames[member])) for block in stays(blocks, sharing, member)]
    moved = [text.block("moved", (), text.attributes({"from": path(old), "to": new}, 1)) for old, new in _moves(module, member, sharing)]
    body = text.joined([call, handed if module.providers() else "", inputs])
    return text.joined([text.block("module", (module.name,), body), *own, *moved])


def _moves(module: Module, member: int, sharing: Sharing) -> Iterator[tuple[Reference, Tree]]:
    """Old address -> new address of everything that has a state."""
    for block, labels in sharing.blocks:
        if block.type in MOVES and member in block.blocks:
            old, new = address_of(block.type, block.blocks[member]["labels"]), address_of(block.type, labels)
            if old and new:
                index = (Tree("index", "", (Tree("leaf", "0"),)),) if new in module.switched() else ()
                to = path(("module", module.name, *new))
                yield old, to._replace(parts=to.parts + index)


def _taken(block: Block, name: str, named: Mapping[Reference, str], names: Mapping[Reference, Reference]) -> Block:
    """A block that stays, with what it took from blocks that went taken from the module."""

    def new(found: Reference) -> tuple[int, Tree] | None:
        other = named.get((*names.get(address(found), address(found)), *found[len(address(found)) :]))
        return (len(found), path(("module", name, other))) if other else None

    inner = [_taken(below, name, named, names) for below in block["blocks"]]
    own = {key: written(replaced(expression(given), new)) for key, given in block["attributes"].items()}
    return Block(type=block["type"], labels=block["labels"], attributes=own, blocks=inner)


def bound(blocks: Sequence[Block], sharing: Sharing, member: int) -> str:
    """Why a member's file cannot give away blocks: it moves or imports them by their address; '' where it does not."""
    shared = {
        found for block, _ in sharing.blocks if member in block.blocks and (found := address_of(block.type, block.blocks[member]["labels"]))
    }
    for block in blocks:
        if block["type"] in BOUND and any(address(found) in shared for tree in expressions(block) for found in references(tree)):
            return f"its '{block['type']}' blocks name what would stand in the module"
    return ""


def changes(module: Module, blocks: Sequence[Block], sharing: Sharing, member: int) -> list[Change]:
    """What is called differently in the module: labels, every expression that refers to them, and the addresses of what has a state."""
    names = sharing.renames[member]
    moves = [(".".join(old), written(new)) for old, new in _moves(module, member, sharing)]
    words = f"{len(moves)} addresses change and keep their state by moved blocks, such as {' to '.join(moves[0])}" if moves else ""
    moving = [block.blocks[member] for block, _ in sharing.blocks if block.type in MOVES and member in block.blocks]
    first = next((place for place, block in enumerate(blocks) if any(block is one for one in moving)), 0)
    found = [Change((first, "type"), blocks[first]["type"], blocks[first]["type"], words)] if moves else []
    for place, block in enumerate(blocks):
        own = address_of(block["type"], block["labels"])
        if own is not None and own in names:
            new = names[own]
            found.append(
                Change((place, "labels", len(block["labels"]) - 1), own[-1], new[-1], f"{'.'.join(own)} is called {'.'.join(new)}")
            )
        found += _referring(block, names, (place,))
    return found


def _referring(block: Block, names: Mapping[Reference, Reference], place: Path) -> Iterator[Change]:
    for name, given in block["attributes"].items():
        new = written(renamed(expression(given), names))
        if new != given:
            yield Change((*place, "attributes", name), given, new, "")
    for number, below in enumerate(block["blocks"]):
        yield from _referring(below, names, (*place, "blocks", number))
