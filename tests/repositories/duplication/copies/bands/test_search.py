"""The search by bands finds what the exact one finds, or fewer, and as many as it promises."""

import numpy as np
import pytest

from assessment.repositories.duplication.copies.bands.buckets import Edges
from assessment.repositories.duplication.copies.bands.features import features, hashed
from assessment.repositories.duplication.copies.bands.overlaps import jaccard
from assessment.repositories.duplication.copies.bands.search import by_bands
from assessment.repositories.duplication.copies.bands.signatures import chance
from assessment.repositories.duplication.copies.candidates import candidates
from assessment.repositories.duplication.copies.similar import similar
from tests.copies import documents_of, edited

LEAST = 0.3


def pairs(found):
    return set(zip(found["left"], found["right"], strict=True))


@pytest.fixture(scope="module", params=[21, 22, 23])
def fleet(request):
    return documents_of(edited(request.param, 900))


@pytest.fixture(scope="module")
def exact(fleet):
    return candidates(fleet, overlap=LEAST)


def promised(fleet, exact, rules):
    """Pairs that are found on average, and five times their spread."""
    known = features(hashed(fleet))
    met = chance(jaccard(known, Edges(exact["left"].to_numpy(), exact["right"].to_numpy())), rules)
    return met.sum(), 5 * np.sqrt((met * (1 - met)).sum())


@pytest.mark.parametrize("bands", [4, 12, 24])
def test_bands_alone_find_as_many_as_they_promise_and_no_pair_that_is_none(fleet, exact, rules, bands):
    alone = rules.bands.model_copy(update={"bands": bands, "bucket": 100, "whole": 1})
    found = pairs(by_bands(alone)(fleet, overlap=LEAST))
    expected, spread = promised(fleet, exact, alone)
    assert found <= pairs(exact)
    assert abs(len(found) - expected) < spread + 0.02 * len(exact)  # pairs of one family are not independent of one another
    assert len(exact) > 800


def test_as_shipped_more_is_found_than_promised(fleet, exact, rules):
    found = pairs(by_bands(rules.bands)(fleet, overlap=LEAST))
    expected, _ = promised(fleet, exact, rules.bands)
    assert found <= pairs(exact)
    assert len(found) > expected
    assert len(found) >= 0.97 * len(exact)


def test_similar_files_are_those_of_the_exact_search(fleet, rules):
    one, other = similar(fleet, rules.similar), similar(fleet, rules.similar, by_bands(rules.bands))
    assert pairs(other) <= pairs(one)
    assert len(other) > promised(fleet, one, rules.bands)[0]
    assert len(other) >= 0.98 * len(one)


def test_stars_lose_little_where_components_are_searched(fleet, exact, rules):
    crowded = rules.bands.model_copy(update={"bucket": 2})
    found = pairs(by_bands(crowded)(fleet, overlap=LEAST))
    assert found <= pairs(exact)
    assert len(found) >= promised(fleet, exact, crowded)[0]


def test_what_is_too_large_to_be_searched_whole_keeps_the_pairs_that_met(fleet, exact, rules):
    """No component may be searched: the pairs are the checked edges, all of them true."""
    alone = by_bands(rules.bands.model_copy(update={"whole": 2, "steps": (0.6,)}))(fleet, overlap=LEAST)
    whole = by_bands(rules.bands)(fleet, overlap=LEAST)
    assert pairs(alone) < pairs(whole)
    assert len(alone) > 0.3 * len(exact)


def test_pairs_come_in_order_as_numbers(fleet, rules):
    found = by_bands(rules.bands)(fleet, overlap=LEAST)
    assert found.equals(found.sort_values(["left", "right"], ignore_index=True))
    assert found.dtypes.tolist() == [np.int64, np.int64]
    assert not found.duplicated().any()
    assert (found["left"] < found["right"]).all()


def test_nothing_gives_no_pairs(rules):
    found = by_bands(rules.bands)(documents_of({}), overlap=LEAST)
    assert found.empty
    assert list(found) == ["left", "right"]
