"""Agreement by chance. Exact values: all 5^n patterns enumerated by an independent program; agrees with R multilevel rwg.sim and ad.m.sim
(4,000 runs): 95 % critical rwg .85 for five people, .6071 for eight."""

from fractions import Fraction

import pytest

from assessment.survey.psychometrics import chance


@pytest.mark.parametrize(
    ("people", "agreed", "close"),
    [(3, 0.232, 0.376), (4, 0.098, 0.309), (5, 0.059, 0.264), (6, 0.045, 0.218), (7, 0.027, 0.159), (8, 0.021, 0.125)],
)
def test_the_exact_table_of_one_five_point_item(people: int, agreed: float, close: float) -> None:
    assert chance.rwg(people, 1, 5) == pytest.approx(agreed, abs=0.0006)
    assert chance.deviation(people, 5, 5 / 6) == pytest.approx(close, abs=0.0006)


def test_three_people_agree_by_chance_in_29_of_125() -> None:
    assert chance.rwg(3, 1, 5) == pytest.approx(29 / 125)
    assert sum(chance.variances(3, 5).values()) == Fraction(1)


def test_the_smallest_agreement_that_chance_seldom_gives() -> None:
    # R multilevel rwg.sim: the 95 % point is .85 with five people and .6071 with eight
    assert chance.rwg(5, 1, 5, at=0.85) <= 0.05 < chance.rwg(5, 1, 5, at=0.75)
    assert chance.rwg(8, 1, 5, at=0.6071) <= 0.05 < chance.rwg(8, 1, 5, at=0.58)


@pytest.mark.parametrize(
    ("people", "independent", "correlated"),
    [(3, (0.17, 0.18, 0.22), (0.24, 0.29, 0.36)), (5, (0.06, 0.07, 0.09), (0.10, 0.16, 0.23)), (8, (0.01, 0.02, 0.03), (0.03, 0.07, 0.13))],
)
def test_scales_of_three_five_and_eight_items(people: int, independent: tuple[float, ...], correlated: tuple[float, ...]) -> None:
    """40,000 simulations of another program; correlated: .6 between items."""
    for items, alone, together in zip((3, 5, 8), independent, correlated, strict=True):
        assert chance.rwg(people, items, 5) == pytest.approx(alone, abs=0.012)
        assert chance.rwg_correlated(people, items, 5, 0.6) == pytest.approx(together, abs=0.025)


def test_without_correlation_the_rate_is_exact() -> None:
    assert chance.rwg_correlated(4, 3, 5, 0.0) == chance.rwg(4, 3, 5)
    assert chance.rwg_correlated(4, 1, 5, 0.6) == chance.rwg(4, 1, 5)


def test_one_person_agrees_with_nobody() -> None:
    with pytest.raises(ValueError, match="one person"):
        chance.rwg(1, 1, 5)
