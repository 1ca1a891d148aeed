"""Two documents share a band as often as their overlap says."""

import numpy as np
import pytest

from assessment.repositories.duplication.copies.bands import signatures
from assessment.repositories.duplication.copies.bands.features import Features, features, hashed
from assessment.repositories.duplication.copies.bands.signatures import band_hashes, chance
from tests.copies import documents_of, edited


def pairs(overlap, count, seed, union=40):
    """Documents 2n and 2n + 1 have `overlap` of `union` features in common."""
    rng = np.random.default_rng(seed)
    common = round(overlap * union)
    values = rng.integers(0, 2**63 - 1, (count, union))
    half = common + (union - common) // 2
    sides = [np.sort(values[:, :half]), np.sort(np.concatenate([values[:, :common], values[:, half:]], axis=1))]
    made = [row for n in range(count) for row in (sides[0][n], sides[1][n])]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in made])])
    return Features(np.concatenate(made), starts, np.arange(1, 2 * count + 1, dtype=np.uint64))


@pytest.mark.parametrize("overlap", [0.25, 0.5, 0.8])
def test_bands_agree_as_often_as_the_overlap_says(rules, overlap):
    count = 3_000
    hashes = band_hashes(pairs(overlap, count, seed=7), rules.bands)
    agree = hashes[::2] == hashes[1::2]
    expected = overlap**rules.bands.rows  # Broder 1997: one permutation agrees with probability J, a band of r with J^r
    spread = np.sqrt(expected * (1 - expected) / agree.size)
    assert abs(agree.mean() - expected) < 5 * spread
    met = chance(overlap, rules.bands)
    assert abs(agree.any(axis=1).mean() - met) < 5 * np.sqrt(met * (1 - met) / count) + 1e-3


def test_chance_is_that_of_one_band_in_several(rules):
    two_of_three = rules.bands.model_copy(update={"rows": 2, "bands": 3})
    assert chance(np.array([0.0, 0.5, 1.0]), two_of_three).tolist() == [0.0, 37 / 64, 1.0]  # 1 - (3/4)^3


def test_copies_that_share_half_are_met_nearly_always(rules):
    assert chance(0.5, rules.bands) > 0.98


def test_equal_documents_share_every_band_and_strangers_none(rules):
    made = pairs(0.0, 50, seed=3)
    hashes = band_hashes(made, rules.bands)
    assert len(np.unique(hashes)) == hashes.size
    twice = Features(np.tile(made.values, 2), np.concatenate([made.starts, made.starts[1:] + made.starts[-1]]), np.tile(made.repository, 2))
    again = band_hashes(twice, rules.bands)
    np.testing.assert_array_equal(again[:100], again[100:])


def test_hashes_do_not_depend_on_how_many_are_worked_on_at_once(rules, monkeypatch):
    made = features(hashed(documents_of(edited(4, 200))))
    whole = band_hashes(made, rules.bands)
    monkeypatch.setattr(signatures, "CACHED", 37)
    np.testing.assert_array_equal(band_hashes(made, rules.bands), whole)


def test_no_documents_have_no_hashes(rules):
    none = Features(np.zeros(0, np.int64), np.zeros(1, np.int64), np.zeros(0, np.uint64))
    assert band_hashes(none, rules.bands).shape == (0, rules.bands.bands)
