"""Which files hold a text that was taken out elsewhere, and on which line?

Reads: contents of files, and old texts. Returns: one row a text and file; the lines of some of them. Lines are normalised as edits are, by
the same code: white space collapsed, without blank lines and comments, the repository's own name masked.
How: each old text is looked up by its longest line, or word, in a table; a file is searched line by line only where that stands in it.
Misleads: words are compared across signs: `a-b` and `a b` are the same two words.
Source: edits.py, swaps.py.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pandas as pd

from assessment.privacy.masking import masked
from assessment.repositories.history import edits, patches

LONGEST = 200  # characters of a line that are shown
LOOKED_AT = 2_000  # characters in which secrets are looked for: a token that is cut at its end is not shown
_OPENING = b"diff --git a/0 b/0\n@@ -1 +0,0 @@\n<"  # each text as the lines that a patch removes
_SIGNS = bytes(code if code > 127 or chr(code).isalnum() or chr(code) == "_" else ord(" ") for code in range(256))
_WORD = re.compile(r"\w+")


class Old(NamedTuple):
    """A text that was taken out: normalised lines one after the other, or else runs of words; and the kinds of file it stood in."""

    lines: tuple[bytes, ...]
    words: tuple[str, ...]
    kinds: frozenset[str]


class Files(NamedTuple):
    """Files of one repository: their texts, and the lines of these as edits are compared."""

    path: list[str]
    kind: list[str]
    text: list[str]
    plain: list[list[bytes]]


def places(contents: pd.DataFrame, olds: Sequence[Old]) -> pd.DataFrame:
    """old (position in `olds`), repository, path: the files that hold an old text."""
    by_line, by_word = _anchors(olds)
    wanted = contents[contents["kind"].isin({kind for old in olds for kind in old.kinds})]
    rows = []
    for repository, some in wanted.groupby("repository", observed=True):
        files = _files(str(repository), some)
        for path, kind, lines in zip(files.path, files.kind, files.plain, strict=True):
            found = _looked_up(by_line, lines) + _looked_up(by_word, b" ".join(lines).translate(_SIGNS).split())
            held = [old for old in sorted(set(found)) if kind in olds[old].kinds and _place(olds[old], lines) is not None]
            rows += [(old, str(repository), path) for old in held]
    return pd.DataFrame(rows, columns=["old", "repository", "path"])


def lines(contents: pd.DataFrame, places: pd.DataFrame, olds: Sequence[Old]) -> pd.DataFrame:
    """line (from 1) and text (that line, secrets masked, cut) of places, in their order."""
    known = contents[["repository", "path", "text"]].astype(str)
    texts = places.reset_index()[["index", "old", "repository", "path"]].merge(known, on=["repository", "path"])
    found = []
    for index, old, repository, text in texts[["index", "old", "repository", "text"]].itertuples(index=False, name=None):
        whole = text.split("\n")
        told = [(at, some[0]) for at, some in enumerate(plain(whole, edits.own_name(repository))) if some]
        line = told[_place(olds[old], [some for _, some in told]) or 0][0]
        found.append((index, line + 1, masked(whole[line].strip()[:LOOKED_AT])[:LONGEST]))
    return pd.DataFrame(found, columns=["index", "line", "text"]).set_index("index").reindex(places.index)


def plain(texts: Sequence[str], name: re.Pattern[bytes] | None) -> list[list[bytes]]:
    """The lines of each text as edits are compared; `name` finds the repository's own name."""
    if not texts:
        return []
    said = b"".join(_OPENING + text.encode("utf-8", "backslashreplace").replace(b"\n", b"\n<") + b"\n" for text in texts)
    normal = edits.normalised(said, patches.parsed(said), name)
    return [[line[1:] for line in part.split(b"\n") if line] for part in normal.split(b"\0")[1:]]


def _files(repository: str, contents: pd.DataFrame) -> Files:
    path, kind, text = (contents[column].astype(str).tolist() for column in ("path", "kind", "text"))
    return Files(path, kind, text, plain(text, edits.own_name(repository)))


def _anchors(olds: Sequence[Old]) -> tuple[dict[bytes, list[int]], dict[bytes, list[int]]]:
    """Old texts by their longest line, and by their longest word."""
    by_line: dict[bytes, list[int]] = defaultdict(list)
    by_word: dict[bytes, list[int]] = defaultdict(list)
    for at, old in enumerate(olds):
        if old.lines:
            by_line[max(old.lines, key=len)].append(at)
        elif old.words:
            by_word[max(" ".join(old.words).split(" "), key=len).encode()].append(at)
    return by_line, by_word


def _looked_up(anchors: dict[bytes, list[int]], parts: Iterable[bytes]) -> list[int]:
    return [old for part in anchors.keys() & set(parts) for old in anchors[part]]


def _place(old: Old, lines: Sequence[bytes]) -> int | None:
    """On which of some lines an old text begins; None where it does not stand there."""
    return _run(lines, old.lines) if old.lines else _words(lines, old.words)


def _run(lines: Sequence[bytes], wanted: Sequence[bytes]) -> int | None:
    """Where the wanted lines stand one after the other."""
    size = len(wanted)
    return next((at for at, line in enumerate(lines) if line == wanted[0] and tuple(lines[at : at + size]) == tuple(wanted)), None)


def _words(lines: Sequence[bytes], runs: Sequence[str]) -> int | None:
    """Where the longest of some runs of words stands; None where any of them stands nowhere."""
    said = [f" {' '.join(_WORD.findall(line.decode('utf-8', 'replace')))} " for line in lines]
    places = [next((at for at, words in enumerate(said) if f" {run} " in words), None) for run in runs]
    return None if None in places else places[max(range(len(runs)), key=lambda at: len(runs[at]))]
