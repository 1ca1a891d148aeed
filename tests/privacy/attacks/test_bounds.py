"""From all tables of all rounds together: no group under k is known more closely than to half of the range of one answer.

Some hundred random organisations; `python benchmarks/attacks.py 10000` makes more.
"""

import numpy as np
import pytest

from assessment.privacy import steps
from assessment.survey.answers import no_texts
from assessment.survey.release import means, tables
from tests.privacy.attacks.attacker import attack
from tests.privacy.attacks.trees import QUESTIONNAIRE, Tree, transferred, tree

ITEMS = "asdh"


def released(found: Tree, **others: object) -> dict:
    return tables(found._replace(**others).answers, no_texts(), [QUESTIONNAIRE], found.organisation, np.random.default_rng(0))


@pytest.mark.parametrize("seed", range(60))
def test_one_round(seed: int) -> None:
    found = tree(seed, skips=0.1 * (seed % 2), k=(5, 5, 3, 8)[seed % 4])
    shown = released(found)
    assert not [leak for item in ITEMS for leak in attack(shown, found, item, found.organisation.survey.k)]


@pytest.mark.parametrize("seed", range(1_000, 1_048))
def test_two_or_three_rounds_with_leavers_and_joiners(seed: int) -> None:
    found = tree(seed, rounds=2 + seed % 2, skips=0.1 * (seed % 3 == 0))
    shown = released(found)
    item = ITEMS[seed % 4]
    assert not attack(shown, found, item)


@pytest.mark.parametrize("seed", range(2_000, 2_020))
def test_two_rounds_whose_people_cannot_be_linked(seed: int) -> None:
    """Links were for teams: we do not know who stayed, but the attacker does."""
    found = tree(seed, rounds=2)
    anonymous = found.answers.assign(respondent="anonymous-" + found.answers["round"] + found.answers["respondent"])
    shown = released(found, answers=anonymous)
    assert not attack(shown, found, ITEMS[seed % 4])


@pytest.mark.parametrize("seed", range(4_000, 4_020))
def test_people_who_changed_to_another_team(seed: int) -> None:
    found = transferred(tree(seed), seed)
    shown = released(found)
    assert not attack(shown, found, ITEMS[seed % 3])


def leaks(seeds: range, rounds: int) -> int:
    return sum(bool(attack(released(found), found, item)) for found in (tree(seed, rounds=rounds) for seed in seeds) for item in "asd")


def test_the_attack_succeeds_on_means_to_the_tenth(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rounding to 0.1 is no protection: with few answers the mean is the sum."""
    monkeypatch.setattr(means, "fraction", lambda people: np.full(np.shape(people), 1 / 40))
    assert leaks(range(5), 1) >= 3


def test_the_attack_succeeds_where_means_are_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps alone do not protect somebody who left: see seeds 4, 13."""
    monkeypatch.setattr(means, "_held", lambda now, mean, width, numbers, memory: steps.coarse(mean, width, now.low, now.high))
    assert leaks(range(4, 14, 9), 2) >= 2


def test_the_attack_succeeds_on_ends_that_are_not_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mean at the end of the range says what everybody answered."""

    def uncut(mean, width, low, high):  # type: ignore[no-untyped-def]
        return low + np.rint((mean - low) / (width * (high - low))) * width * (high - low)

    def plain(value, width, low, high):  # type: ignore[no-untyped-def]
        half = width * (high - low) / 2
        return value - half, value + half

    monkeypatch.setattr(means, "coarse", uncut)
    monkeypatch.setattr("tests.privacy.attacks.attacker.window", plain)
    assert leaks(range(8), 1) >= 1
