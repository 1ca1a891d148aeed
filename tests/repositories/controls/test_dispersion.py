import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.repositories.controls.dispersion import entropies, ranges, spreads


def shares(*rows):
    return pd.DataFrame(rows, columns=["control", "share", "of"])


def test_spread_is_twice_the_weighted_standard_deviation():
    # shares 1 and 0 in 3 and 1 repositories: mean .75, variance .75 * .25 = .1875, 2 * sqrt(.1875) = .8660254
    assert spreads(shares(("c", 1.0, 3), ("c", 0.0, 1)))["c"] == pytest.approx(0.8660254)
    assert spreads(shares(("c", 1.0, 2), ("c", 0.0, 2)))["c"] == 1.0
    assert spreads(shares(("c", 0.3, 2), ("c", 0.3, 7)))["c"] == pytest.approx(0.0, abs=1e-7)


def test_a_control_of_one_team_has_no_spread():
    assert spreads(shares(("c", 1.0, 3), ("d", 0.0, 1), ("d", np.nan, 0))).empty


def settings(*rows):
    return pd.DataFrame(rows, columns=["control", "team", "setting"])


def test_entropy_gives_each_team_one_vote():
    # A: weekly; B: daily, in nine repositories. One vote each: 1/2, 1/2 -> 1
    assert entropies(settings(("c", "A", "weekly"), *[("c", "B", "daily")] * 9))["c"] == pytest.approx(1.0)
    # four teams, 3 weekly : 1 daily -> H(1/4) = 0.8112781 bits of log2(2) = 1 (Shannon; any table of the binary entropy)
    votes = [("c", team, "weekly") for team in "ABC"] + [("c", "D", "daily")]
    assert entropies(settings(*votes))["c"] == pytest.approx(0.8112781)
    assert entropies(settings(("c", "A", "weekly"), ("c", "B", "weekly")))["c"] == 0.0


def test_a_control_set_in_one_team_only_is_left_out():
    assert entropies(settings(("c", "A", "x"), ("c", "A", "y"))).empty


@given(st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from(["x", "y", "z"])), min_size=1, max_size=30))
def test_entropy_lies_between_0_and_1_and_is_0_only_when_all_alike(votes):
    found = entropies(settings(*[("c", team, setting) for team, setting in votes]))
    if len(found):
        assert 0 <= found["c"] <= 1
        assert (found["c"] == 0) == (len({setting for _, setting in votes}) == 1)


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 20)), min_size=2, max_size=12))
def test_spread_lies_between_0_and_1(rows):
    assert 0 <= spreads(shares(*[("c", share, of) for share, of in rows]))["c"] <= 1 + 1e-9


def test_ordinal_range_is_between_the_quartiles_of_team_votes():
    def spread(*rows, ranks=5):
        return ranges(pd.DataFrame([("x", *row, ranks) for row in rows], columns=["control", "team", "rank", "ranks"])).get("x")

    assert spread(("A", 0), ("B", 0), ("C", 0), ("D", 4)) == 0  # three votes of four at one end: both quartiles are there
    assert spread(("A", 0), ("B", 4)) == 1
    assert spread(("A", 1), ("B", 2), ("C", 3), ("D", 4)) == 0.5  # quartiles 1 and 3 of 4 steps
    # A's one vote is split over three repositories: a sixth of all votes at 0, below a quarter
    assert spread(("A", 0), ("A", 1), ("A", 1), ("B", 1)) == 0
    assert spread(("A", 0), ("A", 0), ("A", 1), ("B", 1)) == 0.25  # two sixths: above it
    assert spread(("A", 0)) is None
