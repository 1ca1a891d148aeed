"""Which files use a building block, directly or through building blocks of the organisation's own repositories?

Why: most repositories that seem to have left a paved road have moved to a wrapper that leads onto it.
Reads: `facts.references`, `facts.files`, names of the fleet's repositories. Returns: the files that reach any of some patterns.
Misleads: a provider outside the fleet cannot be followed; an owner is ignored, so a foreign repository of the same name is
taken for ours; a block that is written by variable is not found. Versions are ignored: an old one may lead elsewhere.
Source: of 22 repositories of one public organisation that stopped naming its deploy action, 21 had moved to such a wrapper.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from fnmatch import translate
from functools import lru_cache
from posixpath import normpath

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assessment.repositories.facts import Facts

DEPTH = 4  # building blocks followed between a file and the road
PIPELINE = "pipeline"
FAMILY = dict.fromkeys(("workflow", "action", "library", "include", "orb", "template"), PIPELINE)  # kinds that call each other
ACTION_FILES = ("action.yml", "action.yaml")


class Reach:
    """The references of a fleet as a graph; built once, asked once per road."""

    def __init__(self, facts: Facts, names: Iterable[str]) -> None:
        refs = facts.references[["repository", "path", "kind", "target", "block", "pin"]].astype(object).fillna("").drop_duplicates()
        refs["family"] = refs["kind"].map(FAMILY).fillna(refs["kind"])
        node, self._places = pd.factorize(pd.MultiIndex.from_frame(refs[["repository", "path", "family"]]))
        self._refs = refs.assign(node=node)
        self._source, self._reached = _edges(self._refs, _Homes(facts, self._places, names))

    def users(self, patterns: Sequence[str]) -> pd.DataFrame:
        """Files that reach a target that one of the patterns names: repository, path, direct (without a building block between).

        A pattern is a glob, as in `named_by`. Followed are
        references into the fleet's repositories, four deep, from a block to references of the same family only: a pipeline
        through pipelines, a module through modules. A reference that names no block reaches what any file there reaches.
        """
        direct = np.zeros(len(self._places), bool)
        direct[self._refs.loc[matching(self._refs, patterns), "node"]] = True
        on = direct.copy()
        for _ in range(DEPTH):
            on[self._source[on[self._reached]]] = True
        repository, path = (self._places.get_level_values(level)[on] for level in (0, 1))
        table = pd.DataFrame({"repository": repository, "path": path, "direct": direct[on]})
        return table.groupby(["repository", "path"])["direct"].any().reset_index()


def matching(refs: pd.DataFrame, patterns: Sequence[str]) -> pd.Series:
    """True for references (columns kind, target, block) that one of the patterns names."""
    pattern = compiled(patterns)
    keys = refs["kind"] + "\n" + refs["target"] + "\n" + refs["block"]
    known = {key: named_by(pattern, *key.split("\n", 2)) for key in keys.unique()}
    return keys.map(known).astype(bool)


def compiled(patterns: Iterable[str]) -> re.Pattern[str]:
    """Globs of a paved road as one pattern, for `named_by`."""
    return re.compile("|".join(translate(glob.casefold()) for glob in patterns))


def named_by(pattern: re.Pattern[str], kind: str, target: str, block: str) -> bool:
    """Whether a road's pattern names a target: the target, target/block, or the last part of the target. Case is ignored.

    Of an image the last part is no name: `java` means the chart helm/java, not every container that stands on base/java.
    """
    forms = [target.casefold(), f"{target}/{block}".casefold(), *([last_part(target)] if kind != "image" else [])]
    return any(pattern.match(form) for form in forms)


@lru_cache(maxsize=1 << 16)
def last_part(target: str) -> str:
    """Name of a repository, without owner, host and .git, case ignored."""
    return re.split(r"[/:]", target.rstrip("/"))[-1].removesuffix(".git").casefold()


class _Homes:
    """Where the building blocks of the fleet stand: finds the nodes (repository, path, family) that a reference leads to."""

    def __init__(self, facts: Facts, places: pd.Index, names: Iterable[str]) -> None:
        self.names = {last_part(name): name for name in names}
        self.nodes: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
        for number, (repository, path, family) in enumerate(places):
            self.nodes[repository, family].append((path, number))
        self._paths, self._rows = facts.files["path"], facts.files.groupby("repository", observed=True).indices

    def of(self, repository: str, block: str, kind: str, family: str) -> list[int]:
        """Nodes of the block; of the whole repository where no block is named, or none of that name is there."""
        nodes = self.nodes.get((repository, family), [])
        inside = normpath(block).strip("/") if block.strip("./") else ""
        if not inside and kind != "action":
            return [number for _, number in nodes]
        wanted = {f"{inside}/{name}".strip("/") for name in ACTION_FILES} | {inside} if kind == "action" else {inside}
        found = [number for path, number in nodes if path in wanted or (inside and path.startswith(inside + "/"))]
        if found or not inside or not nodes:
            return found
        known = any(path in wanted or path.startswith(inside + "/") for path in self._at_head(repository))
        return [] if known else [number for _, number in nodes]

    def _at_head(self, repository: str) -> list[str]:
        return list(self._paths.iloc[self._rows.get(repository, [])])


def _edges(refs: pd.DataFrame, homes: _Homes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Node that refers -> node that it refers to, for references into the fleet and into the own repository."""
    local = (refs["pin"] == "local") | refs["target"].str.startswith(".")
    name = pd.Series([homes.names.get(last, "") for last in refs["target"].map(last_part)], index=refs.index, dtype=object)
    name = name.where((refs["kind"] != "image") | refs["target"].str.contains("/"), "")  # 'python' is no repository of ours
    goal = name.mask(local, refs["repository"])
    block = refs["block"].mask(local, refs["target"] + "/" + refs["block"])
    into = refs.assign(goal=goal, block=block)[(goal != "") & (local | (goal != refs["repository"]))]
    cases = into[["goal", "block", "kind", "family"]].drop_duplicates()
    cases["reached"] = [homes.of(*case) for case in cases.itertuples(index=False)]
    edges = into.merge(cases, on=["goal", "block", "kind", "family"])[["node", "reached"]].explode("reached").dropna()
    return edges["node"].to_numpy(np.int64), edges["reached"].to_numpy(np.int64)
