"""Which tools does each repository use, provide, keep switched off or keep as a leftover, and what do the files leave open?

Reads: `facts.tools`, `facts.changes`, `facts.files`, `facts.references`, the tool rules, the teams. Returns: the tables `tools` and
`workflow_outcomes`.
How: a configuration is left over when its service has ended and nobody touched it since, or when nobody touched its sort of files for two
years while a rival is kept up there.
Misleads: a configuration that needs no care for two years beside a rival that does counts as left over, though it may still run.
"""

import pandas as pd

from assessment.repositories.fleet import Fleet
from assessment.repositories.rules.places import PathIndex, split
from assessment.repositories.rules.schema_tools import ToolRules

UNTOUCHED = pd.DateOffset(months=24)
CALLS = frozenset({"workflow", "library", "include", "orb", "template"})  # kinds of references to a pipeline that is kept elsewhere
COLUMNS = ("repository", "team", "workflow", "tool", "title", "state", "confidence", "path", "line", "by")


def table(fleet: Fleet, rules: ToolRules) -> pd.DataFrame:
    """Columns COLUMNS, a row per repository, tool and state: used, provided, disabled, left over. Sorted by repository and workflow."""
    found = fleet.facts.tools.astype({name: object for name in fleet.facts.tools.columns if name != "line"})
    titles = {tool.id: tool.title for tool in reversed(rules.tools)}
    made = found.assign(
        team=fleet.team_of(found["repository"], found["path"]),
        title=found["tool"].map(titles).fillna(found["tool"]),
        state=found["state"].where(~found.index.isin(_left_over(fleet, found[found["state"] == "used"], rules)), "left over"),
    )
    return made[list(COLUMNS)].sort_values(["repository", "workflow", "tool", "state"], ignore_index=True)


def _left_over(fleet: Fleet, found: pd.DataFrame, rules: ToolRules) -> pd.Index:
    """Labels of the rows that nothing runs any more."""
    index = PathIndex.of([(number, pattern) for number, entry in enumerate(rules.closed) for pattern in entry.path])
    paths = {path: min((rules.closed[number].ended for number in index(*split(path))), default=None) for path in found["path"].unique()}
    ended = pd.to_datetime(found["path"].map(paths), utc=True)
    asked = {tool for rule in rules.rivals for tool in (*rule.lapse, *rule.beside)}
    some = found[ended.notna() | found["tool"].isin(asked)]
    touched = _touched(fleet, some)
    left = (touched <= ended[some.index]) | _rivalled(fleet, some, touched, rules)
    return some.index[left.fillna(False).astype(bool)]


def _touched(fleet: Fleet, found: pd.DataFrame) -> pd.Series:
    """When a file of the same kind in the same repository was last changed, for each row; NaT where it is no plumbing."""
    every = fleet.facts.files.loc[fleet.facts.files["kind"] != "", ["repository", "path", "kind"]]
    named = every[every["path"].isin(found["path"].unique())].astype(object)
    kinds = found[["repository", "path"]].merge(named, on=["repository", "path"], how="left")
    files = every[every["kind"].isin(kinds["kind"].dropna().unique())].astype(object)
    changes = fleet.facts.changes
    rows = changes.loc[changes["kind"].isin(kinds["kind"].dropna().unique()), ["repository", "number", "path", "kind"]].astype(
        {"repository": object, "path": object, "kind": object}
    )
    standing = pd.MultiIndex.from_frame(files[["repository", "path"]])
    rows = rows[pd.MultiIndex.from_frame(rows[["repository", "path"]]).isin(standing)]
    last = rows.groupby(["repository", "kind"])["number"].max().reset_index()  # commits are numbered by time
    commits = fleet.facts.commits[["repository", "number", "committed_at"]].astype({"repository": object})
    dated = last.merge(commits, on=["repository", "number"], how="left").drop(columns="number")
    at: pd.Series = kinds.merge(dated, on=["repository", "kind"], how="left")["committed_at"].set_axis(found.index)
    return at


def _rivalled(fleet: Fleet, found: pd.DataFrame, touched: pd.Series, rules: ToolRules) -> pd.Series:
    """Configurations untouched for two years beside a rival that was touched within them.

    One that calls a shared block is no leftover: what it runs is kept up elsewhere.
    """
    fresh = touched > fleet.facts.as_of - UNTOUCHED
    refs = fleet.facts.references
    calls = refs.loc[refs["kind"].isin(CALLS) & (refs["pin"] != "local"), ["repository", "path"]].astype(object)
    calling = pd.MultiIndex.from_frame(found[["repository", "path"]]).isin(pd.MultiIndex.from_frame(calls))
    stale = ~fresh & touched.notna() & ~calling
    left = pd.Series(False, index=found.index)
    for rule in rules.rivals:
        kept_up = found[fresh & found["tool"].isin(rule.beside) & (found["state"] == "used")]
        left |= stale & found["tool"].isin(rule.lapse) & found["repository"].isin(kept_up["repository"])
    return left
