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
WIDE = 12  # characters of a line of a name in its area: one long line would leave most areas without a name
LEVELS = ("workflow", "team", "repository")
SMALLER = "smaller ones"
ALL = "all"


def nested(toil: pd.DataFrame, *, order: Sequence[str] = LEVELS, value: str = "commits") -> pd.DataFrame:
    """One row an area, the whole first: id, parent, label, level, workflow, value, propagated, outside.

    Level 0 is the whole; workflow is '' where an area holds several.
    """
    levels = list(order)
    rows = toil.assign(team=toil["team"].fillna("").map(words.team)).groupby(levels, as_index=False, observed=True)[_sums(value)].sum()
    rows = _fold(rows[rows[value] > 0], levels, value)
    if rows.empty:
        return pd.DataFrame(columns=["id", "parent", "label", "level", "workflow", "value", "propagated", "outside"])
    whole = pd.DataFrame(
        {"id": [ALL], "parent": "", "label": f"All {value}", "level": 0, "workflow": "", "value": rows[value].sum()}
        | {name: rows[name].sum() for name in ("propagated", "outside")}
    )
    return pd.concat([whole, *(_areas(rows, levels[:depth], value) for depth in range(1, len(levels) + 1))], ignore_index=True)


def treemap(toil: pd.DataFrame, *, order: Sequence[str] = LEVELS, value: str = "commits") -> go.Figure:
    """Areas by `value` (commits or lines) nested in `order`, two levels at a time; a click on an area shows what is in it."""
    table = nested(toil, order=order, value=value)
    if table.empty:
        return theme.say("No commits on plumbing were found in the chosen time")
    figure = go.Figure(
        go.Treemap(
            ids=table["id"],
            parents=table["parent"],
            labels=[f"{area.label} · {words.number(area.value)}" for area in table.itertuples()],
            values=table["value"],
            branchvalues="total",
            maxdepth=3,
            marker={
                "colors": [_colour(flow, level) for flow, level in zip(table["workflow"], table["level"], strict=True)],
                "line": {"width": 0},
                "pad": {"t": 24, "l": 4, "r": 4, "b": 4},
                "cornerradius": 4,
            },
            texttemplate="%{customdata[3]}<br>%{value:,}",
            customdata=table.assign(lines=[words.folded(name, WIDE) for name in table["label"]])[
                ["propagated", "outside", "label", "lines"]
            ].to_numpy(),
            hovertemplate=(
                f"<b>%{{customdata[2]}}</b>: %{{value:,}} {value}, %{{percentRoot:.0%}} of all"
                "<br>%{customdata[0]:,} commits repeat an edit made elsewhere"
                "<br>%{customdata[1]:,} commits by people of another team<extra></extra>"
            ),
            tiling={"pad": 3},
            pathbar={"visible": True, "thickness": 22},
        )
    )
    return theme.dress(figure, height=540).update_layout(uniformtext={"minsize": 10, "mode": "hide"}, margin={"t": 28})


def _colour(workflow: str, level: int) -> str:
    """Outer areas are fainter than the areas within them, so that both stay visible and words on them readable."""
    if not workflow:
        return theme.fade(theme.GREY, 0.08 if level == 0 else 0.16)
    return theme.fade(theme.workflow_colour(workflow), 0.24 if level == 1 else 0.5)


def _sums(value: str) -> list[str]:
    return list(dict.fromkeys((value, "propagated", "outside")))


def _fold(rows: pd.DataFrame, levels: list[str], value: str) -> pd.DataFrame:
    if len(rows) <= LEAVES:
        return rows
    small = rows[value].rank(ascending=False, method="first") > LEAVES
    folded = rows.assign(**{levels[-1]: rows[levels[-1]].where(~small, SMALLER)})
    return folded.groupby(levels, as_index=False, observed=True)[_sums(value)].sum()


def _areas(rows: pd.DataFrame, levels: list[str], value: str) -> pd.DataFrame:
    summed = rows.groupby(levels, as_index=False, observed=True)[_sums(value)].sum()
    return pd.DataFrame(
        {
            "id": summed[levels].agg("/".join, axis=1),
            "parent": summed[levels[:-1]].agg("/".join, axis=1) if len(levels) > 1 else ALL,
            "label": [words.workflow(name) if levels[-1] == "workflow" else words.label(words.team(name)) for name in summed[levels[-1]]],
            "level": len(levels),
            "workflow": summed["workflow"] if "workflow" in levels else "",
            "value": summed[value],
            "propagated": summed["propagated"],
            "outside": summed["outside"],
        }
    )
