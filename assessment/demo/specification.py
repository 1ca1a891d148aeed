"""What the demo organisation is: the specification a reader may edit, as records that refuse contradictions.

Reads nothing (`build.py` loads the YAML); returns frozen records. Everything that is planted is a number here.
"""

from datetime import date
from typing import Any, Self

from pydantic import Field, ValidationError, model_validator

from assessment.demo.edits import DemoError
from assessment.demo.plans import Campaign, Expectation, Glue, Library, Road, Service, Solution, SurveyPlan, TeamPlan
from assessment.model import Strict, Workflow


class Specification(Strict):
    """The whole demo organisation."""

    name: str
    slug: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    domain: str
    since: date
    as_of: date
    k: int = Field(default=5, ge=3)
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    platform_team: str | None = None
    platform_headcount: int = 0
    containers: str = Field(default="containers/{language}.Dockerfile", description="template of the Dockerfile")
    teams: dict[str, TeamPlan] = Field(min_length=1)
    solutions: dict[Workflow, dict[str, Solution]]
    extras: dict[str, dict[str, str]] = Field(default={}, description="name -> path -> template")
    roads: dict[str, Road] = Field(default={})
    campaigns: dict[str, Campaign] = Field(default={})
    glue: Glue = Glue()
    libraries: dict[str, Library] = Field(default={})
    survey: SurveyPlan
    expects: Expectation

    @property
    def services(self) -> dict[str, tuple[str, Service]]:
        """Service -> its team and record, in file order."""
        return {name: (team, service) for team, plan in self.teams.items() for name, service in plan.services.items()}

    @model_validator(mode="after")
    def _teams_name_what_exists(self) -> Self:
        for team, plan in self.teams.items():
            for workflow, choice in plan.solutions.items():
                _known(choice.solution, self.solutions.get(workflow, {}), f"teams.{team}.solutions.{workflow}")
                _known(choice.source or next(iter(self.services)), self.services, f"teams.{team}.solutions.{workflow}.source")
            for extra in plan.extras:
                _known(extra, self.extras, f"teams.{team}.extras")
            for workflow in (Workflow.CI, Workflow.ENVIRONMENTS, Workflow.SECRETS, Workflow.DEPLOYMENT):
                _known(workflow, plan.solutions, f"teams.{team}.solutions")
        return self

    @model_validator(mode="after")
    def _everything_else_names_what_exists(self) -> Self:
        teams = {*self.teams, *filter(None, [self.platform_team])}
        for road, offered in self.roads.items():
            for name in {**offered.users, **offered.exits}:
                _known(name, self.services, f"roads.{road}.users")
        for person in self.glue.people:
            _known(person.home, teams, "glue.people.home")
        for name, library in self.libraries.items():
            _known(library.team or next(iter(teams)), teams, f"libraries.{name}.team")
        self._survey_names_what_exists(teams)
        return self

    def _survey_names_what_exists(self, teams: set[str]) -> None:
        for scale, values in self.survey.severity.items():
            for team in values:
                _known(team, {*teams, "all"}, f"survey.severity.{scale}")
        for name, plan in self.survey.further.items():
            named = {f"severity.{scale}": values for scale, values in plan.severity.items()} | {"others": plan.others}
            for key, among in named.items():
                for team in among:
                    _known(team, {*teams, "all"} - ({"all"} if key == "others" else set()), f"survey.further.{name}.{key}")
        if self.survey.round in self.survey.further:
            raise ValueError(f"survey.further.{self.survey.round}: is the name of the round above; give it another one")

    @model_validator(mode="after")
    def _days_are_in_order(self) -> Self:
        for name, (_, service) in self.services.items():
            if not self.since <= service.born < self.as_of:
                raise ValueError(f"{name}: born {service.born}; must lie between {self.since} and {self.as_of}")
        for name, road in self.roads.items():
            for user, day in road.users.items():
                if day < road.since or day < self.services[user][1].born:
                    raise ValueError(f"roads.{name}.users.{user}: {day} is before the road or the service exists")
        return self


def _known(name: str, known: Any, where: str) -> None:
    if name not in known:
        raise ValueError(f"{where}: unknown name '{name}'; known: {', '.join(sorted(known))}")


def specification(mapping: object, *, where: str) -> Specification:
    """The specification from a mapping. Raises DemoError naming file and key."""
    try:
        return Specification.model_validate(mapping)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise DemoError(
            f"{key}: {first['msg']}" if key else first["msg"], where=where, expected=f"{error.error_count()} problem(s) in all"
        ) from error
