"""What does a reader need to know of each shared block, and where does it stand?

Reads places of blocks; returns the tables `blocks` and `block_places`, most lines that one shared version would save first. A block's id
is a hash of what its commonest copy says: the same content, the same id.

Misleads: `redundant_lines` counts one copy a repository, whatever a repository repeats within itself.
"""

from hashlib import blake2b

import pandas as pd

from assessment.repositories.duplication.blocks.pieces import Pieces

BLOCKS = [
    "block", "sort", "workflow", "kind", "name", "lines", "files", "repositories", "teams", "redundant_lines", "repository", "path", "line",
]  # fmt: skip
PLACES = ["block", "repository", "team", "path", "line"]


def block_tables(places: pd.DataFrame, centres: pd.DataFrame, cut: Pieces) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`blocks` and `block_places`. places: columns group, sort, name, first (line from 0), repository, team, path, kind, workflow;
    centres: by group, start and stop (in `cut.codes`), lines."""
    places = places.assign(line=places["first"] + 1).sort_values(["repository", "path", "line"], kind="stable")
    by = places.groupby("group")
    table = by[["sort", "repository", "path", "line"]].first()
    table = table.assign(**{column: _most(places, column) for column in ("workflow", "kind", "name")})
    table["files"] = places.drop_duplicates(["group", "repository", "path"]).groupby("group").size()
    table["repositories"] = by["repository"].nunique()
    table["teams"] = places[places["team"] != ""].groupby("group")["team"].nunique().reindex(table.index, fill_value=0)
    table = table.join(centres)
    table["redundant_lines"] = table["lines"] * (table["repositories"] - 1)
    table["block"] = [_id(sort, cut, start, stop) for sort, start, stop in zip(table["sort"], table["start"], table["stop"], strict=True)]
    table = table.sort_values(["redundant_lines", "repositories", "block"], ascending=[False, False, True])
    order = pd.Series(range(len(table)), index=table.index)
    where = places.assign(block=places["group"].map(table["block"]).astype(str), _order=places["group"].map(order))
    where = where.sort_values(["_order", "repository", "path", "line"], kind="stable", ignore_index=True)
    return table.astype({"block": str})[BLOCKS].reset_index(drop=True), where[PLACES]


def _most(places: pd.DataFrame, column: str) -> pd.Series:
    """The commonest value per group, the first in the alphabet on a tie."""
    counts = places.groupby(["group", column]).size().rename("n").reset_index()
    first = counts.sort_values(["group", "n", column], ascending=[True, False, True]).drop_duplicates("group")
    return first.set_index("group")[column].astype(str)


def _id(sort: str, cut: Pieces, start: int, stop: int) -> str:
    text = "\n".join([sort, *(str(word) for word in cut.words[cut.codes[start:stop]])])
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()
