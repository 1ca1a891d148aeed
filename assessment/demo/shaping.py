"""Edits that know the kind of text they change: a setting, a rule in product code, a version, the controls of a workflow.

Like those in `edits.py` they read the files as they are at that moment and return the files that change.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha1
from pathlib import PurePosixPath

from assessment.demo.edits import Changed, Files

_FORMS = {
    ".tf": '{name} = "{value}"',
    ".sh": "export {name}={value}",
    ".go": 'const {name} = "{value}"',
    ".groovy": "def {name} = '{value}'",
}
_NAMED = {"Dockerfile": "ENV {name}={value}", "Jenkinsfile": "{name} = '{value}'", "Makefile": "{name} := {value}"}
_MARKER = re.compile(r"^([ \t]*)(?:#|//) settings\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Setting:
    """One named setting is added below the file's `# settings` line, or gets a new value there; no value takes it out."""

    path: str
    name: str
    value: str

    def apply(self, repository: str, files: Mapping[str, Files]) -> Changed:
        text = files[repository].get(self.path)
        marker = _MARKER.search(text) if text is not None else None
        if text is None or marker is None:
            return {}
        pure = PurePosixPath(self.path)
        form = _NAMED.get(pure.name) or _FORMS.get(pure.suffix) or '{name}: "{value}"'
        line = marker.group(1) + form.format(name=self.name, value=self.value) + "\n" if self.value else ""
        present = re.compile(rf"^[ \t]*(?:ENV |export |const |def )?{re.escape(self.name)}\b.*\n", re.MULTILINE)
        if found := present.search(text):
            changed = text[: found.start()] + line + text[found.end() :]
        else:
            changed = text[: marker.end()] + line + text[marker.end() :]
        return {self.path: changed} if changed != text else {}


@dataclass(frozen=True, slots=True)
class Grow:
    """Product code grows: a snippet goes before the last line of a file; a file that is not there begins with `frame`."""

    path: str
    frame: str
    snippet: str

    def apply(self, repository: str, files: Mapping[str, Files]) -> Changed:
        lines = files[repository].get(self.path, self.frame).splitlines(keepends=True)
        return {self.path: "".join([*lines[:-1], self.snippet, *lines[-1:]])}


_NUMBER = re.compile(r"(?<![\w.])\d{1,6}(?![\w.])")


@dataclass(frozen=True, slots=True)
class Tweak:
    """A number in product code changes: the one at `position` (a share of the file, 0..1) goes up by `step`."""

    path: str
    position: float
    step: int

    def apply(self, repository: str, files: Mapping[str, Files]) -> Changed:
        text = files[repository].get(self.path, "")
        numbers = list(_NUMBER.finditer(text))
        if not numbers:
            return {}
        number = numbers[int(self.position * len(numbers))]
        return {self.path: text[: number.start()] + str(int(number.group()) + self.step) + text[number.end() :]}


_VERSION = re.compile(r"\d+\.\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Bump:
    """The version on the `position`-th line (share, 0..1) that carries one goes up by one patch; every ninth patch is a minor."""

    path: str
    position: float

    def apply(self, repository: str, files: Mapping[str, Files]) -> Changed:
        text = files[repository].get(self.path, "")
        versions = list(_VERSION.finditer(text))
        if not versions:
            return {}
        found = versions[int(self.position * len(versions))]
        major, minor, patch = (int(part) for part in found.group().split("."))
        raised = f"{major}.{minor + 1}.0" if patch >= 9 else f"{major}.{minor}.{patch + 1}"
        return {self.path: text[: found.start()] + raised + text[found.end() :]}


@dataclass(frozen=True, slots=True)
class Reshape:
    """Controls of a workflow file that came from elsewhere: pins and permissions are set or taken out; `own` is the organisation."""

    path: str
    pinned: bool
    permissions: bool
    own: str

    def apply(self, repository: str, files: Mapping[str, Files]) -> Changed:
        text = files[repository].get(self.path)
        if text is None:
            return {}
        changed = with_permissions(with_pins(text, self.pinned, self.own), self.permissions)
        return {self.path: changed} if changed != text else {}


_PINNED = re.compile(r"(uses: [\w./-]+)@[0-9a-f]{40} # (\S+)")
_TAGGED = re.compile(r"uses: ([\w-]+)/([\w./-]+)@(v[\w.]+)")
_PERMISSIONS = "permissions:\n  contents: read\n\n"


def with_pins(text: str, pinned: bool, own: str) -> str:
    """A workflow whose third-party actions are pinned by commit, or by tag. The commits are invented: a hash of action and tag."""
    text = _PINNED.sub(r"\1@\2", text)
    if not pinned:
        return text
    return _TAGGED.sub(lambda m: m[0] if m[1] == own else f"uses: {m[1]}/{m[2]}@{invented(m[1] + m[2] + m[3])} # {m[3]}", text)


def with_permissions(text: str, granted: bool) -> str:
    """A workflow with, or without, a least-privilege `permissions` block at the top level."""
    text = text.replace(_PERMISSIONS, "")
    return text.replace("\njobs:\n", f"\n{_PERMISSIONS}jobs:\n", 1) if granted else text


def invented(name: str) -> str:
    """Forty hexadecimal digits that always stand for the same name."""
    return sha1(name.encode(), usedforsecurity=False).hexdigest()
