"""Versions as strings of one character a line are what `normalise` leaves of them."""

from array import array

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.repositories.duplication.copies.characters import normal, plain, string
from assessment.repositories.duplication.copies.normalise import normalise
from assessment.repositories.duplication.copies.versions import Past

LINES = st.sampled_from(
    [
        "a: 1",
        "  a: '1'  # why",
        "uses: x/y@v1",
        "uses: x/y@v2",
        "name: orders",
        "name: billing",
        "}",
        "",
        "/* open",
        "*/ b = 1",
        "src/**/*.ts",
        "/* c */",
    ]
)


def past(*versions):
    words = {}
    numbered = [array("i", [words.setdefault(line, len(words)) for line in lines]) for lines in versions]
    return Past(list(words), [*range(len(versions))], numbered, True)


@settings(max_examples=150, deadline=None)
@given(
    files=st.lists(st.lists(st.lists(LINES, max_size=8), min_size=1, max_size=4), min_size=2, max_size=4),
    path=st.sampled_from(["ci.yml", "Jenkinsfile", "main.tf", "pom.xml"]),
)
def test_equal_characters_are_equal_normalised_lines(rules, files, path):
    names = [("orders",), ("billing",), ("orders", "billing"), ("shop-web",)][: len(files)]
    table = pd.DataFrame({"path": [path] * len(files), "names": names})
    found = normal(table, [past(*versions) for versions in files], [np.arange(len(files))], rules)
    flat = [(lines, own) for versions, own in zip(files, names, strict=True) for lines in versions]
    expected = normalise([path] * len(flat), ["\n".join(lines) for lines, _ in flat], [own for _, own in flat], rules=rules)
    texts = [version for versions in found for version in versions]
    assert [len(one) for one in texts] == [len(expected.of(n)) for n in range(len(flat))]
    meaning = {}
    for n, one in enumerate(texts):
        for sign, line in zip(one, expected.of(n), strict=True):
            assert meaning.setdefault(sign, line) == line
    assert len(set(meaning.values())) == len(meaning)


def test_groups_have_characters_of_their_own(rules):
    table = pd.DataFrame({"path": ["ci.yml"] * 2, "names": [("a",), ("b",)]})
    one, other = normal(table, [past(["x: 1", "y: 2"]), past(["y: 2"])], [np.array([0]), np.array([1])], rules)
    assert len(one[0]) == 2
    assert other[0] == one[0][0]  # the first of its group


@pytest.mark.parametrize(("numbers", "length"), [([0, 1, 0], 3), ([-1, 5, -1], 1), ([], 0), ([100_000], 1)])
def test_numbers_are_characters_and_those_below_zero_are_none(numbers, length):
    assert len(string(np.array(numbers, np.int64))) == length


def test_words_have_one_number_in_a_group():
    assert [some.tolist() for some in plain([["a", "b"], ["b", "c", "a"]])] == [[0, 1], [1, 2, 0]]


def test_without_files_there_is_nothing(rules):
    assert normal(pd.DataFrame({"path": [], "names": []}), [], [], rules) == []
