"""Which repositories are services, and how long did each take from its first commit to a pipeline, a deployable and a release?

Why: onboarding asks how long a new service is set up before it can run; git shows the beginning, the first deployable and the first
version.
Reads: `facts.commits`, `changes`, `files`, `contents`, `tags`, `beginnings`, `repositories`, `fleet.teams`. Returns: one row a
repository (`dates`), a service (`clock`), and the result table (`table`).
Misleads: a deployable is a file (a chart, a manifest), not a deployment that was seen to work; where deployments live in
another repository or system, the container file stands in; slow may mean unhurried; the time includes weekends.
A repository that arrives whole (its first commit, or the early commit that makes it deployable, has over 50 files), or whose history
was made elsewhere, has a birth that is not to be seen: it is kept apart, never counted as quick. Unless it was born from a template
(`templates.py`): then it is deployable in form from the first day, though its files may still have to be renamed and filled in.
Source: time to first deployment as a measure of onboarding (Spotify's engineering blog).
"""

import pandas as pd

from assessment.repositories.fleet import Fleet
from assessment.repositories.labour import people
from assessment.repositories.services import births, firsts, releases, templates
from assessment.repositories.services.early import early

WHOLE = 50  # files in a first commit above which a repository did not begin there
EARLY = 3  # commits in which a repository may still arrive whole, after an empty 'initial commit'
SETTLED = pd.Timedelta(days=365)  # age from which a container without deployment files counts as all there is
BEFORE = pd.Timedelta(days=1)  # by which a deployable may be older than its repository: clocks differ
DAY = 86_400
_INNER = ("elsewhere", "service", "by_file", "number", "changed_files", "root", "root_files", "root_id", "roots_apart", "rewritten")


def dates(fleet: Fleet) -> pd.DataFrame:
    """Index: every repository with a dated commit. Columns: born, first_ci, first_deployable (the first deployable file; where there
    never was one, the first infrastructure as code, else the first container file), first_release (NaT unknown), released_by ('tag',
    'deployed from elsewhere', ''), and those of `births.beginnings`; changed_files, number, commit and path of the first deployable;
    by_file (it is no container), service.
    """
    table = births.beginnings(fleet.facts)
    table = table[table["born"].notna() & table.index.isin(fleet.teams.index)]
    first = firsts.firsts(fleet)
    deployable = first[firsts.DEPLOYABLE].combine_first(first[firsts.STACK]).combine_first(first[firsts.CONTAINER])
    released = releases.releases(fleet, table["born"])
    table["first_ci"] = first[firsts.CI]["at"].reindex(table.index)
    table["first_deployable"] = deployable["at"].reindex(table.index)
    table["by_file"] = table.index.isin(first[firsts.DEPLOYABLE].index.union(first[firsts.STACK].index))
    table["service"] = table.index.isin(first[firsts.DEPLOYABLE].index.union(first[firsts.CONTAINER].index))
    table["first_release"], table["released_by"] = (released[name].reindex(table.index) for name in ("at", "by"))
    return table.join(deployable[["number", "commit", "path", "changed_files"]])


def clock(fleet: Fleet) -> pd.DataFrame:
    """One row per service: a repository that has, or ever had, a container or deployment file.

    Columns: repository, team ('' unmapped), born, first_ci, first_deployable, first_release (NaT unknown), days (from birth to the
    first deployable; age so far where censored; NaN where not measurable), censored (still on its way), restarted (arrived whole, not
    from a template), imported (its history, or part of it, was made elsewhere), template (repository it was born from; ''),
    template_share, from_template (arrived whole or not), shallow (history is cut), commit and path of the first deployable ('').

    The first deployable of a repository that never had a deployment file is its first container file, except where at least half of
    the services have deployment files and this one is younger than a year: it is on its way.
    """
    known, as_of = dates(fleet), fleet.facts.as_of
    index, deployed = _services(fleet, known)
    table = known.reindex(index)
    done = table.index.isin(deployed)
    stands_in = table["first_deployable"].notna() & ~table["by_file"].eq(True)
    table.loc[done & stands_in, ["first_deployable", "commit", "path"]] = [pd.NaT, None, None]  # there at HEAD, no change shows since when
    way = (2 * done.sum() >= len(index)) & ~done & (as_of - table["born"] < SETTLED) & table["first_deployable"].notna()
    table = table.join(_births(fleet, table, known))
    took = (table["first_deployable"].where(~way, as_of) - table["born"]).dt.total_seconds().clip(lower=0) / DAY
    measurable = ~(table["restarted"] | table["elsewhere"] | table["shallow"].eq(True))
    table["days"], table["censored"] = took.where(measurable), way & measurable
    table["first_deployable"] = table["first_deployable"].mask(way)
    for name in ("commit", "path"):
        table[name] = table[name].astype(object).mask(way).fillna("")
    table["shallow"] = table["shallow"].eq(True)
    table["team"] = fleet.teams.reindex(index).fillna("").to_numpy(object)
    return table.drop(columns=list(_INNER)).reset_index()


def table(fleet: Fleet, human: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Result table `services`: `known`, that of `clock`, with days to each first, and the plumbing of the first work of services born
    lately."""
    rows = known.set_index("repository")
    begun = early(human, rows["born"]).reindex(rows.index)
    rows = rows.join(begun.where(rows["born"] > fleet.facts.as_of - people.WINDOW))
    measurable = ~(rows["restarted"] | rows["shallow"] | rows["imported"])
    for name in ("ci", "release"):
        took = (rows[f"first_{name}"] - rows["born"]).dt.total_seconds() / DAY
        rows[f"days_to_{name}"] = took.clip(lower=0).where(measurable)
    return rows.rename(columns={"days": "days_to_deployable"}).reset_index()


def born_within(table: pd.DataFrame, as_of: pd.Timestamp, window: pd.DateOffset) -> pd.DataFrame:
    """Rows of `clock` born within the window; shallow ones whose history begins inside it may be, and are kept."""
    inside: pd.DataFrame = table[(table["born"] > as_of - window) & (table["born"] <= as_of)]
    return inside


def _services(fleet: Fleet, known: pd.DataFrame) -> tuple[pd.Index, set[str]]:
    """Repositories that are services, in the fleet's order, and those that have or had deployment files."""
    files = fleet.facts.files
    files = files[files["role"] == "plumbing"]
    here = firsts.deployable(files, fleet.facts.contents)
    deployed = {str(name) for name in files.loc[here, "repository"].unique()} | set(known.index[known["by_file"]])
    here = here | firsts.container(files)
    names = {str(name) for name in files.loc[here, "repository"].unique()} | set(known.index[known["service"]])
    return pd.Index([name for name in fleet.teams.index if name in names], dtype=object, name="repository"), deployed


def _births(fleet: Fleet, table: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Of services: template, template_share, from_template, restarted, imported, elsewhere (imported so that its birth is not seen).

    Repositories with the same root commit are forks of one: all but a template's own are made elsewhere.
    """
    origin = templates.origins(fleet, known["born"])
    forked = _forks(known["root_id"], set(origin["template"]) - {""})
    origin = origin.reindex(table.index)
    dump = (table["changed_files"] > WHOLE) & (table["number"] < table["root"] + EARLY)
    whole = (table["root_files"] > WHOLE) | dump
    template = forked.reindex(table.index).replace("", None).combine_first(origin["template"].astype(object)).fillna("")
    made = pd.DataFrame({"template": template, "template_share": origin["template_share"]}, index=table.index)
    made["from_template"] = (template != "") | (whole & (origin["shared"] >= templates.BORN_FROM))
    made["elsewhere"] = table["rewritten"].eq(True) | made.index.isin(forked.index) | (table["first_deployable"] < table["born"] - BEFORE)
    cut_off = table["first_release"] < table["born"] - BEFORE  # a version older than the first commit
    made["restarted"] = (whole & ~made["from_template"]) | cut_off
    made["imported"] = made["elsewhere"] | table["roots_apart"].eq(True)
    return made


def _forks(roots: pd.Series, known: set[str]) -> pd.Series:
    """Repository -> the template that it shares its root commit with, or ''; of all that share theirs, without the templates themselves."""
    shared = roots[(roots != "") & roots.duplicated(keep=False)]
    owner = {root: str(name) for name, root in shared.items() if name in known}
    return shared[~shared.index.isin(known)].map(lambda root: owner.get(root, "")).astype(object)
