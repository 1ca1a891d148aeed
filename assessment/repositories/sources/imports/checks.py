"""The door to `data/rules/imports.yaml`: which result of another tool speaks for which of our controls.

Returns: check -> (control, least score). RulesError names the entry.
"""

from collections.abc import Collection
from pathlib import Path

from pydantic import Field

from assessment import documents
from assessment.errors import RulesError
from assessment.model import Strict
from assessment.repositories.rules.checking import RuleFile, checked
from assessment.repositories.sources.imports.scorecard import HIGHEST


class Check(Strict):
    """A check of Scorecard, the control it speaks for, and the score from which on the control counts as present."""

    check: str = Field(min_length=1)
    control: str = Field(min_length=1)
    least: int = Field(ge=1, le=HIGHEST)


class Checks(Strict):
    """data/rules/imports.yaml"""

    scorecard: tuple[Check, ...]


def load(path: Path, controls: Collection[str]) -> dict[str, tuple[str, int]]:
    """Check -> (control, least score), for the controls that the rules know; RulesError for one that they do not."""
    file = checked(Checks, RuleFile(str(path), documents.load(path, RulesError)))
    for number, entry in enumerate(file.scorecard, start=1):
        if entry.control not in controls:
            known = ", ".join(sorted(controls))
            raise RulesError(f"unknown control '{entry.control}'", where=f"{path}, scorecard, entry {number}", expected=f"one of: {known}")
    return {entry.check: (entry.control, entry.least) for entry in file.scorecard}
