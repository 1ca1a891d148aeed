"""What does each team carry side by side: repositories, technologies, workflows of its own making, switches in a day?

Why: cognitive load is what people say of it, in the survey. This is exposure: how much there is that could load them. It stands beside
the survey, never instead of it.
Reads: `people.human`, the solutions table, `facts.tools`; without a row of those, the kinds of plumbing files at HEAD. Returns: the
exposure table. It describes no group smaller than the organisation's k.
Misleads: commits only: reviews, meetings and incidents switch people too, and leave none. Days are those of UTC. A tool is
counted from files, not from how hard it is, and tools that belong together (Docker and Compose) count as two side by side. A person
counts where most of the product work is, and brings all of their days along.
Source: Vasilescu et al., The sky is not the limit: multitasking across GitHub projects, ICSE 2016 (focus within a day as Shannon entropy);
Skelton & Pais, Team Topologies (2019).
"""

import numpy as np
import pandas as pd

from assessment.repositories.fleet import Fleet
from assessment.repositories.labour.people import NOBODY, homes

YEAR = pd.Timedelta(days=365)
COLUMNS = [
    "team",
    "people",
    "repositories",
    "technologies",
    "workflows_alone",
    "mechanisms",
    "switches_per_day",
    "focus",
    "n_days",
]
UNSURE = "low"  # evidence that may as well mean something else
BESIDE = ("toolchain", "documentation", "")  # what a tool serves where it serves no workflow


def table(fleet: Fleet, human: pd.DataFrame, solutions: pd.DataFrame) -> pd.DataFrame:
    """One row per team of the organisation file, columns COLUMNS.

    people: at home in the team, with a commit in the last 365 days; n_days: their days with a commit. switches_per_day, focus: see
    `days`; mean over people of the mean over their days. All four are missing for fewer people than the organisation's k.
    """
    made = pd.DataFrame({"team": fleet.organisation.team_names}).set_index("team")
    used, mine = _used(fleet), solutions[solutions["kind"] == "own"]
    served = used[~used["workflow"].isin(BESIDE)].drop_duplicates(["team", "workflow", "tool"])
    many = served.groupby(["team", "workflow"]).size() > 1
    counts: dict[str, pd.Series] = {
        "repositories": fleet.teams.value_counts(),
        "technologies": used.drop_duplicates(["team", "tool"])["team"].value_counts(),
        "workflows_alone": mine.drop_duplicates(["team", "workflow"])["team"].value_counts(),
        "mechanisms": many.groupby("team").sum(),
    }
    for name, count in counts.items():
        made[name] = count.reindex(made.index).fillna(0).astype(int)
    recent = human[(human["at"] > fleet.facts.as_of - YEAR) & (human["person"] != NOBODY)]
    made = made.join(_people(days(recent), homes(human), fleet.organisation.survey.k))
    return made.reset_index().astype({"people": "Int64", "n_days": "Int64"})[COLUMNS]


def days(human: pd.DataFrame) -> pd.DataFrame:
    """One row per person and day with a commit: person, day, switches (from one repository to another, in the order of author times),
    focus (entropy of the day's commits over repositories, in bits: 0 = one repository)."""
    rows = human.assign(day=human["at"].dt.floor("D"), repository=human["repository"].astype(object))
    rows = rows.sort_values(["person", "day", "at", "repository", "number"], kind="stable")
    same = (rows[["person", "day"]] == rows[["person", "day"]].shift()).all(axis=1)
    rows["switch"] = same & (rows["repository"] != rows["repository"].shift())
    each = rows.groupby(["person", "day", "repository"]).size()
    share = each / each.groupby(["person", "day"]).transform("sum")
    focus = (-share * np.log2(share)).groupby(["person", "day"]).sum()
    made = rows.groupby(["person", "day"])["switch"].sum().rename("switches").to_frame().join(focus.rename("focus"))
    return made.reset_index()


def _people(day: pd.DataFrame, home: pd.Series, k: int) -> pd.DataFrame:
    """people, switches_per_day, focus, n_days by team, of teams with at least `k` people."""
    each = day.groupby("person").agg(switches_per_day=("switches", "mean"), focus=("focus", "mean"), n_days=("day", "size"))
    by = each.groupby(home.reindex(each.index).fillna("").rename("team"))
    made = by[["switches_per_day", "focus"]].mean().assign(people=by.size(), n_days=by["n_days"].sum())
    return made[made["people"] >= k]


def _used(fleet: Fleet) -> pd.DataFrame:
    """What each team's files show in use: team, workflow, tool."""
    found = fleet.facts.tools
    if found.empty:
        rows = fleet.facts.files
        rows = rows[rows["role"] == "plumbing"].rename(columns={"kind": "tool"})
    else:
        rows = found[(found["state"] == "used") & (found["confidence"] != UNSURE)]
    rows = rows[["repository", "path", "workflow", "tool"]].astype(object)
    return rows.assign(team=fleet.team_of(rows["repository"], rows["path"]))[["team", "workflow", "tool"]]
