"""Mean, thirds, agreement and distance of one team together: what do they leave open of one person's answers?

An attacker knows that five answered three items and sees everything of the team at once. All ways in which five people can have
answered are written down, and those that lead to what is shown are kept.
"""

from itertools import combinations_with_replacement
from typing import Any, NamedTuple

import numpy as np
import pytest

from assessment.survey.answers import no_texts
from assessment.survey.release import tables
from tests.privacy.attacks.test_vendors import organisation
from tests.privacy.attacks.trees import QUESTIONNAIRE

PATTERNS = np.array(list(combinations_with_replacement(range(1, 6), 5)), float)
TEAMS = {
    "all at the end": [5, 5, 5, 5, 5],
    "all in the middle": [3, 3, 3, 3, 3],
    "nearly all at the end": [5, 5, 5, 5, 4],
    "split": [1, 1, 1, 5, 5],
    "one apart": [1, 5, 5, 5, 5],
    "all over": [1, 2, 3, 4, 5],
}


class Ways(NamedTuple):
    """The ways five people can have answered an item (rows of five), their spread and their distance."""

    answers: np.ndarray
    variance: np.ndarray
    distance: np.ndarray


def ways(row: Any) -> Ways:
    """Those that lead to the shown mean and thirds."""
    mean = PATTERNS.mean(axis=1)
    step = np.clip(np.rint((mean - 1) / 0.5), 1, 7) * 0.5 + 1
    kept = np.isclose(step, row["mean"])
    for name, part in (("low", PATTERNS <= 2), ("mid", PATTERNS == 3), ("high", PATTERNS >= 4)):
        words = np.array(["under 1/3", "1/3-2/3", "over 2/3"])[np.clip((3 * part.mean(axis=1) + 1e-9).astype(int), 0, 2)]
        kept &= words == row[name]
    x = PATTERNS[kept]
    return Ways(x, x.var(axis=1, ddof=1), np.abs(x - x.mean(axis=1, keepdims=True)).mean(axis=1))


@pytest.mark.parametrize("case", TEAMS)
def test_three_answers_or_more_stay_possible_for_everybody(case: str) -> None:
    others = [1, 2, 3, 4, 5, 3, 2]
    found = organisation(red=(6, [float(x) for x in TEAMS[case]]), blue=(8, [float(x) for x in others]))
    shown = tables(found.answers, no_texts(), [QUESTIONNAIRE], found.organisation, np.random.default_rng(0))
    items = shown["items"].query("team == 'red'").set_index("item")
    driver = shown["drivers"].query("team == 'red' and scale == 'abc'").iloc[0]
    one, *rest = [ways(items.loc[item]) for item in "abc"]
    variance = rest[0].variance[:, None] + rest[1].variance[None, :]
    distance = rest[0].distance[:, None] + rest[1].distance[None, :]
    possible: set[float] = set()
    for answers, own_variance, own_distance in zip(*one, strict=True):
        ratio = np.minimum((own_variance + variance) / 3 / 2, 1)
        rwg = np.minimum(np.round(3 * (1 - ratio) / (3 * (1 - ratio) + ratio), 1), 0.9)
        ad = np.maximum(np.round((own_distance + distance) / 3 / 4 / 0.025) * 0.025, 0.1) * 4
        if (np.isclose(rwg, driver["rwg"]) & np.isclose(ad, driver["ad"])).any():
            possible |= set(answers)
    assert set(TEAMS[case]) <= possible  # the attacker makes no mistake
    assert max(possible) - min(possible) >= 2
