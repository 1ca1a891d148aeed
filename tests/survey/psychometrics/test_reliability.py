import math

import pandas as pd
import pytest

from assessment.survey.psychometrics.reliability import alpha, alpha_interval, loadings, omega

ROWS = """4544 4454 5443 4445 3444 2123 2232 1222 4213 3333 1532 5144 5555 5555 5555 5555"""
FIXTURE = pd.DataFrame([[float(c) for c in row] for row in ROWS.split()])

# R datasets::attitude (Chatterjee and Price 1977): 30 departments, 7 ratings
ATTITUDE = pd.DataFrame({
    "rating": [43, 63, 71, 61, 81, 43, 58, 71, 72, 67, 64, 67, 69, 68, 77, 81, 74, 65, 65, 50, 50, 64, 53, 40, 63, 66, 78, 48, 85, 82],
    "complaints": [51, 64, 70, 63, 78, 55, 67, 75, 82, 61, 53, 60, 62, 83, 77, 90, 85, 60, 70, 58, 40, 61, 66, 37, 54, 77, 75, 57, 85, 82],
    "privileges": [30, 51, 68, 45, 56, 49, 42, 50, 72, 45, 53, 47, 57, 83, 54, 50, 64, 65, 46, 68, 33, 52, 52, 42, 42, 66, 58, 44, 71, 39],
    "learning": [39, 54, 69, 47, 66, 44, 56, 55, 67, 47, 58, 39, 42, 45, 72, 72, 69, 75, 57, 54, 34, 62, 50, 58, 48, 63, 74, 45, 71, 59],
    "raises": [61, 63, 76, 54, 71, 54, 66, 70, 71, 62, 58, 59, 55, 59, 79, 60, 79, 55, 75, 64, 43, 66, 63, 50, 66, 88, 80, 51, 77, 64],
    "critical": [92, 73, 86, 84, 83, 49, 68, 66, 83, 80, 67, 74, 63, 77, 77, 54, 79, 80, 85, 78, 64, 80, 80, 57, 75, 76, 78, 83, 74, 78],
    "advance": [45, 47, 48, 35, 47, 34, 35, 41, 31, 41, 34, 41, 25, 35, 46, 36, 63, 60, 46, 52, 33, 41, 37, 49, 33, 72, 49, 38, 55, 39],
})  # fmt: skip


def test_alpha_of_attitude() -> None:
    assert alpha(ATTITUDE) == pytest.approx(0.84314277, abs=1e-8)  # R psych::alpha 2.2.9, raw_alpha
    assert alpha(ATTITUDE.drop(columns="critical")) == pytest.approx(0.86387231, abs=1e-8)  # its "if dropped" column


def test_a_forgotten_reversal_shows() -> None:
    assert alpha(ATTITUDE.assign(complaints=132 - ATTITUDE["complaints"])) < 0.5


def test_people_with_a_gap_are_left_out() -> None:
    gaps = pd.concat([ATTITUDE, ATTITUDE.head(1).assign(rating=float("nan"))])
    assert alpha(gaps) == pytest.approx(0.84314277, abs=1e-8)


@pytest.mark.parametrize("items", [ATTITUDE[["rating"]], ATTITUDE.head(1), pd.DataFrame({"a": [3, 3], "b": [4, 4]})])
def test_nothing_to_tell(items: pd.DataFrame) -> None:
    assert math.isnan(alpha(items))


def test_the_interval_of_alpha() -> None:
    # Feldt: R psych::alpha prints (.74, .92), pingouin (.739, .916) for attitude
    assert alpha_interval(alpha(ATTITUDE), 30, 7) == (pytest.approx(0.739, abs=5e-4), pytest.approx(0.916, abs=5e-4))
    assert math.isnan(alpha_interval(float("nan"), 30, 7).low)


def test_omega_of_attitude() -> None:
    # R factanal, one factor by maximum likelihood
    published = [0.85247824, 0.90224144, 0.59270515, 0.73069595, 0.76499390, 0.24609279, 0.37784408]
    got = loadings(ATTITUDE)
    assert got is not None
    assert got.tolist() == pytest.approx(published, abs=2e-6)
    assert omega(ATTITUDE) == pytest.approx(0.84054467, abs=1e-6)


def test_omega_of_the_own_fixture() -> None:
    # R factanal on the four items of test_agreement: loadings .8351479599 .5956227502 .8289284809 .9449056103
    got = loadings(FIXTURE)
    assert got is not None
    assert got.tolist() == pytest.approx([0.8351479599, 0.5956227502, 0.8289284809, 0.9449056103], abs=2e-6)
    assert omega(FIXTURE) == pytest.approx(0.8824645008, abs=1e-6)
    assert alpha(FIXTURE) == pytest.approx(0.8663036903)  # R psych::alpha


@pytest.mark.parametrize(
    "items", [ATTITUDE[["rating", "advance"]], ATTITUDE.head(6), ATTITUDE.assign(rating=3.0), ATTITUDE.assign(rating=ATTITUDE["advance"])]
)
def test_no_factor_to_be_found(items: pd.DataFrame) -> None:
    assert math.isnan(omega(items))
