"""Which tools does a repository use, provide or keep switched off, and what shows it?

Reads the files at HEAD, their texts and references, and the entries of `data/rules/tools.yaml`; returns one `Tool` per tool and state
with its strongest evidence. Configured is not the same as running: that a service is called, files do not say.
Misleads: a tool that only a shared pipeline brings is not seen here, and a command in a script that nobody calls counts as used.
Fast by asking little: paths first, then names that repeat (references, dependencies) from memory, then only texts that hold a word of the
entry, and nothing more about a tool that is found beyond doubt.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from assessment.repositories.facts import Text
from assessment.repositories.rules.evidence import Evidence, Hit
from assessment.repositories.rules.places import PathIndex, split
from assessment.repositories.rules.provided import provided
from assessment.repositories.rules.readers.switched_off import original
from assessment.repositories.rules.references import Reference
from assessment.repositories.rules.schema_tools import FoundRule, ToolRule, ToolRules
from assessment.repositories.rules.settings.seen import File

COUNTED = frozenset({"product", "plumbing", "generated", "secret", "symlink"})
_DOCS = re.compile(r"(?:^|/)(?:docs?|documentation)/", re.I)
_TEST_MATERIAL = re.compile(
    r"(?:^|/)(?:test[-_]?(?:resources?|data|fixtures?|files?|assets)|fixtures?|__fixtures__|cassettes|stubs|wiremock)/", re.I
)
_EXAMPLE = re.compile(r"(?:^|/)(?:examples?|samples?|demos?|fixtures|testdata|__fixtures__|__mocks__)/|[{][{]", re.I)
_SURE = ("low", "medium", "high")
_STRONGEST = ("manifest", "reference", "resource", "path", "step", "image", "dependency", "text", "command")


class Tool(NamedTuple):
    """A tool in a repository: columns of `facts.TOOLS` without repository."""

    tool: str
    workflow: str
    state: str
    confidence: str
    path: str
    line: int | None
    by: str


@dataclass(frozen=True, slots=True, eq=False)  # equal to itself only: what was asked of it can then be remembered
class Tools:
    """The entries of tools.yaml, ready to be asked."""

    rules: ToolRules
    tools: tuple[ToolRule, ...] = field(init=False)
    entries: tuple[tuple[int, FoundRule], ...] = field(init=False)
    index: PathIndex = field(init=False)
    unless: dict[int, PathIndex] = field(init=False)

    def __post_init__(self) -> None:
        first = {tool.id: tool for tool in reversed(self.rules.tools)}  # an organisation's entries come first, and win
        tools = tuple(tool for tool in self.rules.tools if first[tool.id] is tool)
        entries = tuple((number, found) for number, tool in enumerate(tools) for found in tool.found)
        object.__setattr__(self, "tools", tools)
        object.__setattr__(self, "entries", entries)
        object.__setattr__(self, "index", PathIndex.of([(n, p) for n, (_, entry) in enumerate(entries) for p in entry.path]))
        object.__setattr__(self, "unless", {n: PathIndex.of([(n, p) for p in e.not_]) for n, (_, e) in enumerate(entries) if e.not_})

    def __call__(self, files: Sequence[File], texts: Sequence[Text], references: Sequence[Reference]) -> list[Tool]:
        """One row per tool and state, in the order of the rules. `texts` may hold more than plumbing; never raises on content."""
        asked = _Asked(self)
        paths = _Paths(self)
        countable = {file.path: counts for file in files if (counts := _counts(file)) is not None}
        for file in files:
            if file.path in countable:
                paths.add(file.path, only_docs=countable[file.path])
        only_docs = frozenset(path for path, docs in countable.items() if docs)
        evidence = Evidence(self, [text for text in texts if text.path in countable], paths.candidates, only_docs)
        for hit in (*paths.hits, *evidence.hits(references, asked.sure)):
            asked.take(hit, evidence.is_off(hit))
        return asked.rows(provided(files, texts))

    def excluded(self, number: int, path: str) -> bool:
        """Whether an entry says that it does not mean this file."""
        return number in self.unless and bool(self.unless[number](*split(path)))

    def knows(self, path: str) -> bool:
        """Whether a tool is known by a file of this name, or looks into it by name."""
        return bool(self.index(*split(path)))


def in_docs(path: str) -> bool:
    """Whether a file stands in documentation, outside of its examples."""
    return bool(_DOCS.search(path)) and not _EXAMPLE.search(path)


def _counts(file: File) -> bool | None:
    """None: nothing in it counts; True: only what is looked for in documentation; False: everything."""
    if file.role in COUNTED:
        return None if _TEST_MATERIAL.search(file.path) else False
    return True if file.role == "example" and in_docs(file.path) else None


class _Paths:
    """What the names of files show, and which files an entry wants to look into."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.hits: list[Hit] = []
        self.candidates: dict[int, list[str]] = {}

    def add(self, path: str, *, only_docs: bool) -> None:
        for number in self._entries(path, only_docs):
            if self.tools.entries[number][1].by == "path":
                self.hits.append(Hit(number, path, None))
            else:
                self.candidates.setdefault(number, []).append(path)
        renamed = original(path)
        if renamed:
            named = (n for n in self._entries(renamed, only_docs) if self.tools.entries[n][1].by == "path")
            self.hits += [Hit(number, path, None, renamed=True) for number in named]

    def _entries(self, path: str, only_docs: bool) -> list[int]:
        found = sorted(self.tools.index(*split(path)))
        if only_docs:
            found = [number for number in found if self.tools.entries[number][1].docs]
        return [number for number in found if not self.tools.excluded(number, path)]


class _Asked:
    """What is known of each tool so far."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.best: dict[tuple[int, str], tuple[int, int, Hit]] = {}
        self.sorts: dict[tuple[int, str], set[str]] = {}

    def sure(self, number: int) -> bool:
        """Whether an entry could add nothing to what is known."""
        tool, entry = self.tools.entries[number]
        known = self.best.get((tool, entry.state))
        return known is not None and known[0] == _SURE.index("high")

    def take(self, hit: Hit, off: bool) -> None:
        tool, entry = self.tools.entries[hit.entry]
        key = tool, "disabled" if off else entry.state
        rank = _SURE.index(entry.confidence), -_STRONGEST.index(entry.by), hit
        self.sorts.setdefault(key, set()).add(entry.by)
        if key not in self.best or rank[:2] > self.best[key][:2]:
            self.best[key] = rank

    def rows(self, more: Iterable[tuple[str, str, int | None]]) -> list[Tool]:
        """Rows; a tool counts as disabled where all that shows it is."""
        on = {tool for tool, state in self.best if state != "disabled"}
        made = []
        for (number, state), (sure, _, hit) in sorted(self.best.items(), key=lambda item: item[0]):
            if state == "disabled" and number in on:
                continue
            tool, (_, entry) = self.tools.tools[number], self.tools.entries[hit.entry]
            raised = min(sure + (len(self.sorts[number, state]) > 1), len(_SURE) - 1)
            made.append(Tool(tool.id, str(tool.workflow), state, _SURE[raised], hit.path, hit.line, entry.by))
        known = {(row.tool, row.state) for row in made}
        titles = {tool.id: tool for tool in self.tools.tools}
        extra = [(name, path, line) for name, path, line in more if (name, "provided") not in known and name in titles]
        return made + [Tool(name, str(titles[name].workflow), "provided", "high", path, line, "path") for name, path, line in extra]
