"""Commits as a stream that `git fast-import` reads: the same records always give the same bytes, and so the same commit ids."""

from collections.abc import Iterable, Iterator

from assessment.demo.people import Identity
from assessment.demo.replay import Commit

BRANCH = b"refs/heads/main"


def stream(commits: Iterable[Commit]) -> Iterator[bytes]:
    """The stream of one repository, piece by piece. Source of the format: git-fast-import(1)."""
    for commit in commits:
        yield b"commit %s\nmark :%d\n" % (BRANCH, commit.number + 1)
        yield _who(b"author", commit.author, commit.at) + _who(b"committer", commit.committer, commit.at) + _data(commit.message + "\n")
        if not commit.parents:
            yield b"deleteall\n"
        for word, parent in zip((b"from", b"merge"), commit.parents, strict=False):
            if word == b"merge" or parent != commit.number - 1:  # without `from` the branch goes on, which spares reading its tree again
                yield b"%s :%d\n" % (word, parent + 1)
        for path, text in commit.files.items():
            if text is None:
                yield b"D %s\n" % _path(path)
            else:
                mode = b"100755" if path.endswith(".sh") else b"100644"
                yield b"M %s inline %s\n" % (mode, _path(path)) + _data(text)
        yield b"\n"
    yield b"done\n"


def _who(role: bytes, identity: Identity, at: int) -> bytes:
    return b"%s %s <%s> %d %s\n" % (role, identity.name.encode(), identity.address.encode(), at, identity.zone.encode())


def _data(text: str) -> bytes:
    content = text.encode("utf-8", "surrogateescape")
    return b"data %d\n" % len(content) + content + b"\n"


def _path(path: str) -> bytes:
    """A path as the stream wants it: quoted in C style where it holds bytes beyond plain ASCII, quotes or spaces."""
    raw = path.encode("utf-8", "surrogateescape")
    if all(33 <= byte < 127 and byte not in b'"\\' for byte in raw):
        return raw
    return b'"' + b"".join(b"\\%03o" % byte if byte >= 127 or byte in b'"\\' or byte < 32 else bytes([byte]) for byte in raw) + b'"'
