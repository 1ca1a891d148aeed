import os
import subprocess
import time
from pathlib import Path

import pytest

from assessment.errors import RepositoryError
from assessment.repositories.sources import git, repository
from assessment.repositories.sources.discover import Located
from assessment.repositories.sources.git import opened
from assessment.repositories.sources.layout import layout


def test_what_git_prints_is_returned_and_what_fails_is_an_error_with_its_last_words(make):
    made = make()
    first = made.commit({"a": "1"})
    with opened(layout(made.path)) as door:
        assert door.head == first
        assert door.run("cat-file", "blob", made.blob("a")) == b"1"
        assert door.succeeds("cat-file", "-e", first)
        assert not door.succeeds("cat-file", "-e", "f" * 40)
        with pytest.raises(RepositoryError, match=r"git cat-file failed: .*ffff"):
            door.run("cat-file", "blob", "f" * 40)


def test_output_before_a_failure_does_not_hide_it(make):
    made = make()
    made.commit({"a": "1\n", "b": "1\n"})
    made.commit({"a": "2\n", "b": "2\n"})
    made.lose(made.blob("b"))
    with opened(layout(made.path)) as door, pytest.raises(RepositoryError, match="git log failed"):
        door.run("log", "--numstat", door.head)


def test_hostile_configuration_and_hooks_run_nothing(make, job, tmp_path):
    made = make()
    made.commit({"Dockerfile": "FROM scratch\n", ".gitattributes": "* diff=evil filter=evil\n"})
    signed = made.git("cat-file", "commit", "HEAD").encode() + b"\n"
    forged = signed.replace(b"\n\n", b"\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END PGP SIGNATURE-----\n\n", 1)
    made.git("update-ref", "refs/heads/main", made.git("hash-object", "-t", "commit", "-w", "--stdin", given=forged))
    ran = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\necho "$0 $@" >> {ran}\n')
    program.chmod(0o755)
    for key in (
        "core.fsmonitor",
        "diff.evil.textconv",
        "diff.evil.command",
        "diff.external",
        "filter.evil.smudge",
        "filter.evil.clean",
        "filter.evil.process",
        "gpg.program",
        "core.sshCommand",
        "core.pager",
        "core.editor",
        "credential.helper",
        "core.askPass",
    ):
        made.git("config", key, str(program))
    made.git("config", "log.showSignature", "true")
    made.git("config", "core.hooksPath", str(tmp_path / "hooks"))
    (tmp_path / "hooks").mkdir()
    for hook in ("post-checkout", "reference-transaction", "post-index-change", "fsmonitor-watchman"):
        (tmp_path / "hooks" / hook).symlink_to(program)
    subprocess.run(["git", "-C", str(made.path), "log", "--patch"], capture_output=True, check=False)
    assert ran.exists(), "the trap must work, or this test shows nothing"
    ran.unlink()
    assert repository.collect(Located("shop", made.path), job)["state"] == "collected"
    assert not ran.exists()


def test_nothing_in_the_repository_is_written(make, job):
    made = make()
    made.commit({"Dockerfile": "FROM scratch\n"})
    made.commit({"Dockerfile": "FROM alpine\n"})
    before = {path: path.stat().st_mtime_ns for path in made.path.rglob("*")}
    repository.collect(Located("shop", made.path), job)
    assert {path: path.stat().st_mtime_ns for path in made.path.rglob("*")} == before


def test_the_environment_of_the_caller_does_not_count(make, monkeypatch):
    made, other = make(), make("other")
    made.commit({"a": "1"})
    other.commit({"b": "1"})
    monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(other.path / ".git/objects"))
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", "'core.quotePath'='true'")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    with opened(layout(made.path)) as door:
        assert door.run("ls-tree", "--name-only", door.head) == b"a\n"


def test_replace_refs_and_grafts_do_not_change_history(make):
    made = make()
    first = made.commit({"a": "1"})
    second = made.commit({"a": "2"})
    third = made.commit({"a": "3"})
    made.git("replace", "--graft", third, first)
    (made.path / ".git/info").mkdir(exist_ok=True)
    (made.path / ".git/info/grafts").write_text(f"{second}\n")
    with opened(layout(made.path)) as door:
        assert door.run("rev-list", door.head).decode().split() == [third, second, first]


def test_objects_borrowed_from_another_repository_are_found(make, tmp_path):
    made = make()
    made.commit({"a": "1"})
    made.git("clone", "--quiet", "--bare", "--shared", str(made.path), str(tmp_path / "shared.git"))
    assert not list((tmp_path / "shared.git/objects").glob("[0-9a-f][0-9a-f]"))
    with opened(layout(tmp_path / "shared.git")) as door:
        assert door.run("cat-file", "blob", made.blob("a")) == b"1"


def test_a_sha256_repository_is_read(make):
    made = make("long", "--object-format=sha256")
    first = made.commit({"a": "1"})
    assert len(first) == 64
    with opened(layout(made.path)) as door:
        assert door.run("rev-list", door.head).decode().split() == [first]
        assert door.write_tree([("x", made.blob("a"))]) == made.git("mktree", given=f"100644 blob {made.blob('a')}\tx\n".encode())


def test_a_tree_of_ours_is_the_one_git_would_make_and_stays_out_of_the_repository(make):
    made = make()
    made.commit({"a": "1"})
    blob = made.blob("a")
    with opened(layout(made.path)) as door:
        tree = door.write_tree([("00000001", blob), ("00000002", blob)])
        assert door.run("ls-tree", tree).decode() == f"100644 blob {blob}\t00000001\n100644 blob {blob}\t00000002\n"
    assert not (made.path / ".git/objects" / tree[:2] / tree[2:]).exists()
    assert made.git("mktree", given=f"100644 blob {blob}\t00000001\n100644 blob {blob}\t00000002\n".encode()) == tree


def test_a_repository_that_takes_too_long_is_given_up(make, monkeypatch):
    made = make()
    made.commit({"a": "1"})
    endless, writer = os.pipe()  # cat-file waits for its input, which never ends
    start = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda *given, **named: start(*given, **{**named, "stdin": endless}))
    began = time.monotonic()
    with opened(layout(made.path), seconds=0.2) as door, pytest.raises(RepositoryError, match="took too long"):
        door.run("cat-file", "--batch")
    assert time.monotonic() - began < 10
    os.close(writer)
    os.close(endless)


def test_after_its_time_is_up_nothing_is_started_any_more(make):
    made = make()
    made.commit({"a": "1"})
    with opened(layout(made.path)) as door:
        door.stop()
        with pytest.raises(RepositoryError, match="took too long"):
            door.run("rev-list", door.head)


def test_no_git_and_an_old_git_are_named(monkeypatch, tmp_path):
    git._supported.cache_clear()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RepositoryError, match="git cannot be run; git on the search path"):
        git._supported()
    old = tmp_path / "git"
    old.write_text("#!/bin/sh\necho git version 2.20.1\n")
    old.chmod(0o755)
    with pytest.raises(RepositoryError, match=r"git version 2.20.1 is too old; git 2.31 or newer"):
        git._supported()
    git._supported.cache_clear()


def test_an_answer_without_end_is_refused(make, monkeypatch):
    made = make()
    made.commit({"a": "x" * 1_000})
    monkeypatch.setattr(git, "MOST", 100 << 20)
    with opened(layout(made.path)) as door:
        assert len(door.run("cat-file", "blob", made.blob("a"))) == 1_000
        monkeypatch.setattr(git, "MOST", 1_000)
        with pytest.raises(RepositoryError, match="git cat-file prints more than 0 MiB; a smaller repository"):
            door.run("cat-file", "blob", made.blob("a"))


def test_reading_leaves_no_folder_behind(make, monkeypatch, tmp_path):
    made = make()
    made.commit({"a": "1"})
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    with opened(layout(made.path)) as door:
        assert len(list(scratch.iterdir())) == 1
        door.run("rev-list", door.head)
    assert list(scratch.iterdir()) == []


def test_a_repository_in_reftable_format_says_what_is_needed(make):
    made = make()
    made.commit({"a": "1"})
    (made.path / ".git/reftable").mkdir()
    made.git("config", "core.repositoryFormatVersion", "1")
    made.git("config", "extensions.refStorage", "nonsense")
    with pytest.raises(RepositoryError, match="git cannot read its refs"), opened(layout(made.path)):
        pass
    assert Path(made.path).exists()
