"""Reference values: R multilevel 2.8 (rwg.j, ad.m) on the fixture below; missing values by rwg.j's available-case default and by hand."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from assessment.survey.psychometrics.agreement import agreement, awg

ROWS = """A4544 A4454 A5443 A4445 A3444 B2123 B2232 B1222 B4213 C3333 C1532 C5144 D5555 D5555 D5555 D5555"""
TEAMS = pd.Series([row[0] for row in ROWS.split()])
ITEMS = pd.DataFrame([[float(c) for c in row[1:]] for row in ROWS.split()], columns=["q1", "q2", "q3", "q4"])


def test_agreement_of_four_teams() -> None:
    table = agreement(ITEMS, TEAMS, 5).set_index("team")
    assert table["n"].tolist() == [5, 4, 3, 4]
    assert table["rwg"].tolist() == pytest.approx([0.9496402878, 0.8794326241, 0, 1], abs=1e-9)
    assert table["ad"].tolist() == pytest.approx([0.36, 0.5625, 0.9444444444, 0], abs=1e-9)
    assert table["ad_median"].tolist() == pytest.approx([0.30, 0.50, 0.9166666667, 0], abs=1e-9)
    assert table["lindell"].tolist() == pytest.approx([0.825, 0.6458333333, -0.1666666667, 1], abs=1e-9)
    each = [awg(ITEMS[team == TEAMS], 1, 5) for team in "ABCD"]
    assert each == pytest.approx([0.8041666667, 0.6141414141, 0.2214285714, 1], abs=1e-9)


def test_a_listwise_index_leaves_people_with_a_gap_out() -> None:
    # item one agrees at its end: 1 by definition; (3, 5, 2): mean 10/3, variance 7/3, most (20 - 100/9 - 5) * 3/2 = 35/6: 1 - 4/5
    items = pd.DataFrame({"q1": [1.0, 1, 1, 2], "q2": [3.0, 5, 2, np.nan]})
    assert awg(items, 1, 5) == pytest.approx((1 + 0.2) / 2)
    # (3, 5): mean 4 is beyond (5 * 1 + 1) / 2 = 3, where two people can differ in few ways: no value
    assert np.isnan(awg(items[["q2"]].head(2), 1, 5))
    assert np.isnan(awg(items.head(1), 1, 5))


def test_one_item_is_the_plain_rwg() -> None:
    table = agreement(ITEMS[["q1"]], TEAMS, 5).set_index("team")
    assert table["rwg"].tolist() == pytest.approx([0.75, 0.2083333333, 0, 1], abs=1e-9)
    assert table["ad"].tolist() == pytest.approx([0.4, 0.875, 1.333333333, 0], abs=1e-9)


def test_people_count_with_the_answers_they_gave() -> None:
    items = ITEMS.copy()
    items.loc[2, "q3"] = np.nan
    items.loc[7, "q4"] = np.nan
    table = agreement(items, TEAMS, 5).set_index("team")
    assert table["rwg"].tolist()[:3] == pytest.approx([0.9475587703, 0.8794326241, 0], abs=1e-9)
    assert table.loc["A", "ad"] == pytest.approx((0.4 + 0.32 + 0.375 + 0.4) / 4)


def test_random_answers_of_three_people_agree_in_29_of_125_cases() -> None:
    patterns = np.array(list(product(range(1, 6), repeat=3)), float)
    items = pd.DataFrame({"q": patterns.ravel()})
    table = agreement(items, pd.Series(np.repeat(np.arange(125), 3)), 5)
    assert (table["rwg"] >= 0.70 - 1e-12).sum() == 29


def test_one_person_has_no_agreement() -> None:
    assert agreement(ITEMS.head(1), TEAMS.head(1), 5)["rwg"].isna().all()
