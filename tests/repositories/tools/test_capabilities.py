"""Ways of doing one job: called blocks are followed, teams have one vote. Expected numbers are worked out by hand beside each case."""

from math import exp, log

import pandas as pd
import pytest

from assessment.decisions.dictionary import COLUMNS
from assessment.repositories.rules.schema_steps import Capability
from assessment.repositories.tools import capabilities
from assessment.repositories.tools.called import Blocks

CATALOGUE = [
    Capability(id=name, title=name + " it", phase=phase, undifferentiated=True)
    for name, phase in {"toolchain": "setup", "build": "build", "deploy": "deploy"}.items()
]
ROAD = {"name": "deploy", "workflow": "deployment", "references": ("nais/deploy*",)}


def step(repository, capability, how, path=".github/workflows/ci.yml", **more):
    return {
        "repository": repository,
        "path": path,
        "line": 1,
        "system": "github",
        "capability": capability,
        "how": how,
        "enabled": True,
    } | more


@pytest.fixture
def measured(make_fleet):
    def run(teams, steps, *, offered=(), **given):
        return capabilities.tables(
            make_fleet(teams, steps=steps, **given), CATALOGUE, pd.DataFrame(offered, columns=["provider", "kind", "tier"])
        )

    return run


@pytest.fixture
def ways(make_fleet):
    def run(names, steps, roads=()):
        fleet = make_fleet(dict.fromkeys(names, "t"), steps=steps, roads=roads)
        found = Blocks(fleet.facts.steps, names, roads=fleet.organisation.platform.roads, offered=[], outward=["build", "deploy"])
        return set(found.ways().itertuples(index=False, name=None))

    return run


def test_columns_are_the_documented_ones():
    made = {"capabilities": capabilities.CAPABILITIES, "capability_ways": capabilities.WAYS}
    assert made == {name: tuple(COLUMNS[name]) for name in made}


def test_each_team_has_one_vote(measured):
    steps = [step("a1", "build", "shell:mvn package"), step("a2", "build", "shell:gradle build"), step("b", "build", "shell:gradle build")]
    table, _ = measured({"a1": "red", "a2": "red", "b": "blue"}, steps)
    row = table.iloc[0]
    assert (row["capability"], row["phase"], row["repositories"], row["teams"], row["ways"], row["n"]) == ("build", "build", 3, 2, 2, 2)
    assert (row["top"], row["top_share"]) == ("gradle build", pytest.approx(0.75))  # red halves its vote: 1/2 mvn; 1/2 + 1 gradle
    assert row["effective"] == pytest.approx(exp(-(0.25 * log(0.25) + 0.75 * log(0.75))))
    assert (row["shared_share"], row["platform_share"]) == (0, 0)


def test_a_repository_of_nobody_votes_for_itself(measured):
    steps = [step(name, "build", f"shell:{name}") for name in ("a", "b", "c")]
    table, ways = measured({"a": "", "b": "", "c": "red"}, steps)
    assert (table["n"][0], table["teams"][0]) == (3, 1)
    assert table["effective"][0] == pytest.approx(3)
    assert list(ways["teams"]) == [0, 0, 1]


def test_a_called_workflow_stands_for_what_it_does(ways):
    call = "workflow:acme/shared/.github/workflows/all.yml"
    steps = [
        step("a", "unknown", call),
        step("shared", "toolchain", "action:actions/setup-java", ".github/workflows/all.yml"),
        step("shared", "deploy", "shell:helm upgrade", ".github/workflows/all.yml"),
    ]
    assert ways(["a", "shared"], steps) == {("a", "toolchain", "shared:shared"), ("a", "deploy", "shared:shared")}


def test_who_calls_a_wrapper_goes_the_way_of_the_platform(ways):
    steps = [
        step("a", "deploy", "workflow:acme/team/.github/workflows/ship.yml@v1".removesuffix("@v1")),
        step("team", "deploy", "action:nais/deploy/actions/deploy", ".github/workflows/ship.yml"),
    ]
    assert ways(["a", "team"], steps) == {("a", "deploy", "shared:team")}
    assert ways(["a", "team"], steps, [ROAD]) == {("a", "deploy", "shared:nais/deploy")}


def test_an_action_stands_for_its_job_not_for_its_preparations(ways):
    steps = [
        step("a", "build", "action:acme/builder"),
        step("builder", "toolchain", "action:actions/setup-java", "action.yml"),
        step("builder", "deploy", "shell:helm upgrade", "action.yml"),
    ]
    assert ways(["a", "builder"], steps) == {("a", "build", "shared:builder"), ("a", "deploy", "shared:builder")}


def test_a_block_of_ones_own_is_looked_through(ways):
    steps = [
        step("a", "unknown", "action:./.github/actions/x"),
        step("a", "build", "shell:make build", ".github/actions/x/action.yml"),
        step("a", "deploy", "workflow:./.github/workflows/me.yml", ".github/workflows/me.yml"),  # calls itself
    ]
    assert ways(["a"], steps) == {("a", "build", "make build"), ("a", "deploy", "workflow:./.github/workflows/me.yml")}


def test_what_is_switched_off_is_no_way(ways):
    assert ways(["a"], [step("a", "build", "shell:make", enabled=False)]) == set()


def test_tiers(measured):
    def call(repository, provider):
        return step(repository, "deploy", f"workflow:acme/{provider}/.github/workflows/d.yml")

    steps = [call("a", "one"), call("b", "many"), call("c", "many"), call("c", "plat"), call("d", "nobody"), call("a", "road")]
    steps += [step(p, "deploy", "shell:x", ".github/workflows/d.yml") for p in ("one", "many", "plat", "nobody", "road")]
    teams = {"a": "red", "b": "red", "c": "blue", "d": "", "one": "red", "many": "", "plat": "green", "nobody": "", "road": ""}
    road = {"name": "r", "workflow": "deployment", "references": ("road",)}
    table, ways = measured(teams, steps, platform="green", roads=[road])
    assert dict(ways[["way", "tier"]].to_numpy().tolist()) == {
        "shared:one": "one team",
        "shared:many": "several teams",
        "shared:plat": "platform",
        "shared:road": "platform",
        "shared:nobody": "unknown",
    }
    # red: a (1/2: one, road 1/4 each), b (1/2 many); blue: many, plat 1/2 each; d alone: nobody; of 3 votes
    assert table["platform_share"][0] == pytest.approx((0.25 + 0.5) / 3)
    assert table["shared_share"][0] == pytest.approx(1)


def test_a_known_provider_outside_the_fleet_is_shared(measured):
    steps = [step(name, "deploy", "workflow:acme/away/.github/workflows/d.yml") for name in ("a", "b")]
    _, ways = measured({"a": "red", "b": ""}, steps, offered=[("acme/away", "workflow", "several teams")])
    assert ways.to_numpy().tolist() == [["deploy", "shared:acme/away", 2, 1, "several teams"]]


def test_a_library_is_the_repository_that_defines_its_steps(measured):
    steps = [
        step("a", "unknown", "library:Standard/withPipeline", "Jenkinsfile"),
        step("a", "deploy", "library:Standard/enableDeploy", "Jenkinsfile"),
        step("lib", "build", "library:./sectionBuild", "vars/withPipeline.groovy"),
        step("lib", "build", "shell:make build", "vars/sectionBuild.groovy"),
    ]
    road = {"name": "library", "workflow": "ci", "references": ("Standard",)}
    _, ways = measured({"a": "red", "lib": "blue"}, steps, roads=[road])
    assert ways.to_numpy().tolist() == [["build", "shared:lib", 1, 1, "platform"], ["deploy", "shared:lib", 1, 1, "platform"]]


def test_no_steps_give_empty_tables(measured):
    table, ways = measured({"a": "red"}, [])
    assert (len(table), len(ways)) == (0, 0)
    assert list(table.columns) == list(capabilities.CAPABILITIES)


def test_ways_by_file_are_the_ways_of_the_repository(make_fleet):
    steps = [
        step("a", "build", "shell:mvn package"),
        step("a", "deploy", "shell:helm upgrade", path="Jenkinsfile"),
        step("b", "build", "shell:go"),
    ]
    fleet = make_fleet({"a": "red", "b": "blue"}, steps=steps)
    blocks = capabilities.followed(fleet, CATALOGUE, pd.DataFrame([], columns=["provider", "kind", "tier"]))
    filed = blocks.ways_by_file()
    assert filed.to_numpy().tolist() == [
        ["a", ".github/workflows/ci.yml", "build", "mvn package"], ["a", "Jenkinsfile", "deploy", "helm upgrade"],
        ["b", ".github/workflows/ci.yml", "build", "go"],
    ]  # fmt: skip
    assert filed.drop(columns="path").drop_duplicates().to_numpy().tolist() == blocks.ways().to_numpy().tolist()
