"""What do the plumbing files of a repository refer to, and how is it pinned?

Reads texts and the entries of `data/rules/references.yaml`; returns one row per reference, in file and line order. It sees what is
written: a library that a Jenkins controller loads by default, or a default branch behind a missing version, stays invisible.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from assessment.repositories.facts import Text
from assessment.repositories.rules.globs import compiled
from assessment.repositories.rules.readers import names
from assessment.repositories.rules.readers.formats import READERS, Found
from assessment.repositories.rules.readers.lines import code_lines
from assessment.repositories.rules.schema import LineRule, ReferenceRules

_NO_GIT = frozenset({"image", "chart"})


class Reference(NamedTuple):
    """A row of `facts.REFERENCES`, which does not name the repository."""

    path: str
    line: int
    kind: str
    workflow: str
    target: str
    block: str
    version: str
    pin: str


@dataclass(frozen=True, slots=True)
class References:
    """Line patterns and reader names for each kind of file."""

    lines: dict[str, tuple[LineRule, ...]]
    readers: dict[str, tuple[str, ...]]

    @staticmethod
    def of(rules: ReferenceRules) -> "References":
        """File the entries by the kind of file they look at."""
        kinds = sorted({kind for files in (*(r.files for r in rules.lines), *(r.files for r in rules.readers)) for kind in files})
        return References(
            lines={kind: tuple(rule for rule in rules.lines if kind in rule.files) for kind in kinds},
            readers={kind: tuple(rule.reader for rule in rules.readers if kind in rule.files) for kind in kinds},
        )

    def __call__(self, texts: Sequence[Text]) -> list[Reference]:
        """References of all texts; never raises on content."""
        found = ((text, reference) for text in texts for reference in self.of_text(text))
        return [Reference(text.path, f.line, f.kind, text.workflow, f.target, f.block, f.version, f.pin) for text, f in found]

    def of_text(self, text: Text) -> list[Found]:
        """References of one file, by line; what two rules see at the same place counts once."""
        found = [f for reader in self.readers.get(text.kind, ()) for f in READERS[reader](text)]
        rules = self.lines.get(text.kind, ())
        if rules:
            lines = code_lines(text)
            whole, starts = "\n".join(lines), list(accumulate((len(line) + 1 for line in lines), initial=0))
            found += [f for rule in rules for f in _matches(rule, whole, starts)]
        return sorted(dict.fromkeys(found))


def _matches(rule: LineRule, whole: str, starts: Sequence[int]) -> Iterator[Found]:
    for match in compiled("(?m)" + rule.match).finditer(whole):
        groups = {key: value or "" for key, value in match.groupdict().items()}
        name = next(key for key in ("image", "source", "target") if key in groups)
        if name == "image":
            found = names.image(names.substituted(groups["image"].strip(), {}))
        elif name == "source":
            found = names.source(groups["source"])
        else:
            found = names.Source(groups["target"], groups.get("block", ""), groups.get("version", ""))
        version = found.version or groups.get("version", "")
        line = bisect_right(starts, match.start(name))
        yield Found(line, rule.kind, found.target, found.block, version, names.pin(found.target, version, git=rule.kind not in _NO_GIT))
