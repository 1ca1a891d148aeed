"""The only door to git: runs it over the objects of an untrusted repository, with nothing else of that repository.

Reads: the object store of a repository. Returns: bytes, or a stream of bytes.
How: a *shadow* git directory of ours borrows the objects as an alternate. Configuration, hooks, attributes, grafts, replace refs,
mailmap and work tree of the repository are then never read, ownership does not matter, and an object that is not there is reported
instead of being fetched. The environment is built from nothing, so that neither the user's nor the system's configuration counts.
Misleads: what only the repository's own configuration knows (an object format aside) is not seen.
Source: git(1) ENVIRONMENT VARIABLES, gitrepository-layout(5) objects/info/alternates, git-config(1) core.packedGitLimit.
"""

import hashlib
import os
import re
import subprocess
import tempfile
import threading
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO

from assessment.errors import RepositoryError
from assessment.repositories.sources import objects
from assessment.repositories.sources.layout import Layout, head, shallow
from assessment.repositories.sources.pipe import filling

OLDEST_GIT = (2, 31)  # of 2021; what older ones print was never looked at
REPOSITORY_SECONDS = 900.0  # longest one repository may take, all git processes together
MOST = 256 << 20  # bytes taken from one command at once: a tree of some two million files
ASK_SECONDS = 5.0  # for the name of one commit
MESSAGE = 300  # characters kept of what git says when it fails

SETTINGS = (
    "core.packedGitLimit=128m",  # git unmaps what it has read: 480 -> 200 MB for a pack of 500 MB, at no cost that shows
    "core.packedGitWindowSize=8m",
    "core.quotePath=false",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "log.showSignature=false",
    "advice.graftFileDeprecated=false",
    "i18n.logOutputEncoding=UTF-8",
)
ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_GRAFT_FILE": "/dev/null",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_ALLOC_LIMIT": "512m",  # of one object in memory: a commit or a tree of this size was made to hurt
}


class Git:
    """git over one repository's objects. `head` is the commit to read, `cut` the boundary of a shallow history."""

    def __init__(self, shadow: Path, *, head: str, cut: tuple[str, ...]) -> None:
        self.head, self.cut = head, cut
        self._shadow = shadow
        self._running: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def stop(self) -> None:
        """End whatever runs, now and from now on: the time is up."""
        self._stopped = True
        if self._running is not None:
            self._running.kill()

    def run(self, *arguments: str, given: bytes = b"") -> bytes:
        """Everything a git command prints; RepositoryError when it fails or the time is up."""
        with self.stream(*arguments, given=given) as output:
            said = output.read(MOST)
            if len(said) == MOST:
                raise RepositoryError(f"git {_name(arguments)} prints more than {MOST >> 20} MiB", expected="a smaller repository")
            return said

    def succeeds(self, *arguments: str) -> bool:
        """Whether a git command ends without error."""
        try:
            self.run(*arguments)
        except RepositoryError:
            return False
        return True

    @contextmanager
    def stream(self, *arguments: str, given: bytes = b"") -> Iterator[IO[bytes]]:
        """What a git command prints, as it comes. Standard input is a file, so that neither side waits for the other."""
        with tempfile.TemporaryFile(dir=self._shadow) as asked, tempfile.TemporaryFile(dir=self._shadow) as errors:
            asked.write(given)
            asked.seek(0)
            # a process group of its own: an interrupt is for us, who then end git, not for git, which would seem to fail
            process = subprocess.Popen(
                _command(*arguments), stdin=asked, stdout=subprocess.PIPE, stderr=errors, env=self._environment(), process_group=0
            )
            self._running = process
            if self._stopped:
                process.kill()
            assert process.stdout is not None
            try:
                yield filling(process.stdout)
                status = process.wait()
            finally:
                process.stdout.close()
                if process.poll() is None:
                    process.kill()
                    process.wait()
            if self._stopped:
                raise RepositoryError("reading it took too long", expected="a smaller history or a faster disk")
            if status < 0:
                raise RepositoryError(f"git {_name(arguments)} was ended by signal {-status}", expected="folders less deep, more memory")
            if status:
                errors.seek(0)
                said = errors.read(64 << 10).decode("utf-8", "replace").strip().splitlines() or [f"exit status {status}"]
                raise RepositoryError(f"git {_name(arguments)} failed: {said[-1][:MESSAGE]}")

    def write_tree(self, entries: Iterable[tuple[str, str]]) -> str:
        """Object id of a tree of files in our shadow, from names in order and object ids. The blobs need not be there."""
        data = b"".join(b"100644 %s\0%s" % (name.encode(), bytes.fromhex(blob)) for name, blob in entries)
        whole = b"tree %d\0%s" % (len(data), data)
        tree = (hashlib.sha256 if len(self.head) > 40 else hashlib.sha1)(whole, usedforsecurity=False).hexdigest()
        file = self._shadow / "objects" / tree[:2] / tree[2:]
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(zlib.compress(whole, 0))
        return tree

    def _environment(self) -> dict[str, str]:
        return {**_environment(self._shadow), "GIT_DIR": str(self._shadow)}


@contextmanager
def opened(place: Layout, *, scratch: Path | None = None, seconds: float = REPOSITORY_SECONDS) -> Iterator[Git | None]:
    """git over the repository at `place`; None where it has no commit. RepositoryError where it cannot be read.

    The shadow is made below `scratch` (default: where the system keeps such folders) and removed in the end.
    """
    _supported()
    with tempfile.TemporaryDirectory(prefix="assess-git-", dir=scratch) as folder:
        shadow = Path(folder)
        commit = _ask(place, shadow) if (place.common / "reftable").is_dir() else head(place)
        if commit is None:
            yield None
            return
        cut = shallow(place)
        objects.check(place.common / "objects")
        _make(shadow, place.common / "objects", long=len(commit) > 40)
        if cut:
            (shadow / "shallow").write_text("".join(f"{line}\n" for line in cut), encoding="ascii")
        git = Git(shadow, head=commit, cut=cut)
        clock = threading.Timer(seconds, git.stop)
        clock.start()
        try:
            yield git
        finally:
            clock.cancel()


def _make(shadow: Path, objects: Path, *, long: bool) -> None:
    """What `git init --bare` makes, with the objects borrowed: the trees we write stay in the shadow."""
    (shadow / "refs").mkdir()
    (shadow / "objects" / "info").mkdir(parents=True)
    (shadow / "HEAD").write_text("ref: refs/heads/none\n", encoding="ascii")
    (shadow / "objects" / "info" / "alternates").write_bytes(os.fsencode(objects.resolve()) + b"\n")
    extension = "[extensions]\n\tobjectformat = sha256\n" if long else ""
    version = 1 if long else 0
    (shadow / "config").write_text(f"[core]\n\trepositoryformatversion = {version}\n\tbare = true\n{extension}", encoding="ascii")


def _ask(place: Layout, shadow: Path) -> str | None:
    """HEAD of a repository whose refs are not plain files. rev-parse of a bare name reads no object and runs no program."""
    names = ("HEAD",) if place.bare else ("refs/remotes/origin/HEAD", "HEAD")
    for name in names:
        command = _command(f"--git-dir={place.directory}", "rev-parse", "--quiet", "--verify", name)
        try:
            done = subprocess.run(command, capture_output=True, env=_environment(shadow), timeout=ASK_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise RepositoryError("git takes too long to read its refs", expected="a configuration of plain files") from None
        if done.returncode == 0:
            return done.stdout.decode("ascii").strip()
        if done.returncode != 1:
            said = done.stderr.decode("utf-8", "replace").strip()[-MESSAGE:]
            raise RepositoryError(f"git cannot read its refs: {said}", expected="git 2.45 or newer reads the reftable format")
    return None


def _name(arguments: Sequence[str]) -> str:
    return arguments[2] if arguments[0] == "-c" else arguments[0]


def _environment(home: Path) -> dict[str, str]:
    return {**ENVIRONMENT, "PATH": os.environ.get("PATH", os.defpath), "HOME": str(home)}


def _command(*arguments: str) -> list[str]:
    return ["git", "--no-pager", *(part for setting in SETTINGS for part in ("-c", setting)), *arguments]


@cache
def _supported() -> None:
    try:
        said = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S607
    except (OSError, subprocess.CalledProcessError) as error:
        raise RepositoryError("git cannot be run", expected="git on the search path") from error
    found = re.search(r"(\d+)\.(\d+)", said)
    if not found or (int(found[1]), int(found[2])) < OLDEST_GIT:
        raise RepositoryError(f"{said.strip()} is too old", expected="git {}.{} or newer".format(*OLDEST_GIT))
