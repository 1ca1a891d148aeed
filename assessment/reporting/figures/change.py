"""Has it changed since the round before?

Takes the rows of `change` of one scale and two rounds; returns for each team the change with its 95 % interval, beside how large a change
had to be to be told from chance. Misleads where teams are compared: a team that changes more may only be smaller.
"""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from assessment.reporting import words
from assessment.reporting.figures import theme

MARKS = {  # colour and shape of what came of it: colour is never alone
    "better": (theme.GREEN, "circle"),
    "worse": (theme.VERMILION, "diamond"),
    "too close to tell": (theme.GREY, "circle-open"),
}
MOST = 30  # teams that a page can hold: those with the largest change


def chart(change: pd.DataFrame, *, higher: str = "worse") -> go.Figure:
    """Change by team, everybody first; `higher` says what more means. Hidden teams are left out (the page counts them)."""
    rows = change[change["change"].notna()]
    if rows.empty:
        return theme.say("No change between these rounds may be shown")
    none = 1.0 if bool(rows["ratio"].iloc[0]) else 0.0
    moved = rows["change"].to_numpy(float)
    size = np.abs(np.log(moved) if none else moved)
    rows = rows.assign(size=np.where(rows["team"] != "", size, np.inf)).sort_values("size", ascending=False).head(MOST + 1).iloc[::-1]
    names = ["<b>everybody</b>" if team == "" else words.label(team, 24) for team in rows["team"]]
    judged = [_judged(verdict, higher) for verdict in rows["verdict"]]
    figure = go.Figure()
    figure.add_bar(
        orientation="h",
        y=names,
        x=_detectable(rows, none)[1] - _detectable(rows, none)[0],
        base=_detectable(rows, none)[0],
        marker={"color": theme.fade(theme.GREY, 0.22), "line": {"width": 0}},
        name="cannot be told from chance",
        hoverinfo="skip",
    )
    for kind, (colour, symbol) in MARKS.items():
        mine = [at for at, one in enumerate(judged) if one == kind]
        if not mine:
            continue
        some = rows.iloc[mine]
        figure.add_scatter(
            x=some["change"],
            y=[names[at] for at in mine],
            mode="markers",
            marker={"size": 11, "color": colour, "symbol": symbol},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": (some["high"] - some["change"]).astype(float),
                "arrayminus": (some["change"] - some["low"]).astype(float),
                "thickness": 1.5,
                "width": 0,
                "color": colour,
            },
            name=kind,
            customdata=[_said(row) for _, row in some.iterrows()],
            hovertemplate="%{customdata}<extra></extra>",
        )
    figure.add_vline(x=none, line={"width": 1, "color": theme.GREY})
    figure.update_xaxes(title="times as much as before" if none else "change", type="log" if none else "linear", fixedrange=True)
    figure.update_yaxes(showgrid=False, fixedrange=True, categoryorder="array", categoryarray=names)
    figure.update_layout(legend=theme.LEGEND_ABOVE, bargap=0.3, barmode="overlay")
    return theme.dress(figure, height=110 + 30 * len(rows)).update_layout(margin={"t": 40})


def _judged(verdict: str, higher: str) -> str:
    if verdict not in ("more", "less"):
        return "too close to tell"
    return "worse" if (verdict == "more") == (higher == "worse") else "better"


def _detectable(rows: pd.DataFrame, none: float) -> tuple[pd.Series, pd.Series]:
    """From where to where a change is no more than chance would give."""
    width = rows["detectable"].astype(float).fillna(none)
    return (1 / width, width) if none else (-width, width)


def _said(row: pd.Series) -> str:
    head = f"<b>{words.label(row['team'] or 'everybody')}</b>: {row['before']:.1f} → {row['after']:.1f}"
    if row["ratio"]:
        moved = f"{row['change']:.1f} times as much ({row['low']:.1f} to {row['high']:.1f})"
        return f"{head}<br>{moved}<br>{row['detectable']:.1f} times could be told from chance: {row['verdict']}"
    moved = f"{row['change']:+.1f} ({row['low']:+.1f} to {row['high']:+.1f})"
    return f"{head}<br>{moved}<br>a change of {row['detectable']:.1f} could be told from chance: {row['verdict']}"
