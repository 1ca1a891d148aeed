"""What is the same in several documents, and what differs? Anti-unification: the most specific template of which all are instances.

Source: Plotkin (1970), Reynolds (1970): holes with the same values are one parameter, which makes it more than a difference.
"""

import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from assessment.repositories.duplication.drafts import alignment, renamed, strings
from assessment.repositories.duplication.drafts.labels import label as default_label
from assessment.repositories.duplication.drafts.names import own_name
from assessment.repositories.duplication.drafts.registry import Registry
from assessment.repositories.duplication.drafts.template import Constant, Entry, Hole, Item, Items, Map, Node, Template, Text
from assessment.repositories.duplication.drafts.values import MISSING, Maybe, Missing, Value, frozen

SHARED = 0.5  # least share of items in common before a list of plain values is taken apart
Trail: TypeAlias = tuple[str, ...]


def unify(values: Sequence[Value], *, own: Sequence[str] = (), label: Callable[[Value], str] = default_label) -> Template:
    """The template of documents: expand(unify(values), i) == values[i] for every i.

    own: the name of each member's repository, so that it becomes one parameter wherever it stands, in whatever spelling.
    label: what tells two items of a list apart; items with equal labels are laid side by side first.
    """
    unifier = _Unifier([own_name(name) for name in own] or [None] * len(values), label)
    root = unifier.node(tuple(values), (), "")
    return Template(root, *unifier.registry.result(), len(values))


class _Unifier:
    def __init__(self, own: Sequence[re.Pattern[str] | None], label: Callable[[Value], str]) -> None:
        self.own, self.label, self.registry = own, label, Registry(own)

    def node(self, values: tuple[Maybe, ...], trail: Trail, where: str) -> Node:
        """The node for what the members have at one place, MISSING where they have nothing."""
        there = [value for value in values if not isinstance(value, Missing)]
        if len(set(map(frozen, there))) == 1:
            return Constant(there[0])
        if all(isinstance(value, dict) for value in there):
            return self._map(values, trail, where)
        if all(isinstance(value, list) for value in there):
            return self._items(values, trail, where)
        if all(isinstance(value, str) for value in there):
            return self._text(values, trail, where)
        return self.registry.hole(values, trail, where)

    def _map(self, values: tuple[Maybe, ...], trail: Trail, where: str) -> Node:
        entries = []
        for keys in renamed.rows(values):
            there = [key for key in keys if key is not None]
            name = max(there, key=there.count)
            inner = tuple(
                value[key] if key is not None and isinstance(value, dict) else MISSING for value, key in zip(values, keys, strict=True)
            )
            place = f"{where}.{name}" if where else name
            flag = self._flag(values, inner, (*trail, name), place)
            called = tuple(MISSING if key is None else key for key in keys)
            hole = self.registry.hole(called, (*trail, "name"), place).parameter if len(set(there)) > 1 else ""
            entries.append(Entry(name, self.node(inner, (*trail, name), place), flag, hole))
        return Map(tuple(entries))

    def _items(self, values: tuple[Maybe, ...], trail: Trail, where: str) -> Node:
        lists = [value for value in values if isinstance(value, list)]
        columns = alignment.columns(lists, self.label)
        if self._scattered(lists, columns):
            return self.registry.hole(values, trail, where)
        items = []
        for number, column in enumerate(columns):
            places = iter(column)
            inner = tuple(_item(value, next(places)) if isinstance(value, list) else MISSING for value in values)
            called = next((name for value in inner if not isinstance(value, Missing) and (name := self.label(value))), "")
            place, below = f"{where}[{number}]", (*trail, called) if called else trail
            items.append(Item(self.node(inner, below, place), self._flag(values, inner, below, place)))
        return Items(tuple(items))

    @staticmethod
    def _scattered(lists: Sequence[list[Value]], columns: Sequence[alignment.Column]) -> bool:
        """Lists of plain values that have little in common: one parameter, not a flag for each value."""
        plain = not any(isinstance(item, dict | list) for items in lists for item in items)
        common = sum(None not in column for column in columns)
        return plain and common < SHARED * max(map(len, lists))

    def _text(self, values: tuple[Maybe, ...], trail: Trail, where: str) -> Node:
        there = [(place, value) for place, value in enumerate(values) if isinstance(value, str)]
        found = strings.parts([value for _, value in there], [self.own[place] for place, _ in there])
        parts: list[str | Hole] = []
        for part in found:
            if isinstance(part, str):
                parts.append(part)
            else:
                spread: list[Maybe] = [MISSING] * len(values)
                for (place, _), text in zip(there, part, strict=True):
                    spread[place] = text
                parts.append(self.registry.hole(tuple(spread), trail, where))
        first = parts[0]
        return first if len(parts) == 1 and isinstance(first, Hole) else Text(tuple(parts))

    def _flag(self, outer: tuple[Maybe, ...], inner: tuple[Maybe, ...], trail: Trail, where: str) -> str:
        """The flag of a part: '' where all members have it that have what is around it."""
        if all(isinstance(around, Missing) or not isinstance(value, Missing) for around, value in zip(outer, inner, strict=True)):
            return ""
        return self.registry.flag(tuple(not isinstance(value, Missing) for value in inner), trail, where)


def _item(items: list[Value], place: int | None) -> Maybe:
    return MISSING if place is None else items[place]
