"""What was read, and what was not? Repositories by team and state.

Takes the `coverage` table; returns stacked bars.
Misleads: a collected repository may still be shallow or lack blobs; the page counts those beside it.
"""

import pandas as pd
import plotly.graph_objects as go

from assessment.reporting import words
from assessment.reporting.figures import stacked, theme

STATES = (("collected", theme.BLUE), ("empty", theme.YELLOW), ("failed", theme.VERMILION))
MOST = 20  # more teams than this are rows that nobody reads: those with most unread repositories are drawn, and the axis says of how many


def by_team(coverage: pd.DataFrame) -> pd.DataFrame:
    """Repositories by team (down; 'no team' where unmapped) and state (across: collected, empty, failed), the largest team last."""
    rows = coverage.assign(team=[words.team(name) for name in coverage["team"].fillna("")])
    table = rows.pivot_table(index="team", columns="state", values="repository", aggfunc="count", fill_value=0)
    table = table.reindex(columns=[name for name, _ in STATES], fill_value=0)
    return table.loc[table.sum(axis=1).sort_values(kind="stable").index]


def chart(coverage: pd.DataFrame) -> go.Figure:
    """Repositories by team, coloured by whether they could be read: the `MOST` teams with most that could not, then the largest."""
    if coverage.empty:
        return theme.say("No repository has been collected yet")
    table = by_team(coverage)
    of, unread = len(table), table["empty"] + table["failed"]
    table = table[table.index.isin(unread.sort_values(kind="stable").index[-MOST:])]  # where as many are unread, the larger teams
    beyond = (f"{MOST} of {of} teams:", "most unread, then largest") if of > MOST else ()
    return stacked.chart(table, list(table.index), STATES, row=30, beyond=beyond)
