"""Values, changes to them, versions and names: the small parts that every form stands on."""

import pytest

from assessment.repositories.duplication.drafts.alignment import columns
from assessment.repositories.duplication.drafts.labels import label
from assessment.repositories.duplication.drafts.names import name, own_name
from assessment.repositories.duplication.drafts.renamed import rows
from assessment.repositories.duplication.drafts.roles import newest
from assessment.repositories.duplication.drafts.strings import parts
from assessment.repositories.duplication.drafts.values import MISSING, Change, at, changed, frozen, leaves, same

DOCUMENT = {"a": [{"b": 1}, {"c": 2}], "d": "x"}


def change(path, old, new):
    return Change(path, old, new, "")


def test_changes_replace_add_and_take_away_at_places_of_the_old_document():
    changes = [
        change(("a", 0, "b"), 1, 9),
        change(("a", 1), {"c": 2}, MISSING),
        change(("e",), MISSING, "new"),
        change(("d",), "x", MISSING),
    ]
    assert changed(DOCUMENT, changes) == {"a": [{"b": 9}], "e": "new"}
    assert DOCUMENT == {"a": [{"b": 1}, {"c": 2}], "d": "x"}


@pytest.mark.parametrize(
    "wrong",
    [
        change(("d",), "y", "z"),  # something else stands there
        change(("a", 0, "b"), True, 2),  # 1 is not True
        change(("a", 5), MISSING, 1),  # lists do not grow
        change(("d", "x"), MISSING, 1),
        change(("q",), "x", "y"),
        change(("q",), "x", MISSING),
    ],
)
def test_a_change_of_what_is_not_there_is_an_error(wrong):
    with pytest.raises(ValueError, match=r"no such change|nothing stands below"):
        changed(DOCUMENT, [wrong])


@pytest.mark.parametrize(
    ("one", "other"), [(1, True), (1, 1.0), ("1", 1), (None, ""), ([], {}), (MISSING, None), ([1], [1.0]), ({"a": 1}, {"a": True})]
)
def test_values_of_different_types_are_not_the_same(one, other):
    assert not same(one, other)
    assert frozen(one) != frozen(other)
    assert same(one, one)


def test_places_and_sizes():
    assert at(DOCUMENT, ("a", 1, "c")) == 2
    assert at(DOCUMENT, ("a", "c")) is at(DOCUMENT, ("a", 7)) is at(DOCUMENT, ("d", 0)) is MISSING
    assert leaves(DOCUMENT) == 3
    assert leaves({"a": [], "b": {}}) == 2


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["a@v3", "a@v4", "a@v4.1.0"], "a@v4.1.0"),
        (["a@v9", "a@v10"], "a@v10"),
        (["a@main", "a@v1"], "a@v1"),
        (["a@main", "a@next", "a@main"], "a@main"),  # neither says a version: the commonest
        (["img:3.11-slim", "img:3.12"], "img:3.12"),
        (["a@1a2b3c4", "a@v1"], "a@v1"),  # a short commit is no version
        (["a/v2@v1", "a/v2@v3"], "a/v2@v3"),
        ([f"img:3.12@sha256:{'0a' * 32}", "img:3.11"], f"img:3.12@sha256:{'0a' * 32}"),
        (["a@0123456789abcdef0123456789abcdef01234567", "a@v2"], "a@v2"),  # a commit of which nothing is known
    ],
)
def test_the_newest_version_is_found_however_it_is_written(written, expected):
    assert newest(written) == expected


def test_a_commit_of_a_known_version_is_compared_by_it():
    commit = "a@0123456789abcdef0123456789abcdef01234567"
    assert newest([commit, "a@v4"], {commit: "v4.2.0"}) == commit


@pytest.mark.parametrize(
    ("trail", "taken", "expected"),
    [
        (("jobs", "build", "steps", "uses: actions/setup-java", "with", "java-version"), (), "java-version"),
        (("jobs", "build", "steps", "uses: actions/setup-java", "with", "java-version"), ("java-version",), "setup-java-java-version"),
        (("a", "name"), (), "a-name"),
        (("env", "CLUSTER_NAME"), (), "cluster-name"),
        (("someThing",), (), "some-thing"),
        (("1st",), (), "value-1st"),
        ((), (), "value"),
        ((), ("value",), "value-2"),
    ],
)
def test_a_parameter_is_called_after_its_place(trail, taken, expected):
    assert name(trail, taken) == expected


@pytest.mark.parametrize("written", ["web-shop", "web_shop", "WEB_SHOP", "WebShop", "webshop", "Web Shop"])
def test_the_own_name_is_known_in_every_spelling(written):
    pattern = own_name("acme/web-shop")
    assert pattern is not None
    assert pattern.search(f"x {written}: y")
    assert not pattern.search(f"x{written}y")


def test_names_of_one_or_two_letters_are_words_of_their_own():
    assert own_name("ui") is None


def test_lists_are_laid_side_by_side_by_what_items_are_called():
    one = [{"uses": "a/checkout@v1"}, {"run": "make build"}, {"run": "make test"}]
    other = [{"uses": "a/checkout@v2"}, {"uses": "a/java@v1"}, {"run": "make test"}]
    assert columns([one, other], label) == [(0, 0), (1, None), (None, 1), (2, 2)]


def test_a_renamed_entry_is_one_row_and_an_added_one_is_not():
    body = {"runs-on": "x", "steps": [{"run": "make all"}, {"run": "make test"}]}
    values = [{"build": body}, {"test": body}, {"build": body, "other": {"uses": "y"}}]
    assert rows(values) == [("build", "test", "build"), (None, None, "other")]
    assert rows([{"a": body, "b": body}, {"a": body}]) == [("a", "a"), ("b", None)]


@pytest.mark.parametrize(
    ("strings", "expected"),
    [
        (["deploy to dev now", "deploy to prod now"], ["deploy to ", ("dev", "prod"), " now"]),
        (["alpha", "beta"], [("alpha", "beta")]),
        (["make a\nmake b\n", "make a\nmake c\nmake b\n"], ["make a\n", ("", "make c\n"), "make b\n"]),
        (["x ${{ a.b }} y z", "x ${{ a.c }} y z"], ["x ", ("${{ a.b }}", "${{ a.c }}"), " y z"]),
    ],
)
def test_strings_share_words_and_lines(strings, expected):
    assert parts(strings, [None] * len(strings)) == expected
