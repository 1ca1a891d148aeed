"""How much of a repository has a code owner?

Reads the text of CODEOWNERS and the paths at HEAD. Returns shares of files, for a control and for `assess teams`.
Misleads: a default rule alone makes the share 1, whoever it names; whether owners have to approve is a setting of the host.
Source: grammar as in `codeowners`.
"""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from assessment.repositories.ownership import codeowners
from assessment.repositories.ownership.claims import GITLAB

COLUMNS = ["repository", "owned", "owned_plumbing", "skipped"]


class Owned(NamedTuple):
    """Shares of files with an owner, 0..1; None where there is no such file. `skipped`: lines that the host ignores."""

    path: str
    files: float | None
    plumbing: float | None
    skipped: int


def owned(texts: dict[str, str], paths: Sequence[str], plumbing: Sequence[bool], *, gitlab: bool = False) -> Owned | None:
    """Coverage of one repository. `texts`: path -> text of its CODEOWNERS files; `plumbing`: which of `paths` serve a workflow.

    None without a file that the host reads, or where rules and paths are too many to compare.
    """
    read = codeowners.chosen(texts, gitlab=gitlab)
    if read is None:
        return None
    path, rules = read
    found = codeowners.owners(rules, paths)
    if found is None:
        return None
    serving = [bool(one) for one, serves in zip(found, plumbing, strict=True) if serves]
    return Owned(path, _share([bool(one) for one in found]), _share(serving), len(rules.skipped))


def table(contents: pd.DataFrame, files: pd.DataFrame) -> pd.DataFrame:
    """Coverage of each repository that has a CODEOWNERS file: repository, owned, owned_plumbing (NaN unknown), skipped (lines).

    contents, files: the fact tables.
    """
    some = contents.loc[contents["kind"] == "codeowners", ["repository", "path", "text"]].astype(str)
    gitlab = set(contents.loc[contents["kind"] == GITLAB, "repository"].astype(str))
    inside = files[files["repository"].isin(some["repository"])]
    by = {str(name): group for name, group in inside.groupby("repository", observed=True)}
    rows = []
    for repository, texts in some.groupby("repository"):
        at_head = by.get(str(repository), inside.iloc[:0])
        serves = (at_head["role"] == "plumbing").tolist()
        found = owned(
            dict(zip(texts["path"], texts["text"], strict=True)), at_head["path"].astype(str).tolist(), serves, gitlab=repository in gitlab
        )
        if found is not None:
            rows.append((repository, found.files, found.plumbing, found.skipped))
    return pd.DataFrame(rows, columns=COLUMNS).astype({"owned": float, "owned_plumbing": float})


def _share(owned_by: list[bool]) -> float | None:
    return sum(owned_by) / len(owned_by) if owned_by else None
