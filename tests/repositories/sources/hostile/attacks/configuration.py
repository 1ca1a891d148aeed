"""Configuration, hooks and attributes that name programs."""

import os

from tests.repositories.sources.conftest import Made
from tests.repositories.sources.hostile.ground import Ground, attack, raw_commit

KEYS = [
    "core.fsmonitor",
    "core.sshCommand",
    "core.pager",
    "core.editor",
    "core.askPass",
    "core.gitProxy",
    "core.alternateRefsCommand",
    "core.hooksPath",
    "diff.external",
    "diff.evil.textconv",
    "diff.evil.command",
    "filter.evil.smudge",
    "filter.evil.clean",
    "filter.evil.process",
    "merge.evil.driver",
    "gpg.program",
    "gpg.ssh.program",
    "gpg.ssh.defaultKeyCommand",
    "credential.helper",
    "sequence.editor",
    "interactive.diffFilter",
    "pager.log",
    "pager.ls-tree",
    "uploadpack.packObjectsHook",
    "remote.origin.uploadpack",
    "web.browser",
    "browser.evil.cmd",
    "sendemail.sendmailCmd",
]
HOOKS = [
    "pre-commit",
    "post-checkout",
    "post-index-change",
    "reference-transaction",
    "fsmonitor-watchman",
    "pre-auto-gc",
    "post-rewrite",
    "proc-receive",
    "update",
]


def programs(ground: Ground, made: Made) -> None:
    """Every setting that names a program names ours, and every hook is ours."""
    lines = [f"[{section}]\n\t{name} = {ground.program}" for section, name in map(_split, KEYS)]
    lines += [
        "[log]\n\tshowSignature = true",
        "[alias]\n\tlog = !program\n\tls-tree = !program\n\tcat-file = !program",
        "[protocol]\n\tallow = always",
    ]
    with (made.path / ".git/config").open("a") as config:
        config.write("\n".join(lines) + "\n")
    hooks = made.path / ".git/hooks"
    hooks.mkdir()
    for hook in HOOKS:
        (hooks / hook).symlink_to(ground.program)


def _split(key: str) -> tuple[str, str]:
    section, _, name = key.rpartition(".")
    first, _, rest = section.partition(".")
    return (f'{first} "{rest}"' if rest else first), name


@attack()
def settings_and_hooks_that_name_programs(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    made.commit({".gitattributes": "* diff=evil filter=evil merge=evil ident eol=crlf\n"})
    signed = b"\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END PGP SIGNATURE-----\n\nsigned\n"
    body = made.git("cat-file", "commit", "HEAD").encode().partition(b"\n\n")[0]
    made.git("update-ref", "HEAD", made.git("hash-object", "-t", "commit", "-w", "--stdin", given=body + signed))
    (made.path / ".git/info").mkdir(exist_ok=True)
    (made.path / ".git/info/attributes").write_text("* diff=evil filter=evil\n")
    programs(ground, made)


@attack()
def settings_that_include_others(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    evil = ground.outside / "included"
    evil.write_text(f"[core]\n\tfsmonitor = {ground.program}\n\tworktree = {ground.outside}\n[include]\n\tpath = {evil}\n")
    os.mkfifo(made.path / ".git/pipe")
    with (made.path / ".git/config").open("a") as config:
        config.write(f'[include]\n\tpath = {evil}\n\tpath = pipe\n\tpath = /dev/zero\n[includeIf "gitdir:/**"]\n\tpath = {evil}\n')


@attack()
def settings_that_are_no_settings(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    (made.path / ".git/config").write_bytes(b"[core\0\n\trepositoryformatversion = 99\n[extensions]\n\tevil = true\n" + b"x" * 100_000)


@attack("failed")
def refs_in_another_format_with_settings_that_wait(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    programs(ground, made)
    (made.path / ".git/reftable").mkdir()
    os.mkfifo(made.path / ".git/pipe")
    with (made.path / ".git/config").open("a") as config:
        config.write("[include]\n\tpath = pipe\n")


@attack()
def replaced_objects_and_grafts(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    made.git("replace", "HEAD", made.git("commit-tree", "HEAD^{tree}", "-m", "replaced"))
    (made.path / ".git/info").mkdir(exist_ok=True)
    (made.path / ".git/info/grafts").write_text(made.git("rev-parse", "HEAD") + "\n")


@attack()
def an_index_and_a_work_tree_of_lies(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    (made.path / ".git/index").write_bytes(b"DIRC" + b"\xff" * 5_000)
    (made.path / ".mailmap").symlink_to(ground.outside / "secret")
    (made.path / ".gitmodules").symlink_to("/dev/zero")
    (made.path / "loop").symlink_to(".")


@attack()
def a_commit_that_looks_like_settings(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    who = b"--output=/x <--upload-pack=%s> 1700000000 +0000" % ground.program.encode()
    raw_commit(
        made,
        made.git("rev-parse", "HEAD^{tree}"),
        b"author " + who + b"\ncommitter " + who + b"\nencoding ../../etc\n",
        b"-c core.pager=x\n",
    )
