from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.decisions.dictionary import COLUMNS
from assessment.repositories.collectors.toil import retries, service_months, table
from assessment.repositories.labour.people import human
from assessment.repositories.labour.touches import changes

NONE = pd.DataFrame({"repository": [], "number": [], "campaign": []})
HOUR = 1 / 24


def built(make_fleet, commits, *, teams=None, **more):
    """A fleet from commits (dicts) whose `touches` lists (path, workflow, added, deleted) of plumbing files."""
    rows, changes, counts = [], [], {}
    for row in commits:
        repository = row.get("repository", "r")
        number = counts[repository] = counts.get(repository, -1) + 1
        touches = row.get("touches", [])
        changes += [
            {"repository": repository, "number": number, "path": p, "workflow": w, "added": a, "deleted": d} for p, w, a, d in touches
        ]
        given_row = {k: v for k, v in row.items() if k != "touches"}
        rows.append({"changed_files": len(touches), "plumbing_files": len(touches)} | given_row)
    return make_fleet(teams or {"r": "A"}, commits=rows, changes=changes, **more)


CI = [("ci.yml", "ci", 3, 1)]


def tabled(fleet, propagated=NONE):
    return table(fleet, human(fleet), changes(fleet), propagated)


def test_a_commit_counts_once_in_each_workflow_it_touches(make_fleet):
    touches = [("ci.yml", "ci", 3, 1), ("deploy.yml", "ci", 2, 0), ("Dockerfile", "containers", 5, None)]
    got = tabled(built(make_fleet, [{"touches": touches}])).set_index("workflow")
    assert got["commits"].to_dict() == {"ci": 1, "containers": 1}
    assert got["lines"].to_dict() == {"ci": 6, "containers": 5}  # an unknown number of lines adds none


def test_the_table_has_the_documented_columns_and_is_cut_by_month(make_fleet, as_of):
    days = [{"authored_at": pd.Timestamp(day, tz="UTC"), "touches": CI} for day in ("2025-01-31 23:00", "2025-02-01 01:00", "2025-02-20")]
    got = tabled(built(make_fleet, days))
    assert got.columns.tolist() == list(COLUMNS["toil"])
    assert dict(zip(got["month"], got["commits"], strict=True)) == {pd.Timestamp("2025-01-01"): 1, pd.Timestamp("2025-02-01"): 2}
    empty = built(make_fleet, [{"automation": True, "touches": CI}])
    assert tabled(empty).empty
    assert tabled(empty).columns.tolist() == list(COLUMNS["toil"])


def test_outside_and_propagated_are_counted_among_the_commits(make_fleet):
    home = [{"repository": "b", "author": "ben", "changed_files": 1}] * 6
    commits = [*home, {"author": "ben", "touches": CI}, {"author": "ann", "touches": CI}, {"author": "ann", "changed_files": 4}]
    fleet = built(make_fleet, commits, teams={"r": "A", "b": "B"})
    flags = pd.DataFrame({"repository": ["r", "r"], "number": [1, 2], "campaign": ["c", "c"]})
    got = tabled(fleet, flags)
    assert got[["team", "repository", "commits", "outside", "propagated"]].to_numpy().tolist() == [["A", "r", 2, 1, 1]]


def test_folders_of_a_monorepo_count_for_their_teams_and_give_people_a_home(make_fleet):
    both = [("pay/ci.yml", "ci", 3, 1), ("lend/ci.yml", "ci", 2, 0), ("ci.yml", "ci", 1, 0)]
    commits = [{"author": "ann", "changed_files": 4}] * 6 + [{"author": "ann", "touches": both}]
    fleet = built(make_fleet, commits, teams={"r": "A", "b": "Pay", "c": "Lend"})
    paths = pd.DataFrame([("r", "pay", "Pay"), ("r", "lend", "Lend")], columns=["repository", "path", "team"])
    work = pd.DataFrame([("r", n, "Pay") for n in range(6)] + [("r", 6, "A")], columns=["repository", "number", "team"])
    got = tabled(replace(fleet, paths=paths, work=work))
    assert got[["team", "repository", "commits", "lines", "outside"]].to_numpy().tolist() == [
        ["A", "r", 1, 1, 1],  # ann's home is Pay, where her product commits are
        ["Lend", "r", 1, 2, 1],
        ["Pay", "r", 1, 4, 0],
    ]


def runs(fleet):
    return retries(human(fleet), changes(fleet)).tolist()


def at(hours, **row):
    return {"days": 10 - hours * HOUR} | ({"touches": CI} | row)


@pytest.mark.parametrize(
    ("commits", "expected"),
    [
        ([at(0), at(2), at(4)], [True] * 3),  # three in a row, two hours apart at most
        ([at(0), at(1)], [False] * 2),  # two are no run
        ([at(0), at(1), at(3.1), at(4)], [False] * 4),  # a pause breaks it
        ([at(0), at(1, author="b"), at(1), at(2)], [True, False, True, True]),  # somebody else's commit does not
        ([at(0), at(1, touches=[], changed_files=2), at(2), at(2)], [False] * 4),  # a product commit between does
        ([at(0), at(1, touches=[*CI, ("Dockerfile", "containers", 1, 1)]), at(2)], [False] * 3),  # as does other plumbing
        ([at(0), at(1, touches=[]), at(2)], [True] * 3),  # a commit without files continues it
        ([at(0), at(1, changed_files=2), at(2)], [False] * 3),  # pipeline and product in one
        ([at(0, touches=[], subject="trigger"), at(9, touches=[])], [True, False]),  # an empty trigger is a retry, an empty commit is not
        ([at(0, author=""), at(1, author=""), at(1, author="")], [False] * 3),  # of nobody we cannot say it was one person
    ],
)
def test_runs_of_pipeline_commits(make_fleet, commits, expected):
    assert runs(built(make_fleet, commits)) == expected


def test_a_run_stays_in_one_repository_and_knows_pipelines_by_kind(make_fleet):
    apart = [at(0), at(0.5, repository="s"), at(1)]
    assert not any(runs(built(make_fleet, apart, teams={"r": "A", "s": "A"})))
    changes = [{"number": n, "path": ".github/workflows/deploy.yml", "workflow": "deployment", "kind": "github-workflow"} for n in range(3)]
    commits = [{"days": 5 - n * HOUR, "plumbing_files": 1} for n in range(3)]
    assert runs(make_fleet({"r": "A"}, commits=commits, changes=changes)) == [True] * 3


def test_empty_triggers_stand_in_the_table_as_retries_of_ci(make_fleet):
    got = tabled(built(make_fleet, [at(0, touches=[], subject="trigger")]))
    assert got[["workflow", "commits", "lines", "retries"]].to_numpy().tolist() == [["ci", 1, 0, 1]]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("rs"), st.integers(0, 40), st.integers(0, 3)), max_size=30))
def test_no_count_exceeds_the_commits_and_product_changes_nothing(make_fleet, rows):
    kinds = ([], CI, [("Dockerfile", "containers", 1, 1)], [*CI, ("Dockerfile", "containers", 1, 1)])
    commits = [
        {"repository": r, "author": a, "days": 50 - h * HOUR, "touches": kinds[k], "subject": "" if k else "trigger"} for a, r, h, k in rows
    ]
    fleet = built(make_fleet, commits, teams={"r": "A", "s": "B"})
    got = tabled(fleet, pd.DataFrame({"repository": ["r"] * 5, "number": range(5), "campaign": ["c"] * 5}))
    assert (got[["outside", "propagated", "retries"]].to_numpy() <= got[["commits"]].to_numpy()).all()
    assert got["commits"].sum() == sum(2 if k == 3 else 1 for *_, k in rows)


def counted(fleet):
    return tabled(fleet)[["commits", "triggers", "bumps", "reverts", "expired"]].sum().to_dict()


def test_bumps_by_hand_count_from_the_day_a_bot_could(make_fleet):
    bot = {"automation": True, "subject": "bump", "author": "bot", "days": 20, "changed_files": 1}
    by_hand = [{"days": days, "subject": "bump", "touches": CI} for days in (30, 10, 9)]
    assert counted(built(make_fleet, [*by_hand, bot]))["bumps"] == 2  # the first came before the bot
    assert counted(built(make_fleet, by_hand))["bumps"] == 0
    elsewhere = built(make_fleet, [*by_hand, bot | {"repository": "s"}], teams={"r": "A", "s": "A"})
    assert counted(elsewhere)["bumps"] == 0


def test_what_repeats_is_told_from_the_class_of_the_subject(make_fleet):
    said = [{"subject": subject, "touches": CI} for subject in ("revert", "renewal", "renewal", "trigger", "pipeline", "")]
    empty = [{"subject": "trigger", "touches": []}, {"subject": "renewal", "touches": []}, {"subject": "revert", "changed_files": 2}]
    # the empty trigger counts; an empty renewal and a revert of product code are not plumbing; a trigger with a file is not empty
    assert counted(built(make_fleet, said + empty)) == {"commits": 7, "triggers": 1, "bumps": 0, "reverts": 1, "expired": 2}


def test_service_months_run_from_the_first_to_the_last_commit_with_silent_months(make_fleet):
    def on(day, **row):
        return {"authored_at": pd.Timestamp(day, tz="UTC"), "changed_files": 1} | row

    commits = [on("2025-01-31"), on("2025-01-05", touches=CI), on("2025-04-01", subject="trigger", touches=[], changed_files=0)]
    commits += [on("2025-06-01", automation=True), on("2025-03-03", repository="s")]
    fleet = built(make_fleet, commits, teams={"r": "A", "s": "", "t": "A"})
    got = service_months(fleet, human(fleet))
    assert got.columns.tolist() == list(COLUMNS["service_months"])
    rows = [[t, r, f"{m:%Y-%m}", c, p] for t, r, m, c, p in got.itertuples(index=False)]
    silent = [["A", "r", "2025-02", 0, 0], ["A", "r", "2025-03", 0, 0]]
    assert rows == [["A", "r", "2025-01", 2, 1], *silent, ["A", "r", "2025-04", 1, 1], ["", "s", "2025-03", 1, 0]]
    assert service_months(make_fleet({"r": "A"}), human(make_fleet({"r": "A"}))).empty


def test_a_build_manifest_counts_only_where_nothing_of_the_product_changes(make_fleet):
    manifest = {"path": "pom.xml", "kind": "build-manifest", "workflow": "dependencies"}
    image = {"path": "Dockerfile", "kind": "dockerfile", "workflow": "containers"}
    commits = [{"changed_files": 1, "plumbing_files": 1}, {"changed_files": 3, "plumbing_files": 2}]
    fleet = make_fleet({"r": "red"}, commits=commits, changes=[manifest | {"number": 0}, manifest | {"number": 1}, image | {"number": 1}])
    found = tabled(fleet)
    assert found.groupby("workflow")["commits"].sum().to_dict() == {"containers": 1, "dependencies": 1}
