"""When did each repository begin, and is its beginning to be seen at all?

Reads: `facts.commits`, `facts.repositories`. Returns: one row a repository (see `beginnings`).
Misleads: a history that was squashed and is small cannot be told from a small beginning; a long rebase of a first branch that took
over a month looks like an import; a second beginning of less than a month's distance is taken for the same one.
Source: author and committer dates (git-commit(1) DATE FORMATS): rewriting a history keeps the first and renews the second.
"""

import pandas as pd

from assessment.repositories.facts import Facts

APART = pd.Timedelta(days=30)  # two roots, or the author dates of a rewritten history, from which it was made elsewhere
REWRITE = 20  # first commits that are looked at; fewer than that may be one branch, rebased
LOOKED_AT = 200  # first commits among which a dated one is looked for
AT_ONCE = pd.Timedelta(days=2)  # within which a rewritten history was committed


def beginnings(facts: Facts) -> pd.DataFrame:
    """Index: repository. Columns: born (author time of the earliest root; without a dated root, of the first dated commit), root (its
    number: the oldest commit), root_files (files of it), root_id (object id of the first root; '' unknown), roots_apart (True: a
    further root lies a month or more after the first), rewritten (True: its first commits were written over months and committed at
    once), shallow."""
    commits = facts.commits
    commits = commits[(commits["number"] < LOOKED_AT) | (commits["parents"] == 0)]
    rows = pd.DataFrame(
        {
            "repository": commits["repository"].astype(object),
            "number": commits["number"],
            "files": commits["changed_files"],
            "parents": commits["parents"],
            "commit": commits["commit"],
            "at": commits["authored_at"].fillna(commits["committed_at"]),
            "committed": commits["committed_at"],
        }
    ).sort_values(["repository", "number"], kind="stable")
    first = rows.drop_duplicates("repository").set_index("repository")
    dated = rows.dropna(subset=["at"])
    roots = dated[dated["parents"] == 0].groupby("repository")["at"].agg(["min", "max"])
    born = roots["min"].combine_first(dated.drop_duplicates("repository").set_index("repository")["at"])
    table = pd.DataFrame({"born": born.reindex(first.index), "root": first["number"], "root_files": first["files"]}, index=first.index)
    table["root_id"] = (
        rows[rows["parents"] == 0].drop_duplicates("repository").set_index("repository")["commit"].reindex(first.index).fillna("")
    )
    apart = roots.index[roots["max"] - roots["min"] >= APART]
    table["roots_apart"] = table.index.isin(apart)
    table["rewritten"] = table.index.isin(_rewritten(dated))
    table["shallow"] = table.index.isin(_shallow(facts))
    return table


def _rewritten(dated: pd.DataFrame) -> pd.Index:
    early = dated[dated.groupby("repository").cumcount() < REWRITE].groupby("repository")
    spans = early.agg(n=("at", "size"), first=("at", "min"), last=("at", "max"), begun=("committed", "min"), ended=("committed", "max"))
    whole = (spans["n"] == REWRITE) & (spans["last"] - spans["first"] >= APART) & (spans["ended"] - spans["begun"] <= AT_ONCE)
    return spans.index[whole]


def _shallow(facts: Facts) -> pd.Index:
    flagged = facts.repositories["shallow"].fillna(False).astype(bool) if len(facts.repositories) else pd.Series(dtype=bool)
    return pd.Index(facts.repositories.loc[flagged, "repository"].astype(object)) if len(flagged) else pd.Index([])
