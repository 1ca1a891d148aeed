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
PART = re.compile(r"[^-_.\s]+")  # of a repository's name
QUOTES = ("'", '"', "`")
# Each pattern starts with the letters it can start with and looks behind them afterwards: the search leaps from one of them to the next.
MASKS = (
    (re.compile(r"[s0-9a-f](?<!\w.)(?:(?<=s)ha\d{3}:[0-9a-f]{32,64}|(?<!s)[0-9a-f]{31,63})\b"), "H"),
    (re.compile(r"@(?<=[\w)]@)[\w.+/-]+"), "@V"),  # owner/action@v4, library@master, image@digest
    (
        re.compile(r"([FfIi](?<!\w.)(?:(?<=[Ff])[Rr][Oo][Mm]|(?<=[Ii])[Mm][Aa][Gg][Ee]:))([^\S\n]+\S+?):[\w.-]+(?=[\s@]|$)", re.MULTILINE),
        r"\1\2:V",
    ),
    (re.compile(r"([?&]ref=)[\w.+/-]+"), r"\1V"),
    (re.compile(r"(version\w{0,20}[^\S\n]*[:=][^\S\n]*)[^\s,;)]+", re.IGNORECASE), r"\1V"),
    (re.compile(r"[v\d](?<![\w.].)(?:(?<=v)\d+(?:(?:\.\d+)+(?:[-+.]?\w)*|\b)|(?<=\d)\d*(?:\.\d+)+(?:[-+.]?\w)*)"), "V"),
)
LAYOUT = (
    (re.compile(r"[^\S\n ]"), " "),
    (re.compile(r"  +"), " "),
    (re.compile(r"^ ", re.MULTILINE), ""),
    (re.compile(r"[ ,;](?<![ ,;].)[ ,;]*$", re.MULTILINE), ""),
    (re.compile(r"^(?:- )+", re.MULTILINE), ""),
    (re.compile(r"^(?:[^\w\n]|_)+$", re.MULTILINE), ""),  # brackets and rules only
)
AT_ONCE = 1 << 23  # letters read at once: bounds memory


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


def normalise(paths: Sequence[str], texts: Sequence[str] | pd.Series, names: Sequence[Iterable[str]], *, rules: Thresholds) -> Lines:
    """Normalised lines of files, given side by side: paths, contents, and for each the repository names to mask in it.

    Read in parts, files of one style and base name together: what they have in common is normalised once.
    """
    column = pd.Series(texts, dtype="str").reset_index(drop=True)
    styled = np.asarray(styles(paths, rules), dtype=object)
    known: dict[str, int] = {}
    masks: dict[str, re.Pattern[str] | None] = {}
    counts = np.zeros(len(column), np.int64)
    read: list[tuple[np.ndarray, np.ndarray]] = []
    for files in _parts(paths, styled, column.str.len().to_numpy(np.int64)):
        some = zip(column.iloc[files], (names[file] for file in files), strict=True)
        raw = [_plain(_masked(text, own, masks, rules.names), str(styled[files[0]])) for text, own in some]
        lengths, codes = _coded(raw, str(styled[files[0]]), known)
        counts[files] = lengths
        read.append((np.repeat(files, lengths), codes))
    starts = np.concatenate([[0], np.cumsum(counts)])
    order = np.argsort(np.concatenate([np.zeros(0, np.int64), *(file for file, _ in read)]), kind="stable")
    codes = np.concatenate([np.zeros(0, np.int64), *(code for _, code in read)])[order]
    return Lines(codes, starts.astype(np.int64), np.array(list(known), dtype=object))


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
    number = np.array([known.setdefault(line, len(known)) if line else -1 for line in _cleaned(distinct, style)], np.int64)
    codes = number[which] if len(number) else number
    file = np.repeat(np.arange(len(raw)), lengths)[codes >= 0]
    return np.bincount(file, minlength=len(raw)), codes[codes >= 0]


def own_name(name: str, rules: Names) -> re.Pattern[str] | None:
    """Pattern of a repository's name as a whole word, in any case, joined by - _ . or nothing; without its first part where two remain.

    None where the name is too short or an ordinary word of setup files.
    """
    parts = PART.findall(name)
    if len("".join(parts)) < rules.least_letters or "-".join(parts).lower() in rules.words:
        return None
    forms = [parts, parts[1:]] if len(parts) > 2 and "-".join(parts[1:]).lower() not in rules.words else [parts]
    either = "|".join("[-_. ]?".join(map(re.escape, form)) for form in forms)
    return re.compile(rf"(?<![A-Za-z0-9])(?i:{either})(?![A-Za-z0-9])")  # the flag on the sets would triple the time to compile


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
