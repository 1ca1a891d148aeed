"""Where to start: which workflow is the most painful and the most repeated?

Reads, per workflow, draws of perceived pain and of hours a year, and what repositories show: plumbing commits a year, and
repositories that carry it themselves instead of using a shared solution. Each criterion is scaled by its largest mean over
workflows, weights are drawn from a flat Dirichlet over the criteria that exist, and the probability of being first is the
share of draws in which a workflow leads.
Returns the workflows table (columns: `decisions/assessment.py`).
Misleads where a workflow is painful because it is hard, not because it is repeated: read pain and hours apart.
Source: SMAA-2, rank acceptability (Lahdelma & Salminen 2001).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from assessment.decisions.assessment import tidy
from assessment.indicators.draws import Floats

SEEN = ["commits_year", "carried", "solutions", "eligible", "copied_lines"]
TOO_CLOSE = 0.6  # below this probability of being first, the runner-up may as well be first


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What people say of the workflows: a table (workflow, pain, hours, answers) and draws by workflow."""

    table: pd.DataFrame
    pain: Mapping[str, Floats]
    hours_year: Mapping[str, Floats]


def rank(said: Said, seen: pd.DataFrame, size: int, rng: np.random.Generator) -> pd.DataFrame:
    """Workflows, the one to start with first.

    `seen` has one row per workflow with plumbing: workflow, commits_year, carried, solutions, eligible, copied_lines.
    """
    merged = seen.merge(said.table, on="workflow", how="outer").set_index("workflow")
    if len(seen):  # repositories were read, and hold nothing of it: that is 0, not unknown
        merged.loc[~merged.index.isin(seen["workflow"]), SEEN] = 0.0
    criteria = [
        _scaled({w: said.pain[w] for w in merged.index if w in said.pain}, merged.index, size),
        _scaled({w: said.hours_year[w] for w in merged.index if w in said.hours_year}, merged.index, size),
        _scaled(_constant(merged["commits_year"], size), merged.index, size),
        _scaled(_constant(merged["carried"], size), merged.index, size),
    ]
    first = _first([c for c in criteria if c is not None], merged.index, size, rng)
    merged["first"] = first
    quantiles = {w: np.quantile(d, [0.5, 0.05, 0.95]) for w, d in said.hours_year.items()}
    for position, column in enumerate(("hours_year", "hours_low", "hours_high")):
        merged[column] = [float(quantiles[w][position]) if w in quantiles else np.nan for w in merged.index]
    merged["answers"] = merged["answers"].fillna(0).astype(int)
    merged = merged.reset_index().sort_values(["first", "hours_year", "commits_year"], ascending=False, na_position="last")
    merged["rank"] = np.arange(1, len(merged) + 1)
    return tidy("workflows", merged)


def _constant(column: pd.Series, size: int) -> dict[str, Floats]:
    return {str(workflow): np.full(size, float(value)) for workflow, value in column.dropna().items()}


def _scaled(draws: Mapping[str, Floats], workflows: pd.Index, size: int) -> Floats | None:
    """Draws by workflow (rows) over the largest mean; a workflow nobody spoke of stands at 0; None without any."""
    top = max((float(np.mean(d)) for d in draws.values()), default=0.0)
    if top <= 0:
        return None
    return np.stack([np.asarray(draws[w]) / top if w in draws else np.zeros(size) for w in workflows])


def _first(criteria: list[Floats], workflows: pd.Index, size: int, rng: np.random.Generator) -> Floats:
    if not criteria or not len(workflows):
        return np.full(len(workflows), np.nan)
    weight = rng.dirichlet(np.ones(len(criteria)), size)
    total = np.sum([weight[:, i] * c for i, c in enumerate(criteria)], axis=0)
    return np.asarray(np.bincount(np.argmax(total, axis=0), minlength=len(workflows)) / size, dtype=np.float64)


def contenders(workflows: pd.DataFrame) -> tuple[str, ...]:
    """Workflows that may as well be first: none when the leader's probability is high enough."""
    ranked = workflows.dropna(subset=["first"])
    if ranked.empty or ranked["first"].iloc[0] >= TOO_CLOSE:
        return ()
    return tuple(ranked["workflow"].iloc[1:][ranked["first"].iloc[1:] >= ranked["first"].iloc[0] / 2])
