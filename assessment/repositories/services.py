"""Which repositories are services, and how long did each take from its first commit to something deployable?

Why: onboarding asks how long a new service is set up before it can run; git shows the beginning and the first deployable.
Reads: `facts.commits`, `changes`, `files`, `repositories`, `fleet.teams`. Returns: one row per service (see `clock`).
Misleads: a deployable is a file (a chart, a manifest), not a deployment that was seen to work; where deployments live in
another repository or system, the container file stands in; a workflow that publishes a library looks like one that deploys;
slow may mean unhurried; the time includes weekends.
A repository that arrives whole (its first commit, or the early commit that makes it deployable, has over 50 files; or its
deployable is older than itself) was moved or made elsewhere: its birth is not to be seen, and is kept apart, never counted as
quick. Unless it was born from a template: then the plumbing of its first commits is that of other repositories, to the byte,
and it is deployable in form from the first day, though its files may still have to be renamed and filled in.
Source: time to first deployment as a measure of onboarding (Spotify's engineering blog); the Kaplan-Meier estimator
(1958, JASA 53) for services still on their way. Templates: of 66 repositories of one public organisation, 27 began with
nothing but files of its template, and of the other 39 only four shared more than a fifth of their first files with it.
"""

import numpy as np
import pandas as pd
from scipy.stats import CensoredData, ecdf

from assessment.repositories.facts import Facts
from assessment.repositories.fleet import Fleet
from assessment.repositories.people import commit_key

DEPLOYMENT, CONTAINERS, CI = "deployment", "containers", "ci"
BESIDE = ("release-config", "dockerignore", "container-support")  # kinds of these workflows that make nothing deployable
WHOLE = 50  # files in a first commit above which a repository did not begin there
EARLY = 3  # commits in which a repository may still arrive whole, after an empty 'initial commit'
SETTLED = pd.Timedelta(days=365)  # age from which a container without deployment files counts as all there is
TEMPLATE = 0.75  # share of the plumbing it begins with that stands in other repositories, from which it was born from a template
SIBLINGS = 2  # other repositories that must have a file: one alone may be where this one was moved from


def clock(fleet: Fleet) -> pd.DataFrame:
    """One row per service: a repository that has, or ever had, a container or deployment file.

    Columns: repository, team ('' unmapped), born (first dated commit), first_ci, first_deployable (NaT unknown), days (from birth
    to the first deployable; age so far where censored; NaN where not measurable), censored (still on its way), restarted
    (arrived whole, not from a template), template (arrived whole, from a template), shallow (history is cut), commit and path
    of the first deployable ('').

    The first deployable is the first deployment file. A repository that never had one is taken by its first container file,
    except where at least half of the services have deployment files and this one is younger than a year: it is on its way.
    """
    firsts, as_of = _firsts(fleet), fleet.facts.as_of
    index, deployed = _services(fleet, firsts)
    begun = _beginnings(fleet).reindex(index)
    first = firsts[DEPLOYMENT].combine_first(firsts[CONTAINERS].drop(list(deployed), errors="ignore")).reindex(index)
    done = begun.index.isin(deployed)
    way = (2 * done.sum() >= len(index)) & ~done & (as_of - begun["born"] < SETTLED) & first["at"].notna()
    arrived = begun["root"].where(begun["root_files"] > WHOLE)
    dump = (first["changed_files"] > WHOLE) & (first["number"] < begun["root"] + EARLY)
    arrived = arrived.fillna(first["number"].where(dump))
    table = pd.DataFrame(
        {"repository": index, "team": fleet.teams.reindex(index).fillna("").to_numpy(object), "born": begun["born"]}, index=index
    )
    table["first_ci"] = firsts[CI]["at"].reindex(index)
    table["first_deployable"] = first["at"].mask(way)
    table["template"] = begun.index.isin(_from_template(fleet.facts.changes, arrived.dropna()))
    table["restarted"] = (arrived.notna() & ~table["template"]) | (first["at"] < begun["born"] - pd.Timedelta(days=1))
    table["shallow"] = begun.index.isin(_shallow(fleet.facts))
    known = ~table["restarted"] & ~table["shallow"]
    took = (first["at"].where(~way, as_of) - begun["born"]).dt.total_seconds().clip(lower=0) / 86_400
    table["days"], table["censored"] = took.where(known), way & known
    table["commit"], table["path"] = first["commit"].mask(way).fillna(""), first["path"].astype(object).mask(way).fillna("")
    return table.reset_index(drop=True)


def born_within(table: pd.DataFrame, as_of: pd.Timestamp, window: pd.DateOffset) -> pd.DataFrame:
    """Rows of `clock` born within the window; shallow ones whose history begins inside it may be, and are kept."""
    inside: pd.DataFrame = table[(table["born"] > as_of - window) & (table["born"] <= as_of)]
    return inside


def median(table: pd.DataFrame) -> float | None:
    """Kaplan-Meier median of `days` of the measurable rows; None where half or more are still on their way, or none is there.

    Where the curve runs at exactly one half, the middle of that stretch (as survfit in R's survival package): without
    censoring it is the ordinary median.
    """
    days, censored = table["days"].to_numpy(float), table["censored"].to_numpy(bool)
    done, way = days[~np.isnan(days) & ~censored], days[~np.isnan(days) & censored]
    if not len(done):
        return None
    curve = ecdf(CensoredData(uncensored=done, right=way)).sf
    reached, passed = (np.flatnonzero(curve.probabilities < 0.5 + gap) for gap in (1e-9, -1e-9))
    return float(curve.quantiles[reached[0]] + curve.quantiles[passed[0]]) / 2 if len(passed) else None


def _services(fleet: Fleet, firsts: dict[str, pd.DataFrame]) -> tuple[list[str], set[str]]:
    """Repositories that are services, in the fleet's order, and those that have or had deployment files."""
    files = fleet.facts.files
    now = files[(files["role"] == "plumbing") & files["workflow"].isin([DEPLOYMENT, CONTAINERS]) & ~files["kind"].isin(BESIDE)]
    deployed = {str(name) for name in now.loc[now["workflow"] == DEPLOYMENT, "repository"].unique()} | set(firsts[DEPLOYMENT].index)
    names = set(now["repository"].unique()) | deployed | set(firsts[CONTAINERS].index)
    return [str(name) for name in fleet.teams.index if name in names], deployed


def _from_template(changes: pd.DataFrame, arrivals: pd.Series) -> pd.Index:
    """Of the repositories in `arrivals` (-> number of the commit that brought it whole), those whose plumbing there mostly stands
    in two others too."""
    blobs = changes[["repository", "number", "new_blob"]].dropna(subset=["new_blob"])
    came = blobs[blobs["repository"].isin(arrivals.index)].astype({"repository": object})
    came = came[came["number"] == came["repository"].map(arrivals)]
    known = blobs[blobs["new_blob"].isin(came["new_blob"].unique())].drop_duplicates(["repository", "new_blob"])
    owners = known["new_blob"].value_counts().reindex(came["new_blob"]).to_numpy()
    share = pd.Series(owners > SIBLINGS, index=came["repository"], dtype=float).groupby(level=0).mean()
    return share.index[share >= TEMPLATE]


def _beginnings(fleet: Fleet) -> pd.DataFrame:
    commits = fleet.facts.commits
    rows = pd.DataFrame(
        {
            "repository": commits["repository"].astype(object),
            "root": commits["number"],
            "root_files": commits["changed_files"],
            "born": commits["authored_at"].fillna(commits["committed_at"]),
        }
    ).sort_values("root", kind="stable")
    root = rows.drop_duplicates("repository").set_index("repository")
    born = rows.dropna(subset=["born"]).drop_duplicates("repository").set_index("repository")["born"]
    return root.drop(columns="born").join(born)


def _firsts(fleet: Fleet) -> dict[str, pd.DataFrame]:
    """By workflow, the first dated change per repository: at, number, commit, path, changed_files."""
    changes, commits = fleet.facts.changes, fleet.facts.commits
    wanted = changes["workflow"].isin([DEPLOYMENT, CONTAINERS, CI]) & ~changes["kind"].isin(BESIDE)
    rows = changes.loc[wanted, ["repository", "number", "path", "status", "workflow"]].astype({"repository": object, "workflow": object})
    at = commits["authored_at"].fillna(commits["committed_at"])
    dated = commits[["commit", "changed_files"]].assign(at=at, key=commit_key(commits, fleet.teams.index))
    found = rows.assign(key=commit_key(rows, fleet.teams.index)).merge(dated[dated["key"] >= 0], on="key")
    found = found[found["at"].notna() & ((found["workflow"] != CI) | (found["status"] == "A"))]
    found = found.assign(hidden=found["path"].astype(str).str.contains(r"(?:^|/)\.[^/]*$")).sort_values(["number", "hidden"], kind="stable")
    first = found.drop_duplicates(["repository", "workflow"]).set_index("repository")
    return {name: first[first["workflow"] == name] for name in (DEPLOYMENT, CONTAINERS, CI)}


def _shallow(facts: Facts) -> pd.Index:
    flagged = facts.repositories["shallow"].fillna(False).astype(bool) if len(facts.repositories) else pd.Series(dtype=bool)
    return pd.Index(facts.repositories.loc[flagged, "repository"].astype(object)) if len(flagged) else pd.Index([])
