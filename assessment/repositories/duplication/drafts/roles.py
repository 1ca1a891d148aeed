"""What sort of difference is it: a real input, or only drift? Versions, and which of them is the newest.

Roles: input (a caller states it), flag (a part that a caller asks for), shell text (an input inside a script), drift (a version: the newest
seen for all), display (a name: the commonest for all), trigger (stays in the caller).
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

ROLES = ("input", "flag", "shell text", "drift", "display", "trigger")
_VERSION = re.compile(r"(?:^|[-_/=])v?(\d+(?:\.\d+)*)(?![0-9A-Za-z])")
_DIGEST = re.compile(r"@?(?:sha256:)?(?<![0-9a-f])[0-9a-f]{40,64}$")


def newest(written: Sequence[str], known: Mapping[str, str] | None = None) -> str:
    """The newest of several versions as written, the commonest where they cannot be compared; the longer of v4 and v4.1.

    known: version of digests, by how they are written, where a comment beside them said it.
    """
    counts = Counter(written)
    return max(counts, key=lambda one: (version((known or {}).get(one, one)), counts[one], -list(counts).index(one)))


def version(written: str) -> tuple[int, ...]:
    """A version as numbers, () where it says none (a branch, a commit): of what stands behind the last @ or :, a digest left out."""
    tag = re.split(r"[@:]", _DIGEST.sub("", written))[-1]
    match = _VERSION.search(tag)
    return tuple(int(part) for part in match[1].split(".")) if match else ()
