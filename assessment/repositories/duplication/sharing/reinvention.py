"""How is each workflow solved across teams: on the paved road, on what others share, by copying, or by inventing it again?

Reads the `solutions` table with tiers and families; returns the `reinvention` table. Each team that has a workflow weighs 1, split equally
over its solutions, as in `solutions.effective_number`; the shares of one workflow add up to 1. A copy is a solution that stands in another
team too; copies inside one team, and a provider that only its own team uses, are that team's invention.

Misleads: by capability, a workflow counts only the teams whose steps are known: `known` says how many repositories that leaves. That two
teams do the same by the same ways does not say that one of them copied.
"""

import pandas as pd

from assessment.repositories.duplication.sharing.solutions import effective, effective_number, weights

COLUMNS = [
    "workflow", "eligible", "repositories", "paved", "several", "one", "copies", "inventions", "by_content", "by_capability", "known",
]  # fmt: skip
TIERS = {"paved": "paved", "platform": "paved", "several": "several", "one": "one"}  # tier -> the column its weight goes to
KINDS = {"copy": "copies", "own": "inventions"}


def reinvention(solutions: pd.DataFrame) -> pd.DataFrame:
    """One row per workflow: the columns COLUMNS. solutions: columns workflow, team, repository, solution, kind, tier, family.

    paved, several, one, copies, inventions: shares of the eligible teams' weight; NaN, as by_content, where no team has the workflow.
    """
    rows = [_row(str(workflow), some) for workflow, some in solutions.groupby("workflow")]
    counts = {"eligible": "int64", "repositories": "int64"}
    return pd.DataFrame(rows, columns=COLUMNS).astype(counts).sort_values("workflow", ignore_index=True)


def _row(workflow: str, some: pd.DataFrame) -> dict[str, object]:
    rows = weights(some, workflow)
    ours = some[some["team"] != ""]
    content, eligible = effective_number(some, workflow)
    column = rows["tier"].map(TIERS).where(rows["kind"] == "shared", rows["kind"].map(KINDS))
    shares = rows.groupby(column)["weight"].sum() / eligible if eligible else pd.Series(dtype=float)
    empty = 0.0 if eligible else float("nan")
    return {
        "workflow": workflow,
        "eligible": eligible,
        "repositories": ours["repository"].nunique(),
        **{name: float(shares.get(name, empty)) for name in ("paved", "several", "one", "copies", "inventions")},
        "by_content": content if eligible else float("nan"),
        "by_capability": by_capability(some, workflow),
        "known": float((ours["family"] != "").groupby(ours["repository"]).any().mean()) if eligible else float("nan"),
    }


def by_capability(solutions: pd.DataFrame, workflow: str) -> float:
    """Effective number of independent solutions by what they do, at most the number of teams whose solutions are known or shared; NaN where
    no step is known, or none of an independent solution though there are some."""
    rows = solutions[(solutions["workflow"] == workflow) & (solutions["team"] != "")]
    shared, known = rows["kind"] == "shared", rows["family"] != ""
    if not (known.any() and ((known & ~shared).any() or shared.all())):
        return float("nan")
    rows = rows.assign(solution=rows["solution"].where(shared, rows["family"]), kind=rows["kind"].where(shared, "copy"))
    rows = weights(rows[shared | known], workflow)
    left = rows[rows["kind"] != "shared"]
    return effective(left.groupby("solution")["weight"].sum(), rows["team"].nunique())
