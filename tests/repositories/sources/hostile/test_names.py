"""Names are kept as they are written, bytes that are no text as \\xNN; none becomes an option, a pattern, a path of ours or a command."""

from tests.repositories.sources.hostile.attacks.names import FOLDERS, PATHS


def test_every_path_is_a_row(sweep):
    paths = {row["path"] for row in sweep.table("paths-that-are-no-names", "files")}
    assert paths == {path.decode("utf-8", "backslashreplace") for path in PATHS}
    kinds = {row["path"]: row["role"] for row in sweep.table("paths-that-are-no-names", "files")}
    assert (kinds["DOCKERFILE"], kinds["x" * 4_096], kinds["Dockerfile." + "y" * 5_000]) == ("plumbing", "product", "product")


def test_what_looks_like_a_log_is_words(sweep):
    name = "people-and-words-that-look-like-a-log"
    assert [row["changed_files"] for row in sweep.table(name, "commits")] == [3, 1, 0]
    assert sorted(row["number"] for row in sweep.table(name, "changes")) == [0, 0, 0, 1]


def test_tags_that_are_no_names(sweep):
    found = {row["tag"] for row in sweep.table("refs-that-are-no-names", "tags")}
    assert {"-v", "1.0", "a\\x0ab", "\\x1b[2J", "\\xff"} <= found
    assert not {"short", "long"} & found
    assert not any(name.startswith("deep300") for name in found)


def test_a_tag_of_tags_leads_to_its_commit(sweep):
    assert [row["tag"] for row in sweep.table("a-tag-of-a-tag-of-a-tag", "tags")] == ["deep"]


def test_repositories_whose_folders_are_no_names(sweep):
    assert {row["commits"] for name, row in sweep.rows.items() if "owned" in name or ("line" in name and "new" in name)} == {2}
    found = [name for name in sweep.rows if sweep.rows[name]["head"] == sweep.rows["a-fleet-of-folders-that-are-no-names"]["head"]]
    assert {"caf\\xe9", "new\\nline", "\\x1b]0;owned\\x07", "\\u202eslr", "-rf", "...", "%2E%2E", "x" * 255, "ü" * 127} <= set(found)
    assert len(found) >= len(FOLDERS)
