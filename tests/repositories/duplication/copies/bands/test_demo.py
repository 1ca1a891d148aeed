"""On the demo organisation the search by bands finds what the exact one finds."""

import pandas as pd
import pytest

from assessment.repositories.duplication.copies.bands.buckets import Edges
from assessment.repositories.duplication.copies.bands.features import features, hashed
from assessment.repositories.duplication.copies.bands.overlaps import jaccard
from assessment.repositories.duplication.copies.bands.search import by_bands
from assessment.repositories.duplication.copies.bands.signatures import chance
from assessment.repositories.duplication.copies.candidates import candidates
from assessment.repositories.duplication.copies.documents import documents
from assessment.repositories.duplication.copies.similar import similar

pytestmark = pytest.mark.demo


@pytest.fixture(scope="module")
def found(demo, rules):
    contents = demo.workspace.facts().contents
    return documents(contents, pd.Series(False, index=contents.index), rules)


def test_candidates_are_true_and_as_many_as_promised(found, rules):
    exact, some = (search(found, overlap=rules.similar.overlap) for search in (candidates, by_bands(rules.bands)))
    assert len(some.merge(exact)) == len(some)
    shared = jaccard(features(hashed(found)), Edges(exact["left"].to_numpy(), exact["right"].to_numpy()))
    assert len(some) > chance(shared, rules.bands).sum()
    assert len(exact) > 100


def test_similar_files_are_all_found(found, rules):
    exact, some = similar(found, rules.similar), similar(found, rules.similar, by_bands(rules.bands))
    assert len(some.merge(exact)) == len(some)
    assert len(some) >= 0.99 * len(exact)
    assert len(exact) > 50
