"""Anti-unification: what is common, what differs, and that every member comes back exactly."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.repositories.duplication.drafts.expand import expand
from assessment.repositories.duplication.drafts.template import Constant, Hole, Map, Text
from assessment.repositories.duplication.drafts.unify import unify
from assessment.repositories.duplication.drafts.values import MISSING, same

WORDS = st.sampled_from(
    ["build", "test", "payments-api", "a b", "a c\nd\ne", "a c\nx\ne\n", "${{ x }}", "${{ y }} z", "v1.2", "", " ", "\n", "é"]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-2, 2)
    | st.floats(allow_nan=False, allow_infinity=False, width=16)
    | WORDS
    | st.text(max_size=4)
)
KEYS = st.sampled_from(["name", "run", "uses", "with", "env", "a", "b"])
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12)


@settings(max_examples=100, deadline=None)
@given(st.lists(VALUES, min_size=1, max_size=4))
def test_every_member_of_anything_comes_back(values):
    template = unify(values, own=["payments-api"] * len(values))
    assert all(same(expand(template, i), value) for i, value in enumerate(values))


@st.composite
def copies(draw):
    """A document and copies of it with a few places changed, dropped or added."""
    first = draw(st.dictionaries(KEYS, VALUES, min_size=2, max_size=5))
    members = [first]
    for _ in range(draw(st.integers(1, 3))):
        copy_ = copy.deepcopy(first)
        for key in draw(st.lists(KEYS, max_size=2)):
            if draw(st.booleans()):
                copy_.pop(key, None)
            else:
                copy_[key] = draw(VALUES)
        members.append(copy_)
    return members


@settings(max_examples=100, deadline=None)
@given(copies())
def test_every_edited_copy_comes_back(values):
    template = unify(values)
    assert all(same(expand(template, i), value) for i, value in enumerate(values))


def jobs(**changes):
    """Two steps, with changes by a path of keys joined by __."""
    document = {
        "steps": [
            {"uses": "actions/checkout@v4"},
            {"uses": "actions/setup-java@v4", "with": {"java-version": "21", "cache": "gradle"}},
            {"run": "gradle build"},
        ]
    }
    if "java" in changes:
        document["steps"][1]["with"]["java-version"] = changes["java"]
    if "step" in changes:
        document["steps"].insert(1, changes["step"])
    return document


def test_equal_documents_are_one_constant():
    template = unify([jobs(), jobs()])
    assert template.root == Constant(jobs())
    assert template.parameters == template.flags == ()


def test_one_value_that_differs_is_one_parameter_named_by_its_place():
    (parameter,) = unify([jobs(), jobs(java="17"), jobs(java="11")]).parameters
    assert parameter.values == ("21", "17", "11")
    assert (parameter.name, parameter.type, parameter.where) == ("java-version", "string", "steps[1].with.java-version")


def test_equal_values_in_two_places_are_one_parameter():
    template = unify([{"a": v, "b": {"c": v}, "d": other} for v, other in (("x", 1), ("y", 1), ("z", 2))])
    assert [p.values for p in template.parameters] == [("x", "y", "z"), (1, 1, 2)]


def test_a_parameter_of_an_optional_part_is_the_one_that_agrees_with_it():
    with_it = {"java": "17", "again": {"java": "17"}}
    template = unify([{"java": "11", "again": {"java": "11"}}, with_it, {"java": "21"}])
    assert [p.values for p in template.parameters] == [("11", "17", "21")]


def test_parts_of_the_same_members_are_one_flag():
    template = unify([{"a": "1", "b": "1", "c": "1"}, {"c": "1"}, {"c": "1"}])
    assert [f.present for f in template.flags] == [(True, False, False)]
    assert isinstance(template.root, Map)
    assert {entry.flag for entry in template.root.entries} == {"", template.flags[0].name}


def test_an_added_step_does_not_shift_the_others():
    template = unify([jobs(), jobs(step={"run": "docker login"}), jobs()])
    assert template.parameters == ()
    assert [f.present for f in template.flags] == [(False, True, False)]


def test_lists_of_plain_values_with_little_in_common_are_one_parameter():
    template = unify([{"language": ["java"]}, {"language": ["python", "ruby"]}])
    assert [p.values for p in template.parameters] == [(["java"], ["python", "ruby"])]
    assert template.flags == ()


@pytest.mark.parametrize("spellings", [("payments-api", "web-shop"), ("PAYMENTS_API", "WEB_SHOP"), ("PaymentsApi", "WebShop")])
def test_the_own_name_is_one_parameter_in_each_spelling(spellings):
    documents = [{"image": f"registry/{name}:1", "also": f"{name}.example.org"} for name in spellings]
    (parameter,) = unify(documents, own=["payments-api", "web-shop"]).parameters
    assert parameter.own
    assert parameter.values == spellings
    assert parameter.name == "repository"


def test_a_word_that_is_the_own_name_of_only_one_member_is_no_parameter_elsewhere():
    template = unify([{"run": "make website", "x": "1"}, {"run": "make website", "x": "2"}], own=["website", "other"])
    assert [p.values for p in template.parameters] == [("1", "2")]


def test_a_string_with_much_in_common_has_holes_for_words():
    template = unify(["kubectl apply -f deploy/dev.yaml", "kubectl apply -f deploy/test.yaml"])
    assert template.root == Text(("kubectl apply -f deploy/", Hole("value")))
    assert template.parameters[0].values == ("dev.yaml", "test.yaml")


def test_no_hole_cuts_through_an_expression():
    template = unify(["push to ${{ github.ref }} now", "push to ${{ github.sha }} now"])
    assert template.parameters[0].values == ("${{ github.ref }}", "${{ github.sha }}")


def test_changed_lines_of_a_script_are_holes_and_added_ones_may_be_empty():
    template = unify(
        ["set -e\nmake build\nmake test\nmake push\n", "set -e\nmake build\nmake push\n", "set -e\nmake build\nmake lint\nmake push\n"]
    )
    assert [p.values for p in template.parameters] == [("make test\n", "", "make lint\n")]


def test_a_job_that_is_called_otherwise_is_the_same_job():
    body = {"runs-on": "ubuntu-latest", "steps": [{"uses": "actions/checkout@v4"}, {"run": "make all"}]}
    template = unify([{"jobs": {"build": body}}, {"jobs": {"test": body}}, {"jobs": {"build": body}}])
    assert template.flags == ()
    assert [p.values for p in template.parameters] == [("build", "test", "build")]
    assert expand(template, 1) == {"jobs": {"test": body}}


def test_values_of_different_types_are_told_apart():
    template = unify([{"a": 1}, {"a": True}, {"a": "1"}])
    assert [(p.type, p.values) for p in template.parameters] == [("object", (1, True, "1"))]


def test_a_member_without_the_part_has_no_value():
    template = unify([{"a": {"x": "1", "y": "k"}}, {"a": {"x": "2", "y": "k"}}, {}])
    assert [p.values for p in template.parameters] == [("1", "2", MISSING)]
