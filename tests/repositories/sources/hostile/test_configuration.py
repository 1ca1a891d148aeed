"""What settings, hooks and attributes say is not heard: the facts are those of the objects."""


def test_replaced_objects_and_grafts_change_no_history(sweep):
    assert [len(row["commit"]) for row in sweep.table("replaced-objects-and-grafts", "commits")] == [40, 40]


def test_attributes_change_no_counts(sweep):
    changes = sweep.table("settings-and-hooks-that-name-programs", "changes")
    assert [(row["added"], row["deleted"]) for row in changes if row["path"] == "Dockerfile"] == [(1, 0), (1, 1)]


def test_the_files_of_a_work_tree_are_not_read(sweep):
    paths = [row["path"] for row in sweep.table("an-index-and-a-work-tree-of-lies", "files")]
    assert paths == [".github/workflows/ci.yml", "Dockerfile", "src/a.py"]


def test_settings_that_wait_are_named(sweep):
    assert "refs" in sweep.rows["refs-in-another-format-with-settings-that-wait"]["message"]
