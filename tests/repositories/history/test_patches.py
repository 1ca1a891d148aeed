import numpy as np
import pytest

from assessment.repositories.history import patches
from assessment.repositories.history.patches import parsed


def file(number, *body, head="index 1..2 100644"):
    name = f"{number:08d}"
    return f"diff --git a/{name} b/{name}\n{head}\n--- a/{name}\n+++ b/{name}\n" + "".join(f"{line}\n" for line in body)


def told(text):
    found = parsed(text.encode())
    return patches.sides(*patches.texts(found))


def rows(found):
    columns = ("file", "old_start", "old_lines", "new_start", "new_lines")
    return list(zip(*(getattr(found.hunks, name).tolist() for name in columns), strict=True))


def test_hunks_stand_where_their_header_says():
    text = file(7, "@@ -12,2 +12 @@ run:", "<a", "<b", ">c", "@@ -120 +119,0 @@", "<d") + file(123456, "@@ -0,0 +1234567,2 @@", ">e", ">f")
    found = parsed(text.encode())
    assert found.files.number.tolist() == [7, 123456]
    assert rows(found) == [(0, 12, 2, 12, 1), (0, 120, 1, 119, 0), (1, 0, 0, 1234567, 2)]
    assert told(text) == (["a\nb", "d", ""], ["c", "", "e\nf"])


def test_lines_are_counted_by_file_and_the_header_of_the_next_tree_belongs_to_none():
    text = "1" * 40 + " " + "2" * 40 + "\n" + file(7, "@@ -0,0 +1 @@", ">one") + "d" * 40 + " " + "e" * 40 + "\n"
    found = parsed((text + file(9, "@@ -1,2 +0,0 @@", "<two", "<x")).encode()).files
    assert (found.added.tolist(), found.deleted.tolist()) == ([1, 0], [0, 2])


@pytest.mark.parametrize("start", ["d1", "de", "df", "ff"])
def test_ids_of_trees_between_the_patches_say_nothing(start):
    trees = f"{start}{'1' * 38} {start}{'2' * 38}\n"
    text = file(1, "@@ -1 +1 @@", "<a", ">b") + trees + file(2, "@@ -1 +1 @@", "<c", ">d") + trees
    found = parsed(text.encode())
    assert found.files.number.tolist() == [1, 2]
    assert not (found.hunks.came | found.hunks.went).any()
    assert told(text) == (["a", "c"], ["b", "d"])


def test_what_looks_like_a_header_in_a_file_is_a_line():
    lines = ["<@@ -1 +1 @@", "<diff --git a/1 b/1", "<--- a", ">+++ b", ">Binary files a and b", ">", ">\\ No newline at end of file"]
    text = file(1, "@@ -1,3 +1,4 @@", *lines, "\\ No newline at end of file")
    assert rows(parsed(text.encode())) == [(0, 1, 3, 1, 4)]
    assert told(text) == (["@@ -1 +1 @@\ndiff --git a/1 b/1\n--- a"], ["+++ b\nBinary files a and b\n\n\\ No newline at end of file"])


def test_a_file_that_git_calls_binary_has_no_hunk_and_an_empty_one_is_none():
    binary = "diff --git a/1 b/1\nindex 1..2 100644\nBinary files a/1 and b/1 differ\n"
    empty = "diff --git a/2 b/2\nnew file mode 100644\nindex 0..2\n"
    found = parsed((binary + empty).encode())
    assert found.files.binary.tolist() == [True, False]
    assert rows(found) == []


def test_files_that_came_or_went_whole_have_no_text():
    came = file(1, "@@ -0,0 +1,2 @@", ">a", ">b", head="new file mode 100644\nindex 0..2")
    went = file(2, "@@ -1 +0,0 @@", "<c", head="deleted file mode 100644\nindex 0..2")
    text = came + file(3, "@@ -1 +1 @@", "<d", ">e") + went
    assert told(text) == (["", "d", ""], ["", "e", ""])
    found = parsed(text.encode()).hunks
    assert (found.came.tolist(), found.went.tolist()) == ([True, False, False], [False, False, True])


def test_huge_hunks_have_no_text_and_those_beside_them_have():
    for limit, line in ((patches.HUGE_LINES, "x"), (1, "x" * (patches.HUGE_BYTES - 1))):
        fits, above = [f">{line}"] * limit, [f">{line}", *[f">{line}"] * limit]
        text = file(1, "@@ -5 +5 @@", "<a", ">b", "@@ -0,0 +9 @@", *above, "@@ -7,0 +7 @@", *fits)
        assert told(text) == (["a", "", ""], ["b", "", "\n".join([line] * limit)])


def test_bytes_that_are_not_utf_8_are_written_and_letters_of_any_script_kept():
    text = file(1, "@@ -1 +1 @@", "<ä€", ">?").encode().replace(b"?", b"caf\xe9")
    assert patches.sides(*patches.texts(parsed(text))) == (["ä€"], ["caf\\xe9"])


def test_nothing_at_all():
    found = parsed(b"\n")
    assert rows(found) == []
    assert patches.sides(*patches.texts(found)) == ([], [])
    assert np.array_equal(found.files.number, [])
