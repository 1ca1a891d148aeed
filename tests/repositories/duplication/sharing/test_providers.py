"""Which references lead to something that the organisation shares."""

import pytest

from assessment.repositories.duplication.sharing.providers import provider, uses

NAMES = {"platform-workflows": "platform-workflows", "network": "Network", ".github": ".github", "checkout": "checkout"}
CALL = {"ci.yml": "jobs: {}"}


@pytest.mark.parametrize(
    ("kind", "target", "found"),
    [
        ("workflow", "acme/platform-workflows", "platform-workflows"),
        ("workflow", "Acme/Platform-Workflows", "platform-workflows"),
        ("include", "group/sub/platform-workflows", "platform-workflows"),
        ("module", "git@github.com:acme/network.git", "Network"),
        ("module", "git::https://github.com/acme/network//subnet?ref=v2", "Network"),
        ("preset", "github>acme/.github", ".github"),
        ("workflow", "actions/checkout", ""),  # a vendor's, though a repository of ours has that name
        ("action", "acme/platform-workflows", ""),  # one step is an ingredient
        ("image", "registry.example.org/network", ""),
        ("workflow", "acme/unknown", ""),
        ("workflow", "", ""),
    ],
)
def test_the_last_part_of_a_target_names_the_provider(rules, kind, target, found):
    assert provider(target, kind, NAMES, rules.providers) == found


def shared(table):
    return set(zip(table["repository"], table["key"], table["shared"], strict=True))


def test_a_provider_is_shared_when_another_team_uses_it(make_fleet, rules):
    teams = {"a1": "A", "a2": "A", "b1": "B", "a-pipeline": "A", "platform-workflows": "P"}
    references = [
        (r, "ci.yml", 3, "workflow", f"acme/{t}")
        for r, t in [("a1", "a-pipeline"), ("a2", "a-pipeline"), ("a1", "platform-workflows"), ("b1", "platform-workflows")]
    ]
    fleet = make_fleet(dict.fromkeys(("a1", "a2", "b1"), CALL), teams, references=references)
    assert shared(uses(fleet, rules)) == {
        ("a1", "a-pipeline", False), ("a2", "a-pipeline", False), ("a1", "platform-workflows", True), ("b1", "platform-workflows", True),
    }  # fmt: skip


def test_one_user_is_no_sharing(make_fleet, rules):
    fleet = make_fleet(
        {"b1": CALL}, {"b1": "B", "platform-workflows": "P"}, references=[("b1", "ci.yml", 3, "workflow", "acme/platform-workflows")]
    )
    assert shared(uses(fleet, rules)) == {("b1", "platform-workflows", False)}


def test_local_and_own_references_lead_nowhere(make_fleet, rules):
    references = [("a1", "ci.yml", 1, "workflow", "./.github/workflows/x.yml"), ("a1", "ci.yml", 2, "workflow", "acme/a1")]
    assert uses(make_fleet({"a1": CALL}, {"a1": "A"}, references=references), rules).empty


def test_a_library_counts_without_a_repository_of_its_name(make_fleet, rules):
    references = [(r, "Jenkinsfile", 1, "library", "Infrastructure") for r in ("a1", "b1")]
    files = {name: {"Jenkinsfile": "x"} for name in ("a1", "b1")}
    assert shared(uses(make_fleet(files, {"a1": "A", "b1": "B"}, references=references), rules)) == {
        ("a1", "infrastructure", True),
        ("b1", "infrastructure", True),
    }
    one_team = uses(make_fleet(files, {"a1": "A", "b1": "A"}, references=references), rules)
    assert not one_team["shared"].any()  # whose library it is cannot be seen, so it is the team's own


def test_a_road_counts_for_its_workflow_and_by_glob(make_fleet, rules):
    references = [("a1", "ci.yml", 4, "action", "acme/deploy-action"), ("a1", "ci.yml", 9, "action", "docker/build-push-action")]
    fleet = make_fleet({"a1": CALL}, {"a1": "A"}, references=references, roads={"Deploy": ("deployment", "Acme/deploy-*")})
    found = uses(fleet, rules)
    assert found[["workflow", "road", "line", "shared"]].to_numpy().tolist() == [["deployment", "Deploy", 4, True]]


def test_further_repositories_of_the_organisations_owner_count_though_nobody_collected_them(make_fleet, rules):
    names = ("a1", "b1", "c1")
    references = [(r, "main.tf", 1, "module", "acme/network") for r in names] + [
        (r, "main.tf", 2, "module", "acme/database") for r in ("a1", "b1")
    ]
    references += [(r, "main.tf", 3, "module", "stranger/vpc") for r in names]
    fleet = make_fleet({name: {"main.tf": "x"} for name in names}, {"a1": "A", "b1": "B", "c1": "C", "network": "P"}, references=references)
    assert {key for _, key, yes in shared(uses(fleet, rules)) if yes} == {"network", "acme/database"}


@pytest.mark.parametrize(
    ("path", "kind", "target", "known"),
    [
        ("Dockerfile", "image", "registry.acme.example/base/java", True),
        ("Dockerfile", "image", "docker.io/eclipse-temurin", False),  # a registry for everyone
        ("Dockerfile", "image", "eclipse-temurin", False),  # no registry named: the public one
        ("ci.yml", "image", "registry.acme.example/tools/node", False),  # an image to run in is an ingredient
        ("Chart.yaml", "chart", "registry.acme.example/helm/java", True),
        ("Chart.yaml", "chart", "charts.bitnami.com/bitnami/redis", False),
    ],
)
def test_charts_and_base_images_of_the_organisations_own_registry_are_shared(make_fleet, rules, path, kind, target, known):
    names = {"a1": "A", "b1": "B", "c1": "C"}
    fleet = make_fleet({name: {path: "x"} for name in names}, names, references=[(name, path, 1, kind, target) for name in names])
    assert shared(uses(fleet, rules)) == ({(name, f"{kind}:java", True) for name in names} if known else set())


def test_a_registry_that_one_team_uses_is_not_the_organisations(make_fleet, rules):
    names = dict.fromkeys(("a1", "a2", "a3"), "A")
    references = [(name, "Dockerfile", 1, "image", "registry.acme.example/base/java") for name in names]
    assert uses(make_fleet({name: {"Dockerfile": "x"} for name in names}, names, references=references), rules).empty


def test_a_chart_stays_the_same_when_the_registry_moves(make_fleet, rules):
    names = {"a1": "A", "b1": "B", "c1": "C", "d1": "D"}
    old, new = "old.acme.example/helm", "new.acme.example/helm"
    references = [(r, "Chart.yaml", 1, "chart", f"{new}/java") for r in ("a1", "b1", "c1")]
    references += [("d1", "Chart.yaml", 1, "chart", f"{old}/v1/java")]
    references += [(r, "Chart.yaml", 2, "chart", f"{old}/job") for r in ("a1", "b1", "c1")]  # the old one is the organisation's too
    found = uses(make_fleet({name: {"Chart.yaml": "x"} for name in names}, names, references=references), rules)
    charts = found[found["target"].str.endswith("java")]
    assert shared(charts) == {(name, "chart:java", True) for name in names}
    assert charts["target"].unique().tolist() == [f"{new}/java"]
