"""What to call what differs? A short name from the place where it stands, and the repository's own name in every spelling.

Reads the trail of a value: the keys above it and the labels of list items on the way. Returns names of small letters, digits and dashes.
"""

import re
from collections.abc import Collection, Sequence

LONGEST = 40
_PLAIN = frozenset(
    {"name", "value", "run", "path", "with", "env", "args", "script", "default", "key", "id", "if", "image", "command", "type", "tag"}
)
_SILENT = frozenset({"with", "env", "steps", "jobs", "on", "strategy", "matrix", "include", "run", "defaults", "script"}) | frozenset(
    {"document", "documents", "lines", "line", "head", "tail", "text"}  # of texts read by lines
)
_LABEL = re.compile(r"^(?:uses|id|name|image|run|script|key|path|source|type): ")


def name(trail: Sequence[str], taken: Collection[str], fallback: str = "value") -> str:
    """A name that is not `taken`: the last telling word of the trail, with the word before it where that is needed to tell two apart."""
    words = [word for step in trail if (word := _word(step))]
    telling = [word for word in words if word not in _SILENT] or words or [fallback]
    short = telling[-1] if telling[-1] not in _PLAIN or len(telling) == 1 else "-".join(telling[-2:])
    for candidate in (short, "-".join(telling[-2:]), "-".join(telling[-3:])):
        if (found := _cut(candidate, fallback)) not in taken:
            return found
    return next(numbered for number in range(2, len(taken) + 3) if (numbered := f"{_cut(short, fallback)}-{number}") not in taken)


def _word(step: str) -> str:
    """A trail's step as a word: labels without their key, actions without owner."""
    text = _LABEL.sub("", step)
    text = text.rsplit("/", 1)[-1] if step.startswith(("uses: ", "image: ", "source: ")) else text
    text = re.sub(r"([a-z0-9])([A-Z])", r"\1-\2", text)
    return "-".join(re.sub(r"[^a-z0-9]+", " ", text.lower()).split()[:4])


def _cut(word: str, fallback: str) -> str:
    cut = word[:LONGEST].strip("-")
    return cut if re.match(r"[a-z_]", cut) else f"{fallback}-{cut}".strip("-")


def own_name(repository: str) -> re.Pattern[str] | None:
    """Pattern of a repository's name as a whole word, in any case, parts joined by - _ . or nothing; None for under three letters."""
    bare = re.split(r"[/+]", repository)[-1]
    parts = [part for part in re.split(r"[-_.\s]+", bare) if part]
    if len("".join(parts)) < 3:
        return None
    return re.compile(rf"(?<![A-Za-z0-9])(?i:{'[-_. ]?'.join(map(re.escape, parts))})(?![A-Za-z0-9])")


def spelling(written: str) -> str:
    """How a name is written, so that two of the same spelling can be told from two of different ones: lower, upper or mixed."""
    return "lower" if written == written.lower() else "upper" if written == written.upper() else "mixed"
