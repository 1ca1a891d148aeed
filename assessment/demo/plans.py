"""The parts of a specification: services, teams, solutions, roads, campaigns, people who glue, libraries, the survey.

Records only; `specification.py` puts them together and holds them against each other.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from assessment.model import Strict, Workflow

Share = Annotated[float, Field(ge=0, le=1)]
Language = Literal["java", "typescript", "python", "go"]
CONTROLS = (
    "dependency-updates",
    "pinned-actions",
    "workflow-permissions",
    "code-owners",
    "vulnerability-scanning",
    "pinned-base-image",
    "non-root-user",
    "security-policy",
)


class Service(Strict):
    """A product repository: its first day, and the language it is written in."""

    born: date
    language: Language = "java"
    dormant: date | None = Field(default=None, description="day after which nothing happens any more")
    restarted: bool = Field(default=False, description="the first commit imports everything: the history before is lost")
    merges: bool = Field(default=False, description="work lands through branches and merge commits")


class Choice(Strict):
    """A team's solution for one workflow. `source`: the repository its first service copies it from."""

    solution: str
    source: str | None = None
    drift: Share = Field(default=0.0, description="share of the file's lines the team changed after copying")


class Onboarding(Strict):
    """From the first commit to the first deployable: days from-to, and the share of plumbing commits among the first 50."""

    days: tuple[int, int]
    setup_share: Share


class TeamPlan(Strict):
    """A team: who, how it works, what it uses, and what is wrong with it."""

    headcount: int = Field(ge=1)
    left: int = Field(default=1, ge=0, description="people who have left since")
    vocabulary: tuple[str, ...] = Field(min_length=4)
    ticket: str = Field(default="", description="prefix of ticket numbers in commit messages")
    pace: float = Field(default=1.0, ge=0, description="product commits per service and week")
    plumbing: float = Field(default=0.2, ge=0, description="plumbing commits by the team itself, per service and week")
    bots: Share = Field(default=0.25, description="share of bot commits in the team's repositories, after setup")
    updates: Literal["dependabot", "renovate", "preset"] = "dependabot"
    onboarding: Onboarding
    thrash_runs: int = Field(default=0, ge=0)
    mailmap: bool = False
    solutions: dict[Workflow, Choice]
    extras: tuple[str, ...] = Field(default=(), description="further plumbing: names from `extras`")
    controls: dict[str, Share] = Field(description="control -> share of the team's services that have it")
    services: dict[str, Service] = Field(min_length=1)

    @field_validator("solutions", mode="before")
    @classmethod
    def _a_name_is_a_choice(cls, value: Any) -> Any:
        return {k: {"solution": v} if isinstance(v, str) else v for k, v in value.items()} if isinstance(value, dict) else value

    @field_validator("controls")
    @classmethod
    def _controls_are_known(cls, value: dict[str, float]) -> dict[str, float]:
        if wrong := sorted(set(value) ^ set(CONTROLS)):
            raise ValueError(f"controls must be exactly {', '.join(CONTROLS)}; unknown or missing: {', '.join(wrong)}")
        return value


class Solution(Strict):
    """Files that get one workflow done: path -> template. `road` or `shared`: the work is done by somebody else's building block."""

    files: dict[str, str] = Field(min_length=1)
    road: str | None = None
    shared: str | None = None


class Road(Strict):
    """A paved road: what it does, since when, who is on it from which day, and who left."""

    workflow: Workflow
    reference: str
    since: date
    mandated_from: date | None = None
    files: dict[str, str] = Field(min_length=1)
    users: dict[str, date] = Field(default={}, description="services that moved onto the road, and when")
    everyone: bool = Field(default=False, description="every service is born on it")
    exits: dict[str, date] = Field(default={}, description="services that left it again")


class Campaign(Strict):
    """The same edit made by hand in many repositories within days; whoever carried the old text and is not reached is left behind."""

    workflow: Workflow
    files: str
    old: str
    new: str
    message: str
    start: date
    days: int = Field(ge=1)
    repositories: int = Field(ge=3)
    by: Literal["glue", "home"] = "home"


class GluePerson(Strict):
    """Somebody who holds tools together in other people's repositories."""

    name: str
    home: str


class Glue(Strict):
    """Plumbing commits across teams: how many, and which share of them three or so people make."""

    people: tuple[GluePerson, ...] = ()
    share: Share = 0.0
    commits: int = Field(default=0, ge=0)


class Library(Strict):
    """A repository that offers building blocks, or another that is no service: path -> template."""

    team: str | None
    born: date
    files: dict[str, str] = Field(min_length=1)
    commits: int = Field(default=20, ge=1)
    odd_names: bool = Field(default=False, description="holds a file whose name is not UTF-8")


class RoundPlan(Strict):
    """A further round: of which questionnaire, what was different then, and who was somebody else."""

    questionnaire: str
    severity: dict[str, dict[str, Share]] = Field(default={}, description="what was different, or is asked here only; all else as above")
    choices: dict[str, dict[str, float]] = Field(
        default={}, description="format -> option -> how often it is chosen, relative to the others"
    )
    comments: dict[str, tuple[str, ...]] = Field(default={}, description="item -> what people write, each written by one of them")
    others: dict[str, int] = Field(default={}, description="team -> how many of its respondents were other people than in the round above")


class SurveyPlan(Strict):
    """Latent severities 0..1 per scale and team (`all`: everybody else), and how many answer."""

    response: Share
    respondents: dict[str, int] = Field(default={}, description="teams with a fixed number of respondents")
    spread: float = Field(default=0.12, gt=0, description="standard deviation of people around their team, on the latent scale")
    missing: Share = Field(default=0.02, description="answers left out")
    not_applicable: Share = Field(default=0.03, description="answers 'not applicable' where the item allows them")
    severity: dict[str, dict[str, Share]]
    pain: dict[Workflow, Share] = Field(description="latent pain per workflow, 0..1")
    round: str = Field(default="1", description="name of the round")
    further: dict[str, RoundPlan] = Field(default={}, description="further rounds by name; rounds are ordered by their names")


class Expectation(Strict):
    """What an assessment of this organisation ought to say; the tests hold the whole pipeline against it."""

    answer: str
    resonates: tuple[str, ...] = Field(default=(), description="indicators that are planted strongly enough to resonate")
    culture: Literal["healthy", "weak", "unknown"] = "healthy"
    start_with: Workflow | None = None
    disagreements: dict[str, str] = Field(default={}, description="team -> indicator on which people and repositories disagree")
