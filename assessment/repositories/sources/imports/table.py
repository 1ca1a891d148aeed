"""Rows of the imported settings, as a table."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from assessment.repositories.imported import KEYS, rows_of


class Setting(NamedTuple):
    """A row of SETTINGS."""

    repository: str
    control: str
    outcome: str
    setting: str
    source: str


def settings_table(rows: Sequence[Setting]) -> pd.DataFrame:
    """SETTINGS from rows. Where one source speaks twice for a control, present wins and both settings are kept."""
    table = rows_of("settings", rows).astype(object)
    order = table.sort_values("outcome", ascending=False, kind="stable")  # present before absent
    texts = order.groupby(list(KEYS["settings"]), sort=False)["setting"].agg(lambda said: ", ".join(dict.fromkeys(filter(None, said))))
    best = order.drop_duplicates(list(KEYS["settings"])).drop(columns="setting")
    merged = best.merge(texts.reset_index(), on=list(KEYS["settings"])) if len(best) else table
    return merged[list(table.columns)].sort_values(list(KEYS["settings"])).astype("category").reset_index(drop=True)
