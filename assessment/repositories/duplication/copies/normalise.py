"""What does a plumbing file say, apart from how it is written down?

Reads file texts; returns their normalised lines. Left out: comments, blank lines, lines without a letter or digit. Made alike: layout,
quotes, list dashes, the repository's own name (REPO), versions and references (V), digests (H). What is left is what a reader would
compare. The lines that are left are the "effective lines" that every count of lines in this package means.

Misleads: dotted numbers are masked whatever they are, addresses included; a value that is the same word as the repository's name is
masked too; heredocs and embedded scripts are treated like the file around them.
Source: NiCad's idea (compare normalised lines), measured for setup files; each distinct line is normalised once for the whole fleet.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from assessment.repositories.duplication.copies.masks import BLOCK, COMMENT, LAYOUT, MASKS, PART, QUOTES, own_name, styles, without_blocks
from assessment.repositories.duplication.copies.sets import places, spread
from assessment.repositories.duplication.thresholds import Names, Thresholds

AT_ONCE = 1 << 21  # letters read at once: bounds memory


@dataclass(frozen=True, slots=True)
class Lines:
    """Normalised lines of many files: file i is `codes[starts[i]:starts[i + 1]]` (int32), and the line with code c reads `words[c]`."""

    codes: np.ndarray
    starts: np.ndarray
    words: np.ndarray

    def __len__(self) -> int:
        return len(self.starts) - 1

    def of(self, file: int) -> list[str]:
        """The normalised lines of one file, in order."""
        return [str(word) for word in self.words[self.codes[self.starts[file] : self.starts[file + 1]]]]

    def chosen(self, files: np.ndarray) -> "Lines":
        """The lines of some files, in the order given."""
        sizes = np.diff(self.starts)[files]
        return Lines(spread(self.codes, self.starts[files], sizes), np.concatenate([[0], np.cumsum(sizes)]), self.words)


def normalise(
    paths: Sequence[str],
    texts: Sequence[str] | pd.Series,
    names: Sequence[Iterable[str]],
    *,
    rules: Thresholds,
    at: np.ndarray | None = None,
) -> Lines:
    """Normalised lines of files, given side by side: paths, contents, and for each the repository names to mask in it.

    at: where the content of each file stands in `texts`, if not side by side. Read in parts, files of one style and base name together:
    what they have in common is normalised once, and a fleet's texts are never copied.
    """
    at = np.arange(len(paths)) if at is None else at
    held = texts.array if isinstance(texts, pd.Series) else texts  # one by one: a column in many chunks is copied whole to take some
    letters = texts.str.len().to_numpy(np.int64) if isinstance(texts, pd.Series) else np.array([len(text) for text in texts], np.int64)
    styled = np.asarray(styles(paths, rules), dtype=object)
    known: dict[str, int] = {}
    masks: dict[str, re.Pattern[str] | None] = {}
    counts = np.zeros(len(paths), np.int64)
    read: list[tuple[np.ndarray, np.ndarray]] = []
    for files in _parts(paths, styled, letters[at]):
        some = ((str(held[place]), names[file]) for file, place in zip(files.tolist(), at[files].tolist(), strict=True))
        raw = [_plain(_masked(text, own, masks, rules.names), str(styled[files[0]])) for text, own in some]
        counts[files], codes = _coded(raw, str(styled[files[0]]), known)
        read.append((files, codes))
    starts = np.concatenate([[0], np.cumsum(counts)])
    codes = np.empty(starts[-1], np.int32)
    for files, part in read:
        codes[places(starts[files], counts[files])] = part
    return Lines(codes, starts, np.array(list(known), dtype=object))


def _parts(paths: Sequence[str], styled: np.ndarray, letters: np.ndarray) -> list[np.ndarray]:
    """Numbers of the files to read at once: of one style, files of one base name side by side, about AT_ONCE letters together."""
    base = np.array([path.rpartition("/")[2] for path in paths], dtype=object)
    order = np.lexsort((pd.factorize(base, sort=True)[0], pd.factorize(styled, sort=True)[0])) if len(base) else np.zeros(0, np.int64)
    part = np.cumsum(letters[order]) // AT_ONCE
    new = (np.diff(part) > 0) | (styled[order][1:] != styled[order][:-1])
    return np.split(order, np.flatnonzero(new) + 1) if len(order) else []


def _coded(raw: list[list[str]], style: str, known: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """How many effective lines each file has, and the codes of all of them; new lines are added to `known`."""
    lengths = np.fromiter((len(lines) for lines in raw), np.int64, len(raw))
    which, distinct = pd.factorize(np.array([line for lines in raw for line in lines], dtype=object))
    number = np.array([known.setdefault(line, len(known)) if line else -1 for line in _cleaned(distinct, style)], np.int32)
    codes = number[which] if len(number) else number
    file = np.repeat(np.arange(len(raw)), lengths)[codes >= 0]
    return np.bincount(file, minlength=len(raw)), codes[codes >= 0]


def _masked(text: str, names: Iterable[str], masks: dict[str, re.Pattern[str] | None], rules: Names) -> str:
    """A text with its own names masked. `masks`: patterns made so far; most names stand in none of their texts and need no pattern."""
    lower = ""
    for name in names:
        lower = lower or text.lower()
        if next(iter(PART.findall(name)[-1:]), "").lower() in lower:
            if name not in masks:
                masks[name] = own_name(name, rules)
            text = pattern.sub("REPO", text) if (pattern := masks[name]) else text
    return text


def _plain(text: str, style: str) -> list[str]:
    """Lines of a text, block comments taken out."""
    return (without_blocks(text, *BLOCK[style]) if style in BLOCK else text).split("\n")


def _cleaned(distinct: np.ndarray, style: str) -> list[str]:
    """Each distinct line normalised: all of them as one text, so that a pattern runs once and not once a line."""
    text = "\n".join(distinct)
    for comment in COMMENT.get(style, ()):
        text = comment.sub("", text)
    for quote in QUOTES:
        text = text.replace(quote, "")
    for pattern, mask in (*MASKS, *LAYOUT):
        text = pattern.sub(mask, text)
    return text.split("\n") if len(distinct) else []
