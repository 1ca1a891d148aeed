"""One name and one pin for the many spellings of a reference: git addresses, registry paths, image names, versions."""

import re
from typing import NamedTuple

_VARIABLE = re.compile(r"\$\{|\$\(|\$\w|\{\{|<%|<<")
_HEX = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_SHORT_HEX = re.compile(r"(?=.*\d)(?=.*[a-f])[0-9a-f]{7,39}")
_TAG = re.compile(r"(?:refs/tags/|[~^=<>! ]*v?\d)|.*(?:^|[-_/@])v?\d+\.\d")
_MOVING = frozenset({"latest", "volatile", "*", "x"})
_SCHEME = re.compile(r"^(?:git::)?(?:[a-z+]+://)?(?:[\w.-]+@)?", re.I)
_REMOTE = re.compile(r"::|://|@|^(?:github\.com|bitbucket\.org|gitlab\.com)[/:]")
_HOST = re.compile(r"^[\w-]+(?:\.[\w-]+)+(?::\d+)?[:/]|^localhost(?::\d+)?/")


class Source(NamedTuple):
    """A reference in normal form."""

    target: str
    block: str
    version: str


def pin(target: str, version: str, *, git: bool = True) -> str:
    """digest, sha, tag, branch, variable, none or local. Where it is no git reference (an image, a chart), any other name is a tag."""
    if target.startswith((".", "/", "file:")) or target == "local":
        return "local"
    if _VARIABLE.search(version) or _VARIABLE.search(target):
        return "variable"
    if "sha256:" in version or "sha512:" in version:
        return "digest"
    if not version or version.casefold() in _MOVING:
        return "none"
    if git and (_HEX.fullmatch(version) or _SHORT_HEX.fullmatch(version)):
        return "sha"
    return "tag" if not git or _TAG.match(version) else "branch"


def image(written: str) -> Source:
    """Name, and tag or digest, of a container image."""
    name, at, digest = written.partition("@")
    head, slash, last = name.rpartition("/")
    base, colon, tag = last.partition(":") if not last.startswith("$") else _variable_image(last)
    return Source(head + slash + base, "", (tag + at + digest) if colon else digest)


def _variable_image(last: str) -> tuple[str, str, str]:
    """Split "${NAME:-x}:tag" at the colon outside the braces."""
    close = last.rfind("}")
    base, colon, tag = last[close + 1 :].partition(":")
    return last[: close + 1] + base, colon, tag


def substituted(written: str, values: dict[str, str]) -> str:
    """`$NAME`, `${NAME}` and `${NAME:-default}` replaced where a value or a default is known."""

    def value(match: re.Match[str]) -> str:
        name, default = match["braced"] or match["plain"], match["default"]
        return values[name] if name in values else default if default is not None else match.group()

    return re.sub(r"\$(?:\{(?P<braced>\w+)(?::?-(?P<default>[^}]*))?\}|(?P<plain>\w+))", value, written)


def source(written: str) -> Source:
    """A module source or git address: owner/repo (host, scheme and .git dropped), folder inside, version.

    Registry paths (namespace/name/provider) and local paths stay as they are.
    """
    address, _, query = written.partition("?")
    version = next((part[4:] for part in query.split("&") if part.startswith("ref=")), "")
    if address.startswith((".", "/")):
        return Source(address, "", version)
    shorthand = re.match(r"^(?:gh|gl|bb):(?=[\w.-]+/)", address)
    if not shorthand and not _REMOTE.search(address):
        name, _, block = address.partition("//")
        return Source(name, block, version)
    bare = _SCHEME.sub("", address[3:] if shorthand else address, count=1)
    bare = _HOST.sub("", bare, count=1).lstrip("/")
    name, _, block = bare.partition("//")
    name, block = _inside_dot_git(name, block)
    return Source(name.removesuffix("/").removesuffix(".git"), block, version)


def _inside_dot_git(name: str, block: str) -> tuple[str, str]:
    """ "owner/repo.git/folder" is written too, though "owner/repo.git//folder" is meant."""
    head, dot, tail = name.partition(".git/")
    return (head, tail or block) if dot else (name, block)
