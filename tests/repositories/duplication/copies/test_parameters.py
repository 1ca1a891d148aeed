"""Which values differ between copies, as they are written."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.repositories.duplication.copies.masks import own_name, styles
from assessment.repositories.duplication.copies.normalise import normalise
from assessment.repositories.duplication.copies.parameters import COLUMNS, SHOWN, cluster_parameters, masked

SHA = "11bd71901bbe5b1630ceea73d27597364c9af683"
DIGEST = "sha256:" + "ab12" * 16


@pytest.fixture
def parameters(rules):
    """{(line, mask): (values, distinct, members)} of texts by repository, all of one cluster."""

    def find(texts, path="ci.yml"):
        files = pd.DataFrame(
            {
                "cluster": "x",
                "repository": list(texts),
                "path": path,
                "blob": "",
                "text": list(texts.values()),
                "names": [(n,) for n in texts],
            }
        )
        table = cluster_parameters(files, rules)
        assert table.columns.tolist() == COLUMNS
        return {(line, mask): (values, distinct, members) for _, line, mask, values, distinct, members in table.itertuples(index=False)}

    return find


def test_values_come_with_the_members_that_have_them_the_commonest_first(parameters):
    text = "steps:\n  - uses: actions/checkout@%s # why\n"
    found = parameters({"one": text % "v3", "two": text % "v4", "three": text % "v4", "four": "steps:\n"})
    assert found == {("uses: actions/checkout@V", "version"): ("v4 (2), v3 (1)", 2, 3)}


def test_equal_values_and_lines_of_one_member_are_no_parameters(parameters):
    assert parameters({"one": "uses: a/b@v1\njava-version: 17", "two": "uses: 'a/b@v1'\n"}) == {}


def test_each_masked_place_of_a_line_is_a_value_of_its_own(parameters):
    text = "run: tool %s --with %s"
    found = parameters({"one": text % ("1.2", "3.4"), "two": text % ("1.2", "3.5")})
    assert found == {("run: tool V --with V", "version"): ("3.4 (1), 3.5 (1)", 2, 2)}


@pytest.mark.parametrize(
    ("path", "line", "values", "left", "mask"),
    [
        ("Dockerfile", "FROM node@{}", (DIGEST, "sha256:" + "cd34" * 16), "FROM node@V", "digest"),
        ("ci.yml", "uses: a/b@{}", (SHA, SHA[::-1]), "uses: a/b@V", "digest"),
        ("ci.yml", "uses: a/b@{}", (SHA, "v4"), "uses: a/b@V", "version"),
        ("Dockerfile", "FROM openjdk:{} AS build", ("17-alpine", "21-alpine"), "FROM openjdk:V AS build", "version"),
        ("main.tf", 'version = "{}"', ("~> 3.1", "~> 3.2"), "version = V V", "version"),
        ("main.tf", 'source = "git::https://x/y?ref={}"', ("v1", "main"), "source = git::https://x/y?ref=V", "version"),
        ("ci.yml", "java-version: '{}'", ("17", "21"), "java-version: V", "version"),
    ],
)
def test_a_value_is_kept_as_it_is_written(parameters, path, line, values, left, mask):
    found = parameters({"one": line.format(values[0]), "two": line.format(values[1])}, path)
    assert found == {(left, mask): (", ".join(f"{value} (1)" for value in sorted(values)), 2, 2)}


def test_the_own_name_is_a_parameter(parameters):
    text = "image: registry/{}-web\nname: fixed"
    found = parameters({"orders": text.format("orders"), "billing": text.format("Billing")})
    assert found == {("image: registry/REPO-web", "name"): ("Billing (1), orders (1)", 2, 2)}


def test_comments_hold_no_values(parameters):
    text = "/* uses 1.{0}\n version = 1.{0} */\nlibrary 'x' // 2.{0}\n"
    assert parameters({"one": text.format(1), "two": text.format(2)}, "Jenkinsfile") == {}


def test_a_member_that_has_all_values_of_the_others_differs_from_nobody(parameters):
    text = "uses: a/b@v1\nuses: a/b@v2\n"
    assert parameters({"one": text, "two": text}) == {}
    assert parameters({"one": text, "two": "uses: a/b@v1"}) == {("uses: a/b@V", "version"): ("v1 (2), v2 (1)", 2, 2)}


def test_a_long_list_says_how_many_more(parameters):
    found = parameters({f"service{chr(97 + n)}": f"tool: 1.{n:02}" for n in range(SHOWN + 4)})
    values, distinct, members = found["tool: V", "version"]
    assert (distinct, members) == (SHOWN + 4, SHOWN + 4)
    assert values.startswith("1.00 (1), 1.01 (1)")
    assert values.endswith(f"1.{SHOWN - 1} (1), 4 more")


PART = st.sampled_from([*"ab1.#/*@:-_'\"{}[],;= v", "version: ", "image: x:", SHA, "orders-api", "FROM y:", "1.2"])


@settings(max_examples=500, deadline=None)
@given(line=st.lists(PART, max_size=14).map("".join), path=st.sampled_from(["a.yml", "a.ini", "a.md", "Dockerfile"]))
def test_a_line_reads_as_normalise_leaves_it(rules, line, path):
    left = normalise([path], [line], [["orders-api"]], rules=rules).of(0)
    found = masked(line, styles([path], rules)[0], [own_name("orders-api", rules.names)])
    if found:
        assert [found.line] == left
        plain = line.translate({ord(quote): None for quote in "'\""})
        assert all(part in plain for _, value in found.values for part in value.split(" "))
    else:
        assert left == normalise([path], [line], [[]], rules=rules).of(0)  # no name was masked
        assert not any("@V" in one for one in left)
