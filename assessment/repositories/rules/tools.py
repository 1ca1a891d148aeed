"""Which tools does a repository use, provide or keep switched off, and what shows it?

Reads the files at HEAD, their texts and references, and the entries of `data/rules/tools.yaml`; returns one `Tool` per tool and state
with its strongest evidence. Configured is not the same as running: that a service is called, files do not say.
Misleads: a tool that only a shared pipeline brings is not seen here, and a command in a script that nobody calls counts as used.
Fast by asking little: paths first, then names that repeat (references, dependencies) from memory, then only texts that hold a word of the
entry, and never for what would add nothing to what is known.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from assessment.repositories.facts import Text
from assessment.repositories.rules.evidence import Evidence, Hit
from assessment.repositories.rules.filed import Filed
from assessment.repositories.rules.opened import Opened
from assessment.repositories.rules.places import PathIndex, split
from assessment.repositories.rules.provided import provided
from assessment.repositories.rules.references import Reference
from assessment.repositories.rules.schema_tools import FoundRule, ToolRule, ToolRules
from assessment.repositories.rules.settings.seen import File
from assessment.repositories.rules.shown import Shown, counts

_SURE = ("low", "medium", "high")
_HIGH = _SURE.index("high")
_STRONGEST = ("manifest", "reference", "resource", "path", "step", "image", "dependency", "text", "command")
_STEPS = ("jenkinsfile", "jenkins-library")  # where steps are looked for


class Tool(NamedTuple):
    """A tool in a repository: columns of `facts.TOOLS` without repository."""

    tool: str
    workflow: str
    state: str
    confidence: str
    path: str
    line: int | None
    by: str


class Entry(NamedTuple):
    """An entry of `found`: the number of its tool, what it looks for, in which kinds of files, with which words, and how much it says."""

    tool: int
    rule: FoundRule
    by: str
    kinds: tuple[str, ...]
    words: tuple[str, ...]
    rank: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)  # equal to itself only: what was asked of it can then be remembered
class Tools:
    """The entries of tools.yaml, ready to be asked; `sorts`: numbers of entries by the sort of their evidence."""

    rules: ToolRules
    tools: tuple[ToolRule, ...] = field(init=False)
    entries: tuple[Entry, ...] = field(init=False)
    sorts: dict[str, tuple[int, ...]] = field(init=False)
    words: Filed = field(init=False)
    index: PathIndex = field(init=False)
    unless: dict[int, PathIndex] = field(init=False)

    def __post_init__(self) -> None:
        first = {tool.id: tool for tool in reversed(self.rules.tools)}  # an organisation's entries come first, and win
        tools = tuple(tool for tool in self.rules.tools if first[tool.id] is tool)
        entries = tuple(_entry(number, rule, self.rules.groups) for number, tool in enumerate(tools) for rule in tool.found)
        sorts = {by: tuple(n for n, entry in enumerate(entries) if entry.by == by) for by in _STRONGEST}
        object.__setattr__(self, "tools", tools)
        object.__setattr__(self, "entries", entries)
        object.__setattr__(self, "sorts", sorts)
        object.__setattr__(self, "words", Filed.of(word for entry in entries for word in entry.words))
        object.__setattr__(self, "index", PathIndex.of([(n, p) for n, entry in enumerate(entries) for p in entry.rule.path]))
        object.__setattr__(self, "unless", {n: PathIndex.of([(n, p) for p in e.not_]) for n, (_, e, *_) in enumerate(entries) if e.not_})

    def __call__(self, files: Sequence[File], texts: Sequence[Text], references: Sequence[Reference]) -> list[Tool]:
        """One row per tool and state, in the order of the rules. `texts` may hold more than plumbing; never raises on content."""
        known = _Known(self)
        countable = {file.path: docs for file in files if (docs := counts(file)) is not None}
        shown = Shown(self, countable)
        opened = Opened([text for text in texts if text.path in countable], frozenset(path for path, docs in countable.items() if docs))
        evidence = Evidence(self, opened, shown.candidates)
        for hit in chain(shown.hits, evidence.hits(references, known.settled)):
            if not known.settled(hit.entry):
                known.take(hit, evidence.is_off(hit))
        return known.rows(provided(files, texts))

    def excluded(self, number: int, path: str) -> bool:
        """Whether an entry says that it does not mean this file."""
        return number in self.unless and bool(self.unless[number](*split(path)))

    def knows(self, path: str) -> bool:
        """Whether a tool is known by a file of this name, or looks into it by name."""
        return bool(self.index(*split(path)))


def _entry(tool: int, rule: FoundRule, groups: Mapping[str, tuple[str, ...]]) -> Entry:
    kinds = rule.kinds or (_STEPS if rule.by == "step" else ())
    expanded = tuple(dict.fromkeys(one for kind in kinds for one in groups.get(kind, (kind,))))
    return Entry(tool, rule, rule.by, expanded, rule.words or ("",), (_SURE.index(rule.confidence), -_STRONGEST.index(rule.by)))


class _Known:
    """What is known of each tool so far: of a tool and state the strongest evidence, and all sorts of it."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.best: dict[tuple[int, str], tuple[tuple[int, int], Hit]] = {}
        self.sorts: dict[tuple[int, str], set[str]] = {}

    def settled(self, number: int) -> bool:
        """Whether an entry could add nothing: stronger evidence is there, and no second sort of it would make it surer."""
        entry = self.tools.entries[number]
        key = entry.tool, entry.rule.state
        if key not in self.best or self.best[key][0] < entry.rank:
            return False
        return self.best[key][0][0] == _HIGH or entry.by in self.sorts[key]

    def take(self, hit: Hit, off: bool) -> None:
        entry = self.tools.entries[hit.entry]
        key = entry.tool, "disabled" if off else entry.rule.state
        self.sorts.setdefault(key, set()).add(entry.by)
        if key not in self.best or entry.rank > self.best[key][0]:
            self.best[key] = entry.rank, hit

    def rows(self, more: Iterable[tuple[str, str, int | None]]) -> list[Tool]:
        """Rows; a tool counts as disabled where all that shows it is."""
        on = {tool for tool, state in self.best if state != "disabled"}
        made = []
        for (number, state), ((sure, _), hit) in sorted(self.best.items(), key=lambda item: item[0]):
            if state == "disabled" and number in on:
                continue
            tool, entry = self.tools.tools[number], self.tools.entries[hit.entry]
            raised = min(sure + (len(self.sorts[number, state]) > 1), _HIGH)
            made.append(Tool(tool.id, str(tool.workflow), state, _SURE[raised], hit.path, hit.line, entry.by))
        known = {(row.tool, row.state) for row in made}
        titles = {tool.id: tool for tool in self.tools.tools}
        extra = [(name, path, line) for name, path, line in more if (name, "provided") not in known and name in titles]
        return made + [Tool(name, str(titles[name].workflow), "provided", "high", path, line, "path") for name, path, line in extra]
