"""What `data/rules/tools.yaml` may say: tools, what in the files shows them, and services that have ended."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from assessment.model import Strict, Workflow
from assessment.repositories.rules.schema import Glob, Kind, Pattern

Beside = Literal["toolchain", "documentation"]  # what a repository has beside the workflows
Ecosystem = Literal["npm", "pypi", "maven", "gem", "go", "cargo", "nuget", "composer", "hex"]
Confidence = Literal["high", "medium", "low"]
By = Literal["path", "text", "manifest", "reference", "image", "resource", "dependency", "command", "step"]
TYPED: tuple[By, ...] = ("manifest", "reference", "image", "resource", "dependency", "command", "step", "text")


def _several(value: object) -> object:
    return [value] if isinstance(value, str) else value


Patterns = Annotated[tuple[Pattern, ...], BeforeValidator(_several)]


class FoundRule(Strict):
    """One sort of evidence of a tool: where to look, and what to see there."""

    path: tuple[Glob, ...] = ()
    not_: tuple[Glob, ...] = Field(default=(), alias="not")
    kinds: tuple[Kind, ...] = Field(default=(), description="kinds of files.yaml, or groups")
    text: Patterns = ()
    manifest: Patterns = ()
    reference: Patterns = ()
    image: Patterns = ()
    resource: Patterns = ()
    dependency: Patterns = ()
    command: Patterns = ()
    step: Patterns = ()
    ecosystems: tuple[Ecosystem, ...] = ()
    words: tuple[str, ...] = ()
    confidence: Confidence = "high"
    state: Literal["used", "provided"] = "used"
    docs: bool = Field(default=False, description="counts below docs/ too")

    @field_validator("words")
    @classmethod
    def _lower(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(word.casefold() for word in words)

    @model_validator(mode="after")
    def _one_thing_to_see(self) -> "FoundRule":
        said = [name for name in TYPED if getattr(self, name)]
        if len(said) > 1 and set(said) != {"manifest", "text"}:
            raise ValueError(f"looks for {' and '.join(said)}: give one of them, in entries of their own")
        if not said and not self.path:
            raise ValueError(f"says nothing to look for: give a 'path', or one of {', '.join(TYPED)}")
        if said == ["text"] and not (self.path or self.kinds):
            raise ValueError("'text' needs 'path' or 'kinds': in which files to look")
        if self.ecosystems and said != ["dependency"]:
            raise ValueError("'ecosystems' narrows 'dependency', and nothing else")
        return self

    @property
    def by(self) -> By:
        """The sort of evidence."""
        return next((name for name in TYPED if getattr(self, name)), "path")


class ToolRule(Strict):
    """A tool, the workflow that it serves, and what shows it."""

    id: Kind
    title: str = Field(min_length=1)
    workflow: Workflow | Beside
    found: tuple[FoundRule, ...] = Field(min_length=1)


class ClosedRule(Strict):
    """A service that has ended: configurations untouched since then are left over."""

    path: tuple[Glob, ...] = Field(min_length=1)
    ended: date
    why: str


class RivalRule(Strict):
    """Tools of which one takes the place of another."""

    lapse: tuple[Kind, ...] = Field(min_length=1, description="those that may be left over")
    beside: tuple[Kind, ...] = Field(min_length=1, description="those that take their place")


class ToolRules(Strict):
    """data/rules/tools.yaml"""

    groups: dict[Kind, tuple[Kind, ...]] = Field(default={})
    closed: tuple[ClosedRule, ...] = ()
    rivals: tuple[RivalRule, ...] = ()
    tools: tuple[ToolRule, ...]


NO_TOOLS = ToolRules(tools=())
