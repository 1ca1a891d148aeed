"""Priorities, solutions, adoption, coverage and response: what each says, and what it says when there is nothing."""

import json

import pandas as pd
import plotly.graph_objects as go
import pytest

from assessment.reporting.figures import (
    adoption,
    bars,
    coverage,
    duplication,
    indicators,
    priorities,
    response,
    solutions,
    teams,
    theme,
    toil,
    trend,
)


def words_of(figure):
    return " ".join(annotation.text for annotation in figure.layout.annotations)


def test_priorities_show_hours_with_interval_and_n(assessment):
    said = words_of(priorities.chart(assessment.workflows))
    assert "<b>CI</b>" in said
    assert "3,900 h (2,700–5,300)" in said  # 3900, 0.7 and 1.35 times it, two digits
    assert "first: 62 % · 41 answers · 420 commits" in said


def test_a_workflow_nobody_was_asked_about_has_no_bar(assessment):
    figure = priorities.chart(assessment.workflows)
    assert len(figure.data[0].x) == 8  # nine workflows less databases
    assert "no value" in words_of(figure)


def test_without_answers_priorities_show_commits(assessment):
    unasked = assessment.workflows.assign(hours_year=float("nan"), hours_low=float("nan"), hours_high=float("nan"))
    figure = priorities.chart(unasked)
    assert figure.data[0].x[0] == 420
    assert figure.layout.xaxis.title.text == "plumbing commits a year, all teams"


def test_solutions_count_a_repository_once_a_kind():
    rows = [("ci", "r1", "own"), ("ci", "r1", "own"), ("ci", "r2", "shared"), ("secrets", "r1", "copy")]
    table = solutions.by_workflow(pd.DataFrame(rows, columns=["workflow", "repository", "kind"]))
    assert table.loc["ci"].to_dict() == {"shared": 1, "copy": 0, "own": 1}
    assert list(table.index) == ["secrets", "ci"]


def test_adoption_splits_free_from_mandated(assessment):
    table = adoption.by_team(assessment.adoption, "secret-broker").set_index("team")
    assert table.loc["checkout"].to_dict() == {"share": 0.75, "freely": 2, "under a mandate": 1, "not on the road": 1}
    assert "" not in table.index
    labels = adoption.chart(assessment.adoption, "secret-broker").layout.yaxis.ticktext
    assert "checkout · 75 %" in labels


def test_coverage_counts_repositories_without_a_team(assessment):
    table = coverage.by_team(assessment.coverage)
    assert table.loc["no team"].to_dict() == {"collected": 1, "empty": 0, "failed": 0}
    assert int(table["failed"].sum()) == 1
    assert int(table.to_numpy().sum()) == 30


def test_a_hidden_team_has_words_and_no_bar(assessment):
    figure = response.chart(assessment.response)
    at = list(figure.layout.yaxis.ticktext).index("insights")
    assert figure.data[0].x[at] == 0
    assert figure.data[0].customdata[at] == "insights: hidden to protect a small group"
    assert figure.data[0].text[at] == ""
    assert "75 % · 6 of 8" in list(figure.data[0].text)
    assert "hidden to protect a small group" in words_of(figure)


def fleet(*, teams, failed):
    """One repository a team, one more that failed for each of `failed`."""
    rows = [(f"team {n:02}", f"r{n}", "collected") for n in range(teams)] + [(f"team {n:02}", f"f{n}", "failed") for n in failed]
    return pd.DataFrame(rows, columns=["team", "repository", "state"])


def test_of_many_teams_those_with_unread_repositories_are_drawn():
    figure = coverage.chart(fleet(teams=30, failed=[3]))
    assert len(figure.layout.yaxis.ticktext) == 20
    assert figure.layout.yaxis.ticktext[-1] == "team 03"
    assert figure.layout.xaxis.title.text == "repositories<br>20 of 30 teams:<br>most unread, then largest"
    assert coverage.chart(fleet(teams=20, failed=[])).layout.xaxis.title.text == "repositories"
    assert {trace.name for trace in coverage.chart(fleet(teams=2, failed=[])).data} == {"collected"}


def test_of_many_teams_the_lowest_rates_are_drawn_and_hidden_ones_counted():
    rows = [(f"team {n:02}", 10, pd.NA if n < 4 else n % 11, float("nan") if n < 4 else n % 11 / 10) for n in range(30)]
    table = pd.DataFrame(rows, columns=["team", "headcount", "answers", "rate"])
    figure = response.chart(table)
    assert figure.layout.yaxis.ticktext[-1] == "team 11"  # 11 % 11 answered
    assert figure.layout.xaxis.title.text == "members who answered<br>20 of 30 teams:<br>the lowest rates<br>4 are hidden"
    assert words_of(response.chart(table.assign(rate=float("nan")))) == "All 30 teams are hidden to protect a small group"


def test_of_many_teams_those_with_most_off_the_road_are_drawn(assessment, monkeypatch):
    monkeypatch.setattr(adoption, "MOST", 2)
    figure = adoption.chart(assessment.adoption, "secret-broker")
    off = adoption.by_team(assessment.adoption, "secret-broker")["not on the road"]
    assert sum(next(trace for trace in figure.data if trace.name == "not on the road").x) == off.nlargest(2).sum()
    assert figure.layout.xaxis.title.text == f"repositories<br>2 of {len(off)} teams:<br>most off the road"


def test_names_that_look_alike_once_cut_stay_two_bars():
    table = fleet(teams=2, failed=[]).assign(team=["a" * 40 + "1", "a" * 40 + "2"])
    (bar,) = coverage.chart(table).data
    assert list(bar.y) == [0, 1]
    assert bar.customdata[0].endswith(("1", "2"))


def test_a_legend_stands_at_the_top_of_the_figure_however_tall_it_is(assessment):
    legend = coverage.chart(assessment.coverage).layout.legend
    assert (legend.yref, legend.y, legend.yanchor) == ("container", 1, "top")


FIGURES = {
    "indicators": lambda a: indicators.chart(a.indicators),
    "teams": lambda a: teams.heatmap(a.indicators),
    "duplication": lambda a: duplication.heatmap(a.members),
    "toil": lambda a: toil.treemap(a.toil),
    "trend": lambda a: trend.chart(a.toil),
    "priorities": lambda a: priorities.chart(a.workflows),
    "solutions": lambda a: solutions.chart(a.solutions),
    "adoption": lambda a: adoption.chart(a.adoption, "shared-pipeline"),
    "coverage": lambda a: coverage.chart(a.coverage),
    "response": lambda a: response.chart(a.response),
}


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_is_plain_json_for_a_notebook(assessment, name):
    figure = FIGURES[name](assessment)
    assert json.loads(figure.to_json())["data"]
    assert figure.layout.height > 0


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_says_when_there_is_nothing(empty, name):
    figure = FIGURES[name](empty)
    assert isinstance(figure, go.Figure)
    assert not figure.data
    assert len(words_of(figure)) > 10


def test_light_and_dark_differ_only_in_colour():
    def keys(part):
        return {key: keys(value) for key, value in part.items()} if isinstance(part, dict) else None

    light, dark = theme.LIGHT.to_plotly_json(), theme.DARK.to_plotly_json()
    assert keys(light["layout"]) == keys(dark["layout"])
    assert light["layout"]["font"]["color"] != dark["layout"]["font"]["color"]


def luminance(red, green, blue):
    """Relative luminance, WCAG 2.2."""
    parts = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def rgb(colour):
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


@pytest.mark.parametrize(("ink", "page"), [("#1F2933", "#ffffff"), ("#E6EAF0", "#0f151e")], ids=["light", "dark"])
@pytest.mark.parametrize("colour", [theme.BLUE, theme.VERMILION, *theme.WORKFLOWS.values()])
def test_words_on_the_strongest_area_are_readable(colour, ink, page):
    """Contrast of at least 3:1 (WCAG 2.2, large text and parts of graphics) where colour at full allowed strength lies on the page."""
    mixed = [theme.UNDER_WORDS * c + (1 - theme.UNDER_WORDS) * p for c, p in zip(rgb(colour), rgb(page), strict=True)]
    high, low = sorted((luminance(*mixed), luminance(*rgb(ink))), reverse=True)
    assert (high + 0.05) / (low + 0.05) >= 3


def test_bars_keep_their_words_beside_the_bar():
    figure = bars.chart([bars.Bar(name="a", reading="1", detail="n 3", value=1.0)], limit=2.0, title="unit")
    assert {annotation.xanchor for annotation in figure.layout.annotations} == {"left", "right"}
    assert tuple(figure.layout.xaxis.range) == (0, 2.0)
