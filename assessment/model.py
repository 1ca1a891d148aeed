"""The organisation as its file describes it: teams, repositories, workflows, paved roads.

Reads nothing: `workspace.py` loads the YAML and hands the mapping to `Organisation`.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator


class Workflow(StrEnum):
    """A job that every team has to get done beside its product."""

    CI = "ci"
    SECRETS = "secrets"
    ENVIRONMENTS = "environments"
    CONTAINERS = "containers"
    DEPLOYMENT = "deployment"
    DEPENDENCIES = "dependencies"
    QUALITY = "quality"
    SECURITY = "security"
    OBSERVABILITY = "observability"
    DATABASES = "databases"
    SCAFFOLDING = "scaffolding"
    OWNERSHIP = "ownership"
    LOCAL_DEVELOPMENT = "local development"


Name = Annotated[str, Field(min_length=1, max_length=100)]


class Strict(BaseModel):
    """A record a user writes: unknown keys are errors, and nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Team(Strict):
    """A team, the number of its current members, and the repositories it owns by name pattern."""

    name: Name
    headcount: int = Field(ge=1, description="current members; the weight of the team and the size of its survey population")
    repositories: tuple[Name, ...] = Field(default=(), description="names or globs (payments-*) of repositories it owns")


class Repositories(Strict):
    """Where the clones are. Paths are relative to the organisation file; globs are allowed."""

    folder: str | None = Field(default=None, description="every git repository found below this folder")
    paths: tuple[str, ...] = Field(default=(), description="single repositories or globs, bare or not")
    exclude: tuple[str, ...] = Field(default=(), description="names, or names of folders, to leave out; globs are allowed")


class Ownership(Strict):
    """Where the team of a repository is read from: the CSV before the `repositories` patterns of the teams, the rest after them."""

    csv: str | None = Field(default=None, description="file with columns repository,team[,path][,from][,to]; it decides")
    prefixes: dict[str, str] = Field(default={}, description="repository name prefix -> team; the longest prefix wins")
    codeowners: bool = Field(default=False, description="the default owner in CODEOWNERS names the team")
    backstage: bool = Field(default=False, description="spec.owner in catalog-info.yaml names the team")
    aliases: dict[str, str] = Field(default={}, description="other spellings found in files -> team name")
    areas: dict[str, tuple[Name, ...]] = Field(default={}, description="names that stand above teams (a department) -> the teams in it")
    github_teams: tuple[str, ...] = Field(default=(), description="JSON exports of GitHub teams and their repositories; globs are allowed")
    github_properties: tuple[str, ...] = Field(default=(), description="JSON exports of GitHub custom property values; globs are allowed")
    property: str = Field(default="team", description="the custom property that names the team")
    labels: tuple[Name, ...] = Field(default=(), description="labels of Kubernetes manifests that name the team, or `namespace`")
    monorepos: tuple[Name, ...] = Field(default=(), description="repositories where CODEOWNERS and catalogues also speak of folders")


class PavedRoad(Strict):
    """A shared way to get one workflow done that the organisation offers."""

    name: Name
    workflow: Workflow
    references: tuple[Name, ...] = Field(min_length=1, description="targets that count as use: owner/repo, library or module names, globs")
    since: date | None = Field(default=None, description="first day it was offered")
    mandated_from: date | None = Field(default=None, description="day from which use was compulsory; none: voluntary")


class Platform(Strict):
    """The platform as the organisation declares it: who runs it and which roads it offers."""

    team: str | None = None
    templates: tuple[Name, ...] = Field(default=(), description="names or globs of the repositories that new services are made from")
    roads: tuple[PavedRoad, ...] = ()


class SurveyRules(Strict):
    """Privacy threshold: of the survey, and of every number of people that repositories show."""

    k: int = Field(default=5, ge=3, description="fewest people behind any shown number about people")


class Organisation(Strict):
    """One organisation file, whole."""

    name: Name
    as_of: date | None = Field(default=None, description="the day that counts as now; none: the newest commit")
    teams: tuple[Team, ...] = Field(min_length=1)
    repositories: Repositories = Repositories()
    ownership: Ownership = Ownership()
    platform: Platform = Platform()
    survey: SurveyRules = SurveyRules()
    bots: tuple[str, ...] = Field(default=(), description="further author names or addresses that are automation")

    @field_validator("teams")
    @classmethod
    def _names_are_unique(cls, teams: tuple[Team, ...]) -> tuple[Team, ...]:
        seen: set[str] = set()
        for team in teams:
            if team.name.casefold() in seen:
                raise ValueError(f"team '{team.name}' is named twice; give each team one name")
            seen.add(team.name.casefold())
        return teams

    @model_validator(mode="after")
    def _named_teams_exist(self) -> "Organisation":
        known = {team.name for team in self.teams}
        named = {*self.ownership.prefixes.values(), *self.ownership.aliases.values()}
        named |= {team for teams in self.ownership.areas.values() for team in teams}
        named |= {self.platform.team} if self.platform.team else set()
        for name in sorted(named - known):
            raise ValueError(f"unknown team '{name}'; known teams: {', '.join(sorted(known))}")
        return self

    @property
    def team_names(self) -> tuple[str, ...]:
        """Names of all teams, in file order."""
        return tuple(team.name for team in self.teams)

    def headcount(self, team: str) -> int:
        """Current members of a team; KeyError when unknown."""
        return {t.name: t.headcount for t in self.teams}[team]
