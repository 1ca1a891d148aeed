"""Which blocks stand in several repositories, inside files that differ as a whole?

Reads the fleet's plumbing files with their clusters of copies; returns `Shared`, the tables of blocks.

Misleads: a block out of a tool's documentation is shared by everyone who read it; that a block is shared does not say that a shared
version is worth having.
"""

from dataclasses import dataclass

import pandas as pd

from assessment.repositories.duplication.blocks.cutting import KINDS
from assessment.repositories.duplication.blocks.groups import groups
from assessment.repositories.duplication.blocks.pieces import pieces
from assessment.repositories.duplication.blocks.places import told
from assessment.repositories.duplication.blocks.tables import block_tables
from assessment.repositories.duplication.thresholds import Thresholds

PUBLIC = "public template"
HELD = ["file", "repository", "team", "path", "kind", "workflow", "home"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """blocks, places: the result tables blocks and block_places. unread: repository, path of the files that no parser took."""

    blocks: pd.DataFrame
    places: pd.DataFrame
    unread: pd.DataFrame


def find(files: pd.DataFrame, contents: pd.DataFrame, rules: Thresholds) -> Shared:
    """All blocks of a fleet that stand in two repositories or more.

    files: `copies.Copies.files`; contents: `facts.contents`. Files that only call something shared, that a tool wrote, or whose kind is
    not compared are left out, as among copies.
    """
    held, distinct = _files(files, contents, rules)
    names = held.groupby("file")["repository"].unique()  # an unchanged copy still names the repository it was copied from
    cut = pieces(distinct, contents["text"].iloc[distinct["row"]], list(names), rules)
    found = groups(cut, held, rules)
    places = told(found.table.merge(held[HELD], on="file"))
    blocks, where = block_tables(places, found.centres, cut)
    unread = held.loc[held["file"].isin(cut.unread), ["repository", "path"]].reset_index(drop=True)
    return Shared(blocks=blocks, places=where, unread=unread)


def _files(files: pd.DataFrame, contents: pd.DataFrame, rules: Thresholds) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The files that are cut, with `file` (number of their content and kind), `row` in `contents` and `home`; and the first of each number.

    `home`: what makes a file one of many copies, its cluster or that it follows a public template; '' for none.
    """
    ours = files["kind"].isin(KINDS) & ~files["thin"] & ~files["declared"]
    held = files[ours].reset_index(drop=True)
    places = pd.MultiIndex.from_frame(contents[["repository", "path"]].astype(object))
    held["row"] = places.get_indexer(pd.MultiIndex.from_frame(held[["repository", "path"]].astype(object)))
    held["home"] = held["cluster"].where(held["boilerplate"] == "", PUBLIC)
    held["file"] = pd.factorize(held["kind"].astype(str) + contents["blob"].astype(str).to_numpy()[held["row"]])[0]
    return held, held.drop_duplicates("file").reset_index(drop=True)
