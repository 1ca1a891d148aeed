"""Which of many words may a text hold?

Reads the words once and then a text at a time. All words are looked for in one pass over the text, by the groups of four letters that they
are made of, which is forty times quicker than one search per word.
Misleads: a word is named too often (its groups stand apart in the text, or are written alike), never too seldom.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_BITS = 18  # of the number of a group
_ALWAYS = 1 << _BITS  # a group that every text has


@dataclass(frozen=True, slots=True, eq=False)
class Filed:
    """Words in lower case, and each as its groups of letters: a row a word, filled up with _ALWAYS."""

    words: tuple[str, ...]
    groups: NDArray[np.uint32]

    @staticmethod
    def of(words: Iterable[str]) -> "Filed":
        """File the words."""
        words = tuple(dict.fromkeys(words))
        made = [_groups(word) for word in words]
        groups = np.full((len(made), max(map(len, made), default=0)), _ALWAYS, np.uint32)
        for row, group in enumerate(made):
            groups[row, : len(group)] = group
        return Filed(words, groups)

    def __call__(self, text: str) -> set[str]:
        """Words that a text may hold, which is in lower case; a word under four letters always."""
        seen = np.zeros(_ALWAYS + 1, bool)
        seen[_ALWAYS] = True
        seen[_groups(text)] = True
        return {self.words[row] for row in np.flatnonzero(seen[self.groups].all(axis=1)).tolist()}


def _groups(text: str) -> NDArray[np.integer]:
    """The groups of a text as numbers; none of a text under four letters."""
    bytes_ = np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8).astype(np.uint32)
    pairs = bytes_[:-1] * 509 + bytes_[1:]
    return (pairs[:-2] * 2053 + pairs[2:]) & (_ALWAYS - 1)
