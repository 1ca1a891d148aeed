"""Who solves which workflow with what: something shared, a copy, or something of their own?

Reads the plumbing files with their clusters and the references to providers; returns the `solutions` table and, from it, the effective
number of independent solutions of a workflow. The main file of a workflow in a repository is the one with most effective lines; files
that only declare what every repository has to declare for itself are no solutions, and a main file below `similar.least_lines` is too
little to be one.

Families, in this order:
- `shared:<target>`, where the repository takes a declared road of this workflow; where its main file refers to a shared provider, or its
  other files hold at most `solutions.beside` lines; or where it is the provider. A file on a shared solution can hold copied lines.
- `own:<provider>`, where the same is true of a provider that only its own team uses: one solution, whoever of the team uses it.
- `shared:<template>`, where the main file follows a public template (`copies.vendor`): nobody of the organisation invented it, no team
  copied it from another, and whoever publishes it provides it.
- `copy:<cluster>`, where the main file stands near-identical in another repository.
- `own:<repository>` for what is left.

Misleads: one family for each repository and workflow (and team, where folders of a monorepo belong to several); a repository that
does CI twice shows its larger half.
"""

import pandas as pd

from assessment.repositories.duplication.thresholds import Thresholds

COLUMNS = ["workflow", "team", "repository", "path", "solution", "kind", "lines", "key", "road"]
PLACE = ["workflow", "repository"]
KEY = [*PLACE, "team"]  # a monorepo that teams share has a solution of each


def solutions(files: pd.DataFrame, uses: pd.DataFrame, rules: Thresholds) -> pd.DataFrame:
    """One row per repository, workflow and team with files there: the columns COLUMNS. path: main file or ''; kind: shared, copy, own.

    files: as `copies.Copies.files`; uses: `providers.uses`. `lines` are the repository's effective lines of that workflow; `key` stands
    for the provider as in `uses`, `road` is the declared road that it is taken by; '' for none.
    """
    left_out = [*map(str, rules.solutions.not_counted), ""]
    counted = files[~files["declared"] & ~files["workflow"].isin(left_out)]
    main = _main(counted)
    taken = _taken(main, counted, uses[~uses["workflow"].isin(left_out)], rules.solutions.beside)
    table = main.merge(taken, on=KEY, how="outer")
    table = table.fillna({"path": "", "cluster": "", "boilerplate": "", "solution": "", "key": "", "road": "", "lines": 0, "longest": 0})
    table = table[(table["solution"] != "") | (table["longest"] >= rules.similar.least_lines)]
    known, copied = table["solution"] != "", table["cluster"] != ""
    own = ("own:" + table["repository"]).where(~copied, "copy:" + table["cluster"])
    own = own.where(table["boilerplate"] == "", "shared:" + table["boilerplate"])
    table["solution"] = table["solution"].where(known, own)
    table["kind"] = table["solution"].str.split(":").str[0]
    return table.astype({"lines": int})[COLUMNS].sort_values([*KEY], kind="stable", ignore_index=True)


def effective_number(table: pd.DataFrame, workflow: str) -> tuple[float, int]:
    """(effective number of independent solutions, eligible teams) of one workflow in the `solutions` table.

    Eligible: every team with a repository in the table for this workflow; repositories of no team are left out. Each team weighs 1, split
    equally over the families its repositories use. Shared families are then taken out: the weight on them stays in the eligible teams, not
    in the solutions. Of the weight w left on each copied or own family, p = w / sum(w), and the effective number is 1 / sum(p^2): 0 where
    nothing is left, 1 where all use copies of one. A cluster of copies is one solution, whoever uses it; what only one team has,
    own or copied inside the team, is one solution of that team however many there are, because the question is what teams do independently
    of each other; for the same reason the number is at most that of eligible teams.
    Source: inverse Simpson index; Laakso and Taagepera 1979.
    """
    weight = independent_weight(table, workflow)
    eligible = table[(table["workflow"] == workflow) & (table["team"] != "")]["team"].nunique()
    return effective(weight, eligible), int(eligible)


def effective(weight: pd.Series, eligible: int) -> float:
    """1 / sum(p^2) of weights on solutions, at most the number of teams; 0 where there are none."""
    total = float(weight.sum())
    return min(total**2 / float((weight**2).sum()), float(eligible)) if total else 0.0


def independent_weight(table: pd.DataFrame, workflow: str) -> pd.Series:
    """Teams' weight on each independent solution of a workflow (`copy:<cluster>`, or `own by <team>` for what only that team has).

    Sums to the number of eligible teams less the weight on shared families.
    """
    rows = weights(table, workflow)
    left = rows[rows["kind"] != "shared"]
    return left.groupby("solution")["weight"].sum()


def weights(table: pd.DataFrame, workflow: str) -> pd.DataFrame:
    """Rows of one workflow, one for each team and solution that it has, with `weight`: its share of the team's 1, split equally.

    A `solution` that only one team has, and nobody provides, is `own by <team>`, of kind own; all of them together are one.
    """
    rows = table[(table["workflow"] == workflow) & (table["team"] != "")]
    alone = (rows["kind"] == "own") | ((rows["kind"] == "copy") & (rows.groupby("solution")["team"].transform("nunique") == 1))
    rows = rows.assign(solution=rows["solution"].where(~alone, "own by " + rows["team"]), kind=rows["kind"].where(~alone, "own"))
    rows = rows.drop_duplicates(["team", "solution"])
    return rows.assign(weight=1.0 / rows.groupby("team")["solution"].transform("size"))


def _main(counted: pd.DataFrame) -> pd.DataFrame:
    """Main file per repository, workflow and team: path, cluster, boilerplate, longest (its lines), lines (of all files)."""
    order = counted.sort_values(["lines", "path"], ascending=[False, True], kind="stable")
    main = order.drop_duplicates(KEY)[[*KEY, "path", "cluster", "boilerplate", "lines"]].rename(columns={"lines": "longest"})
    return main.merge(counted.groupby(KEY, as_index=False)["lines"].sum(), on=KEY)


def _taken(main: pd.DataFrame, counted: pd.DataFrame, uses: pd.DataFrame, beside: int) -> pd.DataFrame:
    """The provider that solves each workflow of a repository: workflow, repository, team, solution, key, road."""
    if uses.empty:
        return pd.DataFrame({name: pd.Series(dtype="str") for name in [*KEY, "solution", "key", "road"]})
    users = uses.groupby("key")["repository"].nunique()
    rows = uses.merge(main[[*KEY, "path"]].rename(columns={"path": "main"}), on=KEY, how="left")
    rows = rows[(rows["road"] != "") | _calls(rows) | (_elsewhere(rows, counted) <= beside)]
    rows = pd.concat([rows, _providers(uses, main)], ignore_index=True)
    rows = rows[rows["shared"] | (rows["provider"] != "")]
    rows = rows.assign(
        solution=("shared:" + rows["target"]).where(rows["shared"], "own:" + rows["key"]),
        users=rows["key"].map(users),
        on_road=rows["road"] != "",
    )
    order = [*PLACE, "shared", "on_road", "users", "key"]  # a shared one before the team's own, a road before others, the commonest first
    best = rows.sort_values(order, ascending=[True, True, False, False, False, True], kind="stable").drop_duplicates(KEY)
    return best[[*KEY, "solution", "key", "road"]]


def _calls(rows: pd.DataFrame) -> pd.Series:
    """Whether the main file refers to the provider; for charts and Terraform, whether a file beside or above it does."""
    folder = (rows["path"].str.rpartition("/")[0] + "/").str.removeprefix("/")
    inside = [main.startswith(place) for main, place in zip(rows["main"].fillna(""), folder, strict=True)]
    return (rows["path"] == rows["main"]) | (rows["kind"].isin(["chart", "module"]) & pd.Series(inside, index=rows.index, dtype=bool))


def _elsewhere(rows: pd.DataFrame, counted: pd.DataFrame) -> pd.Series:
    """Lines that the repository keeps for this workflow in files without a reference to the provider."""
    calling = rows[[*KEY, "path", "key"]].drop_duplicates().merge(counted[[*KEY, "path", "lines"]], on=[*KEY, "path"])
    inside = calling.groupby([*KEY, "key"], as_index=False).agg(inside=("lines", "sum"))
    total = counted.groupby(KEY, as_index=False).agg(total=("lines", "sum"))
    both = rows[[*KEY, "key"]].merge(inside, on=[*KEY, "key"], how="left").merge(total, on=KEY, how="left").fillna(0)
    return pd.Series((both["total"] - both["inside"]).to_numpy(), index=rows.index)


def _providers(uses: pd.DataFrame, main: pd.DataFrame) -> pd.DataFrame:
    """Shared providers as users of themselves: what they offer is no further solution."""
    offered = uses[uses["shared"] & (uses["provider"] != "")].drop_duplicates(["provider", "workflow"])
    offered = offered.assign(repository=offered["provider"], road="").drop(columns="team")
    return offered.merge(main[KEY], on=PLACE)
