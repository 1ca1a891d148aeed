import pytest

from assessment.repositories.history import patches
from assessment.repositories.history.edits import Count, edits, normalised, own_name, untold


def patch(name, *lines, extra="", at="@@ -1 +1 @@ run:"):
    return f"diff --git a/{name} b/{name}\nindex 1..2 100644\n{extra}--- a/{name}\n+++ b/{name}\n{at}\n" + "".join(
        f"{line}\n" for line in lines
    )


def hunks(text, own=None):
    return edits(text.encode(), own).hunks.to_pylist()


def of(*lines, own=None):
    (hunk,) = hunks(patch("00000001", *lines), own)
    return hunk


def key(*lines, own=None):
    return of(*lines, own=own)["edit"]


def normal(*lines, own=None):
    said = patch("1", *lines).encode()
    hunk, *found = normalised(said, patches.parsed(said), own).decode().replace("\0", "\0\n").splitlines()
    assert hunk == "\0"
    return found


def test_lines_are_counted_as_they_stand():
    assert edits(patch("00000001", "<a", ">b", ">", "\\ No newline at end of file").encode(), None).counts == {1: Count(2, 1)}


def test_a_binary_file_has_no_count_and_an_empty_one_has_no_lines():
    binary = "diff --git a/1 b/1\nindex 1..2 100644\nBinary files a/1 and b/1 differ\n"
    empty = "diff --git a/2 b/2\nnew file mode 100644\nindex 0..2\n"
    deleted = "diff --git a/3 b/3\ndeleted file mode 100644\nindex 0..2\n--- a/3\n+++ /dev/null\n@@ -1 +0,0 @@\n<Binary files a and b\n"
    found = edits((binary + empty + deleted).encode(), None)
    assert found.counts == {1: None, 2: (0, 0), 3: (0, 1)}
    assert [hunk["pair"] for hunk in found.hunks.to_pylist()] == [3]


def test_no_lines_at_all():
    found = edits(b"", None)
    assert (found.counts, found.hunks.num_rows) == ({}, 0)


def test_each_hunk_has_its_own_edit_whatever_stands_beside_it():
    one, two = ["<image: node:18", ">image: node:20"], [">  timeout-minutes: 30"]
    both = hunks(patch("00000001", *one, "@@ -9,0 +9 @@", *two))
    assert [hunk["edit"] for hunk in both] == [key(*one), key(*two)]
    assert [(hunk["pair"], hunk["old_start"], hunk["old_lines"], hunk["new_start"], hunk["new_lines"]) for hunk in both] == [
        (1, 1, 1, 1, 1),
        (1, 9, 0, 9, 1),
    ]


def test_white_space_is_collapsed_and_indentation_dropped():
    assert normal(">\tuses:  actions/checkout@v4  ", "<    x\r") == [">uses: actions/checkout@v4", "<x"]


def test_blank_and_comment_lines_are_dropped_and_lines_that_only_look_like_it_kept():
    silent = [">", ">   ", "> # note", ">// note", "> /* note", "<  * note", "> */".replace("*/", "*/"), "><!-- note -->", ">  *"]
    kept = ["* @org/team", "#!/bin/sh", "- # not alone", "/path", "<html>", "*anchor", "@mention"]
    assert normal(*silent, *(f">{line}" for line in kept)) == [f">{line}" for line in kept]


def test_the_same_edit_elsewhere_has_the_same_key():
    here = key("<  image: node:18", ">  image: node:20")
    there = key("<image:   node:18", ">    image: node:20", "> # why")
    assert here == there != 0


def test_another_edit_has_another_key():
    keys = {key(*lines) for lines in (("<image: node:18", ">image: node:20"), (">image: node:18", "<image: node:20"), (">image: node:18",))}
    assert len(keys) == 3


def test_the_repository_s_own_name_is_masked_and_another_s_is_not():
    here = key(">  name: pay-api-test", ">  image: PAY_API:latest", own=own_name("pay-api"))
    there = key(">  name: lend-web-test", ">  image: lend_web:latest", own=own_name("org/lend-web"))
    unmasked = key(">  name: lend-web-test", ">  image: lend_web:latest", own=own_name("pay-api"))
    assert here != unmasked
    assert normal(">name: pay-api", own=own_name("pay-api")) == [">name: REPO"]
    assert here == key(">name: REPO-test", ">image: REPO:latest") == there


def test_a_short_name_is_not_masked():
    assert own_name("ci") is None
    assert normal(">cities", own=own_name("ci")) == [">cities"]


def test_fewer_than_twelve_letters_and_digits_say_nothing():
    assert key(">}  ] , :", ">abcdefghijk") == 0
    assert key(">}  ] , :", ">abcdefghijkl") != 0


def test_the_version_of_the_file_itself_is_no_edit_and_that_of_a_dependency_is():
    assert key("<version: 0.0.5", ">version: 0.0.6") == 0
    bump = ("<    version: 4.0.12", ">    version: 4.0.13")
    assert key(*bump) != 0
    assert key("<version: 0.1.5", ">version: 0.1.6", *bump) == key("<version: 2.0.0", ">version: 2.0.1", *bump) == key(*bump)
    assert normal(">versions: x", ">version: 2") == [">versions: x"]


def test_a_file_that_went_has_no_key_and_one_that_came_has():
    line = "FROM eclipse-temurin:21"
    came = patch("1", f">{line}", extra="new file mode 100644\n", at="@@ -0,0 +1 @@")
    went = patch("2", f"<{line}", extra="deleted file mode 100644\n", at="@@ -1 +0,0 @@")
    one, two = hunks(came + went)
    assert one["edit"] != 0
    assert two["edit"] == 0
    assert {one["swap"], two["swap"], one["removed"], one["added"], two["removed"], two["added"]} == {0, ""}


def test_replaced_words_are_equal_across_files_that_differ_otherwise():
    one = of("<FROM hmctspublic.azurecr.io/base/java:17", ">FROM hmctsprod.azurecr.io/base/java:17")
    two = of("<    image: hmctspublic.azurecr.io/pay/api:{{ v }}", ">    image: hmctsprod.azurecr.io/pay/api:{{ v }}")
    assert one["swap"] == two["swap"] != 0
    assert one["edit"] != two["edit"]


def test_replaced_words_are_compared_with_the_own_name_masked():
    here = of("<  app: pay-api", ">  app: payments-gateway", own=own_name("pay-api"))
    there = of("<  app: lend-web", ">  app: payments-gateway", own=own_name("lend-web"))
    assert here["swap"] == there["swap"] != of("<  app: lend-web", ">  app: payments-gateway")["swap"] != 0


def test_only_as_many_lines_as_went_can_be_replacements():
    assert of("<registry: one", ">registry: another")["swap"] != 0
    assert of("<registry: one", ">registry: another", ">more: lines")["swap"] == 0


def test_lines_are_kept_as_written():
    hunk = of("<\tuses:  a@v1  ", "<# note\r", ">", ">  x: ''")
    assert (hunk["removed"], hunk["added"]) == ("\tuses:  a@v1  \n# note\r", "\n  x: ''")


@pytest.mark.parametrize("side", "<>")
def test_secrets_are_masked_and_the_hunks_beside_them_kept(side):
    token = "ghp_" + "a1B2c3D4" * 5
    found = hunks(patch("1", "<first: line", "@@ -3 +3 @@", f"{side}token: {token}", "@@ -7 +7 @@", ">last: line"))
    assert [(hunk["removed"] + hunk["added"]) for hunk in found] == ["first: line", "token: ***", "last: line"]
    assert token not in str(found)


def test_a_secret_that_another_took_the_place_of_is_no_word():
    one, two = "a1B2c3D4" * 5, "x9Y8z7W6" * 5
    hunk = of(f"<token: {one}", f">token: {two}")
    assert (hunk["removed"], hunk["added"], hunk["swap"]) == ("token: ***", "token: ***", 0)
    assert hunk["edit"] != 0


def test_hunks_without_their_lines():
    found = edits(patch("1", "<first: line", ">second: line").encode(), None).hunks
    bare = untold(found)
    assert bare.schema == found.schema
    assert bare.drop_columns(["removed", "added"]).equals(found.drop_columns(["removed", "added"]))
    assert bare.to_pylist()[0]["removed"] == bare.to_pylist()[0]["added"] == ""
