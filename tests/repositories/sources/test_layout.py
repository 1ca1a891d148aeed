import os
from pathlib import Path

import pytest

from assessment.errors import RepositoryError
from assessment.repositories.sources.layout import head, layout, shallow

A, B = "a" * 40, "b" * 40


def bare(path: Path, **refs: str) -> Path:
    (path / "objects").mkdir(parents=True)
    (path / "refs" / "heads").mkdir(parents=True)
    (path / "HEAD").write_text("ref: refs/heads/main\n")
    for name, value in refs.items():
        (path / "refs" / "heads" / name).write_text(f"{value}\n")
    return path


def test_a_clone_with_a_work_tree_and_a_bare_one_are_recognised_and_a_plain_folder_is_not(make, tmp_path):
    made = make()
    made.commit({"a": "1"})
    made.git("clone", "--quiet", "--bare", str(made.path), str(tmp_path / "bare.git"))
    assert layout(made.path) == (made.path / ".git", made.path / ".git", False)
    assert layout(tmp_path / "bare.git") == (tmp_path / "bare.git", tmp_path / "bare.git", True)
    assert layout(tmp_path) is None
    assert layout(tmp_path / "absent") is None


def test_head_is_read_from_loose_and_from_packed_refs(make):
    made = make()
    first = made.commit({"a": "1"})
    assert head(layout(made.path)) == first
    made.git("tag", "mainly")
    made.git("pack-refs", "--all")
    assert not (made.path / ".git/refs/heads/main").exists()
    assert head(layout(made.path)) == first
    second = made.commit({"a": "2"})
    assert head(layout(made.path)) == second


def test_head_of_a_clone_is_the_default_branch_of_its_origin_not_what_is_checked_out(make, tmp_path):
    made = make()
    pushed = made.commit({"a": "1"})
    made.git("clone", "--quiet", str(made.path), str(tmp_path / "clone"))
    clone = type(made)(tmp_path / "clone")
    clone.git("checkout", "--quiet", "-b", "experiment")
    clone.commit({"a": "2"})
    assert head(layout(clone.path)) == pushed


def test_a_detached_head_is_a_head(make):
    made = make()
    first = made.commit({"a": "1"})
    made.commit({"a": "2"})
    made.git("checkout", "--quiet", "--detach", first)
    assert head(layout(made.path)) == first


def test_a_linked_work_tree_has_its_own_head_and_the_objects_of_the_main_one(make, tmp_path):
    made = make()
    made.commit({"a": "1"})
    made.git("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "linked"))
    linked = type(made)(tmp_path / "linked", clock=made.clock)
    tip = linked.commit({"a": "2"})
    place = layout(linked.path)
    assert head(place) == tip
    assert place.common.resolve() == (made.path / ".git").resolve()


def test_a_submodule_is_found_through_its_git_file(make):
    inner, outer = make("inner"), make("outer")
    tip = inner.commit({"a": "1"})
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.path), "parts/inner")
    assert (outer.path / "parts/inner/.git").is_file()
    assert head(layout(outer.path / "parts/inner")) == tip


def test_no_commit_yet_is_no_head(make):
    assert head(layout(make().path)) is None


def test_a_ref_that_is_no_object_id_is_no_head(tmp_path):
    assert head(layout(bare(tmp_path / "r", main="not an id"))) is None


def test_a_branch_name_cannot_lead_out_of_the_repository(tmp_path):
    path = bare(tmp_path / "r", main=A)
    (tmp_path / "secret").write_text(B)
    (path / "HEAD").write_text("ref: refs/../../secret\n")
    assert head(layout(path)) is None


def test_a_loop_of_symbolic_refs_is_an_error(tmp_path):
    path = bare(tmp_path / "r", main="ref: refs/heads/main")
    with pytest.raises(RepositoryError, match="loop of symbolic refs"):
        head(layout(path))


def test_a_pipe_in_place_of_a_ref_does_not_block(tmp_path):
    path = bare(tmp_path / "r")
    os.mkfifo(path / "refs" / "heads" / "main")
    assert head(layout(path)) is None


def test_the_boundary_of_a_shallow_clone(make, tmp_path):
    made = make()
    for n in range(3):
        last = made.commit({"a": str(n)})
    made.git("clone", "--quiet", "--depth=1", f"file://{made.path}", str(tmp_path / "cut"))
    assert shallow(layout(tmp_path / "cut")) == (last,)
    assert shallow(layout(made.path)) == ()
