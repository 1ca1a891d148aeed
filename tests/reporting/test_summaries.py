"""Sums that the app and the report show."""

import dataclasses

import pandas as pd

from assessment.reporting import summaries


def test_what_was_left_out_is_counted_also_where_it_is_nothing(assessment, empty):
    table = summaries.left_out(assessment.coverage).set_index("what")
    assert table["count"].to_dict() == {  # by the rules in the fixture, over its 28 collected repositories
        "Repositories without a team": 1,
        "Repositories whose history is cut": 1,
        "Wanted files that are not in the clone": 4,
        "Files over the size limit": 1,
        "Files that no parser took": 1,
        "Secret-bearing files": 6,
        "Vendored, generated and example files": 3 * (sum(range(30)) - 13 - 27),
        "Commits by bots": 28 * 40 + sum(range(30)) - 13 - 27,
        "Of them, commits by scripts under a person's name": 29,
        "Of them, commits by AI agents under their own name": 13,
    }
    assert summaries.left_out(empty.coverage)["count"].tolist() == [0] * 10


def test_repositories_by_state(assessment, empty):
    assert summaries.states(assessment.coverage) == {"collected": 28, "empty": 1, "failed": 1}
    assert summaries.states(empty.coverage) == {"collected": 0, "empty": 0, "failed": 0}


def test_outcomes_count_teams_once_a_measure(assessment, empty):
    table = summaries.outcomes(assessment.measures).set_index("title")
    assert len(table) == 8  # MEASURES in the fixture
    assert table.loc["Days from first commit to first deployable", ["measured", "not applicable", "unavailable", "failed"]].tolist() == [
        7,
        1,
        0,
        0,
    ]
    assert table.loc["Days a new service takes, people say", ["measured", "unavailable"]].tolist() == [6, 2]
    assert summaries.outcomes(empty.measures).empty


def test_toil_without_its_months_is_the_largest_first(assessment):
    table = summaries.by_repository(assessment.toil)
    assert table["commits"].is_monotonic_decreasing
    assert table["commits"].sum() == assessment.toil["commits"].sum()


def test_the_answer_stands_beside_its_n(assessment):
    facts = {name: (value, note) for name, value, note in summaries.standing(assessment.verdict)}
    assert facts["Structural"] == ("93 %", "probability that at least two of four indicators resonate")
    assert (facts["People"][0], facts["Repositories"][0]) == ("41 of 58", "28 of 30")
    assert facts["Start with"] == ("CI", "first with probability 62 %")
    assert facts["Declared platform"] == ("a mandate", "most who are on it had to come")


def test_cannot_tell_is_said_not_shown_as_a_number(assessment):
    unknown = dataclasses.replace(assessment.verdict, structural=None, start_with="", platform="")
    assert [(name, value) for name, value, _ in summaries.standing(unknown)] == [
        ("Structural", "cannot tell"),
        ("People", "41 of 58"),
        ("Repositories", "28 of 30"),
        ("Delivery culture", "healthy"),
    ]


def test_plumbing_commits_stand_beside_the_months_in_service():
    rows = [("a", "r", 4, 2), ("a", "r", 0, 0), ("a", "s", 6, 4), ("", "t", 0, 0)]
    table = summaries.per_month(pd.DataFrame(rows, columns=["team", "repository", "commits", "plumbing"]))
    assert table.iloc[0].tolist() == ["a", 3, 6, 2.0, 0.6]  # 6 in three months, 6 of 10 commits
    assert table.iloc[1][["team", "months", "plumbing", "per_month"]].tolist() == ["", 1, 0, 0.0]
    assert pd.isna(table.iloc[1]["share"])


def test_hotspots_of_a_level_are_named_in_words():
    rows = [("folder", ""), ("folder", "ci"), ("team", ""), ("workflow", "ci")]
    groups = pd.DataFrame(rows, columns=["level", "name"])
    assert [summaries.hotspots(groups, level)["name"].tolist() for level in ("folder", "team", "workflow")] == [
        ["(top)", "ci"],
        ["no team"],
        ["CI"],
    ]


def test_what_follows_a_public_template_is_no_ones_copy(assessment):
    first, *rest = assessment.clusters["cluster"]
    clusters = assessment.clusters.assign(boilerplate=["a template", *[""] * len(rest)])
    labelled = dataclasses.replace(assessment, tables=assessment.tables | {"clusters": clusters})
    assert first in set(assessment.members["cluster"])
    assert set(summaries.copied(labelled)["cluster"]) == set(assessment.members["cluster"]) - {first}


def test_the_widest_disagreement_stands_first_but_for_the_organisation():
    rows = [("glue", "a", 0.9, 0.5), ("glue", "b", 0.1, 0.9), ("glue", "", 0.9, 0.4)]
    table = pd.DataFrame(rows, columns=["indicator", "team", "perceived", "observed"]).assign(question="Why?")
    assert summaries.widest(table)["team"].tolist() == ["", "b", "a"]
    assert summaries.disagreements(table)[1] == "Glue, b: said 0.10, seen 0.90. Why?"
