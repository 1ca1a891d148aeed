"""What the files in `data/rules` may say about places, authors, subjects and references; for controls see `schema_controls`."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, field_validator, model_validator

from assessment.model import Strict, Workflow

Role = Literal["product", "plumbing", "vendored", "generated", "example", "secret"]
SubjectClass = Literal["revert", "trigger", "renewal", "bump", "pipeline"]
ReferenceKind = Literal["workflow", "action", "library", "module", "image", "chart", "include", "orb", "template", "preset"]
ReaderName = Literal[
    "dockerfile", "job-image", "aliased-image", "terraform", "chart", "gitlab-include", "azure-template", "pre-commit", "template-origin",
]  # fmt: skip


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"'{pattern}' is not a regular expression ({error})") from None
    return pattern


Pattern = Annotated[str, Field(min_length=1), AfterValidator(_compiles)]
Glob = Annotated[str, Field(min_length=1, max_length=2_000)]
Kind = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]


class PlaceRule(Strict):
    """Paths of one role, workflow and kind."""

    role: Role = "plumbing"
    workflow: Workflow | None = None
    kind: Kind | None = None
    path: tuple[Glob, ...] = Field(min_length=1)
    not_: tuple[Glob, ...] = Field(default=(), alias="not")
    owns: tuple[Glob, ...] = Field(default=(), description="base names below the folder of a matching file")

    @model_validator(mode="after")
    def _plumbing_is_named(self) -> "PlaceRule":
        named = self.workflow is not None and self.kind is not None
        if self.role == "plumbing" and not named:
            raise ValueError("plumbing needs both 'workflow' and 'kind'; an entry without them needs a 'role'")
        if self.role != "plumbing" and (self.workflow or self.kind):
            raise ValueError(f"role '{self.role}' takes neither 'workflow' nor 'kind'")
        return self


class SniffRule(Strict):
    """Product files that are looked into."""

    path: tuple[Glob, ...] = ()
    not_: tuple[Glob, ...] = Field(default=(), alias="not")
    bytes: int = Field(default=65_536, ge=1, description="larger files are data")
    files: int = Field(default=500, ge=0, description="at most so many of a repository")


class ContentRule(Strict):
    """Files of a workflow and kind by what they say."""

    kind: Kind
    workflow: Workflow
    path: tuple[Glob, ...] = Field(min_length=1)
    words: tuple[str, ...] = Field(min_length=1, description="only texts that hold one of these are searched")
    match: Pattern


class FileRules(Strict):
    """data/rules/files.yaml"""

    places: tuple[PlaceRule, ...]
    sniff: SniffRule = SniffRule()
    content: tuple[ContentRule, ...] = ()


class AutomationRule(Strict):
    """One way to recognise an author that is not a person."""

    why: str = Field(min_length=3)
    name: Pattern | None = None
    written: Pattern | None = None
    address: Pattern | None = None
    agent: bool = False

    @model_validator(mode="after")
    def _looks_somewhere(self) -> "AutomationRule":
        if sum(pattern is not None for pattern in (self.name, self.written, self.address)) != 1:
            raise ValueError("give exactly one of 'name', 'written' and 'address'")
        return self


class AutomationRules(Strict):
    """data/rules/automation.yaml"""

    automation: tuple[AutomationRule, ...]


class SubjectRule(Strict):
    """Patterns of one class of subject lines."""

    class_: SubjectClass = Field(alias="class")
    words: tuple[str, ...] = Field(default=(), description="only subjects that hold one of these are compared; none: all")
    match: tuple[Pattern, ...] = Field(min_length=1)


class SubjectRules(Strict):
    """data/rules/subjects.yaml"""

    classes: tuple[SubjectRule, ...]
    generic: tuple[str, ...] = ()

    @field_validator("generic")
    @classmethod
    def _lower(cls, generic: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(line.casefold() for line in generic)


class LineRule(Strict):
    """A reference that one line shows."""

    kind: ReferenceKind
    files: tuple[Kind, ...] = Field(min_length=1)
    match: Pattern

    @field_validator("match")
    @classmethod
    def _names_what_it_finds(cls, match: str) -> str:
        groups = set(re.compile("(?m)" + match).groupindex)
        if not groups & {"target", "image", "source"} or groups - {"target", "image", "source", "block", "version"}:
            raise ValueError("needs a group (?P<target>…), (?P<image>…) or (?P<source>…), optionally block and version, and no other names")
        return match


class ReaderRule(Strict):
    """Kinds of files that a built-in reader looks at."""

    reader: ReaderName
    files: tuple[Kind, ...] = Field(min_length=1)


class ReferenceRules(Strict):
    """data/rules/references.yaml"""

    lines: tuple[LineRule, ...]
    readers: tuple[ReaderRule, ...]
