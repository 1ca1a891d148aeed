"""The parts of a questionnaire: items in sections, the scales they make, and where each wording comes from.

Records only; `model.py` puts them together, `contradictions.py` holds them against each other.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, PrivateAttr, model_validator

from assessment.model import Strict, Workflow
from assessment.survey.questionnaire.readings import fold, refuse_twins
from assessment.survey.questionnaire.texts import Help, Label, Name, Title, Wording

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,49}$")]


class Source(Strict):
    """Where a wording comes from, under which licence, and what was changed in it."""

    title: Name
    url: Name
    licence: Name
    changes: Name


class Condition(Strict):
    """Asked only where an item before was answered so: with one of these labels, or with at least this number."""

    model_config = ConfigDict(serialize_by_alias=True)

    item: Id = Field(description="an item asked before")
    among: tuple[Label, ...] = Field(default=(), alias="is", description="asked where the answer is one of these labels")
    at_least: float | None = Field(
        default=None, allow_inf_nan=False, description="asked where the number behind the answer is at least this"
    )

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if bool(self.among) == (self.at_least is not None):
            raise ValueError("name either the labels (is: [...]) or a number (at_least: 3)")
        return self


class Asked(Strict):
    """Who is asked: people of these roles and those who named none (empty: everybody), where the condition holds."""

    roles: tuple[Label, ...] = Field(default=(), description="asked only of these roles, and of people who named none")
    ask_if: Condition | None = Field(default=None, description="asked only where an earlier answer says so")


class Item(Asked):
    """One question or statement. `version` counts its wordings; answers to another wording are never mixed in."""

    id: Id
    version: int = Field(ge=1)
    text: Wording
    format: str
    help: Help | None = Field(default=None, description="a word of explanation, shown smaller")
    source: str | None = None
    workflow: Workflow | None = Field(default=None, description="the workflow it asks about")
    asks: Literal["pain", "hours", "blocked", "waiting"] | None = Field(default=None, description="what it asks about that workflow")


class Section(Asked):
    """Items shown together; `stem` is the question that rows of a grid share. An optional one is left out unless a round wants it."""

    id: Id
    title: Title
    stem: Wording | None = None
    optional: bool = Field(default=False, description="asked only in rounds that switch it on")
    items: tuple[Item, ...] = Field(min_length=1)

    def wording(self, item: Item) -> str:
        """What a respondent reads: the text, or `stem [text]` as forms write the row of a grid."""
        return f"{self.stem} [{item.text}]" if self.stem else item.text


class Scale(Strict):
    """Items that are averaged into one measure; `-item` is reversed first."""

    id: Id
    title: Title
    measure: Id
    items: tuple[str, ...] = Field(min_length=1)
    minimum: int = Field(ge=1, description="items a person must have answered to count")
    higher: Literal["worse", "healthier"]
    spacing: Literal["linear", "log"] = "linear"

    @property
    def keys(self) -> dict[str, int]:
        """Item id -> +1, or -1 where reversed."""
        return {key.removeprefix("-"): -1 if key.startswith("-") else 1 for key in self.items}


class Role(Strict):
    """The optional question about the respondent's role."""

    text: Wording
    options: tuple[Label, ...] = Field(min_length=2)
    _sources: dict[str, str] = PrivateAttr(default_factory=dict)  # option in any language -> option that is recorded

    @model_validator(mode="after")
    def _differ(self) -> Self:
        refuse_twins(self.options)
        return self

    @property
    def spellings(self) -> dict[str, str]:
        """Folded option, in every language -> the role that is recorded."""
        words = {**self._sources, **{option: self.source(option) for option in self.options}}
        return {fold(word): role for word, role in words.items()}

    def source(self, option: str) -> str:
        """The role of the source language for one of `options`: what is recorded, and what `roles` of items and sections name."""
        return self._sources.get(option, option)

    def spoken(self, sources: Mapping[str, str], text: str | None = None, options: tuple[str, ...] = ()) -> Self:
        """The same question, reading these further words too (word -> role), and asked in other words where they are given."""
        made = type(self)(text=text or self.text, options=options or self.options)
        made._sources = {**self._sources, **sources, **({} if options else {option: self.source(option) for option in self.options})}
        return made


class Respondent(Strict):
    """What is asked about the respondent: the team, and the role where wanted."""

    team: Wording
    role: Role | None = None
