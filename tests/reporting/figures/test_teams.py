"""Severity by team and indicator."""

import math

from assessment.reporting.figures import teams


def drawn(assessment):
    figure = teams.heatmap(assessment.indicators)
    return figure.data[0], list(figure.layout.xaxis.ticktext), list(figure.layout.yaxis.ticktext)


def test_a_cell_says_severity_and_coverage(assessment):
    heat, columns, rows = drawn(assessment)
    at = columns.index("Glue"), next(i for i, label in enumerate(rows) if label.startswith("cards"))
    mine = assessment.indicators.query("team == 'cards' and indicator == 'glue'").iloc[0]
    assert heat.z[at[1]][at[0]] == mine["value"]
    assert heat.text[at[1]][at[0]] == f"{mine['value']:.2f}<br>86 %"


def test_a_team_carries_its_n_and_a_hidden_one_says_so(assessment):
    _, _, rows = drawn(assessment)
    assert any(label.startswith("cards<br>") and "6 answers, 4 repos" in label for label in rows)
    assert any(label.startswith("insights<br>") and "answers hidden, 3 repos" in label for label in rows)


def test_a_cell_without_a_value_stays_empty(assessment):
    heat, columns, rows = drawn(assessment)
    at = next(i for i, label in enumerate(rows) if label.startswith("insights"))
    onboarding = columns.index("Onboarding")
    assert math.isnan(heat.z[at][onboarding])
    assert heat.text[at][onboarding] == "–<br>35 %"
    assert "hidden to protect a small group" in heat.customdata[at][onboarding]


def test_nothing_scored_is_said(empty):
    assert teams.heatmap(empty.indicators).layout.annotations[0].text == "No team has been scored yet"


def test_names_that_look_alike_once_cut_stay_two_rows(assessment):
    long = assessment.indicators["team"].replace({"cards": "a" * 30 + "1", "lending": "a" * 30 + "2"})
    figure = teams.heatmap(assessment.indicators.assign(team=long))
    assert len(figure.data[0].y) == 8
    assert sum(label.startswith("a" * 23 + "…") for label in figure.layout.yaxis.ticktext) == 2


def test_of_many_teams_the_most_severe_are_drawn_and_the_axis_says_of_how_many(assessment, monkeypatch):
    monkeypatch.setattr(teams, "MOST", 3)
    figure = teams.heatmap(assessment.indicators)
    assert len(figure.data[0].y) == 3
    assert figure.layout.xaxis.title.text == "the 3 most severe of 8 teams"
    assert teams.heatmap(assessment.indicators[assessment.indicators["team"].isin(["cards", "lending"])]).layout.xaxis.title.text is None
