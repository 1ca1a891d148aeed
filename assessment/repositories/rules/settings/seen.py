"""One repository as the readings of controls see it: paths, texts without comments, references, and the rules' lists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from assessment.repositories.facts import Text
from assessment.repositories.rules.places import PathIndex, split
from assessment.repositories.rules.readers.lines import without_comments
from assessment.repositories.rules.references import Reference
from assessment.repositories.rules.schema_controls import ControlRules


class Finding(NamedTuple):
    """Outcome of one control, and what shows it."""

    outcome: str
    setting: str = ""
    path: str = ""
    line: int | None = None


class File(NamedTuple):
    """A file at HEAD."""

    path: str
    role: str
    workflow: str
    kind: str


NOT_APPLICABLE = Finding("not applicable")
LEFTOVER = frozenset({"travis"})  # beside another pipeline such a file is a leftover: the service has closed
OURS = frozenset({"product", "plumbing", "generated", "secret"})


@dataclass(frozen=True)
class Seen:
    """The files, texts and references of one repository."""

    files: tuple[File, ...]
    texts: tuple[Text, ...]
    references: tuple[Reference, ...]
    rules: ControlRules
    owner: str = ""  # organisation or user in the repository's name; '' unknown

    @staticmethod
    def of(
        files: Sequence[File], texts: Sequence[Text], references: Sequence[Reference], rules: ControlRules, *, owner: str = ""
    ) -> "Seen":
        """What counts of all that there is: no vendored files, and no leftovers of a service that has closed."""
        ours = tuple(file for file in files if file.role in OURS)
        other_ci = {file.kind for file in ours} & set(rules.groups.get("ci", ())) - LEFTOVER
        current = tuple(text for text in texts if not (other_ci and text.kind in LEFTOVER))
        return Seen(ours, current, tuple(references), rules, owner)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Kinds of plumbing that the repository has."""
        return frozenset(file.kind for file in self.files if file.kind)

    @cached_property
    def lines(self) -> dict[str, list[str]]:
        """Path -> lines without comments."""
        return {text.path: without_comments(text) for text in self.texts}

    @cached_property
    def code(self) -> dict[str, str]:
        """Path -> text without comments."""
        return {path: "\n".join(lines) for path, lines in self.lines.items()}

    @cached_property
    def folded(self) -> dict[str, str]:
        """Path -> text without comments, letter case folded."""
        return {path: code.casefold() for path, code in self.code.items()}

    @cached_property
    def by_kind(self) -> dict[str, list[Text]]:
        """Kind -> its texts, by path."""
        found: dict[str, list[Text]] = {}
        for text in sorted(self.texts, key=lambda text: text.path):
            found.setdefault(text.kind, []).append(text)
        return found

    def expanded(self, kinds: Iterable[str]) -> frozenset[str]:
        """Kinds, with groups written out."""
        return frozenset(one for kind in kinds for one in self.rules.groups.get(kind, (kind,)))

    def of_kind(self, *kinds: str) -> list[Text]:
        """Texts of some kinds or groups, by kind and path."""
        return [text for kind in sorted(self.expanded(kinds)) for text in self.by_kind.get(kind, ())]

    def matching(self, patterns: Sequence[str], files: Iterable[File] | None = None) -> list[File]:
        """Files whose path fits a pattern of the rules."""
        index = _index(tuple(patterns))
        return [file for file in (self.files if files is None else files) if index(*split(file.path))]


@lru_cache(1_000)
def _index(patterns: tuple[str, ...]) -> PathIndex:
    return PathIndex.of([(0, pattern) for pattern in patterns])


def share(done: int, of: int) -> str:
    """all, mixed or none."""
    return "all" if done == of else "mixed" if done else "none"
