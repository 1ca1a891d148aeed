"""A specification that contradicts itself is refused, and the message names the key."""

import copy

import numpy as np
import pytest
import yaml

from assessment.demo.build import load, load_templates
from assessment.demo.content import templates
from assessment.demo.edits import DemoError
from assessment.demo.histories import histories
from assessment.demo.specification import specification
from assessment.shipped import shipped


@pytest.fixture
def mapping(small_file):
    return copy.deepcopy(yaml.safe_load(small_file.read_text()))


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("teams", "red", "solutions", "ci"), "jenkins", r"teams\.red\.solutions\.ci: unknown name 'jenkins'; known: pipeline"),
        (("teams", "blue", "solutions", "ci", "source"), "red-three", r"teams\.blue\.solutions\.ci\.source: unknown name 'red-three'"),
        (("teams", "red", "controls"), {"code-owners": 1.0}, r"teams\.red\.controls: .*missing: dependency-updates"),
        (("teams", "red", "controls", "code-owners"), 1.5, r"teams\.red\.controls\.code-owners: .*less than or equal to 1"),
        (("teams", "red", "extras"), ["tea"], r"teams\.red\.extras: unknown name 'tea'; known: makefile"),
        (("teams", "red", "headcount"), 0, r"teams\.red\.headcount: "),
        (("teams", "red", "headcounts"), 4, r"teams\.red\.headcounts: Extra inputs"),
        (
            ("teams", "red", "services", "red-one", "born"),
            "2023-01-01",
            r"red-one: born 2023-01-01; must lie between 2024-01-01 and 2025-12-31",
        ),
        (("roads", "deploy", "users"), {"red-nine": "2025-01-01"}, r"roads\.deploy\.users: unknown name 'red-nine'"),
        (("roads", "deploy", "users"), {"red-two": "2024-05-01"}, r"roads\.deploy\.users\.red-two: 2024-05-01 is before the road"),
        (("glue", "people"), [{"name": "Zoe Glue", "home": "green"}], r"glue\.people\.home: unknown name 'green'"),
        (("libraries", "nobody", "team"), "green", r"libraries\.nobody\.team: unknown name 'green'"),
        (("survey", "severity", "glue"), {"green": 0.1}, r"survey\.severity\.glue: unknown name 'green'"),
        (("slug",), "Not a slug", r"slug: "),
    ],
)
def test_contradictions_are_named(mapping, path, value, message):
    place = mapping
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(DemoError, match=message) as caught:
        specification(mapping, where="small.yaml")
    assert caught.value.where == "small.yaml"


def test_a_team_must_say_how_it_does_each_job(mapping):
    del mapping["teams"]["red"]["solutions"]["secrets"]
    with pytest.raises(DemoError, match=r"teams\.red\.solutions: unknown name 'secrets'"):
        specification(mapping, where="small.yaml")


def test_a_campaign_cannot_reach_more_than_carry_the_old_text(mapping):
    mapping["campaigns"]["base-image"]["repositories"] = 6
    with pytest.raises(DemoError, match=r"campaigns\.base-image: 6 repositories are asked for, but only 4 carry the old text"):
        plan(mapping)


def test_a_copy_needs_an_origin_that_has_it_by_then(mapping):
    mapping["teams"]["red"]["services"]["red-one"]["born"] = "2024-12-02"
    with pytest.raises(DemoError, match=r"repository blue-\w+: .*cannot be copied from red-one"):
        plan(mapping)


def test_an_unknown_template_is_named_with_its_neighbours(mapping):
    mapping["solutions"]["ci"]["pipeline"]["files"] = {".github/workflows/pipeline.yml": "ci/nothing.yml"}
    with pytest.raises(DemoError, match=r"no template 'ci/nothing.yml'; one of ci/Jenkinsfile, "):
        plan(mapping)


def test_templates_without_messages_are_refused():
    with pytest.raises(DemoError, match="messages"):
        templates({}, {})


def test_fewer_planted_things_leave_the_rest_as_it_was(mapping):
    """Streams of random numbers are apart: taking a campaign out changes no one's product work."""
    with_campaign = plan(mapping)
    mapping["campaigns"] = {}
    without = plan(mapping)
    kinds = {"product", "setup", "bot"}
    for name, commits in with_campaign.commits.items():
        before = [(c.at, c.message) for c in commits if c.kind in kinds]
        assert before == [(c.at, c.message) for c in without.commits[name] if c.kind in kinds]


def plan(mapping):
    return histories(specification(mapping, where="small.yaml"), load_templates(shipped("demo", "templates")), np.random.default_rng(1))


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", ["organisation.yaml", "quiet.yaml"])
def test_the_shipped_organisations_can_be_planned_from_any_seed(name, seed):
    made = histories(load(shipped("demo", name)), load_templates(shipped("demo", "templates")), np.random.default_rng(seed))
    assert 4_500 <= sum(len(commits) for commits in made.commits.values()) <= 12_000
    spec = made.world.spec
    for campaign, planned in spec.campaigns.items():
        reached = [name for name, commits in made.commits.items() if any(commit.campaign == campaign for commit in commits)]
        assert len(reached) == planned.repositories, campaign
    outside = [
        c for name in spec.services for c in made.commits[name] if c.kind in {"cross", "campaign"} and c.home != spec.services[name][0]
    ]
    assert len(outside) == spec.glue.commits
