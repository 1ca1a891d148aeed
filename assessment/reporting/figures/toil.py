"""Where does the work on plumbing sit? Nested areas by workflow, team and repository.

`nested` sums the `toil` table along an order of levels; `treemap` draws it. Colour always means the workflow.
Misleads: a commit is not an hour, and squashing teams look lighter than teams that commit often.
"""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from assessment.reporting import words
from assessment.reporting.figures import theme

LEAVES = 300  # smaller areas than the 300 largest are drawn together, as 'smaller ones'
LEVELS = ("workflow", "team", "repository")
SMALLER = "smaller ones"


def nested(toil: pd.DataFrame, *, order: Sequence[str] = LEVELS, value: str = "commits") -> pd.DataFrame:
    """One row an area: id, parent, label, level, workflow ('' where an area holds several), value, propagated, outside."""
    levels = list(order)
    rows = toil.assign(team=toil["team"].fillna("").map(words.team)).groupby(levels, as_index=False)[_sums(value)].sum()
    rows = _fold(rows[rows[value] > 0], levels, value)
    areas = [_areas(rows, levels[: depth + 1], value) for depth in range(len(levels))]
    return pd.concat([area for area in areas if not area.empty], ignore_index=True) if len(rows) else pd.DataFrame(columns=_COLUMNS)


def treemap(toil: pd.DataFrame, *, order: Sequence[str] = LEVELS, value: str = "commits") -> go.Figure:
    """Areas by `value` (commits or lines) nested in `order`; the words in an area say its number and its share of the whole."""
    table = nested(toil, order=order, value=value)
    if table.empty:
        return theme.say("No commits on plumbing were found in the chosen time")
    outer = table["level"] == 0
    colours = [theme.workflow_colour(flow) if flow else "rgba(138,143,152,0.25)" for flow in table["workflow"]]
    figure = go.Figure(
        go.Treemap(
            ids=table["id"],
            parents=table["parent"],
            labels=table["label"],
            values=table["value"],
            branchvalues="total",
            marker={"colors": colours, "line": {"width": 1}, "pad": {"t": 22, "l": 3, "r": 3, "b": 3}, "cornerradius": 3},
            texttemplate="%{label}<br>%{value:,}",
            customdata=table[["propagated", "outside"]].to_numpy(),
            hovertemplate=(
                f"<b>%{{label}}</b><br>%{{value:,}} {value}, %{{percentRoot:.0%}} of all<br>%{{customdata[0]:,}} commits repeat an edit made elsewhere"
                "<br>%{customdata[1]:,} commits by people of another team<extra></extra>"
            ),
            tiling={"pad": 2},
            pathbar={"visible": True, "thickness": 22},
            textfont={"size": 13},
            maxdepth=3 if outer.sum() <= 15 else 2,
        )
    )
    return theme.dress(figure, height=560).update_layout(uniformtext={"minsize": 10, "mode": "hide"}, margin={"t": 26})


_COLUMNS = ["id", "parent", "label", "level", "workflow", "value", "propagated", "outside"]


def _sums(value: str) -> list[str]:
    return list(dict.fromkeys((value, "propagated", "outside")))


def _fold(rows: pd.DataFrame, levels: list[str], value: str) -> pd.DataFrame:
    if len(rows) <= LEAVES:
        return rows
    small = rows[value].rank(ascending=False, method="first") > LEAVES
    folded = rows.assign(**{levels[-1]: rows[levels[-1]].where(~small, SMALLER)})
    return folded.groupby(levels, as_index=False)[_sums(value)].sum()


def _areas(rows: pd.DataFrame, levels: list[str], value: str) -> pd.DataFrame:
    summed = rows.groupby(levels, as_index=False)[_sums(value)].sum()
    return pd.DataFrame(
        {
            "id": summed[levels].agg("/".join, axis=1),
            "parent": summed[levels[:-1]].agg("/".join, axis=1) if len(levels) > 1 else "",
            "label": [words.workflow(name) if levels[-1] == "workflow" else name for name in summed[levels[-1]]],
            "level": len(levels) - 1,
            "workflow": summed["workflow"] if "workflow" in levels else "",
            "value": summed[value],
            "propagated": summed["propagated"],
            "outside": summed["outside"],
        }
    )
