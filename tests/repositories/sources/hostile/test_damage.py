"""Damage is named with the words of git; what is not damaged is read."""

from tests.repositories.sources.hostile.conftest import SECONDS


def test_git_is_not_given_more_memory_than_any_object_needs(sweep):
    assert "over limit" in sweep.rows["a-commit-that-says-it-is-endless"]["message"]


def test_blobs_that_say_they_are_endless_are_oversized(sweep):
    for name in ("a-delta-that-grows-without-end", "a-blob-that-says-it-is-endless"):
        assert (sweep.rows[name]["state"], sweep.rows[name]["oversized"]) == ("collected", 1)


def test_paths_that_lead_out_are_names_and_nothing_else(sweep):
    name = "trees-that-lead-out"
    if sweep.rows[name]["state"] == "collected":  # newer versions of git refuse such trees
        assert "../../outside/owned" in {row["path"] for row in sweep.table(name, "files")}


def test_deep_folders_are_read_or_git_is_said_to_have_died(sweep):
    for name in ("folders-five-thousand-levels-deep", "folders-so-deep-that-git-dies"):
        row = sweep.rows[name]
        assert row["state"] == "collected" or "signal" in row["message"] or "depth" in row["message"], row["message"]


def test_endless_trees_take_as_long_as_they_may(sweep):
    for name in ("a-tree-of-ten-thousand-million-files", "a-past-of-ten-thousand-million-files"):
        assert sweep.rows[name]["message"] == f"reading it took longer than {SECONDS} seconds"
