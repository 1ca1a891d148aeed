"""Features are those of the line multisets, and the same wherever they are computed."""

import os
import subprocess
import sys
from collections import Counter

import numpy as np
import pytest

from assessment.repositories.duplication.copies.bands.features import SEVERAL, HashedLines, chosen, features, hashed, joined
from tests.copies import documents_of, edited

LINES = ["steps:", "- uses: actions/checkout", "- run: make test", "- run: make build", "end:"]
SAME = """
import numpy as np, pandas as pd
from assessment.repositories.duplication.copies.bands.features import features, hashed
from assessment.repositories.duplication.copies.documents import Documents
from assessment.repositories.duplication.copies.normalise import Lines
words = np.array(["run: make", "uses: café", "steps:"], dtype=object)
table = pd.DataFrame({"kind": ["ci"], "repository": ["pay"], "repositories": [1]})
made = features(hashed(Documents(pd.DataFrame(), table, Lines(np.array([0, 1, 2, 1]), np.array([0, 4]), words))))
print(made.values.tolist(), made.repository.tolist())
"""


def of(found, number):
    return set(found.values[found.starts[number] : found.starts[number + 1]].tolist())


def test_common_features_are_those_of_the_multisets():
    docs = documents_of(edited(1, 120))
    made = features(hashed(docs))
    kind, lines = docs.table["kind"], [Counter(docs.lines.of(n)) for n in range(len(docs))]
    for one in range(len(docs)):
        assert len(of(made, one)) == sum(lines[one].values())
        for other in range(one):
            common = sum((lines[one] & lines[other]).values()) if kind[one] == kind[other] else 0
            assert len(of(made, one) & of(made, other)) == common


def test_features_do_not_depend_on_what_else_is_there():
    mine = {"m": {"ci.yml": "\n".join(LINES)}}
    alone = features(hashed(documents_of(mine)))
    beside = documents_of({"a": {"ci.yml": "\n".join([*LINES, "more:", "and: more"])}} | mine | {"z": {"Dockerfile": "\n".join(LINES)}})
    assert of(features(hashed(beside)), int(beside.table.index[beside.table["repository"] == "m"][0])) == of(alone, 0)


def test_features_are_the_same_in_every_process():
    said = {
        subprocess.run([sys.executable, "-c", SAME], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
    assert said.pop().count(b",") == 3  # four features, of three lines


def test_features_are_ascending_and_stand_once():
    made = features(hashed(documents_of(edited(2, 100))))
    inside = np.diff(np.repeat(np.arange(len(made)), np.diff(made.starts))) == 0
    assert (np.diff(made.values)[inside] > 0).all()
    assert made.values.min() >= 0


def test_content_of_several_repositories_has_none_of_its_own():
    text = "\n".join(LINES)
    docs = documents_of({"a": {"ci.yml": text}, "b": {"ci.yml": text}, "c": {"ci.yml": text + "\nmore: 1"}})
    assert (features(hashed(docs)).repository == SEVERAL).tolist() == [True, False]


def test_documents_are_chosen_and_put_together_again():
    made = features(hashed(documents_of(edited(3, 60))))
    parts = [chosen(made, np.arange(20)), chosen(made, np.arange(20, len(made)))]
    for one, other in zip(joined(parts), made, strict=True):
        np.testing.assert_array_equal(one, other)
    picked = chosen(made, np.array([7, 2]))
    assert [of(picked, 0), of(picked, 1)] == [of(made, 7), of(made, 2)]


def test_no_documents_have_no_features():
    assert len(features(hashed(documents_of({})))) == 0


@pytest.mark.parametrize("count", [1, 70_000])  # beyond 16 bits numbers are sorted in another way
def test_order_of_many_documents(count):
    lines = np.random.default_rng(1).integers(0, 50, 2 * count).astype(np.uint64)
    made = features(HashedLines(lines, np.arange(count + 1) * 2, np.ones(count, np.uint64)))
    assert np.array_equal(made.starts, np.arange(count + 1) * 2)
    assert (made.values[::2] < made.values[1::2]).all()
    equal = lines[::2] == lines[1::2]
    first = features(HashedLines(lines[::2].copy(), np.arange(count + 1), np.ones(count, np.uint64)))
    assert all(first.values[n] in made.values[2 * n : 2 * n + 2] for n in range(0, count, 997))
    assert equal.any() or count == 1
