"""Which parts of the pipelines go into the template, and what stays in each repository's own file?

Reads the tree of a cluster with the members' documents; returns the template with inputs in it, the inputs, and for each member what its
own file adds. What only some have stays with them: GitLab merges it over the template. Nothing can be taken away by merging.

Misleads: a list of which a single item differs is one input as a whole, unless it is a script.
Source: GitLab CI/CD inputs: types, interpolation in keys and values, arrays as items of a script.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from assessment.repositories.duplication.drafts.gitlab.meaning import SCRIPTS
from assessment.repositories.duplication.drafts.registry import type_of
from assessment.repositories.duplication.drafts.template import Constant, Entry, Hole, Items, Map, Node, Parameter, Template, Text
from assessment.repositories.duplication.drafts.values import MISSING, Maybe, Missing, Value, frozen, walk

Own: TypeAlias = Mapping[int, Value]  # member -> what it has at one place
UNSAFE = re.compile(r"['\"\\\n]|: |:$| #|^[\s\[\]{}&*!|>%@`,?-]|\s$|\$\[\[")  # texts that would be read as something else inside YAML
_LINE = re.compile(r"\n")


@dataclass(slots=True)
class Shared:
    """What goes into the template. inputs: name -> its values, one for each member · own: member -> what its own file says."""

    template: Template
    inputs: dict[str, Parameter] = field(default_factory=dict)

    def part(self, node: Node, own: Own, where: str) -> tuple[Maybe, dict[int, Value]]:
        """A part of the template, MISSING where there can be none, and what each member has to say itself."""
        if isinstance(node, Constant):
            return node.value, {}
        if isinstance(node, Map) and not (len(node.entries) == 1 and node.entries[0].key.startswith("!")):
            return self._map(node, own, where)
        if isinstance(node, Items):
            return self._items(node, own, where)
        made = self._scalar(node) if isinstance(node, Hole | Text) else MISSING
        return (made, {}) if made is not MISSING else (MISSING, dict(own))

    def _map(self, node: Map, own: Own, where: str) -> tuple[Maybe, dict[int, Value]]:
        shared: dict[str, Value] = {}
        rest: dict[int, dict[str, Value]] = {}
        for entry in node.entries:
            keys = {
                member: self._key(entry, member)
                for member, value in own.items()
                if isinstance(value, dict) and self._key(entry, member) in value
            }
            inner = {member: _at(own[member], key) for member, key in keys.items()}
            key = self._called(entry)
            part, left = (
                (MISSING, inner)
                if entry.flag or key is None or entry.key == "include"
                else self.part(entry.node, inner, f"{where}.{entry.key}".strip("."))
            )
            if not isinstance(part, Missing) and key is not None:
                shared[key] = part
            for member, value in left.items():
                rest.setdefault(member, {})[keys[member]] = value
        return shared, dict(rest)

    def _key(self, entry: Entry, member: int) -> str:
        return str(self.template.value(entry.renamed, member)) if entry.renamed else entry.key

    def _called(self, entry: Entry) -> str | None:
        """How the template calls a key; None where no input can stand for it."""
        if not entry.renamed:
            return entry.key
        made = self._scalar(Hole(entry.renamed))
        return made if isinstance(made, str) else None

    def _items(self, node: Items, own: Own, where: str) -> tuple[Maybe, dict[int, Value]]:
        """A list item by item where all have the same items; a script with what some have between; else one input, or each its own."""
        script = where.rsplit(".", 1)[-1] in SCRIPTS
        known = dict(self.inputs)
        found: list[Value] = []
        for flag, places in _runs(node):
            values = {member: [_item(node, self.template, own[member], member, place) for place in places] for member in own}
            there = {member: [value for value in row if not isinstance(value, Missing)] for member, row in values.items()}
            if flag:
                part: Maybe = self._array({member: list(row) for member, row in there.items()}, f"{where}-lines") if script else MISSING
            else:
                part, left = self.part(
                    node.items[places[0]].node, {member: row[0] for member, row in there.items()}, f"{where}[{places[0]}]"
                )
                part = MISSING if left else part
            if isinstance(part, Missing):
                self.inputs = known
                whole = self._array(own, where)
                return (whole, {}) if not isinstance(whole, Missing) else (MISSING, dict(own))
            found.append(part)
        return found, {}

    def _scalar(self, node: Hole | Text) -> Maybe:
        """A value with inputs in it; MISSING where a value would be read as something else."""
        parts = node.parts if isinstance(node, Text) else (node,)
        block = any(isinstance(part, str) and "\n" in part for part in parts)
        chosen = [next(one for one in self.template.parameters if one.name == part.parameter) for part in parts if isinstance(part, Hole)]
        for one in chosen:
            values = [value for value in one.values if not isinstance(value, Missing)]
            kind = _kind(values)
            unsafe = kind == "string" and any((_LINE if block else UNSAFE).search(str(value)) for value in values)
            if not kind or unsafe or (isinstance(node, Text) and kind != "string"):
                return MISSING
        for one in chosen:
            self.inputs[one.name] = one
        return "".join(part if isinstance(part, str) else _input(part.parameter) for part in parts)

    def _array(self, own: Own, where: str) -> Maybe:
        """A whole list as an input; MISSING where an item has a tag, which an input loses, or a text that YAML reads otherwise."""
        if not all(isinstance(value, list) for value in own.values()) or any(
            step.startswith("!") for value in own.values() for path, _ in walk(value) for step in path if isinstance(step, str)
        ):
            return MISSING
        values: tuple[Maybe, ...] = tuple(own.get(member, MISSING) for member in range(self.template.members))
        for one in self.inputs.values():
            if [frozen(value) for value in one.values] == [frozen(value) for value in values]:
                return _input(one.name)
        words = [word for word in re.split(r"[^\w-]+", where) if word and not word.isdigit()]
        name = number = "-".join(words[-2:]) or "items"
        count = 2
        while number in self.inputs or number in {one.name for one in self.template.parameters}:
            number, count = f"{name}-{count}", count + 1
        self.inputs[number] = Parameter(number, "array", values, where)
        return _input(number)


def _kind(values: Sequence[Value]) -> str:
    """The type of an input that takes these values; '' where no type does."""
    kind = type_of(values)
    return "array" if all(isinstance(value, list) for value in values) else kind if kind != "object" else ""


def _input(name: str) -> str:
    return f"$[[ inputs.{name} ]]"


def _at(value: Value, key: str) -> Value:
    return value[key] if isinstance(value, dict) else None


def _runs(node: Items) -> list[tuple[bool, list[int]]]:
    """Places of items: each that all have by itself, neighbours that not all have together."""
    found: list[tuple[bool, list[int]]] = []
    for place, item in enumerate(node.items):
        if item.flag and found and found[-1][0]:
            found[-1][1].append(place)
        else:
            found.append((bool(item.flag), [place]))
    return found


def _item(node: Items, template: Template, value: Value, member: int, place: int) -> Maybe:
    """A member's item in a column of the template; MISSING where it has none."""
    if not template.present(node.items[place].flag, member) or not isinstance(value, list):
        return MISSING
    return value[sum(template.present(item.flag, member) for item in node.items[:place])]
