"""Edits look at the files as they are, and return only what changes."""

import pytest

from assessment.demo.content import fill
from assessment.demo.edits import Copy, Delete, DemoError, Either, Patch, Replace, Write
from assessment.demo.shaping import Bump, Grow, Reshape, Setting, Tweak, invented, with_permissions, with_pins


def here(**files: str) -> dict[str, dict[str, str]]:
    return {"a": {name.replace("_", "."): text for name, text in files.items()}}


def test_writing_what_is_there_changes_nothing():
    assert Write("x", "1").apply("a", here(x="1")) == {}
    assert Write("x", "2").apply("a", here(x="1")) == {"x": "2"}


def test_deleting():
    assert Delete("x").apply("a", here(x="1")) == {"x": None}
    assert Delete("y").apply("a", here(x="1")) == {}


def test_replacing_by_pattern():
    files = here(one_yml="old old", two_yml="other", three_txt="old")
    assert Replace("*.yml", "old", "new").apply("a", files) == {"one.yml": "new new"}


def test_a_patch_happens_once():
    edit = Patch("x", "b\n", "b\nc\n")
    assert edit.apply("a", here(x="a\nb\nd\n")) == {"x": "a\nb\nc\nd\n"}
    assert edit.apply("a", here(x="a\nb\nc\nd\n")) == {}
    assert Patch("x", "b\n", "").apply("a", here(x="a\nb\n")) == {"x": "a\n"}


def test_the_first_edit_that_changes_anything_counts():
    either = Either((Delete("gone"), Write("x", "2"), Write("y", "3")))
    assert either.apply("a", here(x="1")) == {"x": "2"}


def test_a_copy_takes_the_file_as_it_is_in_the_other_repository():
    files = {"a": {}, "b": {"ci.yml": "name: b\nport: 80\n"}}
    assert Copy("ci.yml", "b", (("name: b", "name: a"),)).apply("a", files) == {"ci.yml": "name: a\nport: 80\n"}


def test_a_copy_of_what_is_not_there_is_an_error_that_names_both():
    with pytest.raises(DemoError, match=r"repository a: ci\.yml cannot be copied from b"):
        Copy("ci.yml", "b", ()).apply("a", {"a": {}, "b": {}})


@pytest.mark.parametrize(
    ("path", "marker", "line"),
    [
        ("x.yaml", "  # settings\n", '  POOL_SIZE: "7"\n'),
        ("x.tf", "    # settings\n", '    POOL_SIZE = "7"\n'),
        ("x.sh", "# settings\n", "export POOL_SIZE=7\n"),
        ("Dockerfile", "# settings\n", "ENV POOL_SIZE=7\n"),
        ("Jenkinsfile", "  // settings\n", "  POOL_SIZE = '7'\n"),
        ("Makefile", "# settings\n", "POOL_SIZE := 7\n"),
        ("x.groovy", "    // settings\n", "    def POOL_SIZE = '7'\n"),
    ],
)
def test_a_setting_is_written_in_the_language_of_its_file(path, marker, line):
    text = f"top\n{marker}bottom\n"
    added = Setting(path, "POOL_SIZE", "7").apply("a", {"a": {path: text}})
    assert added == {path: f"top\n{marker}{line}bottom\n"}
    changed = Setting(path, "POOL_SIZE", "8").apply("a", {"a": added})
    assert changed == {path: added[path].replace("7", "8")}
    assert Setting(path, "POOL_SIZE", "").apply("a", {"a": changed}) == {path: text}


def test_a_setting_needs_its_marker():
    assert Setting("x.yaml", "A", "1").apply("a", here(x_yaml="nothing\n")) == {}
    assert Setting("gone.yaml", "A", "1").apply("a", here()) == {}


def test_growing_begins_with_the_frame_and_keeps_the_last_line_last():
    edit = Grow("x.java", "class X {\n}\n", "  int a;\n")
    first = edit.apply("a", here())
    assert first == {"x.java": "class X {\n  int a;\n}\n"}
    assert Grow("x.java", "", "  int b;\n").apply("a", {"a": first}) == {"x.java": "class X {\n  int a;\n  int b;\n}\n"}


def test_tweaking_a_number_leaves_versions_and_names_alone():
    text = "v1.2.3 a1 if x > 100 and y < 20:"
    assert Tweak("x", 0.0, 5).apply("a", here(x=text)) == {"x": "v1.2.3 a1 if x > 105 and y < 20:"}
    assert Tweak("x", 0.99, 5).apply("a", here(x=text)) == {"x": "v1.2.3 a1 if x > 100 and y < 25:"}
    assert Tweak("x", 0.0, 5).apply("a", here(x="none")) == {}


def test_bumping_goes_up_by_a_patch_and_every_ninth_by_a_minor():
    assert Bump("x", 0.6).apply("a", here(x="one 1.2.3\ntwo 4.5.9\n")) == {"x": "one 1.2.3\ntwo 4.6.0\n"}
    assert Bump("x", 0.0).apply("a", here(x="one 1.2.3\n")) == {"x": "one 1.2.4\n"}


WORKFLOW = "on: push\n\njobs:\n  a:\n    steps:\n      - uses: docker/login-action@v2\n      - uses: me/own/.github/workflows/x.yml@v1\n"


def test_pins_and_permissions_can_be_set_and_taken_out_again():
    pinned = with_pins(WORKFLOW, pinned=True, own="me")
    assert f"uses: docker/login-action@{invented('dockerlogin-actionv2')} # v2" in pinned
    assert "me/own/.github/workflows/x.yml@v1" in pinned
    assert with_pins(pinned, pinned=False, own="me") == WORKFLOW
    granted = with_permissions(WORKFLOW, granted=True)
    assert "\npermissions:\n  contents: read\n\njobs:\n" in granted
    assert with_permissions(granted, granted=True) == granted
    assert with_permissions(granted, granted=False) == WORKFLOW
    assert Reshape("x", True, True, "me").apply("a", here(x=WORKFLOW)) == {"x": with_permissions(pinned, granted=True)}
    assert Reshape("x", False, False, "me").apply("a", here(x=WORKFLOW)) == {}


def test_filling_templates():
    text = "name: <<service>>\n<<?user>>USER 1\nend ${{ x }} {{ y }} <<EOF\n"
    assert fill(text, {"service": "pay"}, {"user"}) == "name: pay\nUSER 1\nend ${{ x }} {{ y }} <<EOF\n"
    assert fill(text, {"service": "pay"}) == "name: pay\nend ${{ x }} {{ y }} <<EOF\n"
    with pytest.raises(DemoError, match=r"<<service>>.*one of team"):
        fill(text, {"team": "a"})
