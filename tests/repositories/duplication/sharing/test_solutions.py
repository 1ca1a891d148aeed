"""Copies of one solution, independent solutions and use of a shared one are told apart."""

from dataclasses import replace

import pandas as pd
import pytest

from assessment.repositories.duplication.find import find
from assessment.repositories.duplication.sharing.solutions import effective_number, independent_weight

MAVEN = """\
name: Build
on: [push]
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-java@v4
        with:
          java-version: 17
          distribution: temurin
      - run: mvn --batch-mode verify
      - run: docker build -t registry.example.org/{name} .
      - run: docker push registry.example.org/{name}
"""
NODE = """\
name: Node pipeline
on:
  pull_request:
concurrency: ci
jobs:
  test:
    strategy:
      matrix:
        node: [18, 20]
    container: node
    steps:
      - run: npm ci
      - run: npm run lint
      - run: npm test -- --coverage
      - run: npx semantic-release
"""
PYTHON = """\
on: workflow_dispatch
env:
  POETRY: 1
jobs:
  wheels:
    runs-on: [self-hosted, large]
    steps:
      - run: pip install poetry tox
      - run: tox -e py311
      - run: poetry build
      - run: twine upload dist/*
"""
CALLER = """\
name: CI
on: [push]
jobs:
  build:
    uses: acme/platform-workflows/.github/workflows/java.yml@v2
    with:
      java: 21
      image: {name}
    secrets: inherit
"""
JENKINS = '@Library("Infrastructure")\n' + "".join(
    f"def setting{n} = load('{n}')\nafterSuccess('step{n}') {{ sh './step{n}.sh {{name}}' }}\n" for n in range(12)
)
OTHER = "".join(f"      - run: mvn {goal} --batch-mode --define part={goal}-only\n" for goal in ("site", "release", "deploy", "javadoc"))
LIBRARY = [(name, "Jenkinsfile", 1, "library", "Infrastructure") for name in ("red-orders", "blue-shop")]


def kinds(table, workflow="ci"):
    rows = table[table["workflow"] == workflow]
    return dict(zip(rows["repository"], rows["solution"].str.split(":").str[0], strict=True))


@pytest.fixture
def landscape(make_fleet, rules):
    """Red and Blue run copies of one pipeline, Green and Grey wrote their own, Pink and Lilac call the platform's."""
    files = {
        "red-orders": {"ci.yml": MAVEN.format(name="red-orders")},
        "red-billing": {"ci.yml": MAVEN.format(name="red-billing").replace("17", "21")},
        "blue-shop": {"ci.yml": MAVEN.format(name="blue-shop") + "      - run: ./notify.sh\n"},
        "green-web": {"ci.yml": NODE},
        "grey-ml": {"ci.yml": PYTHON},
        "pink-a": {"ci.yml": CALLER.format(name="pink-a")},
        "lilac-b": {"ci.yml": CALLER.format(name="lilac-b")},
        "platform-workflows": {"java.yml": NODE.replace("npm", "mvn").replace("Node", "Java") + OTHER},
    }
    teams = {name: name.split("-")[0].title() for name in files}
    references = [(name, "ci.yml", 5, "workflow", "acme/platform-workflows") for name in ("pink-a", "lilac-b")]
    return find(make_fleet(files, teams, references=references), rules)


def test_copies_own_and_shared_are_told_apart(landscape):
    assert kinds(landscape.solutions) == {
        "red-orders": "copy", "red-billing": "copy", "blue-shop": "copy", "green-web": "own", "grey-ml": "own",
        "pink-a": "shared", "lilac-b": "shared", "platform-workflows": "shared",
    }  # fmt: skip
    assert landscape.solutions.loc[landscape.solutions["kind"] == "copy", "solution"].nunique() == 1


def test_thin_callers_are_in_no_cluster(landscape):
    assert set(landscape.members["repository"]) == {"red-orders", "red-billing", "blue-shop"}
    assert landscape.files.loc[landscape.files["thin"], "repository"].tolist() == ["lilac-b", "pink-a"]


def test_effective_number_of_the_landscape(landscape):
    # Red and Blue one copy (weight 2), Green and Grey one each: 4^2 / (2^2 + 1 + 1) = 16/6; Pink, Lilac and Platform stay eligible
    effective, eligible = effective_number(landscape.solutions, "ci")
    assert effective == pytest.approx(16 / 6)
    assert eligible == 7


def test_a_file_on_the_shared_road_can_still_hold_copied_lines(make_fleet, rules):
    files = {name: {"Jenkinsfile": JENKINS.replace("{name}", name)} for name in ("red-orders", "blue-shop")}
    found = find(make_fleet(files, {"red-orders": "Red", "blue-shop": "Blue"}, references=LIBRARY), rules)
    assert kinds(found.solutions) == {"red-orders": "shared", "blue-shop": "shared"}
    assert found.clusters["files"].tolist() == [2]
    assert found.solutions["solution"].unique().tolist() == ["shared:Infrastructure"]


def test_a_shared_file_beside_a_large_own_one_is_not_the_solution(make_fleet, rules):
    large = "steps:\n" + "".join(f"  - run: ./own-{n}.sh\n" for n in range(60))
    small = {"ci.yml": CALLER.format(name="x"), "stale.yml": "on: schedule\n" * 6}
    files = {"red-a": {"ci.yml": CALLER.format(name="x"), "release.yml": large}, "blue-b": small, "green-c": small}
    teams = {"red-a": "Red", "blue-b": "Blue", "green-c": "Green", "platform-workflows": "P"}
    references = [(name, "ci.yml", 5, "workflow", "acme/platform-workflows") for name in files]
    table = find(make_fleet(files, teams, references=references), rules).solutions
    assert kinds(table) == {"red-a": "own", "blue-b": "shared", "green-c": "shared"}


def test_what_a_team_shares_with_itself_is_one_own_solution(make_fleet, rules):
    files = {name: {"ci.yml": CALLER.format(name=name)} for name in ("red-a", "red-b")} | {
        "red-pipeline": {"java.yml": NODE},
        "blue-c": {"ci.yml": PYTHON},
    }
    teams = {name: name.split("-")[0].title() for name in files}
    references = [(name, "ci.yml", 5, "workflow", "acme/red-pipeline") for name in ("red-a", "red-b")]
    table = find(make_fleet(files, teams, references=references), rules).solutions
    assert set(table.loc[table["team"] == "Red", "solution"]) == {"own:red-pipeline"}
    assert effective_number(table, "ci") == (2.0, 2)


def test_the_main_file_is_the_longest_and_short_files_are_no_solution(make_fleet, rules):
    files = {
        "red-a": {"ci.yml": MAVEN, "lint.yml": "on: push\njobs:\n  lint:\n    steps:\n      - run: x\n", "Dockerfile": "FROM x\nCMD y\n"},
        "red-b": {"CODEOWNERS": "* @acme/red\n" * 9},
    }
    table = find(make_fleet(files, dict.fromkeys(files, "Red")), rules).solutions
    assert table[["repository", "workflow", "path", "lines"]].to_numpy().tolist() == [["red-a", "ci", "ci.yml", 14 + 5]]


def rows(*entries):
    return pd.DataFrame(
        [dict(zip(("team", "repository", "solution"), e, strict=True)) | {"workflow": "ci", "kind": e[2].split(":")[0]} for e in entries]
    )


@pytest.mark.parametrize(
    ("table", "effective", "eligible"),
    [
        # every team its own: as many as teams
        (rows(("A", "a", "own:a"), ("B", "b", "own:b"), ("C", "c", "own:c")), 3.0, 3),
        # all use copies of one
        (rows(("A", "a", "copy:x"), ("B", "b", "copy:x")), 1.0, 2),
        # all on something shared: nothing is left
        (rows(("A", "a", "shared:p"), ("B", "b", "shared:p")), 0.0, 2),
        # A splits its weight: x 1/2 + 1, own 1/2; 2^2 / (1.5^2 + 0.5^2) = 1.6
        (rows(("A", "a1", "copy:x"), ("A", "a2", "own:a2"), ("B", "b", "copy:x")), 1.6, 2),
        # several repositories of a team with one cluster weigh once
        (rows(("A", "a1", "copy:x"), ("A", "a2", "copy:x"), ("B", "b", "own:b")), 2.0, 2),
        # several own solutions of a team, and copies that stay inside it, are one solution of that team
        (rows(("A", "a1", "own:a1"), ("A", "a2", "own:a2"), ("A", "a3", "copy:x"), ("A", "a4", "copy:x"), ("B", "b", "own:b")), 2.0, 2),
        # never more than teams: own by A 1/2, x 1/2 + 1/2, own by B 1/2 would be 2^2 / 1.5 = 2.67
        (rows(("A", "a1", "own:a"), ("A", "a2", "copy:x"), ("B", "b1", "own:b"), ("B", "b2", "copy:x")), 2.0, 2),
        # half of A is shared and leaves the solutions: 1.5^2 / (0.5^2 + 1^2) = 1.8
        (rows(("A", "a1", "shared:p"), ("A", "a2", "own:a2"), ("B", "b", "own:b")), 1.8, 2),
        # repositories of nobody are left out
        (rows(("A", "a", "own:a"), ("", "x", "own:x")), 1.0, 1),
    ],
)
def test_effective_number_by_hand(table, effective, eligible):
    assert effective_number(table, "ci") == (pytest.approx(effective), eligible)
    assert effective_number(table, "secrets") == (0.0, 0)


def test_weight_on_independent_solutions_is_the_teams_less_what_is_shared():
    table = rows(("A", "a1", "shared:p"), ("A", "a2", "own:a2"), ("B", "b", "own:b"), ("C", "c", "shared:p"))
    assert independent_weight(table, "ci").to_dict() == {"own by A": 0.5, "own by B": 1.0}


def test_row_order_changes_nothing(make_fleet, rules):
    files = {
        f"team{n % 4}-{n}": {"ci.yml": MAVEN.format(name=n) + f"      - run: ./x{n % 3}.sh\n", "Dockerfile": PYTHON} for n in range(12)
    }
    fleet = make_fleet(files, {name: name.split("-")[0] for name in files})
    one = find(fleet, rules)
    contents = fleet.facts.contents.sample(frac=1, random_state=3)
    facts = type(fleet.facts)(as_of=fleet.facts.as_of, contents=contents, repositories=fleet.facts.repositories)
    other = find(type(fleet)(organisation=fleet.organisation, facts=facts, teams=fleet.teams), rules)
    for name in ("clusters", "members", "pairs", "solutions", "files"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


def test_an_empty_fleet_has_empty_tables(make_fleet, rules):
    found = find(make_fleet({}, {"a": "A"}), rules)
    assert all(getattr(found, name).empty for name in ("clusters", "members", "pairs", "solutions", "files"))


def test_a_charts_dependency_stands_for_its_values(make_fleet, rules):
    """The values file is the longest of the chart and names no chart; the chart's own dependency says that deployment is shared."""
    values = "\n".join(f"setting{i}: value {i}" for i in range(60))
    names = {"a1": "A", "b1": "B", "c1": "C"}
    files = {name: {"charts/app/Chart.yaml": "name: app\n", "charts/app/values.yaml": values.replace("value", name)} for name in names}
    references = [(name, "charts/app/Chart.yaml", 4, "chart", "registry.acme.example/helm/java") for name in names]
    found = find(make_fleet(files, names, references=references), rules).solutions
    assert set(found["solution"]) == {"shared:registry.acme.example/helm/java"}


def test_a_monorepo_has_a_solution_of_each_team_that_has_folders_there(make_fleet, rules):
    files = {
        "mono": {"pay/ci.yml": NODE, "lend/ci.yml": PYTHON, "lend/more.yml": CALLER.format(name="x")},
        "platform-workflows": {"x.yml": NODE},
    }
    fleet = make_fleet(files, {"mono": "", "platform-workflows": "P"})
    paths = pd.DataFrame([("mono", "pay", "Pay"), ("mono", "lend", "Lend")], columns=["repository", "path", "team"])
    found = find(replace(fleet, paths=paths), rules).solutions
    mono = found[found["repository"] == "mono"]
    assert mono[["team", "path", "kind"]].to_numpy().tolist() == [["Lend", "lend/ci.yml", "own"], ["Pay", "pay/ci.yml", "copy"]]
