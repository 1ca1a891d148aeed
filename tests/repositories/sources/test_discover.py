import os
import subprocess

import pytest

from assessment.errors import OrganisationError
from assessment.model import Repositories
from assessment.repositories.sources.discover import repositories


@pytest.fixture
def clone(tmp_path):
    def made(name, *, bare=False):
        path = tmp_path / name if bare else tmp_path / name / ".git"
        (path / "objects").mkdir(parents=True)
        (path / "refs").mkdir()
        (path / "HEAD").write_text("ref: refs/heads/main\n")
        return tmp_path / name

    return made


def names(tmp_path, **config):
    return [one.name for one in repositories(Repositories(**config), tmp_path)]


def test_every_repository_below_a_folder_bare_or_not(clone, tmp_path):
    for name, bare in (("clones/shop", False), ("clones/pay/api.git", True), ("clones/pay/web", False)):
        clone(name, bare=bare)
    (tmp_path / "clones" / "notes").mkdir()
    found = repositories(Repositories(folder="clones"), tmp_path)
    assert [(one.name, one.path) for one in found] == [
        ("api", tmp_path / "clones/pay/api.git"),
        ("shop", tmp_path / "clones/shop"),
        ("web", tmp_path / "clones/pay/web"),
    ]


def test_nothing_is_looked_for_inside_a_repository_or_behind_a_link(clone, tmp_path):
    clone("clones/shop")
    clone("clones/shop/vendor/lib")
    clone("elsewhere/other")
    (tmp_path / "clones" / "link").symlink_to(tmp_path / "elsewhere")
    assert names(tmp_path, folder="clones") == ["shop"]


def test_a_folder_may_itself_be_a_repository(clone, tmp_path):
    clone("shop")
    assert names(tmp_path, folder="shop") == ["shop"]


def test_paths_are_single_repositories_or_globs(clone, tmp_path):
    for name in ("a/shop", "a/pay-api", "a/pay-web"):
        clone(name)
    (tmp_path / "a" / "pay-notes.txt").touch()
    assert names(tmp_path, paths=("a/shop", "a/pay-*")) == ["pay-api", "pay-web", "shop"]
    assert names(tmp_path, paths=(str(tmp_path / "a/pay-?pi"),)) == ["pay-api"]


def test_exclude_takes_names_and_globs(clone, tmp_path):
    for name in ("c/shop", "c/pay-api", "c/pay-web"):
        clone(name)
    assert names(tmp_path, folder="c", exclude=("pay-*", "nothing")) == ["shop"]


def test_equal_names_are_told_apart_by_the_folder_above(clone, tmp_path):
    for name in ("c/red/api", "c/blue/api", "c/blue/API-docs", "c/x/deep/web", "c/y/deep/web"):
        clone(name)
    assert names(tmp_path, folder="c") == ["API-docs", "blue/api", "red/api", "x/deep/web", "y/deep/web"]


def test_letter_case_alone_does_not_tell_names_apart(clone, tmp_path):
    clone("c/red/Api")
    clone("c/blue/api")
    assert names(tmp_path, folder="c") == ["blue/api", "red/Api"]


def test_a_folder_name_that_says_nothing_gives_way_to_the_one_above(clone, tmp_path):
    clone("m/hmcts+pay-api/repo", bare=True)
    clone("m/shop/repo", bare=True)
    clone("m/red+web/repo", bare=True)
    clone("m/blue+web/repo", bare=True)
    assert names(tmp_path, paths=("m/*/repo",)) == ["blue/web", "pay-api", "red/web", "shop"]


def test_the_git_directory_of_a_clone_is_the_clone(clone, tmp_path):
    clone("shop")
    assert names(tmp_path, paths=("shop/.git",)) == ["shop"]


def test_nothing_named_is_nothing_found(tmp_path):
    assert repositories(Repositories(), tmp_path) == []


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"folder": "absent"}, r"repositories\.folder \(absent\): there is no folder .*absent; the folder that holds the clones"),
        ({"folder": "empty"}, r"repositories\.folder \(empty\): no git repository below .*empty; a folder that holds clones"),
        ({"paths": ["shop", "absent"]}, r"repositories\.paths, entry 2 \(absent\): .*absent does not exist; a clone"),
        ({"paths": ["empty"]}, r"repositories\.paths, entry 1 \(empty\): .*empty is not a git repository"),
        ({"paths": ["nothing-*"]}, r"repositories\.paths, entry 1 \(nothing-\*\): matches no git repository"),
        (
            {"paths": ["shop", "./shop"]},
            r"entry 2 \(\./shop\): .* is named twice: also by repositories\.paths, entry 1 \(shop\); each repos",
        ),
        ({"paths": ["shop", "sh*"]}, r"entry 2 \(sh\*\): .* named twice: also by .*entry 1 \(shop\)"),
        ({"folder": ".", "paths": ["shop"]}, r"entry 1 \(shop\): .* named twice: also by repositories\.folder \(\.\)"),
        ({"paths": ["shop", "shop/.git"]}, r"entry 2 \(shop/\.git\): .* named twice"),
        ({"paths": ["shop", "link"]}, r"entry 2 \(link\): .* named twice"),
    ],
)
def test_what_cannot_be_meant_is_named(clone, tmp_path, config, message):
    clone("shop")
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "shop")
    with pytest.raises(OrganisationError, match=message):
        repositories(Repositories(**config), tmp_path)


def test_a_folder_that_cannot_be_read_is_named(clone, tmp_path, monkeypatch):
    clone("c/shop")

    def refused(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.scandir", refused)
    with pytest.raises(OrganisationError, match=r"repositories\.folder \(c\): .*c cannot be read \(Permission denied\); a readable folder"):
        repositories(Repositories(folder="c"), tmp_path)


def test_excluding_goes_by_name_or_by_folder(clone, tmp_path):
    for name in ("acme+shop/repo", "acme+pay/repo", "other+lend/repo", "archive/old"):
        clone(name, bare=True)
    assert names(tmp_path, folder=".", exclude=["acme+*"]) == ["lend", "old"]
    assert names(tmp_path, folder=".", exclude=["shop", "archive"]) == ["lend", "pay"]


def test_a_folder_that_was_meant_to_be_a_repository_is_reported_and_not_passed_over(tmp_path):
    for name in ("good", "empty-git", "lost", "half.git", "no-repository"):
        (tmp_path / name).mkdir()
    subprocess.run(["git", "init", "--quiet", str(tmp_path / "good")], check=True)
    (tmp_path / "empty-git" / ".git").mkdir()
    (tmp_path / "lost" / ".git").write_text("gitdir: " + "x" * 5_000)
    (tmp_path / "half.git" / "objects").mkdir()
    (tmp_path / "half.git" / "HEAD").symlink_to("nowhere")
    found = repositories(Repositories(folder=str(tmp_path)), tmp_path)
    assert [one.name for one in found] == ["empty-git", "good", "half", "lost"]


def test_nothing_is_looked_for_in_a_folder_too_deep_to_be_meant(tmp_path):
    subprocess.run(["git", "init", "--quiet", str(tmp_path / "good")], check=True)
    for name, depth in (("reached", 19), ("lost", 20)):
        folder = tmp_path.joinpath(name, *["down"] * (depth - 1), f"{name}-repository")
        subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    found = repositories(Repositories(folder=str(tmp_path)), tmp_path)
    assert [one.name for one in found] == ["good", "reached-repository"]


def test_names_that_command_a_terminal_or_are_no_text_are_written_out(tmp_path):
    for name in (b"caf\xe9", b"\x1b[2J", b"a\nb"):
        folder = os.path.join(os.fsencode(tmp_path), name)  # noqa: PTH118 - a name of bytes
        subprocess.run([b"git", b"init", b"--quiet", folder], check=True)
    found = repositories(Repositories(folder=str(tmp_path)), tmp_path)
    assert [one.name for one in found] == ["\\x1b[2J", "a\\nb", "caf\\xe9"]
