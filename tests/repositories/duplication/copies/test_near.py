"""Lines in order, nearly equal ones included, against the textbook table."""

import re
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.repositories.duplication.copies.encoding import spelled
from assessment.repositories.duplication.copies.near import in_order
from assessment.repositories.duplication.copies.normalise import Lines

WORDS = ["run", "RUN", "deploy_app", "deploy", "app", "toProd", "Straße", "v2", "prod"]


def lines_of(*documents):
    known = {}
    codes = [known.setdefault(line, len(known)) for document in documents for line in document]
    return Lines(np.array(codes, np.int32), np.cumsum([0, *map(len, documents)]), np.array(list(known), object))


def count(one, other, least=0.7):
    lines = lines_of(one, other)
    return int(in_order(lines, spelled(lines), np.array([0]), np.array([1]), least=least)[0])


def textbook(one, other, least):
    def near(a, b):
        a, b = (Counter(part.lower() for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+", line)) for line in (a, b))
        return 2 * (a & b).total() >= least * (a.total() + b.total()) - 1e-9

    table = np.zeros((len(one) + 1, len(other) + 1), int)
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            table[i + 1, j + 1] = table[i, j] + 1 if near(a, b) else max(table[i, j + 1], table[i + 1, j])
    return table[-1, -1]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("cp build/app.jar /opt/app.jar", "cp build/web.jar /opt/web.jar", 1),  # 5 of 7: cp, build, jar, opt, jar
        ("name: PAYMENTS_API_URL", "name: payments-api-url", 1),  # case and signs between words do not count
        ("image: registry/base:V", "image: registry/edge:V", 1),  # 3 of 4
        ("runs-on: ubuntu", "runs-on: windows", 0),  # 2 of 3: 0.67
        ("java-version: V", "node-version: V", 0),
        ("same", "same", 1),
    ],
)
def test_lines_are_nearly_equal_by_their_parts(one, other, expected):
    assert count([one], [other]) == expected


def test_near_is_no_chain():
    # a is near b, b near c, a not near c: only one of them may take b's place
    a, b, c = "one two three four five", "one two three four six", "one two three seven six"
    assert (count([a], [b]), count([b], [c]), count([a], [c])) == (1, 1, 0)
    assert count([a, c], [b]) == 1
    assert count([a, c], [b, b]) == 2


def test_long_documents_are_counted_whole():
    steps = [f"run step {chr(97 + n // 26)}{chr(97 + n % 26)} of the build" for n in range(200)]
    assert count(steps, [step.replace("build", "image") for step in steps]) == 200
    assert count(steps, steps[100:] + steps[:100], least=1.0) == 100


def test_many_pairs_at_once_are_what_each_is_alone():
    documents = [[f"{a} {b} x" for a in WORDS[:n] for b in WORDS[n:]] for n in range(1, 8)]
    left, right = np.triu_indices(len(documents), 1)
    lines = lines_of(*documents)
    found = in_order(lines, spelled(lines), left, right, least=0.6)
    assert found.tolist() == [count(documents[i], documents[j], 0.6) for i, j in zip(left, right, strict=True)]


def test_no_pairs_have_no_counts():
    lines = lines_of(["a"], ["b"])
    assert in_order(lines, spelled(lines), np.zeros(0, int), np.zeros(0, int), least=0.7).tolist() == []


@given(
    documents=st.tuples(*[st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join), min_size=1, max_size=9)] * 2),
    least=st.sampled_from([0.5, 0.7, 1.0]),
)
def test_any_two_documents_are_those_of_the_textbook(documents, least):
    one, other = documents
    assert count(one, other, least) == textbook(one, other, least)
