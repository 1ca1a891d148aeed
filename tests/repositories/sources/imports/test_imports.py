"""Exports of other tools, in the shapes that the tools' manuals show; the numbers follow from the times written here."""

import json
from pathlib import Path

import pytest

from assessment.errors import RulesError
from assessment.repositories.imported import of_fleet
from assessment.repositories.sources import rules
from assessment.repositories.sources.imports import checks, github_settings, scorecard, store
from assessment.repositories.sources.imports import runs as runs_export
from assessment.repositories.sources.imports.documents import ImportedError, records
from assessment.repositories.sources.imports.kinds import Kind, read
from assessment.repositories.sources.imports.table import settings_table
from assessment.shipped import shipped

RUN = {
    "id": 1,
    "path": ".github/workflows/ci.yml",
    "event": "push",
    "status": "completed",
    "conclusion": "success",
    "run_attempt": 1,
    "head_sha": "a",
    "created_at": "2026-03-01T10:00:00Z",
    "run_started_at": "2026-03-01T10:02:00Z",
    "updated_at": "2026-03-01T10:12:00Z",
    "repository": {"full_name": "acme/shop"},
    "actor": {"login": "ada-maker"},
    "referenced_workflows": [{"path": "acme/pipelines/.github/workflows/build.yml@main", "sha": "b", "ref": "refs/heads/main"}],
}
PIPELINE = {
    "id": 7,
    "status": "failed",
    "source": "merge_request_event",
    "web_url": "https://git.example.org/acme/tools/shop/-/pipelines/7",
    "created_at": "2026-03-01T10:00:00.000Z",
    "updated_at": "2026-03-01T10:09:00.000Z",
    "duration": 240,
    "queued_duration": 30,
}
RESULT = {
    "date": "2026-03-01",
    "repo": {"name": "github.com/acme/shop", "commit": "c"},
    "scorecard": {"version": "5.1.0"},
    "score": 6.1,
    "checks": [
        {"name": "Token-Permissions", "score": 10, "reason": ""},
        {"name": "Branch-Protection", "score": 3, "reason": ""},
        {"name": "Signed-Releases", "score": -1, "reason": ""},
        {"name": "Fuzzing", "score": 0, "reason": ""},
    ],
}
PROTECTION = {
    "url": "https://api.github.com/repos/acme/shop/branches/main/protection",
    "required_pull_request_reviews": {"required_approving_review_count": 2, "dismiss_stale_reviews": True},
    "required_status_checks": {"strict": True, "contexts": ["build", "test"], "checks": [{"context": "build"}, {"context": "test"}]},
    "enforce_admins": {"enabled": True},
    "allow_force_pushes": {"enabled": False},
    "allow_deletions": {"enabled": True},
    "required_signatures": {"enabled": False},
}


def _write(path: Path, text: object) -> Path:
    path.write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([RUN, RUN]),
        json.dumps({"total_count": 2, "workflow_runs": [RUN, RUN]}),
        json.dumps([{"total_count": 2, "workflow_runs": [RUN]}, {"total_count": 2, "workflow_runs": [RUN]}]),  # --slurp
        json.dumps({"workflow_runs": [RUN]}) + json.dumps({"workflow_runs": [RUN]}),  # --paginate
        json.dumps(RUN) + "\n" + json.dumps(RUN) + "\n",  # one a line
        "\ufeff" + json.dumps([[RUN], [RUN]]),
    ],
)
def test_every_shape_that_the_tools_print_gives_the_same_records(tmp_path: Path, text: str) -> None:
    assert [one.value["id"] for one in records(_write(tmp_path / "runs.json", text), ("workflow_runs",))] == [1, 1]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[{"id": 1},\n oops]', "runs.json: line 2: is not JSON"),
        ("[1]", "runs.json: record 1: is 1"),
        ("", "runs.json: holds no record"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_what_is_no_export_is_named_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ImportedError, match=says):
        records(_write(tmp_path / "runs.json", text))


def test_github_runs_become_durations_and_no_name_of_a_person_is_kept(tmp_path: Path) -> None:
    waiting = RUN | {"id": 2, "status": "in_progress"}
    again = RUN | {"id": 3, "run_attempt": 2, "conclusion": "failure"}
    table = runs_export.github([_write(tmp_path / "runs.json", {"workflow_runs": [RUN, waiting, again]})])
    assert table[["run", "minutes", "result", "attempt"]].astype(object).to_numpy().tolist() == [
        ["1", 10.0, "success", 1],
        ["3", 10.0, "failure", 2],
    ]
    assert table["queued"].tolist()[0] == 2.0
    assert table["queued"].isna().tolist() == [False, True]  # of a repeated run the creation is that of its first attempt
    assert table["shared"].tolist() == ["acme/pipelines/.github/workflows/build.yml"] * 2
    assert "ada-maker" not in table.to_csv()


def test_gitlab_pipelines_take_their_project_from_the_address(tmp_path: Path) -> None:
    plain = PIPELINE | {"id": 8, "status": "success", "duration": None, "started_at": "2026-03-01T10:04:00Z", "queued_duration": None}
    table = runs_export.gitlab([_write(tmp_path / "pipelines.json", [PIPELINE, plain, PIPELINE | {"id": 9, "status": "running"}])])
    rows = table[["repository", "run", "minutes", "queued", "result"]].astype(object).to_numpy().tolist()
    assert rows == [["acme/tools/shop", "7", 4.0, 0.5, "failure"], ["acme/tools/shop", "8", 5.0, 4.0, "success"]]
    assert table["attempt"].isna().all()


def test_a_record_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportedError, match=r"runs\.json: record 1: is no workflow run"):
        runs_export.github([_write(tmp_path / "runs.json", [PIPELINE])])
    with pytest.raises(ImportedError, match="time 'yesterday'"):
        runs_export.github([_write(tmp_path / "runs.json", [RUN | {"updated_at": "yesterday"}])])


def test_scorecard_speaks_for_controls_and_not_where_it_cannot_tell(tmp_path: Path) -> None:
    known = {
        "Token-Permissions": ("workflow-permissions", 9),
        "Branch-Protection": ("branch-protection", 6),
        "Signed-Releases": ("signed-artifacts", 8),
    }
    rows = scorecard.settings([_write(tmp_path / "scorecard.json", RESULT)], known)
    assert [tuple(row) for row in rows] == [
        ("acme/shop", "workflow-permissions", "present", "Token-Permissions 10 of 10", "scorecard"),
        ("acme/shop", "branch-protection", "absent", "Branch-Protection 3 of 10", "scorecard"),
    ]


def test_the_shipped_file_speaks_of_known_controls_only(tmp_path: Path) -> None:
    known = checks.load(shipped("rules", "imports.yaml"), {control.id for control in rules.load().catalogue})
    assert known["License"] == ("licence", 9)
    with pytest.raises(RulesError, match="entry 1: unknown control 'sbom'; one of: licence"):
        checks.load(_write(tmp_path / "imports.yaml", "scorecard:\n  - {check: SBOM, control: sbom, least: 5}\n"), {"licence"})


def test_settings_of_github_say_what_files_cannot(tmp_path: Path) -> None:
    said = {
        "repository": "acme/shop",
        "protection": PROTECTION,
        "environments": {"total_count": 1, "environments": [{"name": "prod", "protection_rules": [{"type": "required_reviewers"}]}]},
        "code_scanning": {"state": "configured", "query_suite": "extended"},
        "workflow_permissions": {"default_workflow_permissions": "read"},
        "settings": {"security_and_analysis": {"secret_scanning": {"status": "enabled"}}},
    }
    rows = {row.control: (row.outcome, row.setting) for row in github_settings.settings([_write(tmp_path / "s.json", said)])}
    assert rows == {
        "secret-scanning": ("present", "alerts"),
        "branch-protection": ("present", "2 reviewers, stale reviews dismissed, administrators too"),
        "required-checks": ("present", "2 checks, up to date"),
        "no-force-push": ("present", ""),
        "signed-commits": ("absent", ""),
        "deployment-approval": ("present", "required reviewers"),
        "static-analysis": ("present", "default setup, extended queries"),
        "workflow-permissions": ("present", "read by default"),
    }


def test_not_protected_is_an_answer_and_not_found_is_none(tmp_path: Path) -> None:
    no = {"repository": "acme/a", "protection": {"message": "Branch not protected", "documentation_url": "x", "status": "404"}}
    refused = {"repository": "acme/b", "protection": {"message": "Not Found", "documentation_url": "x", "status": "404"}}
    rows = github_settings.settings([_write(tmp_path / "s.json", [no, refused])])
    assert {(row.repository, row.outcome) for row in rows} == {("acme/a", "absent")}


def test_rules_of_a_branch_and_its_protection_are_one_answer(tmp_path: Path) -> None:
    rules = [{"type": "pull_request", "parameters": {"required_approving_review_count": 1}}, {"type": "non_fast_forward"}]
    said = {"repository": "acme/shop", "protection": None, "rules": rules}
    table = read(Kind.GITHUB_SETTINGS, [_write(tmp_path / "s.json", said)], {})
    assert table.set_index("control")["outcome"].to_dict() == {
        "branch-protection": "present",
        "no-force-push": "present",
        "required-checks": "absent",
        "signed-commits": "absent",
    }
    assert table.set_index("control")["setting"]["branch-protection"] == "1 reviewers"


def test_an_unknown_section_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ImportedError, match=r"s\.json: record 1: unknown section 'protections'; possible: settings, protection"):
        github_settings.settings([_write(tmp_path / "s.json", {"repository": "a/b", "protections": {}})])


def test_an_import_replaces_what_it_speaks_of_and_keeps_the_rest(tmp_path: Path) -> None:
    first = runs_export.github([_write(tmp_path / "a.json", [RUN, RUN | {"id": 2}])])
    second = runs_export.github([_write(tmp_path / "b.json", [RUN | {"conclusion": "failure"}, RUN | {"id": 3}])])
    assert store.add(tmp_path / "imports", "runs", first)[:3] == (2, 0, 2)
    assert store.add(tmp_path / "imports", "runs", second)[:3] == (2, 1, 3)
    stored = store.load(tmp_path / "imports", "runs")
    assert stored.set_index("run")["result"].to_dict() == {"1": "failure", "2": "success", "3": "success"}
    assert [file.name for file in (tmp_path / "imports").iterdir()] == ["runs.parquet"]


def test_an_export_without_settings_is_an_empty_table() -> None:
    assert settings_table([]).empty


def test_names_of_an_export_find_the_clones() -> None:
    names = ("acme/shop", "Acme/Desk", "acme/till", "other/till", "acme/gone")
    table = settings_table([scorecard.Setting(name, "sbom", "present", "", "scorecard") for name in names])
    found = of_fleet(table, ["acme+shop", "desk", "till"])
    assert sorted(found["repository"]) == ["acme+shop", "desk"]  # whose till is meant cannot be told
    assert of_fleet(table, ["acme+till", "other+till"])["repository"].tolist() == ["acme+till", "other+till"]
