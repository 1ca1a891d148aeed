"""All attacks in one fleet: nothing runs, is fetched or written outside; each is reported; the neighbours are collected."""

import subprocess

import pytest

from assessment.console import COMMANDS
from tests.repositories.sources.hostile.conftest import HEALTHY, SECONDS
from tests.repositories.sources.hostile.ground import ATTACKS, SECRET, Ground


@pytest.mark.parametrize("name", sorted(ATTACKS))
def test_each_attack_is_reported_in_time(sweep, name):
    assert name in sweep.rows, sweep.said
    row = sweep.rows[name]
    assert row["state"] in ATTACKS[name].states, row["message"]
    assert {count: row[count] for count, least in ATTACKS[name].counts.items() if row[count] < least} == {}
    assert bool(row["message"]) == (row["state"] != "collected")
    assert "Error" not in row["message"], "an error that nobody expected"


@pytest.mark.parametrize("name", HEALTHY)
def test_the_neighbours_are_collected(sweep, name):
    row = sweep.rows[name]
    assert (row["state"], row["commits"], row["files"], row["missing_blobs"]) == ("collected", 2, 3, 0)
    assert [one["path"] for one in sweep.table(name, "contents")] == [".github/workflows/ci.yml", "Dockerfile"]


def test_nothing_was_executed_or_called(sweep):
    assert sweep.tripped == []


def test_nothing_outside_the_workspace_changed(sweep):
    assert sweep.changed == []


def test_nothing_stays_behind(sweep):
    assert sweep.left == []


def test_the_run_says_that_some_failed_and_sends_the_terminal_no_command(sweep):
    assert sweep.code == 3
    assert "Traceback" not in sweep.said
    assert not COMMANDS.search(sweep.said.replace("\r", ""))


def test_no_repository_takes_longer_than_it_may(sweep):
    endless = [name for name, row in sweep.rows.items() if "took longer than" in row["message"] or "took too long" in row["message"]]
    assert sorted(endless) == ["a-past-of-ten-thousand-million-files", "a-tree-of-ten-thousand-million-files"]
    assert sweep.collected < SECONDS * len(endless) + 200  # a loaded machine is no failure of ours


def test_nothing_that_stands_outside_was_read(sweep):
    for name, row in sweep.rows.items():
        if row["state"] == "collected":
            texts = [one["text"] for one in sweep.table(name, "contents")]
            assert not any(SECRET in text or "hunter2" in text for text in texts), name


def test_the_traps_work(tmp_path):
    """Plain git walks into them; else the tests above show nothing."""
    ground = Ground(tmp_path)
    calls = {
        "settings-and-hooks-that-name-programs": ["git", "log", "--patch"],
        "a-missing-blob-promised-by-a-program": ["git", "cat-file", "blob", "HEAD:Dockerfile"],
        "a-missing-blob-promised-by-a-helper": ["git", "cat-file", "blob", "HEAD:Dockerfile"],
    }
    for name, call in calls.items():
        ATTACKS[name].build(ground, name)
        before = ground.snapshot()
        environment = {**ground.environment(), "GIT_CONFIG_NOSYSTEM": "1"}
        subprocess.run(call, cwd=ground.top / "clones" / name, env=environment, capture_output=True, check=False, timeout=60)
        assert ground.tripped(), name
        assert ground.snapshot() != before
        for file in (ground.top / "fired").iterdir():
            file.unlink()
    name = "a-missing-blob-promised-by-a-folder"
    ATTACKS[name].build(ground, name)
    done = subprocess.run(
        ["git", "cat-file", "blob", "HEAD:Dockerfile"],
        cwd=ground.top / "clones" / name,
        env=ground.environment(),
        capture_output=True,
        check=False,
    )
    assert done.stdout == b"FROM alpine:3.20\n", "the folder gives what was promised"
