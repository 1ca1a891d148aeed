"""What is believed of a control when files, history and imports speak; worked out by hand from the header of controls.py."""

import dataclasses

import pandas as pd
import pytest

from assessment.repositories import imported
from assessment.repositories.controls.states import COLUMNS, outcomes


def control(repository, outcome, name="branch-protection", setting="", path="", line=None):
    return {"repository": repository, "control": name, "outcome": outcome, "setting": setting, "path": path, "line": line}


def with_settings(fleet, rows):
    table = pd.DataFrame(rows, columns=list(imported.empty("settings").columns)).astype(str)
    return dataclasses.replace(fleet, settings=table)


@pytest.fixture
def said(make_fleet):
    def read(controls, settings=(), **facts):
        names = dict.fromkeys([row["repository"] for row in controls] + ["a"], "A")
        table = outcomes(with_settings(make_fleet(names, controls=controls, **facts), settings))
        assert list(table.columns) == COLUMNS
        return {(row["repository"], row["control"]): row for row in table.to_dict("records")}

    return read


def test_an_import_fills_in_what_files_cannot_show(said):
    rows = said([control("a", "unavailable")], [("acme/a", "branch-protection", "present", "2 reviewers", "github settings")])
    got = rows["a", "branch-protection"]
    assert (got["outcome"], got["setting"], got["source"], got["disagrees"]) == ("present", "2 reviewers", "github settings", False)


def test_an_import_wins_over_absent_and_the_contradiction_is_kept(said):
    rows = said(
        [control("a", "absent", "static-analysis", "", "ci.yml", 3)], [("a", "static-analysis", "present", "default setup", "scorecard")]
    )
    got = rows["a", "static-analysis"]
    assert (got["outcome"], got["source"], got["path"], got["disagrees"]) == ("present", "scorecard", "", True)


def test_what_files_show_stays_and_the_contradiction_is_kept(said):
    rows = said([control("a", "present", "licence", "", "LICENSE")], [("a", "licence", "absent", "", "scorecard")])
    got = rows["a", "licence"]
    assert (got["outcome"], got["source"], got["path"], got["disagrees"]) == ("present", "files", "LICENSE", True)


def test_both_absent_is_no_contradiction(said):
    rows = said([control("a", "absent", "licence")], [("a", "licence", "absent", "", "scorecard")])
    assert (rows["a", "licence"]["source"], rows["a", "licence"]["disagrees"]) == ("files", False)


def test_a_control_that_only_an_import_knows(said):
    rows = said([], [("a", "signed-commits", "absent", "", "github settings"), ("elsewhere", "signed-commits", "present", "", "scorecard")])
    assert [key for key in rows if key[1] == "signed-commits"] == [("a", "signed-commits")]
    assert rows["a", "signed-commits"]["team"] == "A"


def test_of_two_imports_the_one_that_shows_most(said):
    settings = [("a", "licence", "absent", "", "scorecard"), ("a", "licence", "present", "MIT", "github settings")]
    assert said([control("a", "unavailable", "licence")], settings)["a", "licence"]["source"] == "github settings"


def dormant(said, commits, **facts):
    rows = said([control("a", "unavailable")], commits=[{"repository": "a"} | commit for commit in commits], **facts)
    return rows["a", "dormant"]["outcome"]


def test_dormant_is_a_year_without_a_persons_commit(said):
    assert dormant(said, [{"days": 300}]) == "present"  # someone still changes it
    assert dormant(said, [{"days": 400}]) == "absent"
    assert dormant(said, [{"days": 400}, {"days": 3, "automation": True}]) == "absent"
    assert dormant(said, [{"days": 400}, {"days": 3, "parents": 2}]) == "absent"  # a bot's change that was clicked in


def test_what_says_that_it_is_retired_need_not_be_changed(said):
    old = [{"days": 400}]
    assert dormant(said, old, files=[{"repository": "a", "path": "DEPRECATED.md"}]) == "not applicable"
    assert dormant(said, old, files=[{"repository": "a", "path": "docs/DEPRECATED.md"}]) == "absent"
    entry = {"repository": "a", "path": "catalog-info.yaml", "kind": "catalog-info", "text": "spec:\n  lifecycle: deprecated\n"}
    assert dormant(said, old, contents=[entry]) == "not applicable"
    assert dormant(said, old, contents=[entry | {"text": "spec:\n  lifecycle: production\n"}]) == "absent"
