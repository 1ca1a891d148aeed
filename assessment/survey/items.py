"""The parts of a questionnaire: items in sections, the scales they make, and where each wording comes from.

Records only; `questionnaire.py` puts them together and holds them against each other.
"""

from typing import Annotated, Literal

from pydantic import Field

from assessment.model import Strict, Workflow

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,49}$")]
Wording = Annotated[str, Field(min_length=1, max_length=400)]


class Source(Strict):
    """Where a wording comes from, under which licence, and what was changed in it."""

    title: str
    url: str
    licence: str
    changes: str


class Item(Strict):
    """One question or statement. `version` counts its wordings; answers to another wording are never mixed in."""

    id: Id
    version: int = Field(ge=1)
    text: Wording
    format: str
    source: str | None = None
    workflow: Workflow | None = Field(default=None, description="the workflow it asks about")
    asks: Literal["pain", "hours"] | None = Field(default=None, description="what it asks about that workflow")


class Section(Strict):
    """Items shown together; `stem` is the question that rows of a grid share."""

    id: Id
    title: str
    stem: Wording | None = None
    items: tuple[Item, ...] = Field(min_length=1)

    def wording(self, item: Item) -> str:
        """What a respondent reads: the text, or `stem [text]` as forms write the row of a grid."""
        return f"{self.stem} [{item.text}]" if self.stem else item.text


class Scale(Strict):
    """Items that are averaged into one measure; `-item` is reversed first."""

    id: Id
    title: str
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
    options: tuple[str, ...] = Field(min_length=2)


class Respondent(Strict):
    """What is asked about the respondent: the team, and the role where wanted."""

    team: Wording
    role: Role | None = None
