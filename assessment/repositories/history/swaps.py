"""Which words did a change replace with which, whatever stood around them?

Reads: the lines that a hunk removed and those it added. Returns: the words replaced, and a hash of them, so that one move of all images
to another registry is one change in a Dockerfile, a chart and a Jenkinsfile.
How: as many lines out as in, so that line stands against line; what both begin and end with is left out, and the words and signs between
are aligned with the fewest edits. Numbers alone are left out, because a version goes up in passing. Each pair of texts is compared once.
Misleads: lines that changed places at the same time are compared crosswise; words are cut at every sign, so that `a-b` is two.
Source: token edit scripts of systematic edits (Meng, Kim and McKinley, LASE, ICSE 2013), reduced to a set; RapidFuzz's alignment.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

from rapidfuzz.distance import Levenshtein, Postfix, Prefix

LINES = 20  # more lines are a rewrite, not a replacement
FEWEST = 6  # letters and digits in all words together, below which they say nothing
MOST = 80  # words, 40 out and 40 in, above which it is a rewrite
LONGEST = 2_000  # characters of a line: longer ones are data, and the time to align grows with the square
SWITCHES = frozenset({"true", "false", "yes", "no", "on", "off", "none", "null"})  # what they switch stands elsewhere
KNOWN = 1 << 14  # texts remembered: the same change is often made in several files of a repository

_WORD = re.compile(r"\w+")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_LETTER = re.compile(r"[^\W\d_]")
_INSIDE = "".join(sign for sign in map(chr, range(0x100)) if sign.isalnum() or sign == "_")  # of a word, in western scripts
Swap = tuple[str, str]


def swaps(removed: str, added: str) -> tuple[Swap, ...]:
    """(old words, new words) of each run of words that was replaced by another, in order of the alphabet, each once.

    None of runs without a letter, and none at all where they say too little (FEWEST; SWITCHES do not count) or too much (MOST), or
    where not as many lines came as went.
    """
    before, after = removed.split("\n"), added.split("\n")
    if len(before) != len(after) or len(before) > LINES:
        return ()
    found = {swap for old, new in zip(before, after, strict=True) if old != new for swap in _replaced(old, new)}
    return tuple(sorted(found)) if found and _tell(found) else ()


@lru_cache(KNOWN)
def key(removed: str, added: str) -> int:
    """Hash of the swaps between two texts; 0 where there are none."""
    found = swaps(removed, added)
    return int.from_bytes(blake2b(repr(found).encode(), digest_size=8).digest(), "big") or 1 if found else 0


def _replaced(old: str, new: str) -> list[Swap]:
    """Runs of words of one line that another run took the place of, where either has a letter."""
    if max(len(old), len(new)) > LONGEST:
        return []
    start = len(old[: Prefix.similarity(old, new)].rstrip(_INSIDE))
    left, right = old[start:], new[start:]
    end = len(left[len(left) - Postfix.similarity(left, right) :].lstrip(_INSIDE))
    left, right = left[: len(left) - end], right[: len(right) - end]
    if not _LETTER.search(left + right):
        return []
    before, after = _TOKEN.findall(left), _TOKEN.findall(right)
    if len(before) == len(after) == 1:
        return _words(before, after)
    edits = Levenshtein.opcodes(before, after)
    return [
        swap
        for edit in edits
        if edit.tag == "replace"
        for swap in _words(before[edit.src_start : edit.src_end], after[edit.dest_start : edit.dest_end])
    ]


def _words(before: Sequence[str], after: Sequence[str]) -> list[Swap]:
    """The words of a run and of the run in its place; nothing where either side has none, or no letter stands on either."""
    old, new = (" ".join(token for token in tokens if _WORD.match(token)) for tokens in (before, after))
    return [(old, new)] if old and new and old != new and _LETTER.search(old + new) else []


def _tell(found: set[Swap]) -> bool:
    words = " ".join(run for swap in found for run in swap).split(" ")
    told = "".join(word for word in words if word.casefold() not in SWITCHES)
    return len(words) <= MOST and len(told) - told.count("_") >= FEWEST
