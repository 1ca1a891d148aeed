"""The draft of a cluster as a whole: the guard against generality, the split, the outlier, and parts that look forgotten."""

import pytest

from assessment.repositories.duplication.drafts.fitting import lines
from assessment.repositories.duplication.drafts.forgotten import forgotten
from assessment.repositories.duplication.drafts.form import Member
from assessment.repositories.duplication.drafts.guard import constants, halves, outlier
from assessment.repositories.duplication.drafts.naming import called
from assessment.repositories.duplication.drafts.template import Parameter
from assessment.repositories.duplication.drafts.unify import unify
from assessment.repositories.duplication.drafts.values import MISSING
from tests.repositories.duplication.drafts.github.conftest import drafted
from tests.repositories.duplication.drafts.github.workflows import workflow

STEP = "      - name: Tell\n"


def sweeps(*words):
    """A workflow of one short step for each word."""
    steps = "".join(f"      - name: Do {word}\n        run: tool-{word} --{word}\n" for word in words)
    return f"name: Nightly\non: push\njobs:\n  night:\n    runs-on: ubuntu-latest\n    steps:\n{steps}"


def test_two_kinds_of_file_in_one_cluster_are_split_and_the_better_part_is_drafted():
    one = sweeps("caches", "images", "branches", "volumes", "packages", "logs", "tags", "runs")
    other = sweeps("mail", "chat", "pager", "board", "wiki", "calendar", "phone", "fax")
    made = drafted([one, other, one, other, one])
    assert made.accepted
    assert list(made.fits["fits"]) == [True, False, True, False, True]
    assert set(made.fits["why"]) == {"", "is in the other part of the cluster"}
    assert len(made.callers) == 3
    assert made.constants == 1


def test_one_member_that_alone_brings_most_parameters_is_left_out():
    odd = [
        ("'21'", "17"),
        ("temurin", "zulu"),
        ("timeout-minutes: 20", "timeout-minutes: 5"),
        ("ghcr.io", "quay.io"),
        ("ubuntu-24.04", "ubuntu-22.04"),
    ]
    made = drafted([workflow(), workflow(), workflow(), workflow(*odd)])
    assert list(made.fits["fits"]) == [True, True, True, False]
    assert made.fits["why"].iloc[3] == "alone makes 5 of 5 parameters necessary"
    assert made.parameters.empty


def test_of_three_members_nobody_is_left_out_for_being_different():
    odd = [("'21'", "17"), ("temurin", "zulu"), ("timeout-minutes: 20", "timeout-minutes: 5")]
    made = drafted([workflow(), workflow(), workflow(*odd)])
    assert made.fits["fits"].all()


def test_a_part_in_all_but_one_looks_forgotten():
    cache = ("'21'", "'21'\n          cache: gradle")
    made = drafted([workflow(cache), workflow(cache), workflow(cache), workflow()])
    assert made.forgotten.to_dict("records") == [
        {
            "repository": "parcel-desk",
            "path": ".github/workflows/build.yml",
            "part": "cache: gradle",
            "where": "jobs.build.steps[1].with.cache",
        }
    ]


def test_of_three_copies_nothing_looks_forgotten():
    cache = ("'21'", "'21'\n          cache: gradle")
    assert drafted([workflow(cache), workflow(cache), workflow()]).forgotten.empty


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([{"a": "1", "b": "2"}] * 2, 1.0),
        ([{"a": "1", "b": "2"}, {"a": "1", "b": "3"}], 0.5),
        ([{"a": "1"}, {"a": "1", "b": "3"}], 1 / 1.5),  # one leaf of 1.5 on average
        ([{"a": "1"}, {"a": "2"}], 0.0),
        ([{"a": "abcdefgh/x"}, {"a": "abcdefgh/y"}], 0.9),  # nine of ten letters of the one string
    ],
)
def test_constants_are_the_share_of_an_average_member_that_is_the_same(values, expected):
    assert constants(unify(values), values) == pytest.approx(expected)


def test_an_outlier_is_who_alone_differs():
    alike = [Parameter(name, "string", ("x", "x", "y", "x"), "") for name in "ab"]
    apart = [Parameter("c", "string", ("x", "y", "z", "x"), ""), Parameter("d", "string", ("x", "x", MISSING, "x"), "")]
    assert outlier([*alike, *apart]) == (2, 2)
    assert outlier(alike) is None  # too few to say


def test_halves_are_the_two_most_different_groups_the_larger_first():
    near, far = {"a": "one two three four"}, {"b": "five six seven eight"}
    assert halves([far, near, near, {"a": "one two three nine"}, far]) == [[1, 2, 3], [0, 4]]


def test_forgotten_parts_are_named_by_what_they_are():
    steps = [{"uses": "actions/checkout@v4"}, {"run": "make"}]
    found = forgotten(unify([{"steps": steps}, {"steps": steps}, {"steps": steps[:1]}, {"steps": steps}]), 4)
    assert [tuple(part) for part in found] == [(2, "run: make", "steps[1]")]


@pytest.mark.parametrize(
    ("paths", "name"),
    [
        ([".github/workflows/codeql.yml", ".github/workflows/codeql.yaml", ".github/workflows/scan.yml"], "codeql"),
        ([".github/actions/set-up/action.yml"] * 2, "set-up"),
        (["infrastructure/key-vault/main.tf"], "key-vault"),
        (["Dockerfile"], "dockerfile"),
        ([".gitlab-ci.yml"], "gitlab-ci"),
        (["deploy/Dockerfile.dev"], "dockerfile"),
    ],
)
def test_a_shared_version_is_called_after_its_files(paths, name):
    assert called([Member(f"r{number}", "", path, "") for number, path in enumerate(paths)]) == name


def test_lines_that_say_something_are_counted():
    assert lines("a: 1\n\n# b\n  // c\n  d: 2 # e\n") == 2
