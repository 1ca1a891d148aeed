"""Where in the texts of a repository is the evidence that tools.yaml asks for?

Reads texts, references and the entries; yields hits, strongest sort first. A text is searched only where it holds one of the entry's words,
and for nothing that would add nothing to what is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from assessment.repositories.facts import Text
from assessment.repositories.rules.globs import compiled
from assessment.repositories.rules.named import Named, declarations, dependencies, images, meant, objects, referred
from assessment.repositories.rules.opened import Opened
from assessment.repositories.rules.readers.commands import commands, holds_commands
from assessment.repositories.rules.references import Reference

if TYPE_CHECKING:
    from assessment.repositories.rules.tools import Tools

Settled = Callable[[int], bool]  # whether an entry could add nothing to what is known


class Hit(NamedTuple):
    """Evidence of an entry: where it stands; `renamed`: under a name that switches the file off."""

    entry: int
    path: str
    line: int | None
    renamed: bool = False


class Evidence:
    """The texts of one repository, ready to be searched."""

    def __init__(self, tools: Tools, opened: Opened, candidates: dict[int, list[str]]) -> None:
        self.tools = tools
        self.opened = opened
        self.candidates = candidates
        self.words = tools.words(opened.whole)

    def hits(self, references: Sequence[Reference], settled: Settled) -> Iterator[Hit]:
        """All evidence but that of names of files. Take each hit before the next is asked for: `settled` is asked in between."""
        opened = self.opened
        yield from self._named("reference", referred(references, opened), settled)
        yield from self._named("image", images(references, opened), settled)
        yield from self._named("resource", declarations(opened), settled)
        yield from self._named("manifest", objects(opened), settled)
        yield from self._dependencies(settled)
        yield from self._searched("step", settled)
        yield from self._searched("text", settled)
        yield from self._commands(settled)

    def is_off(self, hit: Hit) -> bool:
        """Whether nothing runs what the hit shows."""
        return hit.renamed or self.opened.is_off(hit.path, hit.line)

    def _named(self, sort: str, names: Iterator[Named], settled: Settled) -> Iterator[Hit]:
        for number, those in meant(self.tools, sort, names).items():
            rule = self.tools.entries[number].rule
            scope = {text.path for text in self._texts(number)} if rule.path or rule.kinds else None
            for named in those:
                if settled(number):
                    break
                if (scope is not None and named.path not in scope) or self.tools.excluded(number, named.path):
                    continue
                if not rule.text or self.opened.line(rule.text, named.path) is not None:
                    yield Hit(number, named.path, named.line)

    def _dependencies(self, settled: Settled) -> Iterator[Hit]:
        for number, those in meant(self.tools, "dependency", dependencies(self.opened)).items():
            rule = self.tools.entries[number].rule
            for named in those:
                if settled(number):
                    break
                if not rule.ecosystems or named.ecosystem in rule.ecosystems:
                    yield Hit(number, named.path, named.line)

    def _texts(self, number: int) -> list[Text]:
        """The texts to which an entry is restricted by path or kind."""
        entry = self.tools.entries[number]
        if not entry.rule.path or entry.by == "step":
            return self.opened.of_kinds(entry.kinds)
        named = (self.opened.texts[path] for path in self.candidates.get(number, ()) if path in self.opened.texts)
        return [text for text in named if not entry.kinds or text.kind in entry.kinds]

    def _words(self, number: int) -> list[str]:
        """Words of an entry that the texts may hold."""
        return [word for word in self.tools.entries[number].words if word in self.words]

    def _searched(self, sort: str, settled: Settled) -> Iterator[Hit]:
        """Texts in which a pattern is found."""
        for number in self.tools.sorts.get(sort, ()):
            rule = self.tools.entries[number].rule
            words = self._words(number)
            if not words or settled(number):
                continue
            for text in self._texts(number):
                if not self.opened.held(words, text.path) or (sort == "text" and self.tools.excluded(number, text.path)):
                    continue
                if line := self.opened.line(getattr(rule, sort), text.path):
                    yield Hit(number, text.path, line)
                    if settled(number):
                        break

    def _commands(self, settled: Settled) -> Iterator[Hit]:
        filed: dict[str, list[int]] = {}
        for number in self.tools.sorts.get("command", ()):
            if not settled(number):
                for word in self._words(number):
                    filed.setdefault(word, []).append(number)
        for path, text in self.opened.ours.items() if filed else ():
            held = self.opened.held(filed, path) if holds_commands(text) else ()
            for line, command, words in commands(text, self.opened.lines(path), held) if held else ():
                for number in sorted({number for word in words for number in filed[word]}):
                    entry = self.tools.entries[number]
                    if settled(number) or (entry.kinds and text.kind not in entry.kinds):
                        continue
                    if any(compiled(pattern).search(command) for pattern in entry.rule.command):
                        yield Hit(number, path, line)
