"""What `data/rules/controls.yaml` may say: controls, and what in the files shows them."""

from typing import Literal

from pydantic import Field, field_validator, model_validator

from assessment.model import Strict
from assessment.repositories.rules.schema import Glob, Kind, Pattern

ControlReader = Literal[
    "dependency-updates", "pinned-actions", "workflow-permissions", "code-owners", "managed-secrets", "pinned-base-image",
    "non-root-container", "lockfile", "tests-on-change", "timeout", "dangerous-triggers", "secrets-scope", "hardened-runner",
    "keyless-cloud-login", "deployment-approval", "suppressions-expire", "pipeline-as-code", "road-stages",
]  # fmt: skip


class ControlRule(Strict):
    """A compliance control that files can show."""

    id: Kind
    title: str
    why: str
    setting: str
    applies: tuple[Kind, ...] = Field(default=(), description="file kinds or groups without which it is not applicable; none: always")
    workflow: str = Field(default="", description="workflow of files.yaml that it belongs to: whose paved road could bring it")
    seen_in: Literal["files", "ci", "forge", "history"] = "files"
    reader: ControlReader | None = None
    ordinal: tuple[str, ...] = Field(default=(), description="words of the setting that have an order, from strict to lax")
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


class DetailRule(Strict):
    """Something in the files that says how a control is set, beside what its evidence says."""

    control: Kind
    text: Pattern = Field(description="with a group 'value', unless 'say' is given")
    say: str = ""
    files: tuple[Kind, ...] = Field(min_length=1)
    words: tuple[str, ...] = Field(min_length=1, description="only texts that hold one of these are searched")

    @field_validator("words")
    @classmethod
    def _lower(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(word.casefold() for word in words)

    @model_validator(mode="after")
    def _says_something(self) -> "DetailRule":
        if bool(self.say) == ("(?P<value>" in self.text):
            raise ValueError("give either 'say' or a group (?P<value>…) in 'text'")
        return self


class LabelledPaths(Strict):
    """Paths of one sort."""

    label: str
    path: tuple[Glob, ...] = Field(min_length=1)
    harmless: tuple[Glob, ...] = Field(default=(), description="paths of this sort that hold no secret, by custom")
    doubtful: bool = Field(default=False, description="often harmless: such a file alone proves nothing")


class ControlRules(Strict):
    """data/rules/controls.yaml"""

    groups: dict[Kind, tuple[Kind, ...]]
    trusted: tuple[str, ...]
    beside: Pattern
    controls: tuple[ControlRule, ...]
    evidence: tuple[EvidenceRule, ...]
    details: tuple[DetailRule, ...] = ()
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
        for name in (*(entry.control for entry in self.evidence), *(entry.control for entry in self.details)):
            if name not in known:
                raise ValueError(f"evidence for unknown control '{name}'; possible: {', '.join(sorted(known))}")
        return self
