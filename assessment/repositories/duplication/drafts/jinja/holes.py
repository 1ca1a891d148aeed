"""How does a template say a value that differs?

Reads nodes of the tree that the members have in common; returns what stands in the template for them, and what each member makes of it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from assessment.repositories.duplication.drafts.jinja.environment import Signs
from assessment.repositories.duplication.drafts.template import Constant, Hole, Node, Template, Text
from assessment.repositories.duplication.drafts.values import Missing, Value


@dataclass(frozen=True, slots=True)
class Writer:
    """What a template is written with. names: parameter or flag -> how the template calls it."""

    template: Template
    signs: Signs
    names: Mapping[str, str]

    def value(self, expression: str) -> str:
        """A value in the text."""
        return f"{self.signs.value[0]} {expression} {self.signs.value[1]}"

    def block(self, words: str) -> str:
        """A line that is gone when the template is rendered."""
        return f"{self.signs.block[0]} {words} {self.signs.block[1]}\n"

    def optional(self, flag: str, text: str) -> str:
        """Lines that only members with a flag have."""
        return f"{self.block(f'if {self.names[flag]}')}{text}{self.block('endif')}" if flag else text

    def runs(self, parts: Iterable[tuple[str, str]]) -> str:
        """Parts with their flags, those with one flag under one condition."""
        return "".join(self.optional(flag, "".join(text for _, text in run)) for flag, run in groupby(parts, key=lambda part: part[0]))

    def spliced(self, node: Node) -> str:
        """Text with its holes, as it stands in the template."""
        found, sign = "", self.signs.value[0][0]
        for part in pieces(node):
            if isinstance(part, str):
                found += part
            elif found.endswith(sign):  # `{` before `{{` would be read as another sign
                bare = found.rstrip(sign)
                found = bare + self.value(f'"{found[len(bare) :]}" ~ {self.names[part.parameter]}')
            else:
                found += self.value(self.names[part.parameter])
        return found

    def json(self, node: Node) -> str:
        """An expression that gives a value as JSON."""
        parts = pieces(node)
        terms = [json.dumps(part, ensure_ascii=False) if isinstance(part, str) else self.names[part.parameter] for part in parts]
        return self.value(f"{terms[0]} | tojson" if len(terms) == 1 else f"({' ~ '.join(terms)}) | tojson")

    def each(self, node: Node) -> Iterator[Value]:
        """What the members that have it make of a node."""
        if isinstance(node, Constant):
            yield node.value
            return
        for values in self._filled(node):
            yield values[0] if isinstance(node, Hole) else "".join(map(str, values))

    def single(self, node: Node) -> bool:
        """Whether no value of a hole goes over several lines, for any member."""
        places = [place for place, part in enumerate(pieces(node)) if isinstance(part, Hole)]
        return not any("\n" in str(values[place]) for values in self._filled(node) for place in places)

    def _filled(self, node: Node) -> Iterator[list[Value]]:
        for member in range(self.template.members):
            values = [part if isinstance(part, str) else self.template.value(part.parameter, member) for part in pieces(node)]
            there = [value for value in values if not isinstance(value, Missing)]
            if len(there) == len(values):
                yield there

    def nothing(self, flags: Sequence[str], empty: str) -> str:
        """What to say in place of parts that all have a flag, where a member has none of them; '' where it cannot be."""
        if not flags or not all(flags):
            return ""
        either = " or ".join(self.names[flag] for flag in dict.fromkeys(flags))
        return self.value(f'"" if {either} else " {empty}"')


def pieces(node: Node) -> tuple[str | Hole, ...]:
    """The parts of a text, or a hole as the only one."""
    if isinstance(node, Text):
        return node.parts
    return (node,) if isinstance(node, Hole) else (str(node.value),) if isinstance(node, Constant) else ()
