"""What a verdict rests on: how many people and repositories, and who is missing."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.indicators.severities import Drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What the evidence rests on: counts that the verdict prints, and what is missing."""

    headcounts: Mapping[str, int]
    answers: int | None  # people who answered; None where they are too few to show
    repositories: int
    repositories_of: int
    unmapped: tuple[str, ...]  # repositories that nobody claims
    silent_teams: tuple[str, ...]  # teams without a single answer
    platform_team: str  # the declared one; ''
    shown: Drawn  # the evidence less what is hidden to protect small groups; sentences quote this alone
