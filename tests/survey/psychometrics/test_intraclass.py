"""Reference values: Shrout and Fleiss 1979 (also R psych, pingouin); R multilevel 2.7's bh1996 and lq2002 by their mean squares alone,
which R printed; own fixture by R aov."""

import math

import pandas as pd
import pytest

from assessment.survey.psychometrics.intraclass import NOTHING, Squares, intraclass, squares

SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
FIXTURE = """A4544 A4454 A5443 A4445 A3444 B2123 B2232 B1222 B4213 C3333 C1532 C5144 D5555 D5555 D5555 D5555"""


def test_six_targets_by_four_judges() -> None:
    values = pd.Series([float(x) for row in SHROUT_FLEISS for x in row])
    s = squares(values, pd.Series([i for i in range(6) for _ in range(4)]))
    assert s is not None
    assert (s.between, s.within, s.size) == (pytest.approx(11.2417, abs=1e-4), pytest.approx(6.2639, abs=1e-4), 4)
    got = intraclass(s)
    assert (got.icc1, got.icc2, got.f) == (
        pytest.approx(0.16574177),
        pytest.approx(0.44279713),
        pytest.approx(1.7947, abs=1e-4),
    )  # .17 and .44
    assert (got.icc1_low, got.icc1_high) == (pytest.approx(-0.13293232), pytest.approx(0.72256006))
    assert (got.icc2_low, got.icc2_high) == (pytest.approx(-0.88444216), pytest.approx(0.91241542))


@pytest.mark.parametrize(
    ("between", "within", "people", "teams", "icc1", "icc2"),
    [
        # R multilevel bh1996: HRS, LEAD, COHES, WBEING
        (55.81148565, 4.483158303, 7382, 99, 0.1331066791, 0.9196731954),
        (6.172199384, 0.5208535786, 7382, 99, 0.12702755, 0.9156129693),
        (3.213463458, 0.7215521204, 7382, 99, 0.04426529756, 0.7754596778),
        (3.459004059, 0.7896460902, 7382, 99, 0.04336905008, 0.7717128755),
        # R multilevel lq2002: LEAD, TSIG, HOSTILE
        (3.08552, 0.6147764, 2042, 49, 0.08795622, 0.8007544),
        (4.449719, 0.9584345, 2042, 49, 0.080384, 0.7846078),
        (3.437868, 1.017405, 2042, 49, 0.05400494, 0.7040592),
    ],
)
def test_from_mean_squares(between: float, within: float, people: int, teams: int, icc1: float, icc2: float) -> None:
    got = intraclass(Squares(between, within, people, teams, people / teams))
    assert got.icc1 == pytest.approx(icc1, rel=2e-6)
    assert got.icc2 == pytest.approx(icc2, rel=2e-6)


def test_intervals_of_a_large_sample() -> None:
    got = intraclass(Squares(55.81148565, 4.483158303, 7382, 99, 7382 / 99))  # R multilevel/psychometric, bh1996 HRS
    assert (got.icc1_low, got.icc1_high) == (pytest.approx(0.10302661), pytest.approx(0.17534399))
    assert (got.icc2_low, got.icc2_high) == (pytest.approx(0.89544814), pytest.approx(0.94066922))


def test_unequal_teams() -> None:
    rows = FIXTURE.split()
    values = pd.Series([sum(map(int, row[1:])) / 4 for row in rows])
    s = squares(values, pd.Series([row[0] for row in rows]))
    assert s is not None
    assert (s.between, s.within) == (pytest.approx(6.1889757), pytest.approx(0.0670139, abs=1e-7))
    assert s.size == pytest.approx((16 - (25 + 16 + 9 + 16) / 16) / 3)  # n0 by hand
    got = intraclass(s)
    assert (got.icc1, got.icc2, got.f) == (pytest.approx(0.9580508878), pytest.approx(0.9891720549), pytest.approx(92.35363, abs=1e-5))
    assert got.unequal == pytest.approx((got.f - 1) / (got.f + s.size - 1))


def test_less_difference_than_chance_is_negative() -> None:
    got = intraclass(squares(pd.Series([1.0, 5, 1, 5]), pd.Series([*"aabb"])))
    assert got.icc1 == pytest.approx(-1)  # MSB 0: (0 - MSW) / (0 + MSW)
    assert got.icc1_low < 0


@pytest.mark.parametrize(("values", "teams"), [([1.0, 2], "aa"), ([1.0, 2], "ab"), ([], "")])
def test_nothing_to_compare(values: list[float], teams: str) -> None:
    assert squares(pd.Series(values, dtype=float), pd.Series([*teams], dtype=str)) is None
    assert all(math.isnan(x) for x in intraclass(None))
    assert all(math.isnan(x) for x in NOTHING)
