"""How far did the copies go apart, month by month?

Reads the histories of the members and which of them is the medoid; returns the `cluster_drift` table. Drift of a member is the share of
lines by which its version of that day differs from the medoid's version of that day.
How: a pair of versions is compared once, however many months it stood.

Misleads: the members and the medoid are those of today, so a copy that left the cluster is not missed. Members whose text on that day is
not known are not counted; before the medoid itself was there, there is no drift to tell. `clusters.drift` is that of HEAD.
Source: line similarity as in `similar`, 2 * LCS / (n + m).
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import Indel

from assessment.repositories.duplication.copies.histories import History

DTYPES = {"cluster": "str", "month": "datetime64[s]", "members": "int64", "drift": "float64", "widest": "float64"}
COLUMNS = list(DTYPES)


def cluster_drift(members: pd.DataFrame, known: Sequence[History], medoids: pd.Series, as_of: pd.Timestamp) -> pd.DataFrame:
    """One row per cluster and month, from that in which a second member stood to that of `as_of`: COLUMNS.

    members: column cluster, rows as `known`; medoids: position in `known` of each cluster's medoid, by cluster. month: its first day;
    members: int; drift, widest: 0..1, NaN where the medoid's text of that day is not known.
    """
    today = (as_of - pd.Timestamp(0, tz="UTC")).days
    medoid = {str(cluster): row for cluster, row in medoids.items()}
    parts = [pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in DTYPES.items()})]
    rows: dict[str, list[int]] = {}
    for row, cluster in enumerate(members["cluster"]):
        rows.setdefault(str(cluster), []).append(row)
    for cluster, places in rows.items():
        some = [known[place] for place in places]
        months = _months(some, _month(np.array([today]))[0])
        if len(months):
            ends = np.minimum((months + 1).astype("datetime64[D]").astype(np.int64) - 1, today)
            parts.append(_table(cluster, months, some, places.index(medoid[cluster]), ends))
    return pd.concat(parts[len(parts) > 1 :], ignore_index=True)


def _month(days: np.ndarray) -> np.ndarray:
    months: np.ndarray = days.astype("datetime64[D]").astype("datetime64[M]")
    return months


def _months(some: Sequence[History], last: np.datetime64) -> np.ndarray:
    """Months from the second member's appearance on."""
    began = sorted(int(history.days[0]) for history in some if len(history.days))
    return np.arange(_month(np.array([began[1]]))[0], last + 1) if len(began) > 1 else np.zeros(0, "datetime64[M]")


def _table(cluster: str, months: np.ndarray, some: Sequence[History], centre: int, ends: np.ndarray) -> pd.DataFrame:
    """Rows of one cluster; `ends`: day on which each month is looked at."""
    medoid = some[centre]
    at = np.searchsorted(medoid.days, ends, "right") - 1
    apart = np.full((len(some), len(ends)), np.nan)
    members = np.zeros(len(ends), np.int64)
    for row, history in enumerate(some):
        version = np.searchsorted(history.days, ends, "right") - 1
        members += version >= 0
        both = (version >= 0) & (at >= 0)
        if row != centre and both.any():
            apart[row, both] = _differences(history, medoid, version[both], at[both])
    counted = (~np.isnan(apart)).sum(axis=0)
    drift = np.divide(np.nansum(apart, axis=0), counted, out=np.full(len(ends), np.nan), where=counted > 0)
    widest = np.where(counted > 0, np.max(np.nan_to_num(apart, nan=-1.0), axis=0, initial=-1.0), np.nan)
    return pd.DataFrame({"cluster": cluster, "month": months.astype("datetime64[s]"), "members": members, "drift": drift, "widest": widest})


def _differences(history: History, medoid: History, version: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Share of lines by which versions differ, month by month; each pair of versions compared once."""
    pairs, which = np.unique(version * len(medoid.texts) + at, return_inverse=True)
    one = [history.texts[pair // len(medoid.texts)] for pair in pairs]
    other = [medoid.texts[pair % len(medoid.texts)] for pair in pairs]
    alike = process.cpdist(one, other, scorer=Indel.normalized_similarity, dtype=np.float64)
    differ: np.ndarray = (1 - np.asarray(alike))[which]
    return differ
