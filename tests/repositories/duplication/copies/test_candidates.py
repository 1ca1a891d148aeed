"""The candidate search finds exactly what comparing everything with everything finds."""

import re
from collections import Counter
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.repositories.duplication.copies.candidates import candidates
from assessment.repositories.duplication.copies.documents import documents
from assessment.repositories.duplication.copies.similar import shares, similar

TEXT = """\
- uses: actions/checkout@v4
- uses: actions/setup-java@v4
distribution: temurin
- run: ./gradlew check
- run: ./gradlew build
- uses: docker/login-action@v3
registry: registry.example.org
- run: docker build -t app .
- run: docker push app
- uses: actions/cache@v4
path: ~/.gradle
needs: build
runs-on: ubuntu-latest
timeout-minutes: 20
- run: ./notify.sh
env:"""
STEPS = TEXT.splitlines()


@pytest.fixture(scope="module")
def mutants():
    """300 files of 40 repositories in two kinds: copies of a dozen originals with lines dropped, repeated, moved and edited."""
    rng = np.random.default_rng(11)
    originals = [[STEPS[i] for i in rng.integers(len(STEPS), size=rng.integers(6, 30))] for _ in range(12)]
    files = {}
    for n in range(300):
        lines = list(originals[rng.integers(12)])
        for _ in range(int(rng.integers(0, max(1, len(lines) // 2)))):
            at, what = int(rng.integers(len(lines))), rng.random()
            if what < 0.3 and len(lines) > 5:
                del lines[at]
            elif what < 0.5:
                lines.insert(at, STEPS[rng.integers(len(STEPS))])
            elif what < 0.8:
                lines[at] += f" --flag{rng.integers(6)}"
            else:
                lines.insert(0, lines.pop(at))
        name = f"{n}.yml" if n % 3 else f"{n}.tf"
        files.setdefault(f"service-{n % 40}", {})[name] = "\n".join(lines)
    return files


@pytest.fixture(scope="module")
def found(rules):
    def make(table, rules=rules):
        return documents(table, pd.Series(False, index=table.index), rules)

    return make


def longest_common_run(one, other):
    """Length of the longest common subsequence, by the textbook table."""
    row = [0] * (len(other) + 1)
    for a in one:
        last = 0
        for j, b in enumerate(other):
            last, row[j + 1] = row[j + 1], last + 1 if a == b else max(row[j + 1], row[j])
    return row[-1]


def comparable(docs):
    """All pairs of documents of one kind with two repositories between them, and their lines."""
    holders = docs.files[docs.files["document"] >= 0].groupby("document")["repository"].agg(set)
    lines = [docs.lines.of(i) for i in range(len(docs))]
    for i, j in combinations(range(len(docs)), 2):
        if docs.table["kind"][i] == docs.table["kind"][j] and len(holders[i] | holders[j]) > 1:
            yield i, j, lines[i], lines[j]


def overlap(one, other):
    a, b = Counter(one), Counter(other)
    return sum((a & b).values()) / sum((a | b).values())


@pytest.fixture(scope="module")
def overlaps(mutants, contents_of, found):
    return {(i, j): overlap(one, other) for i, j, one, other in comparable(found(contents_of(mutants)))}


@pytest.mark.parametrize("least", [0.4, 0.538, 0.75, 1.0])
def test_the_search_equals_brute_force(mutants, overlaps, contents_of, found, least):
    docs = found(contents_of(mutants))
    expected = {pair for pair, share in overlaps.items() if share >= least}
    pairs = candidates(docs, overlap=least)
    assert set(zip(pairs["left"], pairs["right"], strict=True)) == expected
    assert len(expected) > 50 or least == 1.0


def likeness(one, other, weight):
    """Share of lines in order, and its weighted mean with the share of words, by the textbook."""
    lines = 2 * longest_common_run(one, other) / (len(one) + len(other))
    a, b = (Counter(re.findall(r"\w+", " ".join(some))) for some in (one, other))
    words = 2 * sum((a & b).values()) / (sum(a.values()) + sum(b.values()))
    return lines, (lines + weight * words) / (1 + weight)


def brute_force(docs, rules):
    """Similar pairs with their lines and similarity, every document compared with every other."""
    all_pairs = {(i, j): likeness(a, b, rules.weight) for i, j, a, b in comparable(docs)}
    least = docs.table["kind"].map(rules.least)
    return {pair: both for pair, both in all_pairs.items() if both[0] >= rules.in_order - 1e-9 and both[1] >= least[pair[0]] - 1e-9}


def found_by(docs, pairs, rules):
    both = shares(docs, pairs, rules.weight)
    return dict(zip(zip(pairs["left"], pairs["right"], strict=True), both.itertuples(index=False, name=None), strict=True))


def test_similar_pairs_are_those_of_brute_force(mutants, contents_of, found, rules):
    docs = found(contents_of(mutants))
    expected = brute_force(docs, rules.similar)
    got = found_by(docs, similar(docs, rules.similar), rules.similar)
    assert set(got) == set(expected)
    assert all(got[pair] == pytest.approx(expected[pair]) for pair in got)
    assert len(expected) > 100


@settings(max_examples=60)
@given(
    fleet=st.lists(
        st.tuples(
            st.integers(0, 3), st.sampled_from(["yml", "tf"]), st.lists(st.sampled_from([*STEPS, "x: y", "x y z"]), min_size=5, max_size=12)
        ),
        max_size=12,
    ),
    in_order=st.sampled_from([0.3, 0.4, 0.7]),
    alike=st.sampled_from([0.5, 0.63, 0.9]),
)
def test_similar_pairs_of_any_fleet_are_those_of_brute_force(contents_of, found, rules, fleet, in_order, alike):
    files = {}
    for number, (repository, ending, lines) in enumerate(fleet):
        files.setdefault(f"service-{repository}", {})[f"{number}.{ending}"] = "\n".join(lines)
    docs = found(contents_of(files))
    changed = rules.similar.model_copy(update={"in_order": in_order, "alike": alike})
    expected = brute_force(docs, changed)
    got = found_by(docs, similar(docs, changed), changed)
    assert set(got) == set(expected)
    assert set(got) == set(found_by(docs, similar(docs, changed, candidates), changed))


def test_only_pairs_between_repositories_matter(contents_of, found):
    text = "\n".join(STEPS)
    alone = {"a": {"one.yml": text, "two.yml": text + "\n- run: ./more.sh"}}
    assert candidates(found(contents_of(alone)), overlap=0.4).empty
    both = {"a": {"one.yml": text}, "b": {"two.yml": text + "\n- run: ./more.sh"}}
    assert len(candidates(found(contents_of(both)), overlap=0.4)) == 1


def test_kinds_are_never_compared(contents_of, found):
    text = "\n".join(STEPS)
    assert candidates(found(contents_of({"a": {"one.yml": text}, "b": {"two.tf": text + "\nmore"}})), overlap=0.4).empty


def test_nothing_to_compare_gives_no_pairs(contents_of, found):
    assert candidates(found(contents_of({})), overlap=0.4).empty
    assert candidates(found(contents_of({"a": {"one.yml": "too: short"}})), overlap=0.4).empty
