"""Where attacks are built: a folder with clones, tripwires beside them, and a workspace that must be all that changes."""

import os
import shutil
import socket
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.repositories.sources.conftest import Made

WORKFLOW = "on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: make test\n"
SECRET = "the-secret-that-stands-outside"


@dataclass(frozen=True)
class Attack:
    """`build` makes the repository `name`; `states` are those it may be reported in; `counts` are what its row must say at least."""

    build: Callable[["Ground", str], None]
    states: Collection[str]
    counts: dict[str, int]


ATTACKS: dict[str, Attack] = {}


def attack(*states: str, **counts: int) -> Callable[[Callable[["Ground", str], None]], Callable[["Ground", str], None]]:
    """Add an attack; its repository is called like the function."""

    def add(build: Callable[["Ground", str], None]) -> Callable[["Ground", str], None]:
        ATTACKS[build.__name__.replace("_", "-")] = Attack(build, states or ("collected",), counts)
        return build

    return add


@dataclass
class Ground:
    """The surroundings of a fleet. `fired` fills up when a tripwire is met."""

    top: Path

    def __post_init__(self) -> None:
        for name in ("clones", "outside", "fired", "bin", "home", "tmp"):
            (self.top / name).mkdir()
        (self.top / "outside" / "secret").write_text(SECRET)
        for name in ("program", *PROGRAMS):
            file = self.top / "bin" / name
            file.write_text(f'#!/bin/sh\necho "$0 $@" >> {self.top}/fired/{name}\n')
            file.chmod(0o755)
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=50)
        self.socket.setblocking(False)

    @property
    def program(self) -> str:
        return str(self.top / "bin" / "program")

    @property
    def outside(self) -> Path:
        return self.top / "outside"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.socket.getsockname()[1]}/"

    def environment(self) -> dict[str, str]:
        """Of a process whose path holds tripwires in place of what git may start."""
        path = f"{self.top / 'bin'}{os.pathsep}{os.environ['PATH']}"
        return {**os.environ, "PATH": path, "HOME": str(self.top / "home"), "TMPDIR": str(self.top / "tmp")}

    @cached_property
    def _plain(self) -> Path:
        made = self.empty("plain", self.outside)
        made.commit({"Dockerfile": "FROM scratch\n", ".github/workflows/ci.yml": WORKFLOW, "src/a.py": "1\n"}, "Begin")
        made.commit({"Dockerfile": "FROM alpine:3.20\n"}, "Go on")
        return made.path

    def empty(self, name: str, folder: Path | None = None, *options: str) -> Made:
        """A repository without a commit."""
        made = Made((folder or self.top / "clones") / name)
        made.path.mkdir(parents=True)
        made.git("init", "--quiet", "--initial-branch=main", *options)
        shutil.rmtree(made.path / ".git" / "hooks", ignore_errors=True)
        return made

    def plain(self, name: str, folder: Path | None = None) -> Made:
        """A harmless repository of two commits, all its objects loose."""
        path = (folder or self.top / "clones") / name
        shutil.copytree(self._plain, path, symlinks=True)
        return Made(path, clock=1_700_100_000)

    def contacted(self) -> bool:
        """Whether anybody has called the listening socket."""
        try:
            self.socket.accept()[0].close()
        except BlockingIOError:
            return False
        return True

    def tripped(self) -> list[str]:
        """Tripwires that were met."""
        return sorted(os.listdir(self.top / "fired")) + ["socket"] * self.contacted()

    def snapshot(self) -> dict[str, tuple[int, int, int]]:
        """Mode, size and time of everything but the workspace and folders for passing files."""
        found = {}
        for folder, folders, files in os.walk(self.top):
            folders[:] = [name for name in folders if Path(folder, name) not in (self.top / "acme", self.top / "tmp")]
            for name in ("", *folders, *files):
                about = os.lstat(os.path.join(folder, name))
                found[os.path.join(folder, name)] = about.st_mode, about.st_size, about.st_mtime_ns
        return {path: about for path, about in found.items() if path.rstrip("/") != str(self.top)}


PROGRAMS = (
    "git-remote-evil",
    "git-remote-ext",
    "git-remote-http",
    "git-remote-fd",
    "ssh",
    "gpg",
    "git-lfs",
    "less",
    "more",
    "vi",
    "git-evil",
    "askpass",
)


def raw_commit(made: Made, tree: str, head: bytes = b"", message: bytes = b"x\n") -> str:
    """A commit as it stands, checked by nobody, becomes the branch."""
    who = b"A B <a@x.org> 1700000000 +0000"
    lines = head or b"author " + who + b"\ncommitter " + who + b"\n"
    commit = made.git(
        "hash-object", "-t", "commit", "-w", "--stdin", "--literally", given=b"tree %s\n" % tree.encode() + lines + b"\n" + message
    )
    (made.path / ".git/refs/heads/main").write_text(commit + "\n")
    return commit


def raw_tree(made: Made, *entries: tuple[str, bytes, str]) -> str:
    """A tree of (mode, name, object id), checked by nobody."""
    data = b"".join(b"%s %s\0%s" % (mode.encode(), name, bytes.fromhex(blob)) for mode, name, blob in entries)
    return made.git("hash-object", "-t", "tree", "-w", "--stdin", "--literally", given=data)


def blob(made: Made, content: bytes) -> str:
    """Object id of a blob that was written."""
    return made.git("hash-object", "-w", "--stdin", given=content)
