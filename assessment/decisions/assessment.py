"""The whole result of one assessment: the verdict and every table behind it.

The app, the report, the notebooks and `--json` read this and nothing else, so they can never disagree.
`save`/`load` live in `workspace.py`; each table is a plain Parquet or CSV file with the columns of `dictionary`.
"""

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from assessment.decisions.dictionary import COLUMNS

INDICATORS = ("reinvention", "onboarding", "compliance", "glue")  # the four; culture stands beside them


class Answer(StrEnum):
    """What a verdict can be."""

    PLATFORM_TEAM = "platform team"
    THIN_PLATFORM = "thin platform, and culture"
    NOT_YET = "not yet"
    CULTURE_FIRST = "culture first"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer to 'do we need a platform team?', with everything that stands for and against it."""

    answer: Answer
    headline: str  # one sentence
    explanation: str  # two or three sentences for a busy leader
    structural: float | None  # P(at least two of four indicators resonate); None: cannot tell
    resonates: dict[str, float | None]  # indicator -> P(resonates)
    culture: str  # healthy, weak, unknown
    start_with: str  # workflow; '' where the answer is not to start
    start_probability: float | None  # P(it is the first)
    too_close_to_call: tuple[str, ...]  # workflows that may as well be first
    reasons: tuple[str, ...]
    counter_evidence: tuple[str, ...]
    would_flip: tuple[str, ...]
    collect_next: tuple[str, ...]
    platform: str  # '' without a declared platform; product, mandate, tax, cannot tell
    answers: int | None  # people who answered; None where they are too few to show
    headcount: int
    repositories: int
    repositories_of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One dated result: the verdict and the tables described in `dictionary.COLUMNS`."""

    organisation: str
    as_of: pd.Timestamp
    verdict: Verdict
    tables: dict[str, pd.DataFrame]

    def __getattr__(self, name: str) -> pd.DataFrame:
        """A table by its name: `assessment.clusters`."""
        tables: dict[str, pd.DataFrame] = object.__getattribute__(self, "tables")
        if name in tables:
            return tables[name]
        raise AttributeError(name)


def tidy(table: str, rows: object) -> pd.DataFrame:
    """Rows (records or a frame) as a result table with exactly the documented columns, in order."""
    frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame.from_records(list(rows))  # type: ignore[call-overload]
    return frame.reindex(columns=list(COLUMNS[table])).reset_index(drop=True)
