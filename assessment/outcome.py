"""What a measurement is allowed to be: a value with evidence, or the reason why there is none."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """Why there is, or is not, a value. Absence never becomes a number."""

    MEASURED = "measured"
    NOT_APPLICABLE = "not applicable"  # the question makes no sense here; leaves the denominator
    UNAVAILABLE = "unavailable"  # we had no means to look; lowers coverage
    FAILED = "failed"  # our own code broke; lowers coverage, never counts against a team


class Source(StrEnum):
    """Which of the two wings a measure comes from."""

    OBSERVED = "observed"  # read from repositories
    PERCEIVED = "perceived"  # said by people


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a number comes from: a place in a repository, or an item of the questionnaire."""

    repository: str = ""
    path: str = ""
    line: int | None = None
    commit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One repository's share in an observed value; what a bootstrap over repositories draws from."""

    repository: str
    value: float
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One measurement of one team (`team=""`: a property between teams), with its evidence.

    `n` of `of` eligible units (repositories, services, answers) stand behind the value.
    `spread` is the standard error and `df` its degrees of freedom where the value is an estimate (perceived);
    an observed value carries its `parts` instead, so that a partial scan can be bootstrapped.
    """

    measure: str
    outcome: Outcome
    source: Source = Source.OBSERVED
    team: str = ""
    value: float | None = None
    unit: str = ""
    n: int = 0
    of: int = 0
    spread: float = 0.0
    df: float = float("inf")
    parts: tuple[Part, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if (self.outcome is Outcome.MEASURED) != (self.value is not None):
            raise ValueError(f"{self.measure}: a value if and only if measured, got {self.outcome}, {self.value}")

    @property
    def coverage(self) -> float:
        """Share of the eligible units that stand behind the value, 0..1."""
        return self.n / self.of if self.of else 0.0
