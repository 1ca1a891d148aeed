"""Which windows over instructions are parts of one longer run?

Reads blocks that overlap (each begins one instruction after the one before); returns the runs. Two windows belong together where the
second follows the first wherever either stands; so a run of eight equal instructions is told once, as eight.
"""

import pandas as pd

from assessment.repositories.duplication.blocks.pieces import Pieces


def runs(pieces: Pieces, distinct: pd.Series) -> pd.DataFrame:
    """Rows of `pieces.table` of sort `instructions`, with those that belong together made one; lines and characters as they then are.

    `distinct`: number of the content of each such row, on the index of the table; equal numbers, equal lines.
    """
    table = pieces.table.loc[distinct.index].assign(content=distinct).sort_values(["file", "order"])
    after = table[["file", "order", "content"]].shift(-1)
    follows = (table["file"] == after["file"]) & (table["order"] + 1 == after["order"])
    size = table["content"].value_counts()
    pairs = table.loc[follows, ["content"]].assign(next=after.loc[follows, "content"].astype(int)).value_counts().rename("n").reset_index()
    always = pairs[(pairs["n"] == pairs["content"].map(size)) & (pairs["n"] == pairs["next"].map(size))]
    following = dict(zip(always["content"], always["next"], strict=True))
    further = {}
    for content in size.index.difference(list(following.values())):
        chain, at = 0, content
        while at in following:
            chain, at = chain + 1, following[at]
        further[content] = chain
    table["further"] = table["content"].map(further)
    table = table.reset_index(drop=True)
    return _joined(pieces, table, table.index[table["further"].notna()])


def _joined(pieces: Pieces, table: pd.DataFrame, heads: pd.Index) -> pd.DataFrame:
    """The first window of each run, reaching to the end of the last."""
    made = table.loc[heads].copy()
    ends = heads + made["further"].astype(int).to_numpy()
    for column in ("last", "stop"):
        made[column] = table[column].to_numpy()[ends]
    names = [str(name) for name in table["name"]]
    added = [
        ", ".join([names[first], *(name.rpartition(", ")[2] for name in names[first + 1 : end + 1])])
        for first, end in zip(heads, ends, strict=True)
    ]
    lines = [pieces.words[pieces.codes[start:stop]] for start, stop in zip(made["start"], made["stop"], strict=True)]
    made = made.assign(name=added, lines=[len(some) for some in lines], characters=[sum(map(len, some)) for some in lines])
    return made[pieces.table.columns].astype(pieces.table.dtypes.to_dict())
