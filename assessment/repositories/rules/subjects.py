"""What does the subject line of a commit tell about the work, without keeping the line?

Reads one line and the patterns of `data/rules/subjects.yaml`. Returns a class ('' for most lines) and a key: equal keys mean the
same wording once ticket ids, numbers and pull request suffixes are gone. Equal wording is a hint, never proof, of the same change.
"""

import re
from dataclasses import dataclass
from hashlib import blake2b

from assessment.repositories.rules.globs import compiled
from assessment.repositories.rules.schema import SubjectRules

SHORTEST = 12  # letters of a normalised subject below which equal wording says nothing
_PULL_REQUEST = re.compile(r"\s*\(?(?:#|!)\d+\)?\s*$")
_TICKET = re.compile(r"^\W*(?:[a-z][a-z0-9]{1,9}[-_ ]?\d+\b\W*)+|\b[a-z][a-z0-9]{1,9}-\d+\b")
_NUMBER = re.compile(r"\bv?\d[\w.+-]*|\b[0-9a-f]{7,40}\b|\d+")
_DIGIT = re.compile(r"\d")
_HASH = re.compile(r"[0-9a-f]{7}")
_SPACE = re.compile(r"[\W_]+")
_MERGE = re.compile(r"^merge (branch|pull request|remote|master|main|tag|commit|request)\b|^merged? (in|from|with)\b|^see merge request")


@dataclass(frozen=True, slots=True)
class Subjects:
    """The patterns of one class each, in order, and the subjects that say nothing."""

    classes: tuple[tuple[str, str, str], ...]  # name, words one of which must occur, patterns; both as one expression
    generic: frozenset[str]

    @staticmethod
    def of(rules: SubjectRules) -> "Subjects":
        """Join the patterns of each class."""
        classes = tuple(
            (rule.class_, "|".join(map(re.escape, rule.words)), "|".join(f"(?:{pattern})" for pattern in rule.match))
            for rule in rules.classes
        )
        return Subjects(classes, frozenset(normalised(line) for line in rules.generic))

    def kind(self, subject: str) -> str:
        """revert, trigger, bump, pipeline or ''."""
        line = subject[:300].casefold()
        if _MERGE.match(line):
            return ""
        for name, words, pattern in self.classes:
            if compiled(words).search(line) and compiled(pattern).search(line):
                return name
        return ""

    def key(self, subject: str) -> int:
        """64-bit hash of the normalised subject; 0 for a merge, a generic or a short one."""
        if _MERGE.match(subject[:40].casefold()):
            return 0
        line = normalised(subject)
        if len(line) < SHORTEST or line in self.generic:
            return 0
        return int.from_bytes(blake2b(line.encode("utf-8", "surrogateescape"), digest_size=8).digest(), "big") or 1


def normalised(subject: str) -> str:
    """Lower case, without ticket ids, numbers, versions, pull request suffix and punctuation."""
    line = subject[:300].casefold()
    if _DIGIT.search(line):  # most lines have none, and then nothing of the kind to take out
        line = _TICKET.sub(" ", _PULL_REQUEST.sub("", line))
        line = _NUMBER.sub(" ", line)
    elif _HASH.search(line):
        line = _NUMBER.sub(" ", line)
    return _SPACE.sub(" ", line).strip()
