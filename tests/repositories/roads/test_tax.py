import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from assessment.repositories.roads.tax import Tax, _lower_quantile, compare, shift

# Hollander and Wolfe 1973, 69f: permeability of the human chorioamnion; the example of wilcox.test in R
TERM = np.array([0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46])
EARLY = np.array([1.15, 0.88, 0.90, 0.74, 1.21])


def test_estimate_and_interval_of_hollander_and_wolfe():
    # R: wilcox.test(x, y, conf.int = TRUE, exact = TRUE): 0.305, 95 percent confidence interval -0.15 0.76
    assert shift(TERM, EARLY) == pytest.approx([0.305, -0.15, 0.76])


@pytest.mark.parametrize(
    ("m", "n", "quantile"),
    [
        (10, 5, 9),  # qwilcox(.025, 10, 5) in R
        (4, 4, 1),  # 2 of the 70 orders have U <= 1: .0286; 1 has U = 0: .0143
        (5, 5, 3),  # table of critical values: U <= 2 has p = .016 one-sided, U <= 3 has .028
    ],
)
def test_quantiles_of_the_mann_whitney_statistic(m, n, quantile):
    assert _lower_quantile(m, n) == quantile


def test_the_normal_quantile_meets_the_exact_one():
    assert abs(_lower_quantile(26, 25) - _lower_quantile(25, 25) - 25 / 2) < 8  # 25 more pairs, half of them below


def test_readings():
    assert compare([1, 2, 3, 4], [10, 20, 30, 40]).tax is Tax.PAYS
    assert compare([10, 20, 30, 40], [1, 2, 3, 4]).tax is Tax.TAX
    same = [9.9, 10, 10.1, 10.2, 9.8]
    assert compare(same, same).tax is Tax.NEUTRAL
    assert compare([1, 5, 20, 80], [2, 6, 15, 90]).tax is Tax.CANNOT_TELL


def test_the_ratio_is_the_median_of_all_pairwise_ratios():
    got = compare([2, 4, 8, 16], [1, 2, 4, 8])
    # log2 differences of {1,2,3,4} and {0,1,2,3}: -2..4, median 1 -> 2; k = 1: the extremes 2^-2 and 2^4
    assert (got.ratio, got.low, got.high) == (pytest.approx(2), pytest.approx(0.25), pytest.approx(16))


def test_below_four_a_side_it_cannot_tell():
    got = compare([1, 1, 1], [99] * 50)
    assert got.tax is Tax.CANNOT_TELL
    assert np.isnan(got.ratio)


def test_less_than_half_a_day_counts_as_half_a_day():
    assert compare([0, 0, 0, 0.1], [0.5, 0.4, 0.5, 0]).ratio == 1


days = st.lists(st.floats(0.5, 500), min_size=4, max_size=12)


@given(days, days)
def test_swapping_sides_inverts_the_ratio_and_never_both_pays(on, off):
    one, two = compare(on, off), compare(off, on)
    assert one.ratio == pytest.approx(1 / two.ratio)
    assert one.low == pytest.approx(1 / two.high)
    assert not (one.tax is Tax.PAYS and two.tax is not Tax.TAX)


@given(st.lists(st.floats(0, 9), min_size=4, max_size=9, unique=True), st.lists(st.floats(0.05, 9.05), min_size=4, max_size=9, unique=True))
def test_the_interval_excludes_0_exactly_when_the_exact_test_rejects(x, y):
    if len({*x, *y}) == len(x) + len(y):  # the exact test is defined without ties
        _, low, high = shift(np.array(x), np.array(y))
        assert (low > 0 or high < 0) == (mannwhitneyu(x, y, method="exact").pvalue <= 0.05)
