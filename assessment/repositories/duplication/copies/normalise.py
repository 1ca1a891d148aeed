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
from fnmatch import translate

import numpy as np
import pandas as pd

from assessment.repositories.duplication.thresholds import Names, Thresholds

# A comment starts a line or follows white space: "http://" and "a#b" are none. The sign stands before its condition, which is faster.
HASH, SLASHES, SEMICOLON = (re.compile(rf"{sign}(?<!\S{sign})[^\n]*") for sign in ("#", "//", ";"))
COMMENT = {
    "hash": (HASH,),
    "slashes": (SLASHES, re.compile(r"^#![^\n]*", re.MULTILINE)),
    "hash and slashes": (HASH, SLASHES),
    "semicolon": (SEMICOLON, HASH),
}
BLOCK = {"slashes": ("/*", "*/"), "hash and slashes": ("/*", "*/"), "markup": ("<!--", "-->")}
QUOTES = ("'", '"', "`")
MASKS = (
    (re.compile(r"\b(?:sha\d{3}:)?[0-9a-f]{32,64}\b"), "H"),
    (re.compile(r"@(?<=[\w)]@)[\w.+/-]+"), "@V"),  # owner/action@v4, library@master, image@digest
    (re.compile(r"\b(FROM|image:)([^\S\n]+\S+?):[\w.-]+(?=[\s@]|$)", re.IGNORECASE | re.MULTILINE), r"\1\2:V"),
    (re.compile(r"([?&]ref=)[\w.+/-]+"), r"\1V"),
    (re.compile(r"(version\w{0,20}[^\S\n]*[:=][^\S\n]*)[^\s,;)]+", re.IGNORECASE), r"\1V"),
    (re.compile(r"(?<![\w.])v?\d+(?:\.\d+)+(?:[-+.]?\w)*|(?<![\w.])v\d+\b"), "V"),
)
LAYOUT = (
    (re.compile(r"[^\S\n]+"), " "),
    (re.compile(r"^ |[ ,;]+$", re.MULTILINE), ""),
    (re.compile(r"^(?:- )+", re.MULTILINE), ""),
    (re.compile(r"^(?:[^\w\n]|_)+$", re.MULTILINE), ""),  # brackets and rules only
)


@dataclass(frozen=True, slots=True)
class Lines:
    """Normalised lines of many files: file i is `codes[starts[i]:starts[i + 1]]`, and the line with code c reads `words[c]`."""

    codes: np.ndarray
    starts: np.ndarray
    words: np.ndarray

    def __len__(self) -> int:
        return len(self.starts) - 1

    def of(self, file: int) -> list[str]:
        """The normalised lines of one file, in order."""
        return [str(word) for word in self.words[self.codes[self.starts[file] : self.starts[file + 1]]]]


def normalise(paths: Sequence[str], texts: Sequence[str], names: Sequence[Iterable[str]], *, rules: Thresholds) -> Lines:
    """Normalised lines of files, given side by side: paths, contents, and for each the repository names to mask in it."""
    styled = styles(paths, rules)
    masks = {name: own_name(name, rules.names) for name in {name for own in names for name in own}}
    raw = [
        _plain(text, style, [mask for name in own if (mask := masks[name])]) for text, style, own in zip(texts, styled, names, strict=True)
    ]
    counts = np.fromiter((len(lines) for lines in raw), np.int64, len(raw))
    flat = np.array([line for lines in raw for line in lines], dtype=object)
    style_of_line = np.repeat(np.asarray(styled, dtype=object), counts) if len(flat) else flat
    clean = np.full(len(flat), "", dtype=object)
    for style in sorted(set(styled)):
        rows = np.flatnonzero(style_of_line == style)
        codes, distinct = pd.factorize(flat[rows])
        clean[rows] = _cleaned(distinct, style)[codes]
    kept = clean != ""
    codes, words = pd.factorize(clean[kept])
    file = np.repeat(np.arange(len(raw)), counts)[kept]
    starts = np.concatenate([[0], np.cumsum(np.bincount(file, minlength=len(raw)))])
    return Lines(codes.astype(np.int64), starts.astype(np.int64), np.asarray(words, dtype=object))


def own_name(name: str, rules: Names) -> re.Pattern[str] | None:
    """Pattern of a repository's name as a whole word, in any case, joined by - _ . or nothing; without its first part where two remain.

    None where the name is too short or an ordinary word of setup files.
    """
    parts = [part for part in re.split(r"[-_.\s]+", name) if part]
    if len("".join(parts)) < rules.least_letters or "-".join(parts).lower() in rules.words:
        return None
    forms = [parts, parts[1:]] if len(parts) > 2 and "-".join(parts[1:]).lower() not in rules.words else [parts]
    either = "|".join("[-_. ]?".join(map(re.escape, form)) for form in forms)
    return re.compile(rf"(?<![A-Za-z0-9])(?i:{either})(?![A-Za-z0-9])")  # the flag on the sets would triple the time to compile


def _plain(text: str, style: str, own: list[re.Pattern[str]]) -> list[str]:
    """Lines of a text, own names masked and block comments taken out."""
    for pattern in own:
        text = pattern.sub("REPO", text)
    if style in BLOCK:
        text = without_blocks(text, *BLOCK[style])
    return text.split("\n")


def without_blocks(text: str, opens: str, closes: str) -> str:
    """The text without block comments; one opens at a line's start or after white space, so "src/**/*.ts" opens none.

    Searched by hand: a pattern would start over at every opening that is never closed.
    """
    kept, at, start = [], 0, text.find(opens)
    while start >= 0:
        if start == 0 or text[start - 1].isspace():
            end = text.find(closes, start + len(opens))
            if end < 0:
                break
            kept.append(text[at:start])
            at = end + len(closes)
        start = text.find(opens, max(at, start + 1))
    return "".join([*kept, text[at:]])


def styles(paths: Sequence[str], rules: Thresholds) -> list[str]:
    """Comment style of each path (a key of COMMENT or BLOCK, or another), by its base name."""
    patterns = [
        (style, re.compile("|".join(translate(glob.lower()) for glob in globs))) for style, globs in rules.comments.items() if globs
    ]
    known: dict[str, str] = {}
    for path in paths:
        base = path.rpartition("/")[2].lower()
        if base not in known:
            known[base] = next((style for style, pattern in patterns if pattern.match(base)), "hash")
    return [known[path.rpartition("/")[2].lower()] for path in paths]


def _cleaned(distinct: np.ndarray, style: str) -> np.ndarray:
    """Each distinct line normalised: all of them as one text, so that a pattern runs once and not once a line."""
    text = "\n".join(distinct)
    for comment in COMMENT.get(style, ()):
        text = comment.sub("", text)
    for quote in QUOTES:
        text = text.replace(quote, "")
    for pattern, mask in (*MASKS, *LAYOUT):
        text = pattern.sub(mask, text)
    return np.array(text.split("\n"), dtype=object)
