"""The rubric: which measures make an indicator, between which anchors, with what weight?

Reads the mapping of a rubric file (`data/rubrics/platform-need.yaml`, or an organisation's own copy); returns a complete `Rubric`.
Misleads: anchors and weights are judgements, however exact they look; each says in the file where it comes from.
"""

import math
from typing import Annotated, Literal

from pydantic import Field, ValidationError, model_validator

from assessment.errors import QuestionnaireError
from assessment.model import Strict
from assessment.outcome import Source

Share = Annotated[float, Field(gt=0, lt=1)]


class Measure(Strict):
    """One measure: its anchors (`none` -> severity 0, `severe` -> 1), scale and weight."""

    id: str
    title: str
    source: Source
    unit: str
    none: float
    severe: float
    weight: float = Field(gt=0)
    scale: Literal["linear", "log"] = "linear"
    statistic: Literal["mean", "median"] = "mean"
    between_teams: bool = False
    why: str
    anchors_from: str

    @model_validator(mode="after")
    def _anchors_differ(self) -> "Measure":
        if self.none == self.severe:
            raise ValueError(f"measure '{self.id}': anchors none and severe are equal; they must differ")
        if self.scale == "log" and min(self.none, self.severe) <= 0:
            raise ValueError(f"measure '{self.id}': a log scale needs anchors above 0")
        return self

    def position(self, value: float) -> float:
        """Where a value lies between the anchors, clipped to 0..1."""
        on = math.log if self.scale == "log" else float
        if self.scale == "log" and value <= 0:
            return 0.0 if self.none < self.severe else 1.0
        return min(1.0, max(0.0, (on(value) - on(self.none)) / (on(self.severe) - on(self.none))))


class Indicator(Strict):
    """One indicator: the question it answers and the measures behind it."""

    title: str
    question: str
    measures: tuple[Measure, ...] = Field(min_length=1)


class Rubric(Strict):
    """The whole rubric. `culture` stands beside the four and is never counted among them."""

    title: str
    version: int
    threshold: Share
    minimum_coverage: Share
    structural: Share
    weak_culture: Share
    concentration: float = Field(gt=0)
    indicators: dict[Literal["reinvention", "onboarding", "compliance", "glue"], Indicator]
    culture: Indicator

    @model_validator(mode="after")
    def _complete(self) -> "Rubric":
        missing = {"reinvention", "onboarding", "compliance", "glue"} - set(self.indicators)
        if missing:
            raise ValueError(f"indicator missing: {', '.join(sorted(missing))}")
        ids = [measure.id for indicator in self.all.values() for measure in indicator.measures]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise ValueError(f"measure named twice: {', '.join(twice)}")
        return self

    @property
    def all(self) -> dict[str, Indicator]:
        """The four indicators and culture, by name."""
        return {str(name): indicator for name, indicator in self.indicators.items()} | {"culture": self.culture}

    def only(self, source: Source) -> "Rubric":
        """The rubric with the measures of one wing alone."""
        kept = {name: i.model_copy(update={"measures": tuple(m for m in i.measures if m.source is source)}) for name, i in self.all.items()}
        return self.model_copy(update={"indicators": {n: i for n, i in kept.items() if n != "culture"}, "culture": kept["culture"]})


def parse(mapping: object, where: str) -> Rubric:
    """A rubric from its YAML mapping; QuestionnaireError naming file, key and what would be right."""
    try:
        return Rubric.model_validate(mapping)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise QuestionnaireError(first["msg"], where=f"{where}: {key}" if key else where) from error
