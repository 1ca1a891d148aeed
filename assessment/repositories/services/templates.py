"""Was a repository born from a template of the fleet, and how much of what it began with is the template's?

Reads: `facts.beginnings` (what each repository began with, file by file), `facts.seen` (which of these any repository ever held),
`platform.templates`. Returns: one row a repository (see `origins`).
A template is a repository that the organisation names as one, or one whose files, of any time, are three quarters of what at least
three others began with, while these are like each other. Files that unrelated repositories have as well (gradlew, a licence) say nothing
and do not count.
Misleads: where the template itself is not among the repositories, the first that was born from it takes its place; a copied service
is the template of its copies; text that the generator fills in differs, so templates with placeholders show a lower share.
Source: 66 repositories of one public organisation: 27 began with nothing but files of its template, four with half to two thirds,
and 35 shared at most a fifth of their first files with it.
"""

from fnmatch import fnmatchcase
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from assessment.repositories.fleet import Fleet

BORN_FROM = 0.75  # share of what it began with that the template ever held
CHILDREN = 3  # repositories that must begin so before one counts as a template without being named
UNRELATED = 0.25  # share below which a repository has nothing to do with a template
UNIVERSAL = 3  # unrelated repositories that hold a file from which it says nothing
FEWEST = 5  # files below which a beginning says nothing
ALIKE = 0.2  # share of what it took that another child holds as well: parts of one divided repository share nothing
SIBLINGS = 2  # other repositories that must have a file where there is no template: one alone may be where it was moved from
EMPTY = ("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813")


class _Held(NamedTuple):
    """`began`: which repository began with which file; `ever`: which ever held it. Rows as `repositories`, columns are files."""

    repositories: pd.Index
    began: csr_array
    ever: csr_array


def origins(fleet: Fleet, born: pd.Series) -> pd.DataFrame:
    """Index: the repositories whose beginning says something. Columns: template ('' none), template_share (of what it began with, ever
    held by its template, else by the likeliest one; NaN without any template), shared (share of it that two others ever held).

    `born`: repository -> first commit; a template is older than what was born from it.
    """
    held = _held(fleet, born)
    sizes = held.began.sum(axis=1)
    table = pd.DataFrame({"template": "", "template_share": np.nan}, index=held.repositories)
    holders = np.asarray(held.ever.sum(axis=0)).ravel()
    table["shared"] = held.began @ (holders > SIBLINGS).astype(float) / np.maximum(sizes, 1)
    raw = (held.began @ held.ever.T).toarray() / np.maximum(sizes, 1)[:, None]
    older = born.reindex(held.repositories).to_numpy()
    raw[~(older[None, :] < older[:, None])] = 0  # row: child; column: who may be its template
    for column in _candidates(fleet, held, raw):
        share = _share(held, raw[:, column], column)
        share[~(older[column] < older)] = np.nan
        better = ~(share <= table["template_share"].to_numpy()) & ~np.isnan(share) & (table["template"] == "").to_numpy()
        table.loc[better, "template_share"] = share[better]
        table.loc[better & (share >= BORN_FROM), "template"] = str(held.repositories[column])
    return table[sizes >= FEWEST]


def _held(fleet: Fleet, born: pd.Series) -> _Held:
    repositories = pd.Index(born.index.astype(object))
    facts = fleet.facts
    began = facts.beginnings[~facts.beginnings["blob"].isin(EMPTY)].astype({"repository": object})
    sizes = began.groupby(["repository", "number"], as_index=False).size()
    first = sizes[sizes["size"] >= FEWEST].sort_values("number").drop_duplicates("repository")[["repository", "number"]]
    began = began.merge(first, on=["repository", "number"])
    blobs = pd.Index(began["blob"].unique())
    return _Held(repositories, _matrix(began, repositories, blobs), _matrix(facts.seen, repositories, blobs))


def _matrix(rows: pd.DataFrame, repositories: pd.Index, blobs: pd.Index) -> csr_array:
    at, file = repositories.get_indexer(pd.Index(rows["repository"]).astype(object)), blobs.get_indexer(pd.Index(rows["blob"]))
    there = (at >= 0) & (file >= 0)
    made = csr_array((np.ones(int(there.sum()), np.float32), (at[there], file[there])), shape=(len(repositories), len(blobs)))
    made.sum_duplicates()
    made.data[:] = 1
    return made


def _share(held: _Held, raw: NDArray[np.floating], column: int) -> NDArray[np.floating]:
    """Share of what each began with that the template ever held, without files that say nothing; NaN where too few are left."""
    unrelated = raw < UNRELATED
    unrelated[column] = False
    telling = np.asarray(held.ever[np.flatnonzero(unrelated)].sum(axis=0)).ravel() < UNIVERSAL
    began = held.began @ telling.astype(float)
    its = held.began @ (telling * held.ever[[column]].toarray().ravel())
    share: NDArray[np.floating] = np.where(began >= FEWEST, its / np.maximum(began, 1), np.nan)
    return share


def _candidates(fleet: Fleet, held: _Held, raw: NDArray[np.floating]) -> list[int]:
    """Rows of the repositories that are templates: those named first, then those of most children."""
    patterns = fleet.organisation.platform.templates
    named = [n for n, name in enumerate(held.repositories) if any(fnmatchcase(str(name), pattern) for pattern in patterns)]
    children = raw >= BORN_FROM
    counts = children.sum(axis=0)
    found = [int(n) for n in np.argsort(-counts, kind="stable") if counts[n] >= CHILDREN and n not in named]
    left = ~children[:, named].any(axis=1) if named else np.ones(len(children), bool)
    kept = []
    for n in found:
        mine = children[:, n] & left
        if mine.sum() >= CHILDREN and _alike(held, np.flatnonzero(mine), n):
            kept.append(n)
            left &= ~mine
    return [*named, *kept]


def _alike(held: _Held, children: NDArray[np.int64], template: int) -> bool:
    """Whether the children took much of the same."""
    took = csr_array(held.began[children] * held.ever[[template]].toarray())
    others = np.asarray(held.ever[children].sum(axis=0)).ravel() > 1
    shares = took @ others.astype(float) / np.maximum(took.sum(axis=1), 1)
    return bool(np.median(shares) >= ALIKE)
