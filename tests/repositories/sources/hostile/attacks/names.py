"""Names that are options, patterns, commands to a terminal, or no names at all: of paths, people, refs and repositories."""

import os

from tests.repositories.sources.hostile.ground import WORKFLOW, Ground, attack, blob, raw_commit, raw_tree

RAW = b":100644 100644 " + b"a" * 40 + b" " + b"b" * 40 + b" M"
PATHS = (
    b"-rf", b"--output=owned", b"--", b":(glob)**", b":!src", b":/", b"Dockerfile\nDockerfile.two",
    b"\n" + RAW, RAW, b"\x1b]0;owned\x07\x1b[2Jred",
    b"\xe2\x80\xaeyml.elifrekcoD", b"Dockerfile.\xff\xfe", b"\xed\xa0\x80.yml", b"NUL", b"CON.yml", b"aux", b"a\tb", b'"quoted"',
    b"back\\slash", b" ",
    b"x" * 4_096, b"Dockerfile." + b"y" * 5_000, b"dockerfile", b"DOCKERFILE", b"=cmd|' /C calc'!A0",
    b"<script>alert(1)</script>", b"[red]x[/red]",
    b"\x01", b"\x7f", b"{{7*7}}", b"$(touch owned)", b"`touch owned`", b"%s%n", b"~root", b"*", b"[a", b"src\xc2\xa0", b"git~1", b"\r",
)  # fmt: skip


@attack(files=len(PATHS))
def paths_that_are_no_names(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    one = made.blob("Dockerfile")
    raw_commit(made, raw_tree(made, *(("100644", path, one) for path in sorted(PATHS))))


@attack(files=2)
def folders_that_are_no_names(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    inner = raw_tree(
        made, ("100644", b"\x1b[31mci.yml\n", blob(made, WORKFLOW.encode())), ("100644", b"x" * 4_096 + b".yml", made.blob("Dockerfile"))
    )
    raw_commit(made, raw_tree(made, ("40000", b".github", raw_tree(made, ("40000", b"workflows", inner)))))


@attack(commits=3)
def people_and_words_that_look_like_a_log(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    parent = made.git("rev-parse", "HEAD").encode()
    odd = b"\n".join(
        [b"parent " + parent, b"author \x01\x02" + RAW + b" <%x00\x1b[2J@x\xff> 1700000000 +0000", b"committer \t<> 1700000000 -9999", b""]
    )
    message = b"\n" + RAW + b"\nDockerfile\x01\x1b]0;owned\x07 \xe2\x80\xae\xff\xfe %H%x00%P\n\n" + RAW
    raw_commit(made, made.git("rev-parse", "HEAD^{tree}"), odd, message)


@attack(commits=2)
def a_message_with_zero_bytes(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    parent = made.git("rev-parse", "HEAD~1").encode()
    who = b"A\0B <a@\0x> 1700000000 +0000\n"
    head = b"parent " + parent + b"\nauthor " + who + b"committer A <a@x> 1700000000 +0000\n"
    raw_commit(made, made.git("rev-parse", "HEAD^{tree}"), head, b"one\0" + RAW + b"\0Dockerfile\0two\n")


@attack()
def a_commit_with_ten_thousand_headers(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    who = b"author A <a@x> 1700000000 +0000\ncommitter A <a@x> 1700000000 +0000\n"
    raw_commit(made, made.git("rev-parse", "HEAD^{tree}"), who + b"mergetag x\n y\n" * 10_000 + b"encoding " + b"x" * 10_000 + b"\n")


@attack()
def refs_that_are_no_names(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    head = made.git("rev-parse", "HEAD")
    folder = made.path / ".git/refs/tags"
    for ref in (b"-v", b"--upload-pack=x", b"a\nb", b"\x1b[2J", b"\xff", b"a..b", b"@{-1}", b"x" * 255, b"x.lock", b"1.0\t", b"^", b"1.0"):
        with open(os.path.join(os.fsencode(folder), ref), "w") as file:
            file.write(head + "\n")
    lines = [
        f"{head} refs/tags/../../x",
        f"{head} refs/tags/",
        f"{head[:-1]} refs/tags/short",
        f"{head}a refs/tags/long",
        "^" + head,
        f"{head} refs/tags/\x1b[2J",
    ]
    (made.path / ".git/packed-refs").write_bytes("\n".join(lines).encode() + b"\xff\0\n" + b"x" * 1_000_000)
    for depth in (300, 30):
        deep = folder.joinpath(f"deep{depth}", *["d"] * depth)
        deep.mkdir(parents=True)
        (deep / "tag").write_text(head)


@attack()
def a_branch_that_is_an_option(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    (made.path / ".git/refs/heads/main").rename(made.path / ".git/refs/heads/--output=owned")
    (made.path / ".git/HEAD").write_text("ref: refs/heads/--output=owned\n")


@attack()
def a_tag_of_a_tag_of_a_tag(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    target, sort = made.git("rev-parse", "HEAD"), "commit"
    for number in range(30):
        text = f"object {target}\ntype {sort}\ntag t{number}\ntagger A <a@x> 1700000000 +0000\n\nx\n"
        target, sort = made.git("hash-object", "-t", "tag", "-w", "--stdin", "--literally", given=text.encode()), "tag"
    (made.path / ".git/refs/tags/deep").write_text(target)
    (made.path / ".git/refs/tags/blob").write_text(made.blob("Dockerfile"))
    (made.path / ".git/refs/tags/nothing").write_text("f" * 40)


FOLDERS = (
    b"-rf", b"new\nline", b"\x1b]0;owned\x07", b"\xe2\x80\xaeslr", b"caf\xe9", b"x" * 255, "ü".encode() * 127, b"...", b".hidden",
    b"%2E%2E", b"CON", b"a b",
    b"=1+1", b"<b>x</b>", b"[red]x[/red]", b"*?[", b"~", b"a%2Fb", b"x.parquet", b".partial", b".lock",
)  # fmt: skip


@attack(commits=2)
def a_fleet_of_folders_that_are_no_names(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    for folder in FOLDERS:
        copy = os.path.join(os.fsencode(ground.top / "clones" / "odd"), folder)
        os.makedirs(copy)
        with open(os.path.join(copy, b".git"), "wb") as file:
            file.write(b"gitdir: " + os.fsencode(made.path / ".git"))
