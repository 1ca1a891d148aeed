"""Reference values: lme4's Dyestuff (variances as printed in its documentation, BLUPs by R lme4 1.1-31) and closed forms."""

import math

import numpy as np
import pandas as pd
import pytest

from assessment.survey.psychometrics.predictor import moments, organisation_mean, team_means

DYESTUFF = {  # Davies 1947, table 6.1: yield of six batches
    "A": [1545, 1440, 1440, 1520, 1580],
    "B": [1540, 1555, 1490, 1560, 1495],
    "C": [1595, 1550, 1605, 1510, 1560],
    "D": [1445, 1440, 1595, 1465, 1545],
    "E": [1595, 1630, 1515, 1635, 1625],
    "F": [1520, 1455, 1450, 1480, 1445],
}


def people(teams: dict[str, list[float]]) -> pd.DataFrame:
    rows = [(f"{team}{i}", team, float(v)) for team, values in teams.items() for i, v in enumerate(values)]
    return pd.DataFrame(rows, columns=["respondent", "team", "value"])


def test_variance_components_of_dyestuff() -> None:
    m = moments(people(DYESTUFF))
    assert m.tau2 == pytest.approx(1764.05, abs=0.005)
    assert m.sigma2 == pytest.approx(2451.25, abs=0.005)
    assert (m.mu, math.sqrt(m.mu_variance)) == pytest.approx((1527.5, 19.383), abs=0.001)
    assert m.df == 24


def test_infinite_teams_give_the_blups_of_dyestuff() -> None:
    means = team_means(people(DYESTUFF), dict.fromkeys(DYESTUFF, 10**9))
    blups = [-17.60685137, 0.39126336, 28.56222555, -23.08453846, 56.73318774, -44.99528683]
    assert (means["mean"] - 1527.5).tolist() == pytest.approx(blups, abs=1e-4)


def test_a_full_response_has_no_sampling_error_and_is_the_plain_mean() -> None:
    means = team_means(people({"a": [1, 5, 3], "b": [2, 2]}), {"a": 3, "b": 2})
    assert means["mean"].tolist() == [3, 2]
    assert means["spread"].tolist() == [0, 0]
    whole = organisation_mean(people({"a": [1, 5, 3], "b": [2, 2]}), {"a": 3, "b": 2})
    assert (whole.value, whole.spread, whole.n, whole.of) == (pytest.approx(13 / 5), 0, 5, 5)


def test_one_team_is_the_mean_with_finite_population_correction() -> None:
    # s2 of (1, 2, 4, 5) is 10/3; SE = sqrt((1 - 4/10) * 10/3 / 4) = sqrt(0.5) (Cochran 1977, eq. 2.20)
    means = team_means(people({"a": [1, 2, 4, 5]}), {"a": 10})
    assert means.loc[0, ["mean", "spread", "df"]].tolist() == pytest.approx([3, math.sqrt(0.5), 3])
    assert organisation_mean(people({"a": [1, 2, 4, 5]}), {"a": 10})[:3] == pytest.approx((3, math.sqrt(0.5), 3))


def test_teams_that_differ_less_than_people_do_are_drawn_to_the_common_mean() -> None:
    # means 3 and 3.5, MSB = 0.25 < MSW = 4.25: tau2 = 0; unseen half of each team is predicted at the grand mean 3.25
    means = team_means(people({"a": [1, 5], "b": [3, 4]}), {"a": 4, "b": 4})
    assert means["mean"].tolist() == pytest.approx([3.125, 3.375])
    # (1/2)^2 * sigma2/4 for the common mean, and (1/2) * sigma2/4 for the people unseen
    assert means["spread"].tolist() == pytest.approx([math.sqrt(4.25 * (0.25 / 4 + 0.5 / 4))] * 2)


def test_one_person_a_team_puts_all_variance_between_people() -> None:
    m = moments(people({"a": [1], "b": [3], "c": [5]}))
    assert (m.sigma2, m.tau2, m.df) == (4, 0, 2)


def test_a_single_person_shows_no_spread_unless_alone_in_the_team() -> None:
    assert math.isnan(team_means(people({"a": [4]}), {"a": 5})["spread"][0])
    assert team_means(people({"a": [4]}), {"a": 1})["spread"][0] == 0
    assert math.isnan(organisation_mean(people({"a": [4]}), {"a": 5}).spread)


def test_equal_answers_keep_the_variance_that_rounding_hides() -> None:
    equal = people({"a": [4, 4, 4], "b": [4, 4, 4]})
    assert team_means(equal, {"a": 6, "b": 6})["spread"].tolist() == [0, 0]
    # sigma2 = 1/12, tau2 = 0: 1/12 * (0.25/6 + 0.5/6) a team
    assert team_means(equal, {"a": 6, "b": 6}, least_variance=1 / 12)["spread"].tolist() == pytest.approx([math.sqrt(0.75 / 72)] * 2)


def test_teams_without_answers_have_no_value_and_widen_the_organisation() -> None:
    answered = people({"a": [1, 2, 3], "b": [3, 4, 5]})
    means = team_means(answered, {"a": 3, "silent": 4, "b": 3})
    assert means["team"].tolist() == ["a", "silent", "b"]
    assert math.isnan(means["mean"][1])
    assert means["n"].tolist() == [3, 0, 3]
    whole = organisation_mean(answered, {"a": 3, "silent": 4, "b": 3})
    assert whole.value == pytest.approx(3)
    # MSW 1, MSB 6, tau2 = (6 - 1)/3; (4/10)^2 * (tau2 * (1/2 + 1) + 1/4)
    assert whole.spread == pytest.approx(math.sqrt(0.16 * (5 / 3 * 1.5 + 0.25)))


def test_strata_are_weighted_by_headcount() -> None:
    # means 2 and 4 in teams of 30 and 10: 2.5; MSW = 1, f = 0.1 and 0.3: (3/4)^2 * .9/3 + (1/4)^2 * .7/3
    whole = organisation_mean(people({"a": [1, 2, 3], "b": [3, 4, 5]}), {"a": 30, "b": 10})
    assert whole.value == pytest.approx(2.5)
    assert whole.spread == pytest.approx(math.sqrt(9 / 16 * 0.3 + 1 / 16 * 0.7 / 3))


def test_no_answers_at_all() -> None:
    none = people({}).astype({"value": float})
    assert team_means(none, {"a": 3})["n"].tolist() == [0]
    assert math.isnan(organisation_mean(none, {"a": 3}).value)


def test_a_headcount_below_the_answers_counts_as_a_full_response() -> None:
    means = team_means(people({"a": [1, 2, 3]}), {"a": 2})
    assert means.loc[0, ["headcount", "spread"]].tolist() == [3, 0]


def test_the_predictor_beats_the_raw_mean_and_keeps_its_coverage() -> None:
    """Teams of 4 to 12, a mean of four rounded items, 70 % response: the design of a simulation in which an independent program gave
    RMSE raw .205, predictor .174, coverage .948; the tolerances are those of 300 replications."""
    from scipy import stats

    rng = np.random.default_rng(7)
    raw, predicted, inside = [], [], []
    for _ in range(300):
        sizes = rng.integers(4, 13, 10)
        names = [f"t{i}" for i in range(10)]
        truth, rows = [], []
        for name, size, shift in zip(names, sizes, rng.normal(3, 0.25, 10), strict=True):
            person = shift + rng.normal(0, 0.65, size)
            values = np.clip(np.round(person[:, None] + rng.normal(0, 0.6, (size, 4))), 1, 5).mean(axis=1)
            truth.append(values.mean())
            answered = rng.random(size) < 0.7
            answered[rng.integers(size)] = True
            rows += [(name, v) for v in values[answered]]
        frame = pd.DataFrame(rows, columns=["team", "value"])
        means = team_means(frame.assign(respondent=""), dict(zip(names, sizes.tolist(), strict=True)))
        half = stats.t.ppf(0.975, means["df"]) * means["spread"]
        inside += ((means["mean"] - truth).abs() <= half + 1e-12).tolist()
        raw += (frame.groupby("team")["value"].mean().reindex(names).to_numpy() - np.array(truth)).tolist()
        predicted += (means["mean"] - truth).tolist()
    assert np.sqrt(np.mean(np.square(predicted))) < 0.92 * np.sqrt(np.mean(np.square(raw)))
    assert 0.93 < np.mean(inside) < 0.975
