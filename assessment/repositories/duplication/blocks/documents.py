"""Where do the keys and entries of a YAML file begin and end, those that a plan asks for?

Reads a text and a `Plan`; returns blocks. It goes through the parser's events: libyaml's composer calls itself once a level and overflows
the stack, and nodes of what nobody asked for are never made. Aliases are followed nowhere, so that no file can explode.

Misleads: an entry that begins below its dash is said to begin on the line below.
Source: YAML 1.2.2, chapter 3.1 (events are the serialization tree).
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Self

import yaml

from assessment.repositories.duplication.blocks.block import LONGEST, Block, UnreadableError

DEEPEST = 100  # levels; files that people write have about ten
Found = tuple[str, str, int, int]  # sort, name, first character, character after the last
NAMES = ("name", "displayName")  # keys that say how an entry of a list is called; else its first plain value does, or its first key


@dataclass(slots=True)
class Plan:
    """What to take from a place in a document: `sort` of block it is ('' = none), and the same for what stands below, by key;
    `*` is any other key, `-` any entry of a list."""

    sort: str = ""
    below: dict[str, Self] = field(default_factory=dict)

    @classmethod
    def of(cls, sorts: dict[str, str]) -> Self:
        """From paths such as jobs/*/steps/- to sorts."""
        root = cls()
        for path, sort in sorts.items():
            plan = root
            for key in path.split("/"):
                plan = plan.below.setdefault(key, cls())
            plan.sort = sort
        return root


@dataclass(slots=True)
class _Level:
    """An open mapping or list: what is asked for below it, the block that it is itself, and the key whose value comes next."""

    listed: bool
    plan: Plan | None
    block: tuple[str, str, int] | None  # sort, name, character it begins at
    key: str | None = None
    begins: int = 0
    called: str = ""
    rank: int = 0  # of what it is called by: 1 its first key, 2 its first plain value, 3 a key of NAMES


def document_blocks(text: str, plan: Plan) -> list[Block]:
    """Blocks of all documents in a text, the outer before the inner; UnreadableError where it is no YAML, or nested deeper than DEEPEST."""
    walk = _Walk(plan)
    try:
        for event in yaml.parse(text, yaml.CSafeLoader):
            walk.on(event)
    except (yaml.YAMLError, ValueError) as error:  # the latter for characters that are none
        raise UnreadableError from error
    starts = _starts(text)
    return [_block(found, starts) for found in reversed(walk.found)]


def _starts(text: str) -> list[int]:
    """Where each line begins; lines end at line feeds only, as everywhere here, though YAML knows other breaks."""
    starts = [0]
    while (place := text.find("\n", starts[-1]) + 1) > 0:
        starts.append(place)
    return starts


def _block(found: Found, starts: list[int]) -> Block:
    sort, name, begins, ends = found
    first, last = bisect_right(starts, begins) - 1, bisect_right(starts, max(ends - 1, begins))
    return Block(sort, name.strip().partition("\n")[0][:LONGEST], first, last)


def _begin(event: yaml.Event) -> int:
    return event.start_mark.index  # type: ignore[union-attr]  # the parser marks every event


def _end(event: yaml.Event) -> int:
    return event.end_mark.index  # type: ignore[union-attr]


class _Walk:
    """One pass over the events."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.levels: list[_Level] = []
        self.found: list[Found] = []
        self.end = 0  # of the last thing that said something; the end of a block is only known when the next one begins

    def on(self, event: yaml.Event) -> None:
        """Take the next event."""
        if isinstance(event, yaml.NodeEvent):
            if isinstance(event, yaml.CollectionStartEvent):
                self._open(event)
                return
            self.end = _end(event)
            if self.levels and self.levels[-1].plan:
                self._value(event, event.value if isinstance(event, yaml.ScalarEvent) else "")
            elif self.levels:
                self._turn()
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close(event)

    def _open(self, event: yaml.Event) -> None:
        plan, block = self._below(_begin(event))
        if len(self.levels) >= DEEPEST:
            raise UnreadableError
        self.levels.append(_Level(isinstance(event, yaml.SequenceStartEvent), plan, block))

    def _value(self, event: yaml.Event, value: str) -> None:
        """A plain value or alias where something is asked for: the next key, or what the last key or the list holds."""
        level = self.levels[-1]
        if not level.listed and level.key is None:
            level.key, level.begins = value, _begin(event)
            self._call(level, value, 1)
            return
        self._call(level, value, 3 if level.key in NAMES else 2)
        _, block = self._below(_begin(event))
        if block:
            sort, name, begins = block
            self.found.append((sort, name or value, begins, self.end))
        level.key = None

    def _call(self, level: _Level, word: str, rank: int) -> None:
        """Remember a word by which an entry may be called."""
        if level.block and rank > level.rank:
            level.called, level.rank = word, rank

    def _turn(self) -> None:
        """From a key that nobody asks for to its value, or from a value to the next key."""
        level = self.levels[-1]
        if not level.listed:
            level.key, level.begins = ("" if level.key is None else None), self.end

    def _below(self, begins: int) -> tuple[Plan | None, tuple[str, str, int] | None]:
        """What is asked for of the value that begins here, and the block that it is."""
        if not self.levels:
            return self.plan, None
        level = self.levels[-1]
        if level.plan is None or (not level.listed and level.key is None):  # a key that is a collection
            return None, None
        name = "" if level.listed else level.key or ""
        plan = level.plan.below.get("-" if level.listed else name) or (None if level.listed else level.plan.below.get("*"))
        begins = begins if level.listed else level.begins
        return plan, (plan.sort, name, begins) if plan and plan.sort else None

    def _close(self, event: yaml.Event) -> None:
        if _end(event) > _begin(event):  # a bracket; other collections end where nothing is written
            self.end = _end(event)
        level = self.levels.pop()
        if level.block:
            sort, name, begins = level.block
            self.found.append((sort, name or level.called, begins, self.end))
        if self.levels:
            self._turn()
