"""The verdict's figure."""

import pandas as pd

from assessment.reporting.figures import indicators


def row(indicator, **changes):
    usual = {"indicator": indicator, "team": "", "value": 0.7, "low": 0.6, "high": 0.85, "resonates": 0.9}
    rest = {"threshold": 0.5, "coverage": 0.86, "answers": 41, "repositories": 28, "hidden": False}
    return usual | rest | changes


def words_of(figure):
    return [annotation.text for annotation in figure.layout.annotations]


def test_each_bar_says_probability_coverage_and_n():
    text = words_of(indicators.chart(pd.DataFrame([row("glue")])))
    assert any("<b>Glue</b>" in line and "resonates: 90 % · coverage 86 % · 41 answers · 28 repositories" in line for line in text)
    assert any("<b>0.70 (0.60–0.85)</b>" in line for line in text)


def test_the_interval_and_the_threshold_are_drawn():
    figure = indicators.chart(pd.DataFrame([row("glue")]))
    (bar,) = figure.data
    assert [round(x, 3) for x in (bar.x[0], bar.error_x.array[0], bar.error_x.arrayminus[0])] == [0.7, 0.15, 0.1]
    assert [shape.x0 for shape in figure.layout.shapes] == [0.5]


def test_an_indicator_without_a_value_has_words_and_no_bar():
    thin = row("onboarding", value=float("nan"), low=float("nan"), high=float("nan"), resonates=float("nan"), coverage=0.3)
    figure = indicators.chart(pd.DataFrame([row("glue"), thin]))
    assert len(figure.data[0].x) == 1
    assert any("no value" in line for line in words_of(figure))
    assert any("<b>Onboarding</b>" in line and "coverage 30 %" in line for line in words_of(figure))


def test_culture_is_weak_not_resonating_and_stands_last():
    figure = indicators.chart(pd.DataFrame([row("culture", resonates=0.02), row("glue")]))
    names = [line for line in words_of(figure) if "answers" in line]
    assert names[0].startswith("<b>Glue</b>")
    assert "weak: 2 %" in names[1]


def test_rows_of_teams_are_left_to_the_heatmap():
    figure = indicators.chart(pd.DataFrame([row("glue"), row("glue", team="cards", value=0.1)]))
    assert list(figure.data[0].x) == [0.7]


def test_without_a_threshold_no_line_is_drawn():
    assert not indicators.chart(pd.DataFrame([row("glue", threshold=float("nan"))])).layout.shapes


def test_nothing_scored_is_said(empty):
    assert words_of(indicators.chart(empty.indicators)) == ["No indicator has been scored yet"]
