"""A Terraform module drafted from files of the same blocks, and the calls of it.

Reads .tf files; the module has what all members have (and as switched resources what most have), with typed inputs where they differ.

Misleads: other files of a caller's folder are not seen here; where they refer to blocks that went into the module, they have to take them
from its outputs.
"""

from collections.abc import Sequence
from typing import Any, cast

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts.form import Context, Member, Written
from assessment.repositories.duplication.drafts.hcl.align import Aligned, aligned
from assessment.repositories.duplication.drafts.hcl.attributes import Making
from assessment.repositories.duplication.drafts.hcl.caller import bound, caller, changes, outputs
from assessment.repositories.duplication.drafts.hcl.module import Module
from assessment.repositories.duplication.drafts.hcl.naming import Input, named
from assessment.repositories.duplication.drafts.hcl.parts import Part, parts
from assessment.repositories.duplication.drafts.hcl.read import blocks
from assessment.repositories.duplication.drafts.hcl.rebuild import together
from assessment.repositories.duplication.drafts.hcl.shared import sharing
from assessment.repositories.duplication.drafts.hcl.tree import Block
from assessment.repositories.duplication.drafts.template import Parameter, Template
from assessment.repositories.duplication.drafts.values import MISSING, Change, Value, changed, frozen

NAME = "terraform module"
LOST = 0.2  # share of members that a block may keep from calling the module; above it, the block stays in their files instead
TYPES = {"string": "string", "number": "number", "bool": "boolean"}


def label(item: Value) -> str:
    """What a block is called, however its words are joined; '' for anything else."""
    if not isinstance(item, dict) or "labels" not in item:
        return ""
    return " ".join([str(item["type"]), *map(str, cast(list[Value], item["labels"]))]).replace("-", "_")


def parse(text: str) -> Value:
    """The blocks of a file; DraftError naming the line that cannot be read."""
    return cast(Value, blocks(text))


def write(template: Template, context: Context) -> Written:
    """Module and callers; DraftError where nothing can be shared."""
    documents = cast(Sequence[list[Block]], context.documents)
    making, made = _made(aligned(template, context.documents), len(documents))
    shared = making.sharing
    for member, document in enumerate(documents):
        if why := bound(document, shared, member):
            making.against({member}, why)
    name = context.name.replace(" ", "-")
    module = Module(name, made, named(made), outputs(documents, shared))
    source = f"git::https://github.com/{context.home}.git//modules/{name}?ref={context.ref}"
    keys = [member.key for member in context.members]
    fits = [member for member in range(len(documents)) if member not in making.unfit]
    return Written(
        files=module.files(),
        callers={keys[member]: caller(module, source, member, shared, documents[member]) for member in fits},
        changes={
            keys[member]: (
                *making.drift.get(member, ()),
                *_unlike(changes(module, documents[member], shared, member), making.drift.get(member, ())),
            )
            for member in fits
        },
        unfit={keys[member]: why for member, why in making.unfit.items()},
        roles={one.name: "flag" if one.flag else "passed through" if one.passed else "input" for one in module.given()},
        parameters=tuple(map(_parameter, module.given())),
    )


def _made(blocks: Sequence[Aligned], members: int) -> tuple[Making, list[Part]]:
    """The module. A block that does not do for too many stays in all callers' files; what then refers to it gets it as an input."""
    without: list[Aligned] = []
    while True:
        shared = sharing(blocks, members, without)
        if not any(block.type != "locals" for block, _ in shared.blocks):
            raise DraftError("has nothing for a module: terraform, provider and variable blocks belong to the root of a configuration")
        making = Making(shared)
        made = parts(making)
        trouble = [shared.blocks[number][0] for number, against in making.blocks.items() if number >= 0 and len(against) > LOST * members]
        if not trouble:
            return making, made
        without += trouble


def _unlike(found: Sequence[Change], drift: Sequence[Change]) -> list[Change]:
    """Changes at other places than drift."""
    places = {change.path for change in drift}
    return [change for change in found if change.path not in places]


def _parameter(one: Input) -> Parameter:
    values = tuple(MISSING if value is None else value for value in one.values)
    return Parameter(one.name, TYPES.get(one.type, "object"), values, one.where)


def rebuild(written: Written, member: Member) -> Value:
    """The blocks that module and caller come to, in the order of the member's file; DraftError where they do not fit."""
    made: list[Any] = list(together(written.files, written.callers[member.key]))
    expected = changed(parse(member.text), written.changes.get(member.key, ()))
    order = {frozen(block): place for place, block in enumerate(cast(list[Value], expected))}
    return sorted(made, key=lambda block: order.get(frozen(block), len(order)))
