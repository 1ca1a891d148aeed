"""Bombs are read as far as they go: stored as text, never unfolded; what is too large is counted."""

from tests.repositories.sources.hostile.attacks.contents import BOMBS, OTHER, YAML


def test_bombs_are_stored_as_they_are(sweep):
    for which in BOMBS:
        read = [row["read"] for row in sweep.table(f"a-bomb-of-{which}", "files")]
        assert read.count("read") > (len(YAML) + len(OTHER)) // 2, which


def test_a_pipeline_beside_laughs_is_still_read(sweep):
    references = sweep.table("a-bomb-of-laughs", "references")
    assert ("actions/checkout", "v4") in {(row["target"], row["version"]) for row in references}


def test_a_line_of_many_megabytes_is_counted_and_not_read(sweep):
    name = "a-line-of-many-megabytes"
    assert {row["path"]: row["read"] for row in sweep.table(name, "files")}["Dockerfile"] == "oversized"
    changes = [(row["added"], row["deleted"]) for row in sweep.table(name, "changes") if row["path"] == "Dockerfile"]
    assert changes == [(1, 0), (1, 1), (None, None), (None, None)]


def test_a_line_of_one_gigabyte_is_counted_and_not_read(sweep):
    name = "a-line-of-one-gigabyte"
    assert [(row["bytes"], row["read"]) for row in sweep.table(name, "files")] == [(1 << 30, "oversized")]
    changes = [(row["number"], row["status"], row["added"]) for row in sweep.table(name, "changes") if row["path"] == "Dockerfile"]
    assert changes == [(0, "A", 1), (1, "M", 1), (2, "M", None), (3, "D", None), (4, "A", None)]


def test_secrets_are_withheld(sweep):
    files = {row["path"]: row["read"] for row in sweep.table("secrets-that-are-never-read", "files")}
    assert files == {".ENV": "withheld", ".env": "withheld", "Dockerfile": "read"}
