from assessment.repositories.edits import Edit, edits, normalised, own_name


def patch(name, *lines, extra=""):
    return f"diff --git a/{name} b/{name}\nindex 1..2 100644\n{extra}--- a/{name}\n+++ b/{name}\n@@ -1 +1 @@ run:\n" + "".join(
        f"{line}\n" for line in lines
    )


def of(*lines, own=None):
    ((_, edit),) = edits(patch("00000001", *lines).encode(), own)
    return edit


def normal(*lines, own=None):
    return normalised(patch("1", *lines).encode(), own).decode().splitlines()[1:]


def test_lines_are_counted_as_they_stand():
    assert of("<a", ">b", ">", " context", "\\ No newline at end of file")[:2] == (2, 1)


def test_each_file_has_its_own_edit_and_the_header_of_the_next_tree_belongs_to_none():
    text = "1" * 40 + " " + "2" * 40 + "\n" + patch("00000007", ">one") + "d" * 40 + " " + "e" * 40 + "\n" + patch("00000009", "<two", "<x")
    assert [(name, edit[:2]) for name, edit in edits(text.encode(), None)] == [("00000007", (1, 0)), ("00000009", (0, 2))]


def test_a_binary_file_has_no_edit_and_an_empty_one_has_no_lines():
    binary = "diff --git a/1 b/1\nindex 1..2 100644\nBinary files a/1 and b/1 differ\n"
    empty = "diff --git a/2 b/2\nnew file mode 100644\nindex 0..2\n"
    deleted = "diff --git a/3 b/3\ndeleted file mode 100644\nindex 0..2\n--- a/3\n+++ /dev/null\n@@ -1 +0,0 @@\n<Binary files a and b\n"
    found = dict(edits((binary + empty + deleted).encode(), None))
    assert found == {"1": None, "2": Edit(0, 0, 0), "3": Edit(0, 1, found["3"].key)}


def test_no_lines_at_all():
    assert list(edits(b"", None)) == []


def test_white_space_is_collapsed_and_indentation_dropped():
    assert normal(">\tuses:  actions/checkout@v4  ", "<    x\r") == [">uses: actions/checkout@v4", "<x"]


def test_blank_and_comment_lines_are_dropped_and_lines_that_only_look_like_it_kept():
    silent = [">", ">   ", "> # note", ">// note", "> /* note", "<  * note", "> */".replace("*/", "*/"), "><!-- note -->", ">  *"]
    kept = ["* @org/team", "#!/bin/sh", "- # not alone", "/path", "<html>", "*anchor"]
    assert normal(*silent, *(f">{line}" for line in kept)) == [f">{line}" for line in kept]


def test_the_same_edit_elsewhere_has_the_same_key():
    here = of("<  image: node:18", ">  image: node:20", " context one")
    there = of("<image:   node:18", ">    image: node:20", " context two", "> # why")
    assert here.key == there.key != 0


def test_another_edit_has_another_key():
    keys = {
        of(*lines).key for lines in (("<image: node:18", ">image: node:20"), (">image: node:18", "<image: node:20"), (">image: node:18",))
    }
    assert len(keys) == 3


def test_the_repository_s_own_name_is_masked_and_another_s_is_not():
    here = of(">  name: pay-api-test", ">  image: PAY_API:latest", own=own_name("pay-api"))
    there = of(">  name: lend-web-test", ">  image: lend_web:latest", own=own_name("org/lend-web"))
    unmasked = of(">  name: lend-web-test", ">  image: lend_web:latest", own=own_name("pay-api"))
    assert here.key != unmasked.key
    assert normal(">name: pay-api", own=own_name("pay-api")) == [">name: REPO"]
    assert here.key == of(">name: REPO-test", ">image: REPO:latest").key == there.key


def test_a_short_name_is_not_masked():
    assert own_name("ci") is None
    assert normal(">cities", own=own_name("ci")) == [">cities"]


def test_fewer_than_twelve_letters_and_digits_say_nothing():
    assert of(">}  ] , :", ">abcdefghijk").key == 0
    assert of(">}  ] , :", ">abcdefghijkl").key != 0


def test_the_version_of_the_file_itself_is_no_edit_and_that_of_a_dependency_is():
    assert of("<version: 0.0.5", ">version: 0.0.6") == Edit(1, 1, 0)
    bump = ("<    version: 4.0.12", ">    version: 4.0.13")
    assert of(*bump).key != 0
    assert of("<version: 0.1.5", ">version: 0.1.6", *bump).key == of("<version: 2.0.0", ">version: 2.0.1", *bump).key == of(*bump).key
    assert normal(">versions: x", ">version: 2") == [">versions: x"]
