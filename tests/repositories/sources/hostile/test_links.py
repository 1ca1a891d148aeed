"""Links are followed where git itself would read on: to objects elsewhere. Nothing is written there, and what has no end is refused."""

import pytest


@pytest.mark.parametrize("name", ["objects-borrowed-from-another", "objects-behind-a-link", "a-git-file-that-leads-to-another"])
def test_objects_may_be_kept_elsewhere(sweep, name):
    assert (sweep.rows[name]["commits"], sweep.rows[name]["missing_blobs"]) == (2, 0)


@pytest.mark.parametrize(
    "name", ["objects-borrowed-from-a-folder-with-a-pipe", "a-list-of-borrowed-objects-without-end", "a-pack-that-is-a-device"]
)
def test_what_has_no_end_is_named_with_its_place(sweep, name):
    message = sweep.rows[name]["message"]
    assert "/objects/" in message
    assert message.endswith("is neither file nor folder; a repository of plain files")


def test_tracked_links_are_links(sweep):
    assert {row["role"] for row in sweep.table("tracked-links-out-of-the-tree", "files")} == {"symlink"}
    assert sweep.table("tracked-links-out-of-the-tree", "contents") == []


def test_tags_that_lead_out_are_no_tags(sweep):
    assert sweep.table("refs-without-end", "tags") == []


def test_a_git_file_that_is_broken_is_no_repository_and_reported(sweep):
    assert "is not a git repository" in sweep.rows["a-git-file-that-leads-nowhere"]["message"]
