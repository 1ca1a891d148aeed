"""What do all members have but one? A part that one copy lacks was often forgotten there.

Misleads: what one repository lacks it may lack for a reason; the list asks, it does not accuse.
"""

from collections.abc import Iterator
from typing import NamedTuple

from assessment.repositories.duplication.drafts.labels import label
from assessment.repositories.duplication.drafts.template import Constant, Items, Map, Node, Template
from assessment.repositories.duplication.drafts.values import Value

NAMES = ("name", "description")  # what is only read by people


class Part(NamedTuple):
    """A part that one member lacks: its number, what the part is, and its place."""

    member: int
    part: str
    where: str


def forgotten(template: Template, least: int) -> list[Part]:
    """Parts that all members but one have, from `least` members on."""
    if template.members < least:
        return []
    return list(_parts(template.root, template, ""))


def _parts(node: Node, template: Template, where: str) -> Iterator[Part]:
    if isinstance(node, Map):
        for entry in node.entries:
            place = f"{where}.{entry.key}" if where else entry.key
            if entry.key not in NAMES:
                yield from _part(entry.flag, entry.node, template, (place, entry.key))
    elif isinstance(node, Items):
        for number, item in enumerate(node.items):
            place = f"{where}[{number}]"
            yield from _part(item.flag, item.node, template, (place, _called(item.node) or place))


def _part(flag: str, node: Node, template: Template, named: tuple[str, str]) -> Iterator[Part]:
    lacking = [member for member in range(template.members) if not template.present(flag, member)]
    if len(lacking) == 1:
        yield Part(lacking[0], _shown(node, named[1]), named[0])
    elif not flag:
        yield from _parts(node, template, named[0])


def _called(node: Node) -> str:
    if isinstance(node, Constant):
        return label(node.value) or str(node.value)
    if isinstance(node, Map):
        known: dict[str, Value] = {entry.key: entry.node.value for entry in node.entries if isinstance(entry.node, Constant)}
        return label(known)
    return ""


def _shown(node: Node, called: str) -> str:
    """A part in words: a short value with its key, else what it is called."""
    value = node.value if isinstance(node, Constant) else None
    return f"{called}: {value}" if isinstance(value, str | int | float) and str(value) not in called and len(str(value)) <= 60 else called
