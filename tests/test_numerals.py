"""How shares and counts are written."""

import pandas as pd
import pytest

from assessment import numerals


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0 %"),
        (0.0004, "<1 %"),
        (0.005, "<1 %"),
        (0.0051, "1 %"),
        (0.5, "50 %"),
        (0.994, "99 %"),
        (0.9999, ">99 %"),
        (1, "100 %"),
        (None, "unknown"),
    ],
)
def test_a_percentage_is_0_or_100_only_when_it_truly_is(share, text):
    assert numerals.percent(share) == text


@pytest.mark.parametrize(("value", "text"), [(0, "0 teams"), (1, "1 team"), (12_400, "12,400 teams"), (pd.NA, "unknown teams")])
def test_a_noun_agrees_with_its_count(value, text):
    assert numerals.count(value, "team") == text


def test_an_irregular_plural_is_given():
    assert numerals.count(2, "repository", "repositories") == "2 repositories"
