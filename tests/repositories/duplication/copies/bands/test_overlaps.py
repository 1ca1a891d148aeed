"""What bands propose is checked exactly."""

from itertools import combinations

import numpy as np
import pytest

from assessment.repositories.duplication.copies.bands import overlaps
from assessment.repositories.duplication.copies.bands.buckets import Edges
from assessment.repositories.duplication.copies.bands.features import SEVERAL, Features
from assessment.repositories.duplication.copies.bands.overlaps import apart, enough, jaccard, within


def features(sets, repository=None):
    starts = np.concatenate([[0], np.cumsum([len(one) for one in sets])])
    values = np.array([value for one in sets for value in sorted(one)], np.int64)
    return Features(values, starts, np.array(repository or range(1, len(sets) + 1), np.uint64))


@pytest.fixture
def sets():
    rng = np.random.default_rng(5)
    pool = rng.integers(2**62, 2**63 - 1, 25)  # as large as features become
    return [set(rng.choice(pool, rng.integers(1, 20), replace=False).tolist()) for _ in range(40)]


def overlap(one, other):
    return len(one & other) / len(one | other)


def test_overlap_of_pairs(sets, monkeypatch):
    monkeypatch.setattr(overlaps, "AT_ONCE", 100)  # 780 pairs
    pairs = list(combinations(range(40), 2))
    found = jaccard(features(sets), Edges(*(np.array(side, np.int32) for side in zip(*pairs, strict=True))))
    assert found.tolist() == pytest.approx([overlap(sets[one], sets[other]) for one, other in pairs])


def test_an_overlap_that_is_reached_exactly_is_enough():
    assert enough(np.array([7 / 13, 2 / 5, 0.39]), 0.7 / 1.3).tolist() == [True, False, False]
    assert enough(np.array([7 / 13, 2 / 5, 0.39]), 0.4).tolist() == [True, True, False]


def test_all_pairs_of_one_label(sets):
    repository = [1 + n % 7 for n in range(40)]
    repository[3] = SEVERAL
    label = np.arange(40) % 3
    found = within(features(sets, repository), label, 0.3)
    expected = {
        (one, other)
        for one, other in combinations(range(40), 2)
        if label[one] == label[other]
        and (repository[one] != repository[other] or repository[one] == SEVERAL)
        and overlap(sets[one], sets[other]) >= 0.3
    }
    assert set(zip(found.left.tolist(), found.right.tolist(), strict=True)) == expected
    assert len(expected) > 20


def test_documents_of_one_repository_are_not_apart():
    pairs = Edges(np.array([0, 0, 0, 2]), np.array([1, 2, 3, 3]))
    assert apart(np.array([4, 4, 5, SEVERAL], np.uint64), pairs).tolist() == [False, True, True, True]
