"""Which files only declare what every repository has to declare for itself, or are written by a tool?

Such files are alike by form, and nobody can replace two of them by one: which kinds and names they have, of which blocks HCL files of
that sort consist, and what tools write into their files, stands in `data/rules/duplication.yaml` (`similar`), with the reasons.

Reads paths, kinds and texts; returns what is not to be compared.
Misleads: a block of HCL is seen where it begins a line, as every formatter writes it. An indented one is not, and a file of such blocks
alone is compared like any other. A file that quotes what a tool writes, near its top, is taken for one that it wrote.
"""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from assessment.repositories.duplication.thresholds import Similar

TOP = 2_000  # characters at the beginning of a file in which a tool says that it wrote it: a licence may stand before
_HCL = (".tf", ".tofu")
_BLOCK = re.compile(r"^([a-z_]+)\b[^\n={]*\{", re.MULTILINE)


def by_name(files: pd.DataFrame, rules: Similar) -> pd.Series:
    """Whether kind or base name alone say it (bool); files: columns path, kind."""
    return files["kind"].isin(rules.left_out) | files["path"].str.rsplit("/", n=1).str[-1].isin(rules.boilerplate)


def by_text(paths: Sequence[str], texts: Sequence[str] | pd.Series, at: np.ndarray, rules: Similar) -> np.ndarray:
    """Whether files are HCL of nothing but declared blocks, or name a tool that wrote them (bool). The text of path i is `texts` at place
    `at[i]`."""
    held = texts.array if isinstance(texts, pd.Series) else texts
    declared = frozenset(rules.declared)
    return np.array([_says(path, str(held[place]), declared, rules.generated) for path, place in zip(paths, at, strict=True)], bool)


def _says(path: str, text: str, declared: frozenset[str], generated: Sequence[str]) -> bool:
    return any(mark in text[:TOP] for mark in generated) or (path.endswith(_HCL) and _declares(text, declared))


def _declares(text: str, declared: frozenset[str]) -> bool:
    blocks = set(_BLOCK.findall(text))
    return bool(blocks) and blocks <= declared
