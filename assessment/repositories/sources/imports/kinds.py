"""Which exports of other tools can be imported, and into which table each goes."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path

import pandas as pd

from assessment.repositories.sources.imports import github_settings, runs, scorecard
from assessment.repositories.sources.imports.table import settings_table


class Kind(StrEnum):
    """An export that can be imported."""

    SCORECARD = "scorecard"
    GITHUB_SETTINGS = "github-settings"
    GITHUB_RUNS = "github-runs"
    GITLAB_PIPELINES = "gitlab-pipelines"

    @property
    def table(self) -> str:
        """Imported table that it goes into: runs or settings."""
        return "settings" if self in (Kind.SCORECARD, Kind.GITHUB_SETTINGS) else "runs"


def read(kind: Kind, paths: Sequence[Path], checks: Mapping[str, tuple[str, int]]) -> pd.DataFrame:
    """Rows of `kind.table` from export files. `checks` as in `scorecard.settings`. ImportedError names file and record."""
    if kind is Kind.SCORECARD:
        return settings_table(scorecard.settings(paths, checks))
    if kind is Kind.GITHUB_SETTINGS:
        return settings_table(github_settings.settings(paths))
    return runs.github(paths) if kind is Kind.GITHUB_RUNS else runs.gitlab(paths)
