"""Every commit of a repository, or those since one, with the files each changed.

Reads: the raw log through git, a piece at a time. Returns: `History`.
How: the tree-level log needs no blob, so that a partial clone cannot break it, and costs a tenth of one with line counts.
Merges are not compared with their parents: what they bring stands in the commits that they bring, nobody's effort is counted in
them, and comparing them costs git a third more.
Misleads: what was changed in a merge alone, to resolve a conflict, is not seen. The boundary of a shallow history is left out, because
it would seem to add every file there is.
Source: git-log(1); measured on histories of up to 55,000 commits.
"""

import time

from assessment.errors import RepositoryError
from assessment.repositories.history import raw as history
from assessment.repositories.history.raw import History
from assessment.repositories.sources.git import Git

READ = 4 << 20  # bytes parsed at a time; keeps memory flat and the processor's cache warm
LARGEST = 8 << 30  # bytes of the longest log that is read: some ten million commits
COMMIT_BYTES = 256 << 20  # of one commit: some one and a half million changed files
DAY = 86_400  # a commit dated later than tomorrow was made by a wrong clock
LOG = (
    "log",
    "-z",
    "--date-order",
    "--reverse",
    "--raw",
    "--no-abbrev",
    "--no-renames",
    "--no-color",
    "--no-show-signature",
    "--no-ext-diff",
    "--no-textconv",
    f"--format={history.FORMAT}",
)


def log(git: Git, since: str | None = None) -> History:
    """Commits reachable from HEAD and not from `since`, ancestors first. RepositoryError where git fails or the log is too large."""
    pieces: list[History] = []
    rest, total = b"", 0
    commits = f"{since}..{git.head}" if since else git.head
    with git.stream("-c", f"mailmap.blob={git.head}:.mailmap", *LOG, commits, "--") as output:
        while data := output.read(max(READ, len(rest))):  # a long commit is not looked at again and again
            total += len(data)
            if total > LARGEST:
                raise RepositoryError("its history is too large", expected=f"a log of at most {LARGEST >> 30} GiB")
            rest += data
            if len(rest) > COMMIT_BYTES:
                raise RepositoryError(
                    "a commit of its history is too large", expected=f"less than {COMMIT_BYTES >> 20} MiB of changed paths"
                )
            block = history.parse(rest, last=False)
            pieces.append(block.history)
            rest = rest[block.consumed :]
    pieces.append(history.parse(rest).history)
    return history.without(history.joined(pieces), git.cut, latest=int(time.time()) + DAY)
