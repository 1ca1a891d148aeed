import pandas as pd
import pytest

from assessment.repositories.tools.reach import Reach, last_part, matching

ROAD = ["acme/road/.github/workflows/deploy.yml"]


def ref(repository, path, target, block="", kind="workflow", pin="tag"):
    return {"repository": repository, "path": path, "target": target, "block": block, "kind": kind, "pin": pin, "line": 1, "version": "v1"}


def reached(make_fleet, references, patterns=ROAD, files=()):
    rows = [{"repository": r, "path": p} for r, p in files]
    fleet = make_fleet(dict.fromkeys(["a", "b", "c", "d", "e", "f", "wrap"], "A"), references=references, files=rows)
    found = Reach(fleet.facts, list(fleet.teams.index)).users(patterns)
    return {(r, p): d for r, p, d in found.itertuples(index=False)}


ON = ("acme/road", ".github/workflows/deploy.yml")


@pytest.mark.parametrize(
    ("target", "block", "pattern", "expected"),
    [
        ("acme/road", "", "acme/road", True),
        ("Acme/Road", "", "acme/road", True),  # case is no difference
        ("acme/road", "ci.yml", "acme/road", True),  # any block of the target
        ("acme/road", "ci.yml", "acme/road/ci.yml", True),
        ("acme/road", "cd.yml", "acme/road/ci.yml", False),
        ("acme/road", "cd.yml", "acme/road/*", True),
        ("registry.acme.example/helm/java", "", "java", True),  # the last part
        ("acme/road-works", "", "acme/road", False),
        ("acme/roadXworks", "", "acme/road.works", False),  # a glob, no regular expression
    ],
)
def test_what_a_pattern_names(target, block, pattern, expected):
    assert matching(pd.DataFrame({"kind": ["chart"], "target": [target], "block": [block]}), [pattern]).tolist() == [expected]


@pytest.mark.parametrize(("pattern", "expected"), [("java", False), ("*/base/java", True), ("registry.acme.example/base/java", True)])
def test_the_last_part_of_an_image_is_no_name(pattern, expected):
    image = pd.DataFrame({"kind": ["image"], "target": ["registry.acme.example/base/java"], "block": [""]})
    assert matching(image, [pattern]).tolist() == [expected]


def test_last_part():
    assert last_part("github.com:acme/Road.git/") == "road"


def test_a_wrapper_leads_onto_the_road_and_says_it_is_not_direct(make_fleet):
    refs = [
        ref("wrap", ".github/workflows/ship.yml", *ON),
        ref("a", "w.yml", "acme/wrap", ".github/workflows/ship.yml"),
        ref("b", "w.yml", *ON),
    ]
    assert reached(make_fleet, refs) == {("wrap", ".github/workflows/ship.yml"): True, ("a", "w.yml"): False, ("b", "w.yml"): True}


def test_only_the_named_block_counts(make_fleet):
    refs = [
        ref("wrap", "own.yml", *ON),
        ref("wrap", "lint.yml", "acme/lint"),
        ref("a", "w.yml", "acme/wrap", "lint.yml"),
        ref("b", "w.yml", "acme/wrap"),
    ]
    assert set(reached(make_fleet, refs)) == {("wrap", "own.yml"), ("b", "w.yml")}  # b names no block: any file of wrap will do


def test_a_block_that_is_there_without_references_leads_nowhere_but_one_that_is_not_there_may(make_fleet):
    refs = [ref("wrap", "own.yml", *ON), ref("a", "w.yml", "acme/wrap", "plain.yml"), ref("b", "w.yml", "acme/wrap", "moved.yml")]
    assert set(reached(make_fleet, refs, files=[("wrap", "plain.yml")])) == {("wrap", "own.yml"), ("b", "w.yml")}


def test_actions_are_found_in_their_folder_and_local_blocks_in_their_repository(make_fleet):
    refs = [
        ref("wrap", "ship/action.yml", *ON, kind="action"),
        ref("a", "w.yml", "acme/wrap", "ship", kind="action"),
        ref("b", "w.yml", "acme/wrap", "", kind="action"),  # the action at the top of wrap: there is none
        ref("c", ".github/actions/go/action.yml", *ON),
        ref("c", "w.yml", "./.github/actions/go", kind="action", pin="local"),
    ]
    assert set(reached(make_fleet, refs, files=[("wrap", "ship/action.yml"), ("wrap", "action.yml")])) == {
        ("wrap", "ship/action.yml"),
        ("a", "w.yml"),
        ("c", ".github/actions/go/action.yml"),
        ("c", "w.yml"),
    }


def test_four_building_blocks_are_followed_and_no_more(make_fleet):
    chain = ["e", "d", "c", "b", "a"]
    refs = [ref("f", "x.yml", *ON)] + [
        ref(name, "x.yml", f"acme/{after}", "x.yml") for name, after in zip(chain, ["f", *chain], strict=False)
    ]
    assert {r for r, _ in reached(make_fleet, refs)} == {"f", "e", "d", "c", "b"}


def test_circles_end(make_fleet):
    refs = [ref("a", "x.yml", "acme/b", "x.yml"), ref("b", "x.yml", "acme/a", "x.yml")]
    assert reached(make_fleet, refs) == {}
    assert len(reached(make_fleet, [*refs, ref("b", "x.yml", *ON)])) == 2


def test_a_module_is_not_on_the_road_because_its_own_pipeline_is(make_fleet):
    refs = [ref("wrap", "w.yml", *ON), ref("a", "main.tf", "acme/wrap", kind="module")]
    assert set(reached(make_fleet, refs)) == {("wrap", "w.yml")}
    modules = [ref("wrap", "net/main.tf", "acme/network", kind="module"), ref("a", "main.tf", "acme/wrap", "net", kind="module")]
    assert set(reached(make_fleet, modules, ["acme/network"])) == {("wrap", "net/main.tf"), ("a", "main.tf")}


def test_an_image_without_an_owner_is_no_repository_of_ours(make_fleet):
    refs = [
        ref("wrap", "Dockerfile", "acme/base", kind="image"),
        ref("a", "Dockerfile", "wrap", kind="image"),
        ref("b", "Dockerfile", "registry.acme.example/wrap", kind="image"),
    ]
    assert {r for r, _ in reached(make_fleet, refs, ["acme/base"])} == {"wrap", "b"}


def test_no_references(make_fleet):
    assert reached(make_fleet, []) == {}
