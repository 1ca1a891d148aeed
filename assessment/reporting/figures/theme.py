"""One look for every figure: colours that a colour-blind reader can tell apart, and a light and a dark template.

Reads nothing. Backgrounds are transparent and areas under words are at most `UNDER_WORDS` opaque, so that the template's ink is readable on
them on a light and on a dark page alike.
Source of the palette: Okabe and Ito, "Color Universal Design" (2008).
"""

from collections.abc import Sequence

import plotly.graph_objects as go

BLUE, VERMILION, GREEN, PURPLE = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
ORANGE, SKY, YELLOW, GREY = "#E69F00", "#56B4E9", "#F0E442", "#8A8F98"
UNDER_WORDS = 0.62  # opacity at which the ink of both templates keeps a contrast of 4:1 or more on every colour of the palette
FONT = "Inter, 'Source Sans', 'Source Sans 3', 'Segoe UI', system-ui, sans-serif"

# Fixed, so that one workflow has one colour on every page; the eight rarest share the greys.
WORKFLOWS = {
    "ci": BLUE,
    "deployment": ORANGE,
    "environments": GREEN,
    "secrets": VERMILION,
    "containers": SKY,
    "security": PURPLE,
    "observability": "#7F6000",
    "dependencies": "#4B6A88",
    "quality": "#9A7FB5",
    "databases": "#6E8B5B",
    "scaffolding": "#A88B6A",
    "ownership": "#7A7A7A",
    "local development": "#5F9EA0",
}


def workflow_colour(workflow: str) -> str:
    """The colour of a workflow; grey for 'other' and unknown ones."""
    return WORKFLOWS.get(workflow, GREY)


def fade(colour: str, opacity: float) -> str:
    """A #rrggbb colour with an opacity 0..1."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


def scale(colour: str) -> list[list[object]]:
    """A colour scale of one hue: faint to as strong as words on it allow, on any background."""
    return [[0.0, fade(colour, 0.04)], [1.0, fade(colour, UNDER_WORDS)]]


def _template(*, ink: str, faint: str, panel: str) -> go.layout.Template:
    axis = {
        "gridcolor": faint,
        "zeroline": False,
        "linecolor": faint,
        "tickfont": {"color": ink, "size": 12},
        "title": {"font": {"color": ink, "size": 12}},
        "automargin": True,
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 13, "color": ink},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": [BLUE, ORANGE, GREEN, VERMILION, SKY, PURPLE, YELLOW, GREY],
            "xaxis": axis,
            "yaxis": axis,
            "hoverlabel": {"bgcolor": panel, "font": {"color": ink, "family": FONT, "size": 12}, "align": "left"},
            "legend": {"font": {"color": ink, "size": 12}},
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        },
        data={
            "heatmap": [go.Heatmap(textfont={"color": ink})],
            "treemap": [go.Treemap(insidetextfont={"color": ink}, pathbar={"textfont": {"color": ink}})],
        },
    )


LIGHT = _template(ink="#1F2933", faint="rgba(31,41,51,0.14)", panel="#FFFFFF")
DARK = _template(ink="#E6EAF0", faint="rgba(230,234,240,0.18)", panel="#1B2330")


LINE = 16  # pixels of a further line of an axis title


def below(axis: str, beyond: Sequence[str]) -> str:
    """The title of an axis with, in short lines below it, which rows were left out: a long line would be cut on a phone."""
    return "<br>".join((axis, *beyond))


def whole_numbers(largest: float) -> dict[str, object]:
    """Ticks of an axis that counts: never half a repository."""
    return {"dtick": max(1, round(largest / 5)), "tickformat": ",d"}


# Placed by the figure, not by the plot: a share of a tall plot's height would be a gap, and names at its left would leave words no room.
LEGEND_ABOVE = {
    **{"orientation": "h", "traceorder": "normal"},
    **{"yref": "container", "y": 1, "yanchor": "top", "xref": "container", "x": 0, "xanchor": "left"},
}
LEGEND_BELOW = {"orientation": "h", "y": -0.14, "yanchor": "top", "x": 0, "traceorder": "normal"}


def dress(figure: go.Figure, *, height: int, dark: bool = False) -> go.Figure:
    """Give a figure the shared template and its height in pixels; returns the same figure."""
    return figure.update_layout(template=DARK if dark else LIGHT, height=height, dragmode=False)


def say(text: str, *, height: int = 90) -> go.Figure:
    """A figure that says in words why there is nothing to draw."""
    figure = go.Figure()
    figure.add_annotation(text=text, x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False)
    figure.update_xaxes(visible=False).update_yaxes(visible=False)
    return dress(figure, height=height)
