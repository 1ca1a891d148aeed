"""Which workflow costs the organisation most? The ranking behind "where to start".

Takes the `workflows` table; returns bars of estimated hours a year with their 5-95 % interval, or of plumbing commits a year where nobody
was asked. Misleads: hours are what people say, multiplied by headcount; commits count what left a trace, not what it took.
"""

import pandas as pd
import plotly.graph_objects as go

from assessment.reporting import words
from assessment.reporting.figures import bars, theme

SHOWN = 10


def chart(workflows: pd.DataFrame) -> go.Figure:
    """The first ten workflows by rank; hours where any are known, else commits."""
    if workflows.empty:
        return theme.say("No workflow has been ranked yet")
    rows = workflows.sort_values("rank").head(SHOWN)
    asked = bool(rows["hours_year"].notna().any())
    drawn = [_hours(row) if asked else _commits(row) for _, row in rows.iterrows()]
    limit = max([row.high or row.value or 0.0 for row in drawn] + [1.0]) * 1.05
    return bars.chart(drawn, limit=limit, title="estimated hours a year, all teams" if asked else "plumbing commits a year, all teams")


def _hours(row: pd.Series) -> bars.Bar:
    known = not words.missing(row["hours_year"])
    spread = known and not words.missing(row["hours_low"]) and not words.missing(row["hours_high"])
    reading = f"{words.estimate(row['hours_year'])} h" if known else words.NO_VALUE
    return bars.Bar(
        name=words.workflow(str(row["workflow"])),
        reading=reading + (f" ({words.estimate(row['hours_low'])}–{words.estimate(row['hours_high'])})" if spread else ""),
        detail=f"{_first(row)}{words.count(row['answers'], 'answer')} · {words.count(row['commits_year'], 'commit')}",
        value=float(row["hours_year"]) if known else None,
        low=float(row["hours_low"]) if spread else None,
        high=float(row["hours_high"]) if spread else None,
        colour=_colour(row),
    )


def _commits(row: pd.Series) -> bars.Bar:
    known = not words.missing(row["commits_year"])
    return bars.Bar(
        name=words.workflow(str(row["workflow"])),
        reading=words.count(row["commits_year"], "commit") if known else words.NO_VALUE,
        detail=f"{_first(row)}{words.count(row['eligible'], 'team')} · {words.count(row['copied_lines'], 'copied line')}",
        value=float(row["commits_year"]) if known else None,
        colour=_colour(row),
    )


def _first(row: pd.Series) -> str:
    return "" if words.missing(row["first"]) else f"first: {words.percent(row['first'])} · "


def _colour(row: pd.Series) -> str:
    return theme.VERMILION if row["rank"] == 1 else theme.BLUE
