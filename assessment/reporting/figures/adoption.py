"""Who is on a paved road, and who came freely?

Takes the `adoption` table; returns stacked bars of one road: repositories that came freely, under a mandate, and not at all, by team.
Misleads: use by reference only is seen; a copy of the road's template that no longer refers to it counts as off the road.
"""

import pandas as pd
import plotly.graph_objects as go

from assessment.reporting import words
from assessment.reporting.figures import theme

PARTS = (("freely", theme.GREEN), ("under a mandate", theme.ORANGE), ("not on the road", theme.GREY))


def by_team(adoption: pd.DataFrame, road: str) -> pd.DataFrame:
    """One row a team with an eligible repository: label, freely, under a mandate, not on the road; the most adopted last."""
    rows = adoption[(adoption["road"] == road) & (adoption["team"] != "") & (adoption["eligible"] > 0)].sort_values(["share", "team"])
    return pd.DataFrame(
        {
            "label": [
                f"{words.label(team, 100)} · {words.percent(share)}" for team, share in zip(rows["team"], rows["share"], strict=True)
            ],
            "freely": rows["voluntary"].to_numpy(),
            "under a mandate": rows["mandated"].to_numpy(),
            "not on the road": (rows["eligible"] - rows["on_road"]).to_numpy(),
        }
    )


def chart(adoption: pd.DataFrame, road: str) -> go.Figure:
    """Repositories by team on and off one road."""
    table = by_team(adoption, road)
    if table.empty:
        return theme.say("No repository has the workflow that this road serves")
    figure = go.Figure()
    for name, colour in PARTS:
        shown = table[name]
        figure.add_bar(
            orientation="h",
            y=table["label"],
            x=shown,
            name=name,
            marker={"color": colour, "line": {"width": 0}},
            text=[str(int(n)) if n else "" for n in shown],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            hovertemplate=f"%{{y}}: %{{x}} {name}<extra></extra>",
        )
    largest = table[[name for name, _ in PARTS]].sum(axis=1).max()
    figure.update_xaxes(title="repositories", fixedrange=True, **theme.whole_numbers(largest))
    figure.update_yaxes(showgrid=False, fixedrange=True)
    figure.update_layout(barmode="stack", bargap=0.35, legend=theme.LEGEND_ABOVE)
    return theme.dress(figure, height=110 + 34 * len(table)).update_layout(margin={"t": 40})
