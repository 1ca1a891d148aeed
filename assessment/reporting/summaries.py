"""Small sums that both the app and the report show: what stands beside the answer, and what was not read or not answered.

Takes a verdict or result tables; returns sentences or small tables. Nothing that was left out goes unsaid.
"""

import pandas as pd

from assessment.decisions.assessment import Assessment, Verdict
from assessment.outcome import Outcome
from assessment.reporting import words

# column of `coverage` -> what it is, and what it does to the result
LEFT_OUT = (
    ("shallow", "Repositories whose history is cut", "older work is not seen; effort and dates start later than they were"),
    ("missing_blobs", "Wanted files that are not in the clone", "their contents count as not looked at, which lowers coverage"),
    ("oversized", "Files over the size limit", "not read; duplication in them is not seen"),
    ("unparsed", "Files that no parser took", "compared as a whole; the jobs and resources in them are not"),
    ("withheld", "Secret-bearing files", "that they exist is noted, their content never read"),
    ("vendored", "Vendored, generated and example files", "left out, so that other people's code does not count as yours"),
    ("automation", "Commits by bots", "left out of effort, kept apart from people's work"),
    ("scripted", "Of them, commits by scripts under a person's name", "told by what they repeat; left out of effort as well"),
    (
        "agents",
        "Of them, commits by AI agents under their own name",
        "left out of effort; what people make with an agent's help stays theirs",
    ),
)
TALKS = 12  # disagreements that one page or screen can hold

# what a declared platform turned out to be -> how it is called, and what that means
PLATFORM = {
    "product": ("a product", "most who are on it came by choice"),
    "mandate": ("a mandate", "most who are on it had to come"),
    "tax": ("a tax", "starting a service takes longer on it than off it"),
    "cannot tell": ("cannot tell", "too few are on it to say"),
}


def copied(assessment: Assessment) -> pd.DataFrame:
    """The `members` of clusters that somebody here copied: what follows a public template is no one's copy."""
    public = assessment.clusters.loc[assessment.clusters["boilerplate"].fillna("") != "", "cluster"]
    return assessment.members[~assessment.members["cluster"].isin(public)]


def standing(verdict: Verdict) -> list[tuple[str, str, str]]:
    """Name, value and note of the numbers beside the answer."""
    chance = "cannot tell" if verdict.structural is None else words.percent(verdict.structural)
    facts = [
        ("Structural", chance, "probability that at least two of four indicators resonate"),
        ("People", words.people(verdict.answers, verdict.headcount), "answered the survey"),
        ("Repositories", f"{words.number(verdict.repositories)} of {words.number(verdict.repositories_of)}", "could be read"),
        ("Delivery culture", verdict.culture, "from answers"),
    ]
    if verdict.start_with:
        first = "" if verdict.start_probability is None else f"first with probability {words.percent(verdict.start_probability)}"
        facts.append(("Start with", words.workflow(verdict.start_with), first))
    if verdict.platform:
        facts.append(("Declared platform", *PLATFORM.get(verdict.platform, (verdict.platform, ""))))
    return facts


def widest(table: pd.DataFrame) -> pd.DataFrame:
    """The `disagreements` table, the organisation's first, then those where said and seen are furthest apart."""
    apart = (table["perceived"] - table["observed"]).abs()
    order = pd.DataFrame({"team": table["team"] != "", "apart": -apart}).sort_values(["team", "apart"], kind="stable")
    return table.loc[order.index]


def disagreements(table: pd.DataFrame) -> list[str]:
    """One sentence a disagreement, the widest first: who, what is said and seen, and what to talk about."""
    return [
        f"{words.sentence(row['indicator'])}, {row['team'] or 'the organisation'}: "
        f"said {words.severity(row['perceived'])}, seen {words.severity(row['observed'])}. {row['question']}"
        for _, row in widest(table).iterrows()
    ]


def left_out(coverage: pd.DataFrame) -> pd.DataFrame:
    """Columns what, count, repositories, means: one row a reason why something was left out, also where the count is 0."""
    collected = coverage[coverage["state"] == "collected"]
    rows: list[dict[str, object]] = [_unmapped(coverage)]
    for column, what, means in LEFT_OUT:
        counts = collected[column].fillna(0).astype(int)
        rows.append({"what": what, "count": int(counts.sum()), "repositories": int((counts > 0).sum()), "means": means})
    return pd.DataFrame(rows)


def _unmapped(coverage: pd.DataFrame) -> dict[str, object]:
    number = int((coverage["team"].fillna("") == "").sum())
    means = "they count for the organisation, but for no team"
    return {"what": "Repositories without a team", "count": number, "repositories": number, "means": means}


def states(coverage: pd.DataFrame) -> dict[str, int]:
    """Repositories by state: collected, empty, failed."""
    counts = coverage["state"].value_counts()
    return {state: int(counts.get(state, 0)) for state in ("collected", "empty", "failed")}


def outcomes(measures: pd.DataFrame) -> pd.DataFrame:
    """Columns indicator, title, source, weight, and one an outcome with its number of teams; one row a measure, in the table's order."""
    if measures.empty:
        return pd.DataFrame(columns=["indicator", "title", "source", "weight", *map(str, Outcome)])
    keys = ["indicator", "measure", "title", "source", "weight"]
    text = measures.astype(dict.fromkeys([*keys[:-1], "outcome"], str))
    table = text.groupby([*keys, "outcome"], sort=False, dropna=False).size().unstack("outcome", fill_value=0)
    return table.reindex(columns=list(map(str, Outcome)), fill_value=0).reset_index().drop(columns="measure").rename_axis(columns=None)


def per_month(service_months: pd.DataFrame) -> pd.DataFrame:
    """Columns team, months (service-months: a repository in service for a month), plumbing (commits by people), per_month, share (of all
    their commits); one row a team, the most a month first."""
    sums = service_months.assign(months=1).groupby("team", as_index=False, observed=True)[["months", "commits", "plumbing"]].sum()
    table = sums.assign(per_month=sums["plumbing"] / sums["months"], share=sums["plumbing"] / sums["commits"].where(sums["commits"] > 0))
    return table.sort_values(["per_month", "team"], ascending=[False, True])[
        ["team", "months", "plumbing", "per_month", "share"]
    ].reset_index(drop=True)


def hotspots(groups: pd.DataFrame, level: str) -> pd.DataFrame:
    """The rows of `hotspot_groups` of one level, names in words: the top of a repository, no team, a workflow's title."""
    rows = groups[groups["level"] == level]
    say = {"folder": lambda name: name or "(top)", "workflow": words.workflow, "team": words.team}[level]
    return rows.assign(name=rows["name"].map(say))


def by_repository(toil: pd.DataFrame, *, value: str = "commits") -> pd.DataFrame:
    """The `toil` table without its months: sums by team, repository and workflow, the largest `value` first."""
    sums = ["commits", "lines", "outside", "propagated", "retries", "bumps", "reverts", "expired"]
    table = toil.groupby(["team", "repository", "workflow"], as_index=False, observed=True)[sums].sum()
    return table.sort_values([value, "repository"], ascending=[False, True]).reset_index(drop=True)


def newest(released: pd.DataFrame) -> pd.DataFrame:
    """The rows that the verdict rests on: of the questionnaire that stands first, in its newest round."""
    first = released["questionnaire"].iloc[:1]
    mine = released[released["questionnaire"].isin(first)]
    newest: pd.DataFrame = mine[mine["round"] == mine["round"].max()]
    return newest


def titled(questionnaire: str) -> str:
    """A questionnaire's id as a title: 'Cognitive load'."""
    return questionnaire.replace("-", " ").capitalize()


def said_and_seen(drivers: pd.DataFrame, exposure: pd.DataFrame) -> pd.DataFrame:
    """One driver's rows of single teams beside what their repositories show: title, team, value, low, high, n_band and the columns of
    `exposure`. Teams of both tables only."""
    said = drivers.loc[drivers["team"] != "", ["title", "team", "value", "low", "high", "n_band"]]
    return said.merge(exposure, on="team").reset_index(drop=True)
