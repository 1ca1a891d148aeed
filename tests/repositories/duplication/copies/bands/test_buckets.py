"""All pairs of a small bucket, a star in a large one, each counted."""

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assessment.repositories.duplication.copies.bands.buckets import Edges, Tally, edges, merged


def pairs(found):
    return list(zip(found.left.tolist(), found.right.tolist(), strict=True))


def test_a_small_bucket_gives_all_pairs_and_a_large_one_a_star():
    found, tally = edges(np.array([5, 9, 5, 7, 9, 5, 9, 1, 9], np.uint64), largest=3)
    assert sorted(pairs(found)) == [(0, 2), (0, 5), (1, 4), (1, 6), (1, 8), (2, 5)]
    assert tally == Tally(buckets=2, crowded=1, starred=4)


@given(st.lists(st.integers(0, 12), max_size=80), st.integers(2, 6))
def test_edges_are_those_of_the_buckets(values, largest):
    found, tally = edges(np.array(values, np.uint64), largest)
    buckets = [[n for n, value in enumerate(values) if value == one] for one in set(values)]
    small = [pair for bucket in buckets if len(bucket) <= largest for pair in combinations(bucket, 2)]
    stars = [(bucket[0], other) for bucket in buckets if len(bucket) > largest for other in bucket[1:]]
    assert sorted(pairs(found)) == sorted(small + stars)
    assert tally.starred == sum(len(bucket) for bucket in buckets if len(bucket) > largest)
    assert tally.buckets == sum(len(bucket) > 1 for bucket in buckets)


def test_edges_never_grow_with_the_square():
    found, _ = edges(np.zeros(100_000, np.uint64), largest=8)
    assert len(found.left) == 99_999


@given(st.lists(st.lists(st.tuples(st.integers(0, 9), st.integers(10, 2**31 - 1)), max_size=20), min_size=1, max_size=4))
def test_edges_of_several_bands_stand_once(parts):
    both = merged([Edges(*(np.array([pair[side] for pair in part], np.int32) for side in (0, 1))) for part in parts])
    assert pairs(both) == sorted({pair for part in parts for pair in part}, key=lambda pair: (pair[1], pair[0]))
