"""When is the same edit in several repositories a campaign, what does it cost, and who missed it? The numbers, as records.

Reads nothing; `thresholds.py` holds them, `data/rules/duplication.yaml` states them with their reasons.
"""

from typing import Annotated, Self

from pydantic import Field, model_validator

from assessment.model import Strict

Share = Annotated[float, Field(gt=0, le=1)]
Count = Annotated[int, Field(ge=1)]
Positive = Annotated[float, Field(gt=0)]


class Window(Strict):
    """An edit in this many repositories within this many days."""

    repositories: Annotated[int, Field(ge=2)]
    days: Count


class Guard(Strict):
    """What a group must be beyond wide enough, so that an edit that everybody makes some day is not taken for a campaign."""

    by_chance: Positive  # groups of this size that chance gives an edit made in so many repositories, at most
    gathered: Share  # of the repositories that ever made the edit, those that stand in the group, at least


class Minutes(Strict):
    """Minutes of work for one edit by hand in one repository; `further`: share of it for each further commit there."""

    least: Positive
    usual: Positive
    most: Positive
    further: Share

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.least <= self.usual <= self.most:
            raise ValueError("least, usual and most must be in order")
        return self


class Behind(Strict):
    """When a repository that still has the old text is believed to be left behind."""

    common: Share  # of a campaign's repositories, those that made the edit whose old text is looked for, at least
    letters: Count  # letters and digits in removed lines, below which they stand anywhere
    word_letters: Count  # the same for words that were replaced
    gone: Share  # of the repositories that made the edit, those in which the old text stands no more, at least
    reached: Share  # of those that made the edit or still have the old text, those that made it, at least


class Shifts(Strict):
    """How timelines are shifted to see what chance gives."""

    repeats: Count
    years: tuple[Positive, Positive]
    groups: Annotated[tuple[Window, ...], Field(min_length=1)]


class CampaignRules(Strict):
    """When the same edit in several repositories is one campaign."""

    few: Window
    many: Window
    overlap: Share
    import_files: Count
    years: Positive
    scales: tuple[Count, ...]
    edits: Guard
    swaps: Guard
    minutes: Minutes
    behind: Behind
    shifts: Shifts
