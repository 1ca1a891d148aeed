"""What does every form of a shared version have to do? Read a member, write the shared version with its callers, and read both back.

A form is a module in `forms/` with the names of `Form`. It judges nothing: `draft.py` checks through `rebuild` that caller and shared
version, as written, say what the member said, up to the changes that the form itself listed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeAlias

from assessment.repositories.duplication.drafts.template import Parameter, Template
from assessment.repositories.duplication.drafts.values import Change, Value

Key: TypeAlias = tuple[str, str]  # repository, path


class Member(NamedTuple):
    """A file of a cluster: repository, team ('' unmapped), path at HEAD, text."""

    repository: str
    team: str
    path: str
    text: str

    @property
    def key(self) -> Key:
        """What tells members apart: repository and path."""
        return self.repository, self.path


@dataclass(frozen=True, slots=True)
class Context:
    """What a form knows besides the tree: members and their parsed documents in the template's order, and where it would live.

    name: its base name without ending, such as `codeql` · home: owner/repository that would hold it · ref: the version callers would name ·
    variants: of one part, at most, where no input can say the difference.
    """

    members: tuple[Member, ...]
    documents: tuple[Value, ...]
    name: str
    home: str
    ref: str
    variants: int = 3


@dataclass(frozen=True, slots=True)
class Written:
    """A shared version as text.

    files: path -> text · callers: (repository, path) -> text that replaces the member's file · changes: what it would change for a
    member (drift unified, names dropped), in paths of the member's parsed document · unfit: member -> why it cannot call it ·
    roles: parameter or flag -> input, drift, display, trigger, shell text, flag · parameters: what the callers give, where the form cuts
    differences another way than the tree does (inside expressions, say); then it stands in place of the tree's parameters and flags ·
    places: path of a caller's text, where that is not the path of the member's file.
    """

    files: Mapping[str, str]
    callers: Mapping[Key, str]
    changes: Mapping[Key, tuple[Change, ...]] = field(default_factory=dict)
    unfit: Mapping[Key, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    parameters: tuple[Parameter, ...] | None = None
    places: Mapping[Key, str] = field(default_factory=dict)


class Form(Protocol):
    """A module that writes one form of shared version."""

    NAME: str  # how people call it: reusable workflow, composite action, gitlab template, terraform module, dockerfile template, template
    label: Callable[[Value], str]  # what tells two items of a list apart (`labels.label` will do); '' = nothing

    def parse(self, text: str) -> Value:
        """The meaning of a file; DraftError naming what cannot be read."""

    def write(self, template: Template, context: Context) -> Written:
        """The shared version and a caller for each member that can call it; DraftError where there can be none at all."""

    def rebuild(self, written: Written, member: Member) -> Value:
        """What caller and shared version say for a member, read from the written text alone; DraftError where they do not go together."""


Documents: TypeAlias = Sequence[Value]
