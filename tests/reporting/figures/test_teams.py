"""Severity by team and indicator."""

import math

from assessment.reporting.figures import teams


def test_a_cell_says_severity_and_coverage(assessment):
    (heat,) = teams.heatmap(assessment.indicators).data
    at = list(heat.x).index("Glue"), next(i for i, label in enumerate(heat.y) if label.startswith("cards"))
    mine = assessment.indicators.query("team == 'cards' and indicator == 'glue'").iloc[0]
    assert heat.z[at[1]][at[0]] == mine["value"]
    assert heat.text[at[1]][at[0]] == f"{mine['value']:.2f}<br>86 %"


def test_a_team_carries_its_n_and_a_hidden_one_says_so(assessment):
    (heat,) = teams.heatmap(assessment.indicators).data
    assert any(label.startswith("cards<br>") and "6 answers, 4 repos" in label for label in heat.y)
    assert any(label.startswith("insights<br>") and "answers hidden, 3 repos" in label for label in heat.y)


def test_a_cell_without_a_value_stays_empty(assessment):
    (heat,) = teams.heatmap(assessment.indicators).data
    at = next(i for i, label in enumerate(heat.y) if label.startswith("insights"))
    onboarding = list(heat.x).index("Onboarding")
    assert math.isnan(heat.z[at][onboarding])
    assert heat.text[at][onboarding] == "–<br>35 %"
    assert "hidden to protect a small group" in heat.customdata[at][onboarding]


def test_nothing_scored_is_said(empty):
    assert teams.heatmap(empty.indicators).layout.annotations[0].text == "No team has been scored yet"
