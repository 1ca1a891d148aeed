"""What are blocks called in the shared module, where the members call the same block differently?

Labels take no expression, so the module has one; a resource that is moved keeps its state (`moved`), everything else is only a name.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from assessment.repositories.duplication.drafts.hcl.align import Aligned
from assessment.repositories.duplication.drafts.hcl.references import Reference

ADDRESSED = {"resource": (), "data": ("data",), "module": ("module",), "ephemeral": ("ephemeral",)}  # block type -> how its address begins


def address_of(type_: str, labels: Sequence[str]) -> Reference | None:
    """The address of a block with these labels; None where nothing can refer to it by one."""
    return (*ADDRESSED[type_], *labels) if type_ in ADDRESSED else None


def labels(blocks: Sequence[Aligned]) -> list[tuple[str, ...]]:
    """The labels of each block in the module, in their order; no two blocks of one type are called the same."""
    taken: set[tuple[str, ...]] = set()
    found: list[tuple[str, ...]] = []
    for block in blocks:
        given = [tuple(own["labels"]) for own in block.blocks.values()]
        name = given[0] if len(set(given)) == 1 else (*given[0][:-1], _name([names[-1] for names in given]))
        number = 2
        while (block.type, *name) in taken and block.type in ADDRESSED:
            name = (*name[:-1], f"{re.sub(r'_[0-9]+$', '', name[-1])}_{number}")
            number += 1
        taken.add((block.type, *name))
        found.append(name)
    return found


def _name(given: Sequence[str]) -> str:
    """The commonest name if any is common, else the words that all have, else the first."""
    name, times = Counter(given).most_common(1)[0]
    if times > 1:
        return name
    words = [re.split(r"[-_]+", one) for one in given]
    common = [word for word in words[0] if word and all(word in other for other in words[1:])]
    return "_".join(common) if common and re.match(r"[A-Za-z]", common[0]) else given[0]


def renames(blocks: Sequence[Aligned], names: Sequence[tuple[str, ...]], member: int) -> Mapping[Reference, Reference]:
    """Old address -> address in the module, of the blocks of one member that are called differently there."""
    found: dict[Reference, Reference] = {}
    for block, name in zip(blocks, names, strict=True):
        own = block.blocks.get(member)
        old, new = (address_of(block.type, own["labels"]), address_of(block.type, name)) if own else (None, None)
        if old and new and old != new:
            found[old] = new
    return found
