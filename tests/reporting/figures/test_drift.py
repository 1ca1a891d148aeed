"""Drift over time and reinvention by workflow, drawn from their tables."""

from assessment.reporting.figures import drift, reinvention


def test_drift_has_a_line_for_the_mean_and_one_for_the_widest(assessment):
    series = assessment.cluster_drift.sample(frac=1, random_state=1)  # in whatever order
    mean, widest = drift.chart(series).data
    assert list(mean.y) == [0.02, 0.04, 0.06, 0.08, 0.1, 0.12]
    assert list(widest.y) == [0.05, 0.1, 0.15, 0.2, 0.25, 0.3]
    assert mean.customdata[0] == "4 members"


def test_without_history_drift_says_so(assessment):
    figure = drift.chart(assessment.cluster_drift.iloc[:0])
    assert figure.layout.annotations[0].text == "The histories do not tell how these files went apart"


def test_a_workflow_is_a_bar_of_shares_that_sum_to_one(assessment):
    figure = reinvention.chart(assessment.reinvention)
    assert [trace.name for trace in figure.data] == [name for _, name, _ in reinvention.PARTS]
    sums = [sum(shares) for shares in zip(*(trace.x for trace in figure.data), strict=True)]
    assert all(abs(total - 1) < 1e-9 for total in sums)
    assert "2.8 in 6 teams" in figure.data[0].y[0]


def test_a_workflow_of_no_team_is_left_out(assessment):
    table = assessment.reinvention.assign(eligible=0)
    assert reinvention.chart(table).layout.annotations[0].text == "No workflow is seen in two teams"
