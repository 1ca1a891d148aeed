"""What is planted really is in the repositories: read with git, not with our collectors, and held against specification and truth.

The paths that count as product here are those of the code templates; everything else in these repositories is plumbing.
"""

import csv
import itertools
import re
from collections import Counter
from datetime import datetime

import pytest
import yaml

PRODUCT = re.compile(r"^(src/|tests/|build\.gradle$|requirements\.txt$|README\.md$|\.gitignore$)")
SERVICES = {"red": ["red-one", "red-two"], "blue": ["blue-one", "blue-two", "blue-old"]}
BOTS = {"dependabot[bot]", "Build Account"}


@pytest.fixture(scope="module")
def truth(small):
    return yaml.safe_load((small / "truth.yaml").read_text())


@pytest.fixture(scope="module")
def log(git):
    """Commits of a repository, oldest first, merges left out: (id, name, address, seconds, subject, paths)."""

    def read(repository):
        text = git(repository, "log", "--reverse", "--no-merges", "--name-only", "--format=%x01%H%x02%an%x02%ae%x02%at%x02%s%x02")
        entries = [entry.split("\x02") for entry in text.split("\x01")[1:]]
        return [(i, name, box, int(at), subject, paths.split()) for i, name, box, at, subject, paths in entries]

    return read


def days_between(first: int, second: int) -> float:
    return (second - first) / 86400


def test_commits_and_bots_are_counted(truth, git, log):
    for name, planted in truth["repositories"].items():
        assert int(git(name, "rev-list", "--count", "HEAD")) == planted["commits"]
        assert sum(author in BOTS for _, author, *_ in log(name)) == planted["automation"]
    assert truth["automation"]["teams"]["red"] == pytest.approx(0.3, abs=0.1)


@pytest.mark.parametrize(("team", "days", "share"), [("red", (1, 5), 0.2), ("blue", (20, 32), 0.5)])
def test_the_first_fifty_commits_and_the_first_deployable(truth, log, team, days, share):
    for name in SERVICES[team]:
        people = [commit for commit in log(name) if commit[1] not in BOTS]
        first = people[:50]
        setup = [commit for commit in first if commit[5] and not any(PRODUCT.match(path) for path in commit[5])]
        planted = truth["onboarding"][team]["services"][name]
        assert len(setup) == pytest.approx(50 * share, abs=3)
        assert len(setup) == planted["setup_commits"]
        start = next(commit for commit in people if ".github/workflows/deploy.yml" in commit[5])
        container = next(commit for commit in people if "Dockerfile" in commit[5])
        took = days_between(people[0][3], max(start[3], container[3]))
        assert days[0] <= took <= days[1]  # a deployment that falls on a weekend waits for Monday
        assert took == pytest.approx(planted["days"], abs=0.01)


def test_a_restarted_history_has_no_beginning(truth):
    assert "blue-again" not in truth["onboarding"]["blue"]["services"]
    assert truth["shapes"]["restarted"] == ["blue-again"]


def test_users_of_the_road_came_and_left_on_their_days(truth, git):
    def touched(name):
        return [
            (day, "platform-workflows" in git(name, "show", f"{commit}:.github/workflows/deploy.yml"))
            for commit, day in (
                line.split() for line in git(name, "log", "--reverse", "--format=%H %as", "--", ".github/workflows/deploy.yml").splitlines()
            )
        ]

    assert next(day for day, on in touched("red-two") if on) == "2025-02-03"
    history = touched("blue-two")
    assert min(day for day, on in history if on) == "2025-03-03"
    assert min(day for day, on in history if not on and day > "2025-03-03") == "2025-09-01"
    road = truth["roads"]["deploy"]
    assert {name: user["since"] for name, user in road["users"].items()} == {"red-two": "2025-02-03"}
    assert road["exits"] == {"blue-two": "2025-09-01"}
    assert road["off_road"] == ["blue-again", "blue-old", "blue-one", "blue-two", "red-one"]
    assert (road["voluntary"], road["mandated"]) == (1, 0)


def test_the_campaign_reached_whom_it_reached(truth, git):
    planted = truth["campaigns"]["base-image"]
    assert len(planted["repositories"]) == 3
    for name in ("red-one", "red-two", "blue-one", "blue-again", "blue-old", "blue-two"):
        found = git(name, "log", "-S", "registry.tiny.example/base/temurin", "--format=%as %s", "--", "Dockerfile").splitlines()
        assert bool(found) == (name in planted["repositories"])
        for line in found:
            assert "2025-05-05" <= line[:10] <= "2025-05-16"
        behind = "FROM eclipse-temurin:latest" in git(name, "show", "HEAD:Dockerfile")
        assert behind == (name in planted["left_behind"])


def test_who_glues(truth, log):
    """Outside = plumbing by somebody whose home is another team; homes are where people commit most."""
    commits = [
        (name, *commit)
        for team in SERVICES.values()
        for name in [*team, *(["blue-again"] if "blue-one" in team else [])]
        for commit in log(name)
    ]
    glue = truth["glue"]
    homes = {person["name"]: person["home"] for person in glue["people"]}
    addresses = {address: person["name"] for person in glue["people"] for address in person["addresses"]}
    outside = Counter()
    for name, _, _, box, _, _, paths in commits:
        person = addresses.get(box)
        if person and paths and not name.startswith(homes[person]):
            assert not any(PRODUCT.match(path) for path in paths)
            outside[person] += 1
    assert outside.total() == glue["by_them"] == 24  # 60 % of 40
    assert glue["outside"] == 40
    assert glue["share"] == 0.6
    most = {person: Counter(name.split("-")[0] for name, *_, box, _, _, _ in commits if addresses.get(box) == person) for person in homes}
    assert {person: counted.most_common(1)[0][0] for person, counted in most.items()} == homes


def test_copies_carry_the_names_of_their_owner_and_drift(truth, git):
    planted = truth["copies"]["ci/pipeline/.github/workflows/pipeline.yml"]
    assert planted["origin"] == "red-one"
    texts = {name: git(name, "show", "HEAD:.github/workflows/pipeline.yml") for name in planted["members"]}
    for name, text in texts.items():
        assert f"SERVICE: {name}\n" in text
        if name != "red-one":
            assert "red-one" not in text
    origin = {line.strip() for line in texts["red-one"].replace("red-one", "X").splitlines()}
    first = [line.strip() for line in texts["blue-one"].replace("blue-one", "X").splitlines() if line.strip()]
    strange = sum(re.sub(r"@[0-9a-f]{40} # ", "@", line) not in {re.sub(r"@[0-9a-f]{40} # ", "@", o) for o in origin} for line in first)
    assert 0.04 <= strange / len(first) <= 0.2  # 10 % planted, settings besides
    assert 0.03 <= planted["members"]["blue-one"]["drift"] <= 0.2
    assert planted["members"]["blue-two"]["copied_from"] in {"blue-one", "blue-old", "red-one"}
    assert "actions/setup-python" in texts["blue-two"]
    assert "actions/setup-java" not in texts["blue-two"]


def test_solutions_and_their_families(truth):
    families = truth["solutions"]
    assert families["ci"]["families"] == {
        "pipeline": {
            "kind": "copy",
            "repositories": ["red-one", "red-two", "blue-one", "blue-two", "blue-old", "blue-again"],
            "teams": ["blue", "red"],
        }
    }
    assert {name: family["kind"] for name, family in families["deployment"]["families"].items()} == {
        "helm": "copy",
        "road:deploy": "shared",
    }
    assert (families["secrets"]["independent"], families["secrets"]["effective"]) == (2, 2.0)  # 1 / (1/2² + 1/2²)
    assert (families["ci"]["independent"], families["ci"]["effective"]) == (1, 1.0)


def test_controls_are_where_the_truth_says(truth, git):
    for name, outcomes in truth["compliance"]["repositories"].items():
        paths = git(name, "ls-tree", "-r", "--name-only", "HEAD").splitlines()
        docker = git(name, "show", "HEAD:Dockerfile")
        workflows = [git(name, "show", f"HEAD:{path}") for path in paths if path.startswith(".github/workflows/")]
        third = [ref for text in workflows for ref in re.findall(r"uses: (?!actions/|tiny/)\S+@(\S+)", text)]
        shown = {
            "dependency-updates": ".github/dependabot.yml" in paths,
            "code-owners": ".github/CODEOWNERS" in paths,
            "security-policy": "SECURITY.md" in paths,
            "vulnerability-scanning": ".github/workflows/trivy.yml" in paths,
            "non-root-user": "\nUSER " in docker,
            "pinned-base-image": ":latest\n" not in docker,
            "pinned-actions": bool(third) and all(re.fullmatch("[0-9a-f]{40}", ref) for ref in third),
            "workflow-permissions": all("\npermissions:\n" in text for text in workflows),
        }
        assert outcomes == {control: "present" if there else "absent" for control, there in shown.items()}, name
    assert truth["compliance"]["teams"]["red"]["workflow-permissions"] == 0.5
    assert set(truth["compliance"]["teams"]["blue"].values()) == {0.0}


def test_runs_of_tries_touch_only_the_pipeline(truth, log):
    forms = {"fix ci", "try again", "fix pipeline", "maybe this", "debug ci", "fix typo", "again", "test", "one more try"}
    tries = [
        (name, at, paths) for name in [*SERVICES["blue"], "blue-again"] for _, _, _, at, subject, paths in log(name) if subject in forms
    ]
    assert len(tries) == truth["thrash"]["blue"]["commits"]
    assert 2 * 4 <= len(tries) <= 2 * 8
    assert {path for *_, paths in tries for path in paths} == {".github/workflows/pipeline.yml"}
    gaps = sorted(b - a for (n, a, _), (m, b, _) in itertools.pairwise(tries) if n == m)
    assert gaps[0] >= 8 * 60
    assert sum(gap > 2 * 3600 for gap in gaps) <= 1  # two runs, at most one seam within a repository


def test_empty_commits_are_empty(truth, log):
    empty = [subject for name in [*SERVICES["blue"], "blue-again"] for *_, subject, paths in log(name) if not paths]
    assert len(empty) == truth["thrash"]["blue"]["empty"]
    assert set(empty) <= {"Trigger build", "Empty commit to trigger the pipeline", "Kick the build"}


def test_people_use_more_than_one_address(git):
    named = {}
    for name in ("blue-one", "blue-two"):
        for line in git(name, "log", "--format=%an\t%ae").splitlines():
            person, box = line.split("\t")
            named.setdefault(person, set()).add(box)
    assert any(len(boxes) == 2 for boxes in named.values())


def test_no_moment_lies_outside_the_time_of_the_demo(log):
    for name in ("red-one", "blue-one", "platform-workflows", "nobody"):
        days = [datetime.fromtimestamp(at).date().isoformat() for _, _, _, at, _, _ in log(name)]
        assert min(days) >= "2024-01-01"
        assert max(days) <= "2026-01-01"


def test_answers_are_a_tidy_table(small, truth):
    rows = list(csv.DictReader((small / "answers.csv").open()))
    assert set(rows[0]) == {"respondent", "team", "role", "item", "answer"}
    people = {(row["team"], row["respondent"]) for row in rows}
    assert Counter(team for team, _ in people) == {"red": 4, "blue": 5, "platform": 3}
    assert truth["survey"]["under_k"] == ["red", "platform"]
    assert len({(row["respondent"], row["item"]) for row in rows}) == len(rows)
