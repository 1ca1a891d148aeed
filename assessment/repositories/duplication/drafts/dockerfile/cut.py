"""What goes into the shared Dockerfile, and what each repository adds to it?

Reads instructions laid side by side; returns the shared ones with their holes, and where they end. From the first instruction on that
cannot be shared, everything stays with the callers, as a few lines on top of the shared image. That can only be in the last stage.

Source: Dockerfile reference: ENTRYPOINT and CMD of an image undo each other, so that they stay together; arguments end with their stage.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts.dockerfile.holes import LATE, possible
from assessment.repositories.duplication.drafts.dockerfile.read import Instruction
from assessment.repositories.duplication.drafts.template import Constant, Hole, Items, Map, Node, Template, Text
from assessment.repositories.duplication.drafts.values import Missing

LOST = 0.2  # share of members that may fail for one instruction; above it, this instruction and what follows stays with the callers


@dataclass(frozen=True, slots=True)
class Row:
    """One instruction of the template. text: a constant, or with holes · there: member -> its instruction · again: an argument that is
    declared more than once, which a caller could only set everywhere."""

    do: str
    text: str | Text | Hole
    there: dict[int, Instruction]
    again: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """rows: the shared instructions · rest: for each member, how many of its own instructions are shared · unfit: member -> why."""

    rows: tuple[Row, ...]
    rest: tuple[int, ...]
    unfit: dict[int, str]


def rows(template: Template, documents: Sequence[list[Instruction]]) -> list[Row]:
    """The instructions of the template; DraftError where the files have no order in common."""
    root = template.root
    if isinstance(root, Constant):
        return [Row(one["do"], one["text"], dict.fromkeys(range(template.members), one)) for one in documents[0]]
    if not isinstance(root, Items):
        raise DraftError("has instructions that cannot be laid side by side")
    at, found = [0] * template.members, []
    for item in root.items:
        there = {}
        for member in range(template.members):
            if template.present(item.flag, member):
                there[member] = documents[member][at[member]]
                at[member] += 1
        row = _row(item.node, there)
        again = any(_declared(documents[member], one) > 1 for member, one in there.items()) if row.do == "ARG" else False
        found.append(replace(row, again=again))
    return found


def _declared(document: Sequence[Instruction], argument: Instruction) -> int:
    """How often a file declares an argument."""
    name = argument["text"].partition("=")[0]
    return sum(one["do"] == "ARG" and one["text"].partition("=")[0] == name for one in document)


def _row(node: Node, there: dict[int, Instruction]) -> Row:
    first = next(iter(there.values()))
    if isinstance(node, Map):
        fields = {entry.key: entry.node for entry in node.entries}
        text, do = fields["text"], fields["do"]
        if isinstance(do, Constant) and isinstance(text, Constant | Text | Hole):
            return Row(first["do"], cast(str, text.value) if isinstance(text, Constant) else text, there)
        return Row("", first["text"], there)  # different instructions
    return Row(first["do"], first["text"], there)


def cut(template: Template, documents: Sequence[list[Instruction]]) -> Cut:
    """Where the shared instructions end; DraftError where hardly anything is shared."""
    found = rows(template, documents)
    last = max((place for place, row in enumerate(found) if row.do == "FROM"), default=-1)
    unfit: dict[int, str] = {}
    end = len(found)
    for place, row in enumerate(found):
        against = _against(row, template)
        if (
            len(against) > LOST * template.members
            and place > last
            and not _needed(found[: _together(found, place)], found[_together(found, place) :])
        ):
            end = place
            break
        unfit |= {member: why for member, why in against.items() if member not in unfit}
    end = _together(found, end)
    if end <= last + 1:
        raise DraftError("would share nothing but the image it is built on")
    shared = tuple(Row(row.do, text, row.there) for row in found[:end] if row.do and (text := _common(row, template)) is not None)
    if not any(row.do == "FROM" for row in shared):
        raise DraftError("has no image in common with the others")
    rest = tuple(sum(member in row.there for row in found[:end]) for member in range(template.members))
    unfit |= {member: why for member in range(template.members) if (why := _lost(documents[member], rest[member])) and member not in unfit}
    return Cut(shared, rest, unfit)


def _needed(shared: Sequence[Row], rest: Sequence[Row]) -> bool:
    """Whether what is to stay with the callers takes files from a stage of what is shared, which it could not see there."""
    stages = {
        match[1] for row in shared if row.do == "FROM" for one in row.there.values() if (match := re.search(r" AS (\S+)$", one["text"]))
    }
    taken = {name for row in rest for one in row.there.values() for name in re.findall(r"\bfrom=([^\s,]+)", one["text"])}
    return any(name in stages or name.isdigit() for name in taken)


def _against(row: Row, template: Template) -> dict[int, str]:
    """Members for which an instruction of the shared file does not do, and why."""
    lacking = set(range(template.members)) - set(row.there)
    short = f"{row.do or 'another instruction'} {next(iter(row.there.values()))['text'][:40]}"
    against = dict.fromkeys(row.there, f"has '{short}', which no build argument can leave out") if len(lacking) > len(row.there) else {}
    against = against or dict.fromkeys(lacking, f"has no '{short}', which no build argument can leave out")
    if not row.do or not _possible(row, template):
        common = _commonest(row)
        differing = {member for member, one in row.there.items() if one != common}
        against |= dict.fromkeys(differing, f"differs in '{short}', where no build argument can stand")
    return against


def _possible(row: Row, template: Template) -> bool:
    """Whether an instruction can stand in the shared file for all that have it."""
    return isinstance(row.text, str) or (not row.again and possible(row.do, row.text, _values(row.text, template)))


def _commonest(row: Row) -> Instruction:
    text = Counter((one["do"], one["text"]) for one in row.there.values()).most_common(1)[0][0]
    return Instruction(do=text[0], text=text[1])


def _common(row: Row, template: Template) -> str | Text | Hole | None:
    """How an instruction reads in the shared file; None where most do not have it."""
    if 2 * len(row.there) < template.members:
        return None
    if _possible(row, template):
        return row.text
    return _commonest(row)["text"]


def _values(text: Text | Hole, template: Template) -> dict[str, list[str]]:
    """Parameter -> its values, of those in an instruction."""
    names = [part.parameter for part in (text.parts if isinstance(text, Text) else (text,)) if isinstance(part, Hole)]
    values = {name: [template.value(name, member) for member in range(template.members)] for name in names}
    return {name: [str(value) for value in own if not isinstance(value, Missing)] for name, own in values.items()}


def _together(found: Sequence[Row], end: int) -> int:
    """The end moved before the first instruction that one of the rest would undo."""
    late = [place for place, row in enumerate(found) if row.do in LATE]
    return min(end, late[0]) if late and end < len(found) and any(place >= end for place in late) else end


def _lost(document: Sequence[Instruction], shared: int) -> str:
    """Why the rest of a file cannot stand on its own: it uses an argument of what is shared; '' where it can."""
    own = {match[1] for one in document[:shared] if one["do"] == "ARG" and (match := re.match(r"(\w+)", one["text"]))}
    for one in document[shared:]:
        if used := own & set(re.findall(r"\$\{?(\w+)", one["text"])):
            return f"uses the argument {min(used)} after the part that is shared"
    return ""
