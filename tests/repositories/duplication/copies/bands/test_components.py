"""Components of checked edges, and what of them is searched whole."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.repositories.duplication.copies.bands import components
from assessment.repositories.duplication.copies.bands.buckets import Edges
from assessment.repositories.duplication.copies.bands.components import Checked, gathered, labels, outside, parted, searched, sizes


def checked(*rows):
    left, right, shared = zip(*rows, strict=True) if rows else ((), (), ())
    return Checked(Edges(np.array(left, np.int32), np.array(right, np.int32)), np.array(shared, np.float32))


def by_hand(size, pairs):
    label = list(range(size))
    for _ in range(size):
        for one, other in pairs:
            label[one] = label[other] = min(label[one], label[other])
    return label


PAIRS = st.lists(st.sets(st.integers(0, 14), min_size=2, max_size=2).map(lambda pair: tuple(sorted(pair))), max_size=25)


@given(st.lists(PAIRS, max_size=4))
def test_a_label_is_the_smallest_document_of_the_component(parts):
    found = labels(15, [checked(*((one, other, 1.0) for one, other in part)) for part in parts])
    assert found.tolist() == by_hand(15, [pair for part in parts for pair in part])


@pytest.fixture
def small(rules):
    return rules.bands.model_copy(update={"whole": 3, "steps": (0.5, 0.8)})


CHAIN = checked((0, 1, 0.9), (1, 2, 0.9), (2, 3, 0.45), (3, 4, 0.6), (4, 5, 0.6), (5, 6, 0.7), (7, 8, 0.4), (8, 9, 0.4))


def test_a_long_chain_is_taken_apart_where_it_is_weakest(small):
    whole = labels(10, [CHAIN])
    assert whole.tolist() == [0] * 7 + [7] * 3
    assert parted(whole, lambda: [CHAIN], small).tolist() == [0, 0, 0, 3, 4, 5, 6, 7, 7, 7]  # 3..6 is still too long at 0.5


def test_few_together_stay_together(small):
    label = labels(10, [CHAIN])
    assert parted(label, lambda: pytest.fail("nothing to take apart"), small.model_copy(update={"whole": 7})).tolist() == label.tolist()


def test_whole_components_are_searched_together_and_nothing_twice(rules, monkeypatch):
    monkeypatch.setattr(components, "TOGETHER", 100)
    monkeypatch.setattr(components, "DOCUMENT", 10)
    rng = np.random.default_rng(2)
    drawn = rng.integers(0, 30, 200)
    label = np.array([np.flatnonzero(drawn == one)[0] for one in drawn], np.int32)
    limits = rules.bands.model_copy(update={"whole": 8})
    groups = gathered(label, limits)
    inside = np.concatenate(groups)
    expected = [n for n in range(200) if 3 <= (label == label[n]).sum() <= 8]
    assert sorted(inside.tolist()) == expected
    assert sum(len(set(label[group])) for group in groups) == len(set(label[inside]))
    assert max(len(group) for group in groups) <= 10 + 8  # ten take the room of a hundred pairs
    assert len(groups) > 3


def test_an_edge_is_given_unless_its_component_is_searched(small):
    label = parted(labels(10, [CHAIN]), lambda: [CHAIN], small)
    assert searched(label, small).tolist() == [True] * 3 + [False] * 4 + [True] * 3
    assert outside(label, CHAIN.pairs, small).tolist() == [False, False, True, True, True, True, False, False]
    assert sizes(label).tolist() == [3, 3, 3, 1, 1, 1, 1, 3, 3, 3]
    pair = np.array([0, 0, 2], np.int32)  # two documents: their edge is all there is
    assert outside(pair, Edges(np.array([0]), np.array([1])), small).tolist() == [True]


def test_nothing_hangs_together_where_there_is_nothing(rules):
    label = labels(0, [checked()])
    assert len(parted(label, lambda: [checked()], rules.bands)) == 0
    assert gathered(label, rules.bands) == []
