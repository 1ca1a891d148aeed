"""How does a JSON document with holes read as a template?

Reads nodes; returns template text whose rendering, read as JSON, is the member's document. A comma stands with the part that may not be
there: before it, once something that is always there came, else behind it.
"""

import json
from collections.abc import Sequence

from assessment.repositories.duplication.drafts.jinja.holes import Writer
from assessment.repositories.duplication.drafts.template import Constant, Hole, Items, Map, Node, Text
from assessment.repositories.duplication.drafts.values import Value

STEP = "  "


def document(node: Node, writer: Writer) -> str:
    """The document of a file."""
    return f"{_node(node, 0, writer)}\n"


def _plain(value: Value, depth: int) -> str:
    return json.dumps(value, indent=len(STEP), ensure_ascii=False).replace("\n", "\n" + STEP * depth)


def _node(node: Node, depth: int, writer: Writer) -> str:
    if isinstance(node, Constant):
        return _plain(node.value, depth)
    if isinstance(node, Map):
        ordered = sorted(node.entries, key=lambda entry: bool(entry.flag))
        keys = [writer.json(Hole(entry.renamed)) if entry.renamed else json.dumps(entry.key, ensure_ascii=False) for entry in ordered]
        parts = [(entry.flag, f"{key}: {_node(entry.node, depth + 1, writer)}") for key, entry in zip(keys, ordered, strict=True)]
        return _inside("{}", parts, depth, writer)
    if isinstance(node, Items):
        return _inside("[]", [(item.flag, _node(item.node, depth + 1, writer)) for item in node.items], depth, writer)
    return _text(node, writer)


def _text(node: Node, writer: Writer) -> str:
    """A text with its holes between quotes where no member's value needs escaping; else an expression."""
    if isinstance(node, Text) and all(
        isinstance(value, str) and json.dumps(value, ensure_ascii=False) == f'"{value}"' for value in writer.each(node)
    ):
        return f'"{writer.spliced(node)}"'
    return writer.json(node)


def _inside(ends: str, parts: Sequence[tuple[str, str]], depth: int, writer: Writer) -> str:
    """Parts between brackets, each with its comma."""
    inner = "\n" + STEP * (depth + 1)
    sure = next((place for place, (flag, _) in enumerate(parts) if not flag), None)
    if sure is None:
        return _unsure(ends, parts, inner, depth, writer)
    found = ""
    for place, (flag, text) in enumerate(parts):
        if place < sure:
            found += f"{inner}{_switched(flag, text + ',', writer)}"
        elif place == sure:
            found += f"{inner}{text}"
        else:
            found += f",{inner}{text}" if not flag else _switched(flag, f",{inner}{text}", writer)
    return f"{ends[0]}{found}\n{STEP * depth}{ends[1]}"


def _unsure(ends: str, parts: Sequence[tuple[str, str]], inner: str, depth: int, writer: Writer) -> str:
    """Parts of which none is sure: a comma stands where one of those before is there."""
    found, before = "", list[str]()
    for flag, text in parts:
        either = " or ".join(dict.fromkeys(before))
        comma = writer.value(f'"," if {either} else ""') if before else ""
        found += _switched(flag, f"{comma}{inner}{text}", writer)
        before.append(writer.names[flag])
    return f"{ends[0]}\n{found}\n{STEP * depth}{ends[1]}"


def _switched(flag: str, text: str, writer: Writer) -> str:
    """A part in the middle of a line that only members with a flag have."""
    start, end = writer.signs.block
    return f"{start} if {writer.names[flag]} {end}{text}{start} endif {end}"
