"""How do teams get each workflow done: with something shared, with a copy, or with a solution of their own?

`by_workflow` counts the `solutions` table; `chart` draws it. Misleads: a copy and an own solution can be equally good; what costs is
keeping many of them alive.
"""

import pandas as pd
import plotly.graph_objects as go

from assessment.reporting import words
from assessment.reporting.figures import stacked, theme

KINDS = (("shared", theme.GREEN), ("copy", theme.SKY), ("own", theme.ORANGE))


def by_workflow(solutions: pd.DataFrame) -> pd.DataFrame:
    """Repositories by workflow (down, the most last) and kind of solution (across: shared, copy, own), each repository once a kind."""
    table = solutions.astype({"workflow": str, "kind": str}).pivot_table(
        index="workflow", columns="kind", values="repository", aggfunc="nunique", fill_value=0
    )
    table = table.reindex(columns=[name for name, _ in KINDS], fill_value=0)
    return table.loc[table.sum(axis=1).sort_values(kind="stable").index]


def chart(solutions: pd.DataFrame) -> go.Figure:
    """Repositories by workflow, coloured by the kind of their solution."""
    if solutions.empty:
        return theme.say("No solution of any workflow was found")
    table = by_workflow(solutions)
    return stacked.chart(table, [words.workflow(flow) for flow in table.index], KINDS, row=34)
