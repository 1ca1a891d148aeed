"""Mean, agreement and distance of one team together: what do they leave open of one person's answers?

An attacker knows that three to eight answered three items and sees everything of the team at once. All ways in which they
can have answered are written down, and those that lead to what is shown are kept.
"""

from itertools import combinations_with_replacement
from typing import Any, NamedTuple

import numpy as np
import pytest

from assessment.survey.answers import no_texts
from assessment.survey.release import tables
from tests.privacy.attacks.test_vendors import organisation
from tests.privacy.attacks.trees import QUESTIONNAIRE

TEAMS = {
    "all at the end": [5, 5, 5, 5, 5],
    "all in the middle": [3, 3, 3, 3, 3],
    "nearly all at the end": [5, 5, 5, 5, 4],
    "split": [1, 1, 1, 5, 5],
    "one apart": [1, 5, 5, 5, 5],
    "all over": [1, 2, 3, 4, 5],
}


class Ways(NamedTuple):
    """The ways people can have answered an item (one a row), their spread and their distance."""

    answers: np.ndarray
    variance: np.ndarray
    distance: np.ndarray


def ways(row: Any, people: int) -> Ways:
    """Those that lead to the shown mean."""
    patterns = np.array(list(combinations_with_replacement(range(1, 6), people)), float)
    mean = patterns.mean(axis=1)
    step = np.clip(np.rint((mean - 1) / row["step"]), 1, round(4 / row["step"]) - 1) * row["step"] + 1
    x = patterns[np.isclose(step, row["mean"])]
    return Ways(x, x.var(axis=1, ddof=1), np.abs(x - x.mean(axis=1, keepdims=True)).mean(axis=1))


@pytest.mark.parametrize(("people", "k"), [(3, 3), (4, 3), (5, 5), (6, 5), (7, 5), (8, 5)])
@pytest.mark.parametrize("case", TEAMS)
def test_three_answers_or_more_stay_possible_for_everybody(case: str, people: int, k: int) -> None:
    said = [float(x) for x in (TEAMS[case] * 2)[:people]]
    found = organisation(red=(9, said), blue=(9, [1.0, 2, 3, 4, 5, 3, 2, 3]))
    o = found.organisation.model_copy(update={"survey": found.organisation.survey.model_copy(update={"k": k})})
    shown = tables(found.answers, no_texts(), [QUESTIONNAIRE], o, np.random.default_rng(0))
    items = shown["items"].query("team == 'red'").set_index("item")
    driver = shown["drivers"].query("team == 'red' and scale == 'abc'").iloc[0]
    one, *rest = [ways(items.loc[item], people) for item in "abc"]
    variance = rest[0].variance[:, None] + rest[1].variance[None, :]
    distance = rest[0].distance[:, None] + rest[1].distance[None, :]
    possible: set[float] = set()
    for answers, own_variance, own_distance in zip(*one, strict=True):
        ratio = np.minimum((own_variance + variance) / 3 / 2, 1)
        rwg = np.minimum(np.round(3 * (1 - ratio) / (3 * (1 - ratio) + ratio), 1), 0.9)
        ad = np.maximum(np.round((own_distance + distance) / 3 / 4 / 0.025) * 0.025, 0.1) * 4
        if np.isnan(driver["rwg"]) or (np.isclose(rwg, driver["rwg"]) & np.isclose(ad, driver["ad"])).any():
            possible |= set(answers)
    assert set(said) <= possible  # the attacker makes no mistake
    assert max(possible) - min(possible) >= 2


@pytest.mark.parametrize("case", TEAMS)
def test_no_agreement_of_k_people(case: str) -> None:
    """In 6 of 120 random teams of five and six, mean, agreement and distance left one set of answers: to who gave one, the others."""
    said = [float(x) for x in TEAMS[case]]
    found = organisation(red=(9, said), blue=(9, [1.0, 2, 3, 4, 5, 3, 2, 3]))
    drivers = tables(found.answers, no_texts(), [QUESTIONNAIRE], found.organisation, np.random.default_rng(0))["drivers"]
    shown = drivers[drivers["scale"] == "abc"].set_index("team")[["rwg", "ad"]].notna()
    assert shown.loc["blue"].all()
    assert not shown.loc["red"].any()
