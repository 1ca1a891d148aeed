"""What `data/rules/capabilities.yaml` may say: capabilities, and how a building block, a command or a name is recognised as one."""

from typing import Annotated

from pydantic import Field, field_validator, model_validator

from assessment.model import Strict
from assessment.repositories.rules.schema import Kind, Pattern


class Capability(Strict):
    """A job that a step of a pipeline does."""

    id: Kind
    title: str = Field(min_length=3)
    phase: Kind
    undifferentiated: bool = Field(description="work that no product is better for")


class NameRule(Strict):
    """Words of a name, or the beginning of a command, and the capability they show."""

    capability: tuple[Kind, ...] = Field(min_length=1)
    match: Pattern

    @field_validator("capability", mode="before")
    @classmethod
    def _one_or_several(cls, written: object) -> object:
        return [written] if isinstance(written, str) else written


class CommandRule(NameRule):
    """The beginning of a command. `also`: go on looking."""

    also: bool = False


class BlockRule(CommandRule):
    """The full name of a building block. `with`: an input (alternatives with |) and what its value must match."""

    with_: dict[str, Pattern] = Field(default={}, alias="with")


class InputRule(Strict):
    """An input of a building block that holds commands."""

    match: Pattern
    input: Annotated[str, Field(min_length=1)]
    before: str = ""


class Runner(Strict):
    """A program whose arguments are names that a team gave."""

    program: Annotated[str, Field(min_length=1)]
    each: bool = Field(default=False, description="every argument is a job of its own")
    options: tuple[str, ...] = Field(default=(), description="options whose next word is their value")
    skip: int = Field(default=0, ge=0, description="words before the name")
    otherwise: Kind = "unknown"


class Alias(Strict):
    """Another name of a program."""

    program: Annotated[str, Field(min_length=1)]
    is_: Annotated[str, Field(min_length=1, alias="is")]


class StepRules(Strict):
    """data/rules/capabilities.yaml"""

    capabilities: tuple[Capability, ...]
    actions: tuple[BlockRule, ...] = ()
    inputs: tuple[InputRule, ...] = ()
    aliases: tuple[Alias, ...] = ()
    wrappers: tuple[Pattern, ...] = ()
    runners: tuple[Runner, ...] = ()
    commands: tuple[CommandRule, ...] = ()
    plain: tuple[str, ...] = ()
    nested: tuple[str, ...] = ()
    binstubs: tuple[str, ...] = ()
    names: tuple[NameRule, ...] = ()

    @model_validator(mode="after")
    def _capabilities_exist(self) -> "StepRules":
        known = {one.id for one in self.capabilities}
        rules = [*self.actions, *self.commands, *self.names]
        named = [name for rule in rules for name in rule.capability] + [runner.otherwise for runner in self.runners]
        for name in (*named, "glue", "unknown"):
            if name not in known:
                raise ValueError(f"unknown capability '{name}'; known: {', '.join(sorted(known))}")
        return self
