"""How do lines with holes read as a template?

Reads nodes and the members' texts; returns template text whose lines are the member's. Empty lines, and indentation where it means
nothing, stand as most members have them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assessment.repositories.duplication.drafts.jinja.holes import Writer
from assessment.repositories.duplication.drafts.jinja.texts import marked
from assessment.repositories.duplication.drafts.template import Constant, Entry, Hole, Item, Items, Map, Node

STEP = "  "
KEYS = ("line", "raw", "head", "lines", "tail")


@dataclass(slots=True)
class Layout:
    """How members lay out their lines: how far each line is indented, and whether an empty one is before it."""

    indents: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    spaced: dict[str, Counter[bool]] = field(default_factory=lambda: defaultdict(Counter))

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Layout":
        """The layout of files."""
        found = cls()
        for text in texts:
            empty = False
            for line, _ in marked(text):
                bare = line.strip()
                if bare:
                    found.indents[bare][line[: len(line) - len(line.lstrip())]] += 1
                    found.spaced[bare][empty] += 1
                empty = not bare
        return found

    def indent(self, line: str, depth: int) -> str:
        """How far most indent a line; two blanks a level where nobody has it."""
        return self.indents[line].most_common(1)[0][0] if line in self.indents else STEP * depth

    def gap(self, line: str) -> str:
        """An empty line where most have one before a line."""
        return "\n" if line in self.spaced and self.spaced[line][True] > self.spaced[line][False] else ""


@dataclass(frozen=True, slots=True)
class Lines:
    """A writer of lines. free: indentation means nothing, and is that of the members · apart: an empty line between blocks at the top."""

    writer: Writer
    layout: Layout
    free: bool
    apart: bool = False

    def text(self, node: Node, depth: int = 0) -> str:
        """The lines of a list."""
        if isinstance(node, Constant):
            items = [Item(Constant(value)) for value in (node.value if isinstance(node.value, list) else [node.value])]
            return "".join(self._item(item.node, depth) for item in items)
        if isinstance(node, Items):
            return self.writer.runs([(item.flag, self._item(item.node, depth)) for item in node.items])
        return self._loop(node)

    def _item(self, node: Node, depth: int) -> str:
        entries = _entries(node)
        if entries is None:
            return self._loop(node)
        first = next((entries[key].node for key in ("line", "head") if key in entries), None)
        indent = "" if first is None or not self.free else self.layout.indent(self._first(first), depth)
        parts = [(entry.flag, self._part(entry, depth, indent)) for key in KEYS if (entry := entries.get(key))]
        return ("\n" if self.apart and depth == 0 else "") + self.writer.runs(parts)

    def _part(self, entry: Entry, depth: int, indent: str) -> str:
        if entry.key == "lines":
            return self.text(entry.node, depth + 1)
        written = f"{self.writer.spliced(entry.node)}\n"
        if entry.key == "raw":
            return written
        return f"{self.layout.gap(self._first(entry.node))}{indent}{written}"

    def _first(self, node: Node) -> str:
        """What the first member that has it makes of a line, without its indentation."""
        return str(next(iter(self.writer.each(node)), "")).strip()

    def _loop(self, node: Node) -> str:
        """Lines that are a parameter as a whole."""
        name = self.writer.names[node.parameter] if isinstance(node, Hole) else ""
        return f"{self.writer.block(f'for line in {name}')}{self.writer.value('line')}\n{self.writer.block('endfor')}"


def _entries(node: Node) -> Mapping[str, Entry] | None:
    if isinstance(node, Constant) and isinstance(node.value, dict):
        return {key: Entry(key, Constant(value)) for key, value in node.value.items()}
    return {entry.key: entry for entry in node.entries} if isinstance(node, Map) else None
