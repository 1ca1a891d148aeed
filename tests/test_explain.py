"""`assess explain` on a repository made for it: a manifest without a name of its own, a leftover, an odd file."""

import json

import pytest
import yaml
from typer.testing import CliRunner

from assessment.cli import app
from assessment.errors import WorkspaceError
from assessment.workspace import Workspace
from tests.fleets import repository

FILES = {
    ".github/workflows/ci.yml": "on: push\njobs:\n  a:\n    steps:\n      - uses: acme/tools@v1\n",
    "run/web.yaml": "apiVersion: apps/v1\nkind: Deployment\n",
    "examples/x/main.tf": 'variable "x" {}\n',
    ".odd.toml": "a = 1\n",
}


@pytest.fixture
def workspace(tmp_path):
    repository(tmp_path / "clones" / "pay-api", FILES)
    teams = [{"name": "pay", "headcount": 6, "repositories": ["pay-*"]}]
    (tmp_path / "organisation.yaml").write_text(yaml.safe_dump({"name": "Acme", "teams": teams, "repositories": {"folder": "clones"}}))
    made = Workspace(tmp_path)
    made.collect(workers=1)
    return made


def test_what_was_found_and_what_no_rule_knows(workspace):
    said = workspace.explain("pay-api")
    assert [row["tool"] for row in said["tools"]["deployment"]] == ["k8s-raw"]
    assert said["tools"]["ci"][0] | {"title": ""} == {
        "tool": "github-actions",
        "title": "",
        "state": "used",
        "confidence": "high",
        "path": ".github/workflows/ci.yml",
        "line": None,
        "by": "path",
        "why": "a file of this name",
    }
    assert said["references"][0]["leads"] == "outside"
    assert said["excluded"] == {"example": 1}
    assert said["unmatched"] == [".odd.toml"]


def test_a_file_that_is_plumbing_by_content_counts_in_history(workspace):
    changes = workspace.facts().changes
    assert changes.set_index("path").loc["run/web.yaml", "kind"] == "kubernetes"


def test_the_command_prints_lines_and_json(workspace):
    lines = CliRunner().invoke(app, ["explain", "pay-api", str(workspace.folder)])
    assert lines.exit_code == 0
    assert "run/web.yaml:2  (high: a Kubernetes object)" in lines.stdout
    plain = CliRunner().invoke(app, ["explain", "pay-api", str(workspace.folder), "--json"])
    assert json.loads(plain.stdout)["repository"] == "pay-api"


def test_an_unknown_repository_is_named_with_those_that_are_near(workspace):
    with pytest.raises(WorkspaceError, match=r"'pay-app' was not collected; one of: pay-api"):
        workspace.explain("pay-app")
