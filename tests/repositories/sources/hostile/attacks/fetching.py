"""What would be fetched: missing objects of partial clones, submodules, addresses that are programs."""

from tests.repositories.sources.conftest import Made
from tests.repositories.sources.hostile.ground import Ground, attack, blob, raw_commit, raw_tree


def promise(made: Made, url: str) -> None:
    """A remote that is said to have whatever is missing."""
    with (made.path / ".git/config").open("a") as config:
        config.write(
            "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tpartialClone = origin\n[protocol]\n\tallow = always\n"
            f'[remote "origin"]\n\turl = {url}\n\tpromisor = true\n\tpartialclonefilter = blob:none\n'
        )


def _without(ground: Ground, name: str, url: str) -> None:
    made = ground.plain(name)
    missing = made.blob("Dockerfile")
    promise(made, url)
    made.lose(missing)


@attack(missing_blobs=1)
def a_missing_blob_promised_by_a_program(ground: Ground, name: str) -> None:
    _without(ground, name, f"ext::{ground.program} %S")


@attack(missing_blobs=1)
def a_missing_blob_promised_by_a_helper(ground: Ground, name: str) -> None:
    _without(ground, name, "evil::anything")


@attack(missing_blobs=1)
def a_missing_blob_promised_by_a_server(ground: Ground, name: str) -> None:
    _without(ground, name, ground.url)


@attack(missing_blobs=1)
def a_missing_blob_promised_by_a_folder(ground: Ground, name: str) -> None:
    _without(ground, name, f"file://{ground.plain('upstream', ground.outside).path}")


@attack("failed")
def a_missing_tree_promised_by_a_program(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    missing = made.git("rev-parse", "HEAD:src")
    promise(made, f"ext::{ground.program} %S")
    made.lose(missing)


@attack("failed")
def a_missing_commit_promised_by_a_server(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    missing = made.git("rev-parse", "HEAD~1")
    promise(made, ground.url)
    made.lose(missing)


@attack()
def addresses_that_are_programs(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    with (made.path / ".git/config").open("a") as config:
        config.write(
            f'[remote "origin"]\n\turl = ext::{ground.program}\n\tvcs = evil\n[url "ext::{ground.program} "]\n\tinsteadOf = https://\n'
        )
    (made.path / ".git/objects/info").mkdir(exist_ok=True)
    (made.path / ".git/objects/info/http-alternates").write_text(f"{ground.url}objects\n")


@attack()
def submodules_that_are_options_and_programs(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    modules = (
        f'[submodule "-u./payload"]\n\tpath = -u./payload\n\turl = -u./payload\n[submodule "../../../outside"]\n\tpath = sub\n'
        f'\turl = ext::{ground.program}\n\tupdate = !{ground.program}\n[submodule "x"]\n\tpath = sub\r\n\turl = {ground.url}\n'
        f"\tfetchRecurseSubmodules = on-demand\n"
    )
    commit = "1" * 40
    modules_blob = blob(made, modules.encode())
    tree = raw_tree(
        made, ("160000", b"-u./payload".replace(b"/", b"-"), commit), ("100644", b".gitmodules", modules_blob),
        ("100644", b"Dockerfile", made.blob("Dockerfile")), ("160000", b"sub", commit), ("160000", b"sub\r", made.git("rev-parse", "HEAD")),
    )  # fmt: skip
    raw_commit(made, tree)
    inner = made.path / ".git/modules/sub/hooks"
    inner.mkdir(parents=True)
    (inner / "post-checkout").symlink_to(ground.program)
    with (made.path / ".git/config").open("a") as config:
        config.write(f'[submodule]\n\trecurse = true\n[submodule "sub"]\n\tactive = true\n\tupdate = !{ground.program}\n')
