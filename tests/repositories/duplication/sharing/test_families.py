"""Solutions are families by what they do. Jaccard distances are worked out beside each case; the cut is 0.5."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.repositories.duplication.sharing.families import families

OUTWARD = ("lint", "test", "build", "deploy", "scan")


def family(rules, does, workflow="ci", outward=OUTWARD):
    """Family by (repository, path) of {repository/path: "job=way job=way …"}, one file a workflow; each repository is a team."""
    places = [key.split("/") for key in does]
    ways = [(*place, *pair.split("=")) for place, text in zip(places, does.values(), strict=True) for pair in text.split()]
    workflows = workflow if isinstance(workflow, list) else [workflow] * len(places)
    files = pd.DataFrame(places, columns=["repository", "path"]).assign(team="T", workflow=workflows)
    ways = pd.DataFrame(ways, columns=["repository", "path", "capability", "way"])
    solutions = files.drop(columns="path").drop_duplicates(["workflow", "repository", "team"]).reset_index(drop=True)
    found = families(solutions, files, ways, outward, rules)
    return dict(zip(zip(solutions["repository"], solutions["workflow"], strict=True), found, strict=True))


def test_the_same_jobs_by_the_same_ways_are_one_family(rules):
    does = {"a/ci.yml": "lint=eslint test=jest build=docker", "b/ci.yml": "lint=eslint test=jest", "c/ci.yml": "lint=flake8 test=pytest"}
    found = family(rules, does)  # a and b: 1 - 2/3; a and c: 1
    assert found["a", "ci"] == found["b", "ci"]
    assert found["a", "ci"] != found["c", "ci"]


def test_the_same_job_by_another_way_is_another_family(rules):
    found = family(rules, {"a/ci.yml": "lint=eslint test=jest", "b/ci.yml": "lint=biome test=vitest"})
    assert len(set(found.values())) == 2


def test_average_linkage_does_not_chain(rules):
    # a-b: 1 - 2/4 = 0.5, b-c: 0.5, a-c: 1 - 1/5 = 0.8; once a and b are one, c is (0.5 + 0.8) / 2 away
    does = {
        "a/ci.yml": "lint=1 test=2 build=3",
        "b/ci.yml": "test=2 build=3 deploy=4",
        "c/ci.yml": "build=3 deploy=4 scan=5",
    }
    assert len(set(family(rules, does).values())) == 2


def test_preparing_counts_only_where_a_pipeline_does_nothing_else(rules):
    does = {
        "a/ci.yml": "checkout=git test=jest",
        "b/ci.yml": "checkout=git toolchain=node cache=npm version=semver test=jest",
        "c/ci.yml": "notify=slack checkout=git",
        "d/ci.yml": "notify=slack checkout=git",
        "e/ci.yml": "notify=mail checkout=svn",
    }
    found = family(rules, does)
    assert found["a", "ci"] == found["b", "ci"]
    assert found["c", "ci"] == found["d", "ci"]
    assert len(set(found.values())) == 3


def test_what_no_rule_knows_is_in_no_family(rules):
    found = family(rules, {"a/ci.yml": "unknown=x glue=y", "b/ci.yml": "test=jest"})
    assert found["a", "ci"] == ""
    assert found["b", "ci"] != ""


def test_files_of_one_workflow_are_one_solution_and_workflows_are_apart(rules):
    does = {"a/ci.yml": "test=jest", "a/lint.yml": "lint=eslint", "a/ship.yml": "deploy=helm", "b/ci.yml": "test=jest lint=eslint"}
    found = family(rules, does, workflow=["ci", "ci", "deployment", "ci"])
    assert found["a", "ci"] == found["b", "ci"]
    assert found["a", "deployment"] not in ("", found["a", "ci"])


def test_a_family_is_called_after_its_commonest_member(rules):
    common = {name: "test=jest lint=eslint" for name in ("a/ci.yml", "b/ci.yml")}
    alone, joined = family(rules, common), family(rules, common | {"c/ci.yml": "test=jest lint=eslint build=npm"})
    assert joined["c", "ci"] == alone["a", "ci"] == joined["a", "ci"]


def test_without_steps_nothing_is_known(rules):
    solutions = pd.DataFrame({"workflow": ["ci"], "repository": ["a"], "team": ["T"]})
    files = pd.DataFrame({"repository": ["a"], "path": ["x"], "workflow": ["ci"], "team": ["T"]})
    ways = pd.DataFrame(columns=["repository", "path", "capability", "way"], dtype=object)
    assert families(solutions, files, ways, OUTWARD, rules).tolist() == [""]
    assert families(solutions.iloc[:0], files.iloc[:0], ways, OUTWARD, rules).empty


def test_more_than_can_be_compared_at_once_are_one_family(rules):
    few = rules.model_copy(update={"clusters": rules.clusters.model_copy(update={"largest": 2})})
    does = {"a/ci.yml": "lint=1 test=2 build=3", "b/ci.yml": "test=2 build=3 deploy=4", "c/ci.yml": "build=3 deploy=4 scan=5"}
    assert len(set(family(few, does).values())) == 1


ways = st.sets(st.tuples(st.sampled_from(OUTWARD), st.sampled_from("xyz")), min_size=1, max_size=6)


@given(sets=st.lists(ways, min_size=1, max_size=8), order=st.randoms())
def test_equal_sets_are_one_family_and_order_changes_nothing(rules, sets, order):
    does = {f"r{n}/ci.yml": " ".join("=".join(pair) for pair in sorted(one)) for n, one in enumerate(sets)}
    found = family(rules, does)
    for i, one in enumerate(sets):
        for j, other in enumerate(sets[:i]):
            if one == other:
                assert found[f"r{i}", "ci"] == found[f"r{j}", "ci"]
            if not one & other and len(sets) == 2:
                assert found[f"r{i}", "ci"] != found[f"r{j}", "ci"]
    items = list(does.items())
    order.shuffle(items)
    assert family(rules, dict(items)) == found


@pytest.mark.parametrize("cut", [0.3, 0.9])
def test_the_cut_is_data(rules, cut):
    given = rules.model_copy(update={"solutions": rules.solutions.model_copy(update={"family": cut})})
    found = family(given, {"a/ci.yml": "lint=1 test=2", "b/ci.yml": "test=2 build=3"})  # 1 - 1/3
    assert len(set(found.values())) == (2 if cut == 0.3 else 1)
