"""Who is on a paved road, and who came freely?

Takes the `adoption` table; returns stacked bars of one road: repositories that came freely, under a mandate, and not at all, by team.
Misleads: use by reference only is seen; a copy of the road's template that no longer refers to it counts as off the road.
"""

import pandas as pd
import plotly.graph_objects as go

from assessment.reporting import words
from assessment.reporting.figures import stacked, theme

PARTS = (("freely", theme.GREEN), ("under a mandate", theme.ORANGE), ("not on the road", theme.GREY))
MOST = 20  # more teams than this are rows that nobody reads: those with most off the road are drawn, and the axis says of how many


def by_team(adoption: pd.DataFrame, road: str) -> pd.DataFrame:
    """One row a team with an eligible repository: team, share, freely, under a mandate, not on the road; the most adopted last."""
    rows = adoption[(adoption["road"] == road) & (adoption["team"] != "") & (adoption["eligible"] > 0)].sort_values(["share", "team"])
    return pd.DataFrame(
        {
            "team": rows["team"].to_numpy(),
            "share": rows["share"].to_numpy(),
            "freely": rows["voluntary"].to_numpy(),
            "under a mandate": rows["mandated"].to_numpy(),
            "not on the road": (rows["eligible"] - rows["on_road"]).to_numpy(),
        }
    )


def chart(adoption: pd.DataFrame, road: str) -> go.Figure:
    """Repositories by team on and off one road: the `MOST` teams with most off it."""
    table = by_team(adoption, road)
    if table.empty:
        return theme.say("No repository has the workflow that this road serves")
    of = len(table)
    table = table[table.index.isin(table["not on the road"].sort_values(ascending=False, kind="stable").index[:MOST])]
    beyond = (f"{MOST} of {of} teams:", "most off the road") if of > MOST else ()
    shares = [f" · {words.percent(share)}" for share in table["share"]]
    return stacked.chart(table, list(table["team"]), PARTS, row=34, beyond=beyond, notes=shares)
