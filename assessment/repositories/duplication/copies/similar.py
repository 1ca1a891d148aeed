"""Which files are near-identical?

Reads documents; returns pairs with how similar they are. A pair is similar when its longest common run of lines reaches `similar.lines`,
or, for small changes on many lines, its longest common run of words and signs reaches `similar.tokens`.

Misleads: similar is not copied; two files may come from one public template. Moved blocks lower the similarity.
Source: NiCad's line similarity 2 * LCS / (n + m), computed bit-parallel by rapidfuzz with one character per line.
"""

import re
from typing import Protocol

import numpy as np
import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import Indel

from assessment.repositories.duplication.copies.candidates import candidates
from assessment.repositories.duplication.copies.documents import Documents
from assessment.repositories.duplication.copies.normalise import Lines
from assessment.repositories.duplication.thresholds import Similar

TOKEN = re.compile(r"\w+|[^\w\s]")
FIRST = 0xE000  # first character after the surrogates; over a million remain
ROOM = 0x110000 - FIRST


class Search(Protocol):
    """What finds the pairs worth comparing: as `candidates` does it, or fewer of the same pairs."""

    def __call__(self, found: Documents, *, overlap: float) -> pd.DataFrame:
        """Columns left < right (documents), sorted."""


def similar(found: Documents, rules: Similar, search: Search = candidates) -> pd.DataFrame:
    """Similar pairs of documents in different repositories: left, right, lines (0..1, share of lines in common), similarity (0..1).

    `similarity` is `lines`, or the token similarity laid on the same scale (threshold on threshold, 1 on 1) where that is higher.
    """
    pairs = search(found, overlap=min(rules.candidates, rules.lines / (2 - rules.lines)))
    pairs["lines"] = ratios(encoded(found.lines), pairs["left"].to_numpy(), pairs["right"].to_numpy())
    pairs["similarity"] = pairs["lines"]
    doubtful = pairs.index[pairs["lines"] < rules.lines]
    tokens = _token_ratios(found.lines, pairs.loc[doubtful], rules.tokens)
    pairs.loc[doubtful, "similarity"] = np.where(tokens >= rules.tokens, 1 - (1 - tokens) * _scale(rules), -1.0)
    return pairs[pairs["similarity"] >= 0].reset_index(drop=True)


def encoded(lines: Lines) -> list[str]:
    """Each document as a string with one character per line: the same line is the same character, in whatever document.

    Lines of one document only can match nothing elsewhere, so they share a character of their own document.
    """
    document = np.repeat(np.arange(len(lines)), np.diff(lines.starts))
    held = np.unique(lines.codes * len(lines) + document) // max(len(lines), 1)
    shared = np.bincount(held, minlength=len(lines.words)) > 1
    number = np.cumsum(shared) - 1
    signs = np.where(shared[lines.codes], number[lines.codes], shared.sum() + document)
    if len(signs) and signs.max() >= ROOM:
        raise ValueError(f"{signs.max():,} distinct lines are more than one machine compares at once ({ROOM:,})")
    text = (signs + FIRST).astype("<u4").tobytes().decode("utf-32-le")
    return [text[start:end] for start, end in zip(lines.starts[:-1], lines.starts[1:], strict=True)]


def ratios(texts: list[str], left: np.ndarray, right: np.ndarray, *, at_least: float = 0.0) -> np.ndarray:
    """2 * LCS / (n + m) of pairs of encoded documents, 0..1; 0 where it is below `at_least`."""
    if not len(left):
        return np.zeros(0)
    one, other = [texts[i] for i in left], [texts[i] for i in right]
    return np.asarray(process.cpdist(one, other, scorer=Indel.normalized_similarity, dtype=np.float64, score_cutoff=at_least))


def _token_ratios(lines: Lines, pairs: pd.DataFrame, at_least: float) -> np.ndarray:
    """Similarity of pairs over words and signs, 0 below `at_least`."""
    signs: dict[str, str] = {}
    words: dict[int, str] = {}
    used = np.unique(pairs[["left", "right"]].to_numpy())
    texts = {
        int(i): "".join(_signs(int(code), lines, words, signs) for code in lines.codes[lines.starts[i] : lines.starts[i + 1]]) for i in used
    }
    place = {document: n for n, document in enumerate(texts)}
    left, right = (pairs[side].map(place).to_numpy() for side in ("left", "right"))
    return ratios(list(texts.values()), left, right, at_least=at_least)


def _signs(code: int, lines: Lines, words: dict[int, str], signs: dict[str, str]) -> str:
    """One line with one character per word or sign; each distinct line is split once."""
    if code not in words:
        words[code] = "".join(signs.setdefault(token, chr(FIRST + len(signs))) for token in TOKEN.findall(str(lines.words[code])))
    return words[code]


def _scale(rules: Similar) -> float:
    """How much a difference in tokens weighs as a difference in lines; 1 where tokens must be equal."""
    return (1 - rules.lines) / (1 - rules.tokens) if rules.tokens < 1 else 1.0
