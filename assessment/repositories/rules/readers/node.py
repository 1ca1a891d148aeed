"""One key or list entry of a YAML file, with its line and what stands below it; and what stands in brackets, as such nodes.

Source: YAML 1.2.2, chapter 7.4 (flow collections).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

DEEPEST = 60  # brackets within brackets


@dataclass(slots=True)
class Node:
    """A key with what stands below it. `key` is '-' for an entry of a list; `lines` holds a multi-line text: (line, words)."""

    line: int
    key: str
    value: str = ""
    anchor: str = ""
    lines: list[tuple[int, str]] = field(default_factory=list)
    below: list["Node"] = field(default_factory=list)

    def get(self, *keys: str) -> "Node":
        """The node below with the first of the keys that is there; an empty node where none is."""
        for key in keys:
            for node in self.below:
                if node.key == key:
                    return node
        return NOTHING

    def entries(self) -> list["Node"]:
        """The entries of a list, or this node itself where a single value stands in place of a list."""
        found = [node for node in self.below if node.key == "-"]
        return found or ([self] if self.value or self.lines else [])

    def words(self) -> list[str]:
        """Plain values: of a list, or the single one."""
        return [node.value for node in self.entries() if node.value]

    def said(self) -> list[tuple[int, str]]:
        """The text, line by line, whether in one line, in a block, or in a list of these."""
        own = self.lines or ([(self.line, self.value)] if self.value else [])
        return own + [said for node in self.below if node.key == "-" for said in node.said()]

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, in the order of the file."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.below)


NOTHING = Node(0, "")


_TOKEN = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[\[\]{},]|:(?=[\s\[{"'])|(?:\$\{\{.*?\}\}|[^,\[\]{}:]|:(?![\s\[{"']))+)""")


def flow(node: Node, written: str) -> None:
    """What stands in [ ] and { }, put below the node."""
    open_, key, valued = [node], "", False
    for sign in (match[1].strip() for match in _TOKEN.finditer(written)):
        top = open_[-1]
        if sign in "[{":
            if node.below or len(open_) > 1:
                if not valued:
                    top.below.append(Node(node.line, "-"))
                open_.append(top.below[-1])
            else:
                open_.append(node)
            key, valued = "", False
        elif sign in "]},":
            if key:
                top.below.append(Node(node.line, "-", key))
            key, valued = "", False
            open_ = open_ if sign == "," else open_[:-1]
        elif sign == ":":
            top.below.append(Node(node.line, key))
            key, valued = "", True
        elif valued:
            top.below[-1].value = sign.strip("\"'")
        else:
            key = sign.strip("\"'")
        if not open_ or len(open_) > DEEPEST:
            return
