"""What one change of a plumbing file did: how many lines, and which edit, so that the same edit elsewhere is recognised.

Reads: the bytes of one file's patch. Returns: `Edit`.
Misleads: the hash knows lines, not meaning: the same lines moved in another order are another edit. Comment lines are known by their
first characters (#, //, /*, *, <!--), not by the grammar of the file. Twelve letters and digits are the least that counts as an edit.
Source: git-diff(1) GENERATING PATCH TEXT WITH -P.
"""

import re
from hashlib import blake2b
from typing import NamedTuple

TRIVIAL = 12  # letters and digits below which an edit says nothing (a bracket, a version digit)
NAME = b"REPO"  # what the repository's own name is replaced with, so that the same edit in two repositories is equal

_CHANGED = re.compile(rb"^[+-].*$", re.MULTILINE)
_SPACE = re.compile(rb"[ \t\r\f\v]+")
# blank, or nothing but a comment; a star counts only when indented, because it is a rule at the start of a CODEOWNERS line
_SILENT = re.compile(rb"^[+-](?: ?(?:#(?!!)|//|/\*|<!--).*| \*(?:[ /].*)?| )?$\n?", re.MULTILINE)
_TRAILING = re.compile(rb" $", re.MULTILINE)
_WORD = re.compile(rb"[0-9A-Za-z]")


class Edit(NamedTuple):
    """Lines added and deleted as git counts them, and a hash of the edit; 0 for a trivial one."""

    added: int
    deleted: int
    key: int


def edit(patch: bytes, own: re.Pattern[bytes] | None, *, deletion: bool = False) -> Edit | None:
    """The edit in a patch of one file; `own` finds the repository's name. None where git printed no lines: a binary file.

    The key of a deletion is 0: the same file deleted twice shows nothing.
    """
    start = patch.find(b"\n@@ ")
    if start < 0:
        return Edit(0, 0, 0) if b"\nBinary files " not in patch else None
    body = patch[start + 1 :]
    added, deleted = body.count(b"\n+"), body.count(b"\n-")
    return Edit(added, deleted, 0 if deletion else key(body, own))


def key(body: bytes, own: re.Pattern[bytes] | None) -> int:
    """64-bit hash of the lines added and removed: white space collapsed, blank and comment lines dropped, own name masked."""
    lines = _SPACE.sub(b" ", b"\n".join(_CHANGED.findall(body)))
    lines = _TRAILING.sub(b"", _SILENT.sub(b"", lines)).strip(b"\n")
    if own is not None:
        lines = own.sub(NAME, lines)
    if len(lines) < TRIVIAL or len(_WORD.findall(lines)) < TRIVIAL:
        return 0
    return int.from_bytes(blake2b(lines, digest_size=8).digest(), "big") or 1


def own_name(repository: str) -> re.Pattern[bytes] | None:
    """Finds a repository's name in text, in any case and with - or _; None for a name too short to mean it."""
    name = re.split(r"[/+]", repository)[-1]
    parts = [re.escape(part.encode()) for part in re.split(r"[-_. ]+", name) if part]
    return re.compile(rb"[-_. ]?".join(parts), re.IGNORECASE) if len(name) >= 4 else None
