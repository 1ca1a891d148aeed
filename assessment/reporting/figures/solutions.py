"""How do teams get each workflow done: with something shared, with a copy, or with a solution of their own?

`by_workflow` counts the `solutions` table; `chart` draws it. Misleads: a copy and an own solution can be equally good; what costs is
keeping many of them alive.
"""

import pandas as pd
import plotly.graph_objects as go

from assessment.reporting import words
from assessment.reporting.figures import theme

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
    figure = go.Figure()
    for name, colour in KINDS:
        figure.add_bar(
            orientation="h",
            y=[words.workflow(flow) for flow in table.index],
            x=table[name],
            name=name,
            marker={"color": colour, "line": {"width": 0}},
            text=[str(n) if n else "" for n in table[name]],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            hovertemplate=f"%{{y}}: %{{x}} {name}<extra></extra>",
        )
    figure.update_xaxes(title="repositories", fixedrange=True, **theme.whole_numbers(table.sum(axis=1).max()))
    figure.update_yaxes(showgrid=False, fixedrange=True, type="category")
    figure.update_layout(barmode="stack", bargap=0.35, legend=theme.LEGEND_ABOVE)
    return theme.dress(figure, height=110 + 34 * len(table)).update_layout(margin={"t": 40})
