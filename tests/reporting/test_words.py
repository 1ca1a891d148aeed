"""How numbers are put into words."""

import pandas as pd
import pytest

from assessment.reporting import words


@pytest.mark.parametrize("value", [None, float("nan"), pd.NA, pd.NaT])
def test_what_is_missing_is_never_a_number(value):
    assert words.percent(value) == "unknown"
    assert words.number(value) == "unknown"
    assert words.severity(value) == "no value"
    assert words.day(value) == "unknown"
    assert words.repositories(value) == "unknown repositories"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (437, "437"),
        (999.4, "999"),
        (999.6, "1.0k"),
        (3241, "3.2k"),
        (9949, "9.9k"),
        (9960, "10k"),
        (18400, "18k"),
        (1.44e6, "1.4M"),
    ],
)
def test_numbers_in_cells_have_at_most_four_characters(value, text):
    assert words.compact(value) == text
    assert len(words.compact(value)) <= 4


@pytest.mark.parametrize(("value", "text"), [(3912, "3,900"), (0.0, "0"), (87.2, "87"), (4.26, "4.3"), (1234567, "1,200,000")])
def test_an_estimate_has_two_digits(value, text):
    assert words.estimate(value) == text


def test_severity_carries_its_interval():
    assert words.severity(0.714, 0.58, 0.821) == "0.71 (0.58–0.82)"
    assert words.severity(0.714) == "0.71"


def test_what_stands_behind_a_value():
    row = {"indicator": "glue", "coverage": 0.86, "answers": 41, "repositories": 1, "hidden": False}
    assert words.behind(pd.Series(row)) == "coverage 86 %, 41 answers, 1 repository"
    assert (
        words.behind(pd.Series(row | {"answers": 0, "hidden": True}))
        == "coverage 86 %, answers hidden to protect a small group, 1 repository"
    )
    assert words.behind(pd.Series(row | {"indicator": "culture", "repositories": 0})) == "coverage 86 %, 41 answers"


def test_names_from_outside_cannot_become_markup_in_a_figure():
    assert words.label("<a href='https://x.example'>pay</a>") == "&lt;a href='https://x.example'&gt;pay&lt;/a&gt;"
    assert words.label("x" * 50, 10) == "x" * 9 + "…"


def test_days_and_workflows():
    assert words.day(pd.Timestamp("2026-11-02", tz="UTC")) == "2 Nov 2026"
    assert (words.workflow("ci"), words.workflow("local development")) == ("CI", "Local development")


def test_people_who_answered():
    assert words.people(76, 1160) == "76 of 1,160"
    assert words.people(None, 116) == "too few of 116"  # hidden is not none
    assert words.people(0, 116) == "0 of 116"
