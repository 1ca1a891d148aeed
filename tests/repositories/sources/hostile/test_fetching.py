"""What is missing stays missing, and is counted."""

import pytest


@pytest.mark.parametrize("by", ["program", "helper", "server", "folder"])
def test_a_missing_blob_is_counted_and_not_fetched(sweep, by):
    files = {row["path"]: (row["bytes"], row["read"]) for row in sweep.table(f"a-missing-blob-promised-by-a-{by}", "files")}
    assert files["Dockerfile"] == (-1, "missing")
    assert files[".github/workflows/ci.yml"][1] == "read"


def test_a_missing_tree_is_named(sweep):
    assert sweep.rows["a-missing-tree-promised-by-a-program"]["message"].startswith("git ls-tree failed: error: Could not read")


def test_submodules_are_named_and_not_entered(sweep):
    files = {row["path"]: row["role"] for row in sweep.table("submodules-that-are-options-and-programs", "files")}
    assert files == {
        "-u.-payload": "submodule",
        ".gitmodules": "product",
        "Dockerfile": "plumbing",
        "sub": "submodule",
        "sub\r": "submodule",
    }
