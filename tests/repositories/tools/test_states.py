"""States at scoring, outcomes per workflow, and the explanation of one repository."""

from dataclasses import replace

import pandas as pd
import pytest

from assessment.repositories.rules.schema_tools import ToolRules
from assessment.repositories.tools import explaining, outcomes
from assessment.repositories.tools import states as tools

RULES = ToolRules.model_validate(
    {
        "tools": [{"id": "jenkins", "title": "Jenkins", "workflow": "ci", "found": [{"path": ["Jenkinsfile"]}]}],
        "closed": [{"path": [".travis.yml"], "ended": "2021-06-15", "why": "travis-ci.org was switched off"}],
        "rivals": [{"lapse": ["jenkins", "travis"], "beside": ["github-actions", "jenkins"]}],
    }
)
ACTIONS = {"repository": "r", "tool": "github-actions", "workflow": "ci", "path": ".github/workflows/ci.yml"}
JENKINS = {"repository": "r", "tool": "jenkins", "workflow": "ci", "path": "Jenkinsfile"}
TRAVIS = {"repository": "r", "tool": "travis", "workflow": "ci", "path": ".travis.yml"}
PATHS = {
    ".odd.yml": "product",
    "settings.toml": "product",
    "known.toml": "product",
    "src/a.yml": "product",
    ".gitignore": "product",
    "v/x": "vendored",
}
MORE = pd.DataFrame(
    {"repository": "r", "path": list(PATHS), "role": list(PATHS.values()), "workflow": "", "kind": "", "read": "", "bytes": 1}
)
KIND = {".github/workflows/ci.yml": "github-workflow", "Jenkinsfile": "jenkinsfile", ".travis.yml": "travis"}


@pytest.fixture
def made(make_fleet):
    """A fleet of one repository: tools, and for each of their files the days since it was touched."""

    def make(rows, days, references=()):
        commits = [{"repository": "r", "days": d} for d in sorted(days.values(), reverse=True)]
        number = {d: n for n, d in enumerate(sorted(days.values(), reverse=True))}
        changes = [{"repository": "r", "number": number[d], "path": path, "kind": KIND[path]} for path, d in days.items()]
        files = [{"repository": "r", "path": path, "workflow": "ci", "kind": KIND[path]} for path in days]
        return make_fleet({"r": "a"}, commits=commits, changes=changes, files=files, tools=rows, references=list(references))

    return make


def states(given) -> dict[str, str]:
    table = tools.table(given, RULES)
    return dict(zip(table["tool"], table["state"], strict=True))


def test_an_untouched_pipeline_beside_one_that_is_kept_up_is_left_over(made):
    days = {".github/workflows/ci.yml": 10, "Jenkinsfile": 800}  # two years are 730
    assert states(made([ACTIONS, JENKINS], days)) == {"github-actions": "used", "jenkins": "left over"}


@pytest.mark.parametrize(
    "days", [{".github/workflows/ci.yml": 10, "Jenkinsfile": 700}, {".github/workflows/ci.yml": 900, "Jenkinsfile": 800}]
)
def test_nothing_is_left_over_while_both_are_young_or_both_are_old(made, days):
    assert set(states(made([ACTIONS, JENKINS], days)).values()) == {"used"}


def test_what_the_forge_runs_is_not_left_over(made):
    assert states(made([ACTIONS, JENKINS], {".github/workflows/ci.yml": 900, "Jenkinsfile": 10}))["github-actions"] == "used"


def test_a_pipeline_that_calls_a_shared_library_is_kept_up_there(made):
    calls = [{"repository": "r", "path": "Jenkinsfile", "kind": "library", "target": "Infrastructure", "pin": "none"}]
    assert states(made([ACTIONS, JENKINS], {".github/workflows/ci.yml": 10, "Jenkinsfile": 800}, calls))["jenkins"] == "used"


def test_a_configuration_of_a_service_that_ended_is_left_over(made):
    assert states(made([TRAVIS], {".travis.yml": 1500})) == {"travis": "left over"}  # touched in 2021-05, before 2021-06-15
    assert states(made([TRAVIS], {".travis.yml": 1400})) == {"travis": "used"}


def outcome(given, workflow) -> tuple[str, str]:
    table = outcomes.tables(given, RULES)["workflow_outcomes"].set_index("workflow")
    return table.loc[workflow, "outcome"], table.loc[workflow, "why"]


def test_four_outcomes(made):
    calls = [{"repository": "r", "path": "Jenkinsfile", "kind": "library", "target": "Infrastructure", "pin": "none"}]
    plain, calling = made([JENKINS], {"Jenkinsfile": 10}), made([JENKINS], {"Jenkinsfile": 10}, calls)
    assert outcome(plain, "ci") == ("found", "Jenkins")
    assert outcome(plain, "security") == ("absent from the files", "no file shows it")
    assert outcome(plain, "databases")[0] == "not applicable"
    assert outcome(calling, "security") == ("cannot see from files", "the pipeline calls Infrastructure, which was not read")


def test_the_explanation_says_why_and_what_is_left(made):
    given = made([JENKINS], {"Jenkinsfile": 10})
    given = replace(given, facts=replace(given.facts, files=pd.concat([given.facts.files.astype(object), MORE], ignore_index=True)))
    said = explaining.explanation(given.facts, tools.table(given, RULES), ["known.toml"], ["r"])
    (row,) = said["tools"]["ci"]
    assert (row["path"], row["state"], row["why"]) == ("Jenkinsfile", "used", "a file of this name")
    assert said["unmatched"] == [".odd.yml", "settings.toml"]
    assert said["excluded"] == {"vendored": 1}
