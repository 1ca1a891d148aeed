"""A road is taken through building blocks of one's own, too."""

import pytest

from assessment.repositories.duplication.find import find
from assessment.repositories.duplication.sharing.providers import uses

ROAD = {"Deploy": ("ci", "acme/deploy")}
STEPS = "jobs:\n  go:\n    steps:\n" + "".join(f"      - run: ./step-{number} NAME\n" for number in range(12))


@pytest.fixture
def wrapped(make_fleet):
    """b1 and b2 call their team's wrapper, which calls the road; a1 names it; c1 does without."""
    files = {name: {"ci.yml": STEPS.replace("NAME", f"{name} in {name}")} for name in ("a1", "b1", "b2", "b-wrapper", "c1", "deploy")}
    teams = {"a1": "A", "b1": "B", "b2": "B", "b-wrapper": "B", "c1": "C", "deploy": "P"}
    references = [
        ("a1", "ci.yml", 4, "action", "acme/deploy"),
        ("b-wrapper", "ci.yml", 4, "action", "acme/deploy"),
        ("b1", "ci.yml", 4, "workflow", "acme/b-wrapper"),
        ("b2", "ci.yml", 4, "workflow", "acme/b-wrapper"),
        ("c1", "ci.yml", 4, "action", "stranger/deploy-tool"),
    ]
    return make_fleet(files, teams, references=references, roads=ROAD)


def test_who_takes_the_road_through_a_wrapper_uses_what_it_names(wrapped, rules):
    found = uses(wrapped, rules)
    road = found[found["road"] == "Deploy"]
    assert set(zip(road["repository"], road["target"], road["shared"], strict=True)) == {
        (name, "acme/deploy", True) for name in ("a1", "b1", "b2", "b-wrapper")
    }
    assert road[road["repository"] == "a1"]["line"].tolist() == [4]
    assert road[road["repository"] == "b1"]["line"].isna().all()  # it names the wrapper, not the road


def test_who_takes_the_road_through_a_wrapper_is_on_the_shared_solution(wrapped, rules):
    made = find(wrapped, rules).solutions.set_index("repository")["solution"]
    assert {made[name] for name in ("a1", "b1", "b2", "b-wrapper")} == {"shared:acme/deploy"}
    assert made["c1"] == "own:c1"


def test_a_road_is_named_by_the_last_part_of_a_target_too(make_fleet, rules):
    fleet = make_fleet(
        {"a1": {"ci.yml": STEPS}}, {"a1": "A"}, references=[("a1", "ci.yml", 4, "action", "acme/deploy")], roads={"D": ("ci", "deploy")}
    )
    assert uses(fleet, rules)["road"].tolist() == ["D"]  # as adoption counts it
