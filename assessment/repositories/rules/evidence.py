"""Where in the texts of a repository is the evidence that tools.yaml asks for?

Reads texts, references and the entries; yields hits, strongest sort first. Names (references, images, resources, dependencies, kinds of
manifests) are compared once per process; a text is searched only where it holds one of the entry's words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from assessment.repositories.facts import Text
from assessment.repositories.rules.globs import compiled
from assessment.repositories.rules.readers.commands import commands, holds_commands
from assessment.repositories.rules.readers.dependencies import declared
from assessment.repositories.rules.readers.lines import without_comments
from assessment.repositories.rules.readers.manifests import manifests
from assessment.repositories.rules.readers.resources import resources
from assessment.repositories.rules.readers.switched_off import Lines, off
from assessment.repositories.rules.references import Reference
from assessment.repositories.rules.schema_tools import FoundRule

if TYPE_CHECKING:
    from assessment.repositories.rules.tools import Tools

JENKINS = ("jenkinsfile", "jenkins-library")
SWITCHED = frozenset({
    "github-workflow", "renovate", "gitlab-ci", "circleci", "travis", "jenkinsfile", "azure-pipelines", "other-ci", "dependabot",
    "pre-commit", "dockerfile", "compose", "coverage", "sonar",
})  # fmt: skip
LARGEST = 300_000  # letters of a text that are searched for text evidence; the rest of a larger file is data


class Hit(NamedTuple):
    """Evidence of an entry: where it stands; `renamed`: under a name that switches the file off."""

    entry: int
    path: str
    line: int | None
    renamed: bool = False


@lru_cache(maxsize=65_536)
def _matches(patterns: tuple[str, ...], name: str, flags: str) -> bool:
    return any(compiled(flags + pattern).search(name) for pattern in patterns)


class Evidence:
    """The texts of one repository, ready to be searched; each is read once for every sort of evidence."""

    def __init__(self, tools: Tools, texts: Sequence[Text], candidates: dict[int, list[str]], only_docs: frozenset[str]) -> None:
        self.tools = tools
        self.texts = {text.path: text for text in texts}  # also of documentation, which is searched only where an entry names it
        self.ours = {text.path: text for text in texts if text.path not in only_docs}
        self.candidates = candidates
        self.lines: dict[str, list[str]] = {}
        self.folded = {text.path: text.text[:LARGEST].casefold() for text in texts}
        self.whole = "\0".join(self.folded.values())
        self.ranges: dict[str, tuple[Lines, ...]] = {}
        self.kinds: dict[str, list[Text]] = {}
        for text in self.ours.values():
            self.kinds.setdefault(text.kind, []).append(text)

    def hits(self, references: Sequence[Reference], sure: Callable[[int], bool]) -> Iterator[Hit]:
        """All evidence but that of names of files; entries of which `sure` says that they add nothing are not asked."""
        by: dict[str, list[int]] = {}
        for number, (_, entry) in enumerate(self.tools.entries):
            by.setdefault(entry.by, []).append(number)
        refs = [ref for ref in references if ref.path in self.ours]
        named = [
            (ref.path, ref.line, f"{ref.target}/{ref.block}" if ref.block else ref.target)
            for ref in refs
            if ref.kind not in ("image", "module")
        ]
        images = [(ref.path, ref.line, ref.target) for ref in refs if ref.kind == "image"]
        sources: tuple[tuple[str, list[tuple[str, int, str]], str], ...] = (
            ("reference", named, "(?i)"),
            ("image", images, "(?i)"),
            ("resource", list(self._resources()), ""),
            ("manifest", list(self._manifests()), ""),
        )
        for sort, names, flags in sources:
            for number in by.get(sort, ()) if names else ():
                if not sure(number):
                    yield from self._named(number, names, flags)
        yield from self._dependencies([n for n in by.get("dependency", ()) if not sure(n)])
        yield from self._steps([n for n in by.get("step", ()) if not sure(n)])
        yield from self._text(by.get("text", ()), sure)
        yield from self._commands([n for n in by.get("command", ()) if not sure(n)])

    def is_off(self, hit: Hit) -> bool:
        """Whether nothing runs the line, or for a whole file any of its lines."""
        text = self.texts.get(hit.path)
        if hit.renamed or text is None or text.kind not in SWITCHED:
            return hit.renamed
        if hit.path not in self.ranges:
            self.ranges[hit.path] = off(text, self.code(hit.path))
        last = len(self.code(hit.path))
        return any(a <= (hit.line or 1) and (hit.line or last) <= b for a, b in self.ranges[hit.path])

    def code(self, path: str) -> list[str]:
        """Lines of a file without comments."""
        if path not in self.lines:
            self.lines[path] = without_comments(self.texts[path])
        return self.lines[path]

    def _resources(self) -> Iterator[tuple[str, int, str]]:
        for path, text in self.ours.items():
            if path.endswith((".tf", ".tofu")) or text.kind == "terraform":
                yield from ((path, found.line, found.name) for found in resources(self.code(path)))

    def _manifests(self) -> Iterator[tuple[str, int, str]]:
        for path, text in self.ours.items():
            if path.endswith((".yml", ".yaml", ".json", ".tpl", ".gotmpl", ".j2")):
                yield from ((path, found.line, found.name) for found in manifests(text))

    def _named(self, number: int, names: list[tuple[str, int, str]], flags: str) -> Iterator[Hit]:
        entry = self.tools.entries[number][1]
        patterns = getattr(entry, entry.by)
        scope = self._scope(number)
        for path, line, name in names:
            if not _matches(patterns, name, flags) or (scope is not None and path not in scope) or self.tools.excluded(number, path):
                continue
            if not entry.text or entry.by == "text" or self._line(entry.text, path) is not None:
                yield Hit(number, path, line)

    def _scope(self, number: int) -> set[str] | None:
        """The files to which an entry is restricted; None: all."""
        entry = self.tools.entries[number][1]
        if not entry.path and not entry.kinds:
            return None
        return {text.path for text in self._texts(number, entry)}

    def _texts(self, number: int, entry: FoundRule) -> list[Text]:
        if entry.path:
            named = [self.texts[path] for path in self.candidates.get(number, ()) if path in self.texts]
            wanted = self._expanded(entry.kinds) if entry.kinds else None
            return [text for text in named if wanted is None or text.kind in wanted]
        return [text for kind in self._expanded(entry.kinds) for text in self.kinds.get(kind, ())]

    def _expanded(self, kinds: Iterable[str]) -> list[str]:
        groups = self.tools.rules.groups
        return list(dict.fromkeys(one for kind in kinds for one in groups.get(kind, (kind,))))

    def _line(self, patterns: tuple[str, ...], path: str) -> int | None:
        """The first line where one of the patterns begins."""
        code = "\n".join(self.code(path))[:LARGEST]
        starts = [match.start() for pattern in patterns if (match := compiled("(?m)" + pattern).search(code))]
        return code.count("\n", 0, min(starts)) + 1 if starts else None

    def _dependencies(self, numbers: list[int]) -> Iterator[Hit]:
        found = [(path, one) for path, text in self.ours.items() for one in declared(path, text.text)]
        for number in numbers:
            entry = self.tools.entries[number][1]
            for path, one in found:
                if (not entry.ecosystems or one.ecosystem in entry.ecosystems) and _matches(entry.dependency, one.name, "(?i)"):
                    yield Hit(number, path, one.line)

    def _steps(self, numbers: list[int]) -> Iterator[Hit]:
        for number in numbers:
            entry = self.tools.entries[number][1]
            for text in (text for kind in self._expanded(entry.kinds or JENKINS) for text in self.kinds.get(kind, ())):
                if self._holds(entry, text.path) and (line := self._line(entry.step, text.path)):
                    yield Hit(number, text.path, line)

    def _text(self, numbers: Iterable[int], sure: Callable[[int], bool]) -> Iterator[Hit]:
        for number in numbers:
            entry = self.tools.entries[number][1]
            if sure(number) or not self._anywhere(entry):
                continue
            for text in self._texts(number, entry):
                if (
                    self._holds(entry, text.path)
                    and not self.tools.excluded(number, text.path)
                    and (line := self._line(entry.text, text.path))
                ):
                    yield Hit(number, text.path, line)

    def _commands(self, numbers: list[int]) -> Iterator[Hit]:
        asked = [(number, entry) for number in numbers if self._anywhere(entry := self.tools.entries[number][1])]
        for path, text in self.ours.items():
            if not holds_commands(text):
                continue
            here = [
                (number, entry) for number, entry in asked
                if self._holds(entry, path) and (not entry.kinds or text.kind in self._expanded(entry.kinds))
            ]  # fmt: skip
            if not here:
                continue
            for line, command in commands(text, self.code(path)):
                folded = command.casefold()
                for number, entry in here:
                    held = not entry.words or any(word in folded for word in entry.words)
                    if held and any(compiled(pattern).search(command) for pattern in entry.command):
                        yield Hit(number, path, line)

    def _anywhere(self, entry: FoundRule) -> bool:
        return not entry.words or any(word in self.whole for word in entry.words)

    def _holds(self, entry: FoundRule, path: str) -> bool:
        return not entry.words or any(word in self.folded[path] for word in entry.words)
