"""What the rule files in `data/rules` may say.

Reads nothing: the rim loader hands over what YAML gave, with the file's name. Every mistake becomes a RulesError that names
the file, the entry, the key and what is possible there.
"""

import re
from typing import Annotated, Literal, NamedTuple, TypeVar

from pydantic import AfterValidator, Field, ValidationError, field_validator, model_validator

from assessment.errors import RulesError
from assessment.model import Strict, Workflow

Role = Literal["product", "plumbing", "vendored", "generated", "example", "secret"]
SubjectClass = Literal["revert", "trigger", "bump", "pipeline"]
ReferenceKind = Literal["workflow", "action", "library", "module", "image", "chart", "include", "orb", "template", "preset"]
ReaderName = Literal["dockerfile", "terraform", "chart", "gitlab-include", "azure-template", "pre-commit", "template-origin"]

ControlReader = Literal[
    "dependency-updates", "pinned-actions", "workflow-permissions", "code-owners", "managed-secrets", "pinned-base-image",
    "non-root-container", "lockfile", "tests-on-change", "timeout",
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


class FileRules(Strict):
    """data/rules/files.yaml"""

    places: tuple[PlaceRule, ...]


class AutomationRule(Strict):
    """One way to recognise an author that is not a person."""

    why: str = Field(min_length=3)
    name: Pattern | None = None
    address: Pattern | None = None

    @model_validator(mode="after")
    def _looks_somewhere(self) -> "AutomationRule":
        if (self.name is None) == (self.address is None):
            raise ValueError("give exactly one of 'name' and 'address'")
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


class ControlRule(Strict):
    """A compliance control that files can show."""

    id: Kind
    title: str
    why: str
    setting: str
    applies: tuple[Kind, ...] = Field(default=(), description="file kinds or groups without which it is not applicable; none: always")
    seen_in: Literal["files", "ci"] = "files"
    reader: ControlReader | None = None
    maps: dict[Literal["scorecard", "osps", "cis", "slsa", "ssdf"], tuple[str, ...]] = Field(default={})

    @field_validator("maps", mode="before")
    @classmethod
    def _ids_are_words(cls, maps: object) -> object:
        return {key: [str(one) for one in ids] for key, ids in maps.items()} if isinstance(maps, dict) else maps


class EvidenceRule(Strict):
    """Something in the files that shows a control."""

    control: Kind
    label: str
    path: tuple[Glob, ...] = ()
    reference: Pattern | None = None
    text: Pattern | None = None
    files: tuple[Kind, ...] = ()
    words: tuple[str, ...] = Field(default=(), description="only texts that hold one of these are searched; none: all")

    @field_validator("words")
    @classmethod
    def _lower(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(word.casefold() for word in words)

    @model_validator(mode="after")
    def _one_place_to_look(self) -> "EvidenceRule":
        if sum(map(bool, (self.path, self.reference, self.text))) != 1:
            raise ValueError("give exactly one of 'path', 'reference' and 'text'")
        if bool(self.text) != bool(self.files):
            raise ValueError("'text' needs 'files' (kinds to look into), and only 'text' does")
        return self


class LabelledPaths(Strict):
    """Paths of one sort."""

    label: str
    path: tuple[Glob, ...] = Field(min_length=1)


class ControlRules(Strict):
    """data/rules/controls.yaml"""

    groups: dict[Kind, tuple[Kind, ...]]
    trusted: tuple[str, ...]
    beside: Pattern
    controls: tuple[ControlRule, ...]
    evidence: tuple[EvidenceRule, ...]
    locks: dict[str, tuple[str, ...]]
    committed_secrets: tuple[LabelledPaths, ...]
    test_material: tuple[Glob, ...]
    root_images: tuple[Pattern, ...]
    ordinary_user: tuple[Pattern, ...]

    @model_validator(mode="after")
    def _evidence_has_a_control(self) -> "ControlRules":
        known = [control.id for control in self.controls]
        for name in {name for name in known if known.count(name) > 1}:
            raise ValueError(f"control '{name}' is defined twice; to add to it, add evidence")
        for entry in self.evidence:
            if entry.control not in known:
                raise ValueError(f"evidence for unknown control '{entry.control}'; possible: {', '.join(sorted(known))}")
        return self


class RuleFile(NamedTuple):
    """A rule file as YAML gave it: its name, and the parsed document."""

    name: str
    document: object


File = TypeVar("File", bound=Strict)


def checked(model: type[File], file: RuleFile) -> File:
    """The file as its model. RulesError names file, entry and key, and what is possible there."""
    if not isinstance(file.document, dict):
        raise RulesError("is not a mapping", where=file.name, expected=f"top-level keys: {', '.join(sorted(_keys(model)))}")
    try:
        return model.model_validate(file.document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise RulesError(_what(first), where=f"{file.name}, {_place(first['loc'])}", expected=_expected(first, model)) from None


def _keys(model: type[Strict]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _place(loc: tuple[int | str, ...]) -> str:
    parts = [f"entry {part + 1}" if isinstance(part, int) else part for part in loc]
    return ", ".join(parts) if parts else "top level"


def _what(error: object) -> str:
    assert isinstance(error, dict)
    value = "" if isinstance(error["input"], dict | list) else f" (found '{error['input']}')"
    return str(error["msg"]).removeprefix("Value error, ") + value


def _expected(error: object, model: type[Strict]) -> str:
    assert isinstance(error, dict)
    if error["type"] in ("enum", "literal_error"):
        return f"possible: {error['ctx']['expected']}"
    if error["type"] == "extra_forbidden":
        return f"possible keys: {', '.join(_keys(_model_at(model, error['loc'][:-1])))}"
    return "the header of the file shows an entry"


def _model_at(model: type[Strict], loc: tuple[int | str, ...]) -> type[Strict]:
    """The record that the keys in `loc` lead to."""
    for part in loc:
        if isinstance(part, int):
            continue
        fields = (f for name, f in model.model_fields.items() if part in (name, f.alias))
        args = getattr(next(fields).annotation, "__args__", ())
        model = next((arg for arg in args if isinstance(arg, type) and issubclass(arg, Strict)), model)
    return model
