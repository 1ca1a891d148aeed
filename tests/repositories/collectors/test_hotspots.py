import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.decisions.dictionary import COLUMNS
from assessment.repositories.collectors.hotspots import edits, files, groups
from assessment.repositories.labour.people import human
from assessment.repositories.labour.touches import changes


@pytest.fixture
def hot(make_fleet):
    """Hotspots and groups from commits of (age in days, {path: (lines, workflow)}) and sizes at HEAD."""

    def make(commits, sizes, teams=None):
        rows = [{"days": days, "changed_files": len(paths), "plumbing_files": len(paths)} for days, paths in commits]
        moved = [
            {"number": n, "path": path, "workflow": workflow, "added": lines}
            for n, (_, paths) in enumerate(commits)
            for path, (lines, workflow) in paths.items()
        ]
        head = [{"repository": "r", "path": path, "workflow": workflow, "bytes": size} for path, (size, workflow) in sizes.items()]
        fleet = make_fleet(teams or {"r": "A"}, commits=rows, changes=moved, files=head)
        edited = edits(fleet, human(fleet), changes(fleet))
        found = files(fleet, edited)
        return found, groups(edited, found)

    return make


CI, IMAGE = "ci", "containers"


def test_files_rank_by_changes_times_size(hot):
    commits = [(days, {"x/ci.yml": (4, CI)}) for days in (9, 8, 7)]
    commits += [(6, {"Dockerfile": (9, IMAGE)}), (400, {"old.yml": (1, CI)}), (5, {"gone.yml": (1, CI)}), (5, {"lost.yml": (1, CI)})]
    sizes = {"x/ci.yml": (200, CI), "Dockerfile": (400, IMAGE), "old.yml": (900, CI), "lost.yml": (-1, CI)}
    got, _ = hot(commits, sizes)
    # 3 commits x 200 = 600 and 1 x 400 = 400, of 1,000; old.yml was not changed this year, gone.yml is no more, lost.yml has no size
    assert got.columns.tolist() == list(COLUMNS["hotspots"])
    shown = got[["path", "folder", "team", "workflow", "commits", "lines_changed", "size", "share"]]
    assert shown.to_numpy().tolist() == [
        ["x/ci.yml", "x", "A", "ci", 3, 12, 200, 0.6],
        ["Dockerfile", "", "A", "containers", 1, 9, 400, 0.4],
    ]


def test_trend_compares_the_last_365_days_with_the_365_before(hot):
    got, _ = hot(
        [(days, {"ci.yml": (1, CI)}) for days in (1, 364.9, 365, 400, 729.9, 730, 800)] + [(1, {"new.yml": (1, CI)})],
        {
            "ci.yml": (10, CI),
            "new.yml": (10, CI),
        },
    )
    by = got.set_index("path")
    assert by.loc["ci.yml", ["commits", "before"]].tolist() == [2, 3]  # at 365 days the year is over, at 730 the year before
    assert by.loc["ci.yml", "trend"] == pytest.approx(2 / 3 - 1)
    assert pd.isna(by.loc["new.yml", "trend"])
    assert by.loc["ci.yml", "lines_changed"] == 2


def test_groups_count_a_commit_once_and_files_that_are_gone(hot):
    commits = [(5, {"x/ci.yml": (1, CI), "x/cd.yml": (2, CI), "Dockerfile": (4, IMAGE)}), (6, {"x/gone.yml": (8, CI)})]
    commits += [(500, {"x/gone.yml": (16, CI)}), (600, {"x/ci.yml": (1, CI)})]
    _, got = hot(commits, {"x/ci.yml": (100, CI), "x/cd.yml": (100, CI), "Dockerfile": (200, IMAGE)})
    assert got.columns.tolist() == list(COLUMNS["hotspot_groups"])
    rows = {
        (level, name): rest
        for level, name, *rest in got[["level", "name", "repository", "commits", "before", "lines_changed", "size", "share"]]
        .to_numpy()
        .tolist()
    }
    assert rows == {
        ("folder", "x"): ["r", 2, 2, 11, 200, 0.5],
        ("folder", ""): ["r", 1, 0, 4, 200, 0.5],
        ("workflow", "ci"): ["", 2, 2, 11, 200, 0.5],
        ("workflow", "containers"): ["", 1, 0, 4, 200, 0.5],
        ("team", "A"): ["", 2, 2, 15, 400, 1.0],
    }


def test_no_commits_no_hotspots(hot):
    got, by = hot([], {})
    assert got.empty
    assert by.empty
    assert by.columns.tolist() == list(COLUMNS["hotspot_groups"])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ages=st.lists(st.tuples(st.integers(0, 900), st.sampled_from(["a.yml", "x/b.yml", "x/y/c.yml"])), max_size=20))
def test_shares_add_up_on_every_level(hot, ages):
    got, by = hot([(days, {path: (1, CI)}) for days, path in ages], {p: (7, CI) for p in ("a.yml", "x/b.yml", "x/y/c.yml")})
    assert by.groupby("level")["share"].sum().tolist() == pytest.approx([1.0] * by["level"].nunique())
    assert by[by["level"] == "folder"]["commits"].sum() == got["commits"].sum() == sum(days < 365 for days, _ in ages)
