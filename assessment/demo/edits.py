"""What can happen to the files of a repository: small, declarative edits, applied to the files as they are at that moment.

Reads the files of every repository (a copied file comes from another one) and returns the files that change.
An edit that finds nothing to change returns nothing, and the commit that would have carried it does not happen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Protocol

from assessment.errors import AssessmentError

Files = dict[str, str]  # path -> text; bytes of a path that are not UTF-8 are surrogate escapes
Changed = dict[str, str | None]  # path -> new text; None: deleted


class DemoError(AssessmentError):
    """The demo's specification or one of its templates contradicts itself."""


class Edit(Protocol):
    """One change to the files of one repository."""

    def apply(self, repository: str, files: Mapping[str, Files]) -> Changed:
        """The files that change; empty when there is nothing to do."""
        ...


@dataclass(frozen=True, slots=True)
class Write:
    """A file gets this text."""

    path: str
    text: str

    def apply(self, repository: str, files: Mapping[str, Files]) -> Changed:
        return {} if files[repository].get(self.path) == self.text else {self.path: self.text}


@dataclass(frozen=True, slots=True)
class Delete:
    """A file goes."""

    path: str

    def apply(self, repository: str, files: Mapping[str, Files]) -> Changed:
        return {self.path: None} if self.path in files[repository] else {}


@dataclass(frozen=True, slots=True)
class Replace:
    """The same text is replaced wherever it stands in the files of a pattern."""

    pattern: str
    old: str
    new: str

    def apply(self, repository: str, files: Mapping[str, Files]) -> Changed:
        hits = ((path, text) for path, text in files[repository].items() if fnmatchcase(path, self.pattern))
        return {path: text.replace(self.old, self.new) for path, text in hits if self.old in text and self.old != self.new}


@dataclass(frozen=True, slots=True)
class Patch:
    """A passage of one file is replaced, once; nothing happens where the new passage already stands."""

    path: str
    old: str
    new: str

    def apply(self, repository: str, files: Mapping[str, Files]) -> Changed:
        text = files[repository].get(self.path, "")
        if self.old not in text or (self.new and self.new in text):
            return {}
        return {self.path: text.replace(self.old, self.new, 1)}


@dataclass(frozen=True, slots=True)
class Either:
    """The first of several edits that changes anything."""

    edits: tuple[Edit, ...]

    def apply(self, repository: str, files: Mapping[str, Files]) -> Changed:
        return next((changed for edit in self.edits if (changed := edit.apply(repository, files))), {})


@dataclass(frozen=True, slots=True)
class Copy:
    """A file is copied from another repository as it stands there on that day, and the names in it are adapted."""

    path: str
    origin: str
    adapt: tuple[tuple[str, str], ...]

    def apply(self, repository: str, files: Mapping[str, Files]) -> Changed:
        text = files.get(self.origin, {}).get(self.path)
        if text is None:
            raise DemoError(
                f"{self.path} cannot be copied from {self.origin}: it is not there on that day",
                where=f"repository {repository}",
                expected="let the origin be born earlier, or copy from another repository",
            )
        for old, new in self.adapt:
            text = text.replace(old, new)
        return {self.path: text}
