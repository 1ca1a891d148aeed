"""Months of work on plumbing."""

import pandas as pd
import pytest

from assessment.reporting.figures import trend


@pytest.fixture
def table():
    rows = [("ci", "2026-01-01", 4), ("ci", "2026-04-01", 2), ("secrets", "2026-01-01", 1), ("secrets", "2026-02-01", 3)]
    return pd.DataFrame(rows, columns=["workflow", "month", "commits"]).assign(month=lambda rows: pd.to_datetime(rows["month"]))


def test_a_month_without_commits_is_zero_not_left_out(table):
    months = trend.monthly(table)
    assert list(months.columns) == ["ci", "secrets"]
    assert months["ci"].tolist() == [4, 0, 0, 2]
    assert months["secrets"].tolist() == [1, 3, 0, 0]


def test_the_line_is_the_mean_of_three_months(table):
    line = trend.chart(table).data[-1]
    assert line.name == "mean of 3 months"
    assert list(line.y)[2:] == [8 / 3, 5 / 3]  # (5+3+0)/3 and (3+0+2)/3


def test_rare_workflows_are_drawn_together(table, monkeypatch):
    monkeypatch.setattr(trend, "NAMED", 1)
    more = pd.concat([table, table.assign(workflow="quality", commits=1)])
    months = trend.monthly(more)
    assert list(months.columns) == ["ci", "other"]
    assert int(months.to_numpy().sum()) == 14  # 10 and the four of quality


def test_no_toil_is_said(empty):
    assert trend.chart(empty.toil).layout.annotations[0].text == "No commits on plumbing were found in the chosen time"
