"""Links and files that lead out of the repository, or into something without an end."""

import os
from pathlib import Path

from tests.repositories.sources.conftest import Made
from tests.repositories.sources.hostile.ground import Ground, attack, blob, raw_commit, raw_tree


def _alternates(made: Made, *lines: object) -> None:
    (made.path / ".git/objects/info").mkdir(exist_ok=True)
    (made.path / ".git/objects/info/alternates").write_text("".join(f"{line}\n" for line in lines))


def _bare_of_objects(ground: Ground, name: str) -> Made:
    made = ground.plain(name)
    for folder in (made.path / ".git/objects").iterdir():
        folder.rename(ground.outside / f"{name}-{folder.name}")
    return made


@attack()
def objects_borrowed_from_another(ground: Ground, name: str) -> None:
    made = _bare_of_objects(ground, name)
    _alternates(made, "# mirrors share objects", ground.plain(name, ground.outside).path / ".git/objects", "/", "../../../..", "/nowhere\r")


@attack("failed")
def objects_borrowed_from_a_process(ground: Ground, name: str) -> None:
    _alternates(ground.plain(name), "/proc/self")  # its folder `fd` would be read as objects that begin with fd


@attack()
def objects_borrowed_in_a_circle(ground: Ground, name: str) -> None:
    made, other = ground.plain(name), ground.plain(name, ground.outside)
    _alternates(
        made, other.path / ".git/objects", made.path / ".git/objects", '"' + str(other.path / ".git/objects").replace("/", "\\057") + '"'
    )
    _alternates(other, made.path / ".git/objects")


@attack("collected", "failed")
def objects_borrowed_through_a_long_chain(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    for number in range(12):
        other = ground.empty(f"{name}{number}", ground.outside)
        _alternates(made, other.path / ".git/objects")
        made = other


@attack("failed")
def objects_borrowed_from_a_folder_with_a_pipe(ground: Ground, name: str) -> None:
    made, other = ground.plain(name), ground.plain(name, ground.outside)
    os.mkfifo(other.path / ".git/objects/pack/pack-1111111111111111111111111111111111111111.idx")
    (other.path / ".git/objects/pack/pack-1111111111111111111111111111111111111111.pack").touch()
    _alternates(made, other.path / ".git/objects")


@attack("failed")
def a_list_of_borrowed_objects_that_is_a_pipe(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    (made.path / ".git/objects/info").mkdir(exist_ok=True)
    os.mkfifo(made.path / ".git/objects/info/alternates")


@attack("failed")
def a_list_of_borrowed_objects_without_end(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    (made.path / ".git/objects/info").mkdir(exist_ok=True)
    (made.path / ".git/objects/info/alternates").symlink_to("/dev/zero")


@attack("failed")
def a_list_of_borrowed_objects_that_is_huge(ground: Ground, name: str) -> None:
    _alternates(ground.plain(name), *(f"/nowhere/{number}" for number in range(100_000)))


@attack()
def objects_behind_a_link(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    target = ground.outside / f"{name}-objects"
    (made.path / ".git/objects").rename(target)
    (made.path / ".git/objects").symlink_to(target)


@attack("failed")
def a_pack_that_is_a_device(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    for ending in ("idx", "pack"):
        (made.path / f".git/objects/pack/pack-{'2' * 40}.{ending}").symlink_to("/dev/zero")


@attack()
def a_pack_that_leads_nowhere(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    for ending in ("idx", "pack"):
        (made.path / f".git/objects/pack/pack-{'2' * 40}.{ending}").symlink_to("nowhere")


@attack("empty")
def a_head_that_is_a_link_to_a_secret(ground: Ground, name: str) -> None:
    _head(ground.plain(name)).symlink_to(ground.outside / "secret")


@attack("failed")
def a_head_that_is_a_device(ground: Ground, name: str) -> None:
    _head(ground.plain(name)).symlink_to("/dev/zero")


@attack("failed")
def a_head_that_is_a_pipe(ground: Ground, name: str) -> None:
    os.mkfifo(_head(ground.plain(name)))


@attack()
def a_head_that_is_a_link_to_a_branch(ground: Ground, name: str) -> None:
    _head(ground.plain(name)).symlink_to("refs/heads/main")  # as git wrote it long ago


@attack("empty")
def a_head_with_the_longest_name(ground: Ground, name: str) -> None:
    _head(ground.plain(name)).write_text("ref: refs/heads/" + "x" * 4_000)


@attack("empty")
def a_head_with_a_zero_byte(ground: Ground, name: str) -> None:
    _head(ground.plain(name)).write_bytes(b"ref: refs/heads/a\0b\n")


@attack("empty")
def a_head_that_leads_out(ground: Ground, name: str) -> None:
    _head(ground.plain(name)).write_text("ref: refs/heads/../../../../../outside/secret\n")


@attack("failed")
def a_head_that_leads_to_itself(ground: Ground, name: str) -> None:
    _head(ground.plain(name)).write_text("ref: refs/heads/a\n")
    (ground.top / "clones" / name / ".git/refs/heads/a").write_text("ref: refs/heads/a\n")


def _head(made: Made) -> Path:
    file = made.path / ".git/HEAD"
    file.unlink()
    return file


@attack("collected", "empty")
def refs_without_end(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    (made.path / ".git/packed-refs").symlink_to("/dev/zero")
    os.mkfifo(made.path / ".git/shallow")
    os.mkfifo(made.path / ".git/refs/tags/pipe")
    (made.path / ".git/refs/tags/loop").symlink_to("..")
    (made.path / ".git/refs/tags/secret").symlink_to(ground.outside / "secret")
    (made.path / ".git/refs/remotes").symlink_to("/dev")


@attack("failed", "empty")
def a_branch_that_is_a_pipe(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    (made.path / ".git/refs/heads/main").unlink()
    os.mkfifo(made.path / ".git/refs/heads/main")


def _pointer(ground: Ground, name: str, content: str) -> Path:
    folder = ground.top / "clones" / name
    folder.mkdir()
    (folder / ".git").write_text(content)
    return folder


@attack()
def a_git_file_that_leads_to_another(ground: Ground, name: str) -> None:
    made = ground.plain(name, ground.outside)
    (made.path / ".git/hooks").mkdir()
    _pointer(ground, name, f"gitdir: {made.path}/.git\n")


@attack("failed")
def a_git_file_that_leads_nowhere(ground: Ground, name: str) -> None:
    _pointer(ground, name, "gitdir: " + "x" * 4_000)


@attack("failed")
def a_git_file_with_a_zero_byte(ground: Ground, name: str) -> None:
    _pointer(ground, name, "gitdir: a\0b")


@attack("failed")
def a_git_file_that_leads_to_itself(ground: Ground, name: str) -> None:
    _pointer(ground, name, "gitdir: .git\n")


@attack("failed")
def a_git_link_in_a_circle(ground: Ground, name: str) -> None:
    folder = ground.top / "clones" / name
    folder.mkdir()
    (folder / ".git").symlink_to(".git")


@attack("failed")
def a_git_file_that_is_a_pipe(ground: Ground, name: str) -> None:
    folder = ground.top / "clones" / name
    folder.mkdir()
    os.mkfifo(folder / ".git")


@attack("failed")
def a_common_folder_that_is_the_process(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    lost = ground.outside / "lost"
    (made.path / ".git").rename(lost)
    (lost / "commondir").write_text("/proc/self\n")
    (made.path / ".git").write_text(f"gitdir: {lost}\n")


@attack()
def tracked_links_out_of_the_tree(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    link = blob(made, str(ground.outside / "secret").encode())
    names = (b"Jenkinsfile", b".mailmap", b".gitattributes", b".gitmodules", b"CODEOWNERS", b"k8s")
    raw_commit(made, raw_tree(made, *(("120000", file, link) for file in sorted(names))))
