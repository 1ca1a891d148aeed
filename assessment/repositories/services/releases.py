"""When was each repository first released, or first brought to run from elsewhere?

Reads: `facts.tags`, and the deployment files of the other repositories of the fleet. Returns: one row a repository (see `releases`).
A release is a tag that names a version. A repository that deploys others (GitOps) keeps a folder or file named after each: a
change there is a deployment of the service of that name.
Misleads: a service deployed on every merge has no release to be seen here; tags that were not fetched are not there; the first
change of a deployment file elsewhere may prepare the deployment; a name that is a common word, or that two repositories bear, is
not followed.
Source: what deploys a service in GitOps is a commit in another repository (Limoncelli, ACM Queue 16(3), 2018).
"""

import re

import pandas as pd

from assessment.repositories.fleet import Fleet
from assessment.repositories.labour.people import commit_key

SHORTEST = 6  # letters of a name without hyphen below which a folder of that name may mean anything
MANY = 4  # repositories with a folder or file of that name from which it is a common word
EARLY = pd.Timedelta(days=1)  # clocks differ by; what is older than the repository by more is not its release
_NUMBERED = re.compile(r"\d+[._]\d+")
_DIGIT = re.compile(r"\d")
_ASIDE = re.compile(r"(?:^|[-_/.])(?:backup|bak|archived?|before|old|wip|tmp|temp|legacy)(?:[-_/.]|$)", re.IGNORECASE)
_TRIED = re.compile(r"(?:^|[-_/.])(?:pre|post|base|test|poc|spike)(?:[-_/]|$)", re.IGNORECASE)
TAG, ELSEWHERE = "tag", "deployed from elsewhere"


def releases(fleet: Fleet, born: pd.Series) -> pd.DataFrame:
    """Index: repository. Columns: at (committer time of the earliest), by ('tag', 'deployed from elsewhere'), where (the tag, or
    repository and path). `born`: repository -> first commit; what was deployed before it is of another thing of that name, while a
    tag that is older tells of a history that was cut off."""
    elsewhere = _elsewhere(fleet, born)
    elsewhere = elsewhere[elsewhere["at"].array >= born.reindex(elsewhere["repository"]).array - EARLY]
    found = pd.concat([_tagged(fleet), elsewhere], ignore_index=True)
    first: pd.DataFrame = found.sort_values("at", kind="stable").drop_duplicates("repository").set_index("repository")
    return first


def is_version(tag: str) -> bool:
    """Whether a tag names a version: numbers with a point between, or a number, and nothing that says that it was only set aside."""
    numbered = _NUMBERED.search(tag) or (_DIGIT.search(tag) and not _TRIED.search(tag))
    return bool(numbered) and not _ASIDE.search(tag)


def _tagged(fleet: Fleet) -> pd.DataFrame:
    tags = fleet.facts.tags.dropna(subset=["committed_at"])
    tags = tags[tags["tag"].map(is_version).astype(bool)]
    return pd.DataFrame({"repository": tags["repository"].astype(object), "at": tags["committed_at"], "where": tags["tag"]}).assign(by=TAG)


def _elsewhere(fleet: Fleet, born: pd.Series) -> pd.DataFrame:
    """Changes of deployment files in other repositories, in a folder or file named after a service."""
    names = _telling(born.index)
    changes = fleet.facts.changes
    rows = changes.loc[(changes["workflow"] == "deployment") & (changes["status"] != "D"), ["repository", "number", "path"]]
    paths = pd.Index(rows["path"].unique()).astype(str)
    named = {path: hits for path in paths if (hits := {names[word] for word in _words(path) if word in names})}
    rows = rows[rows["path"].isin(list(named))].astype({"repository": object, "path": object})
    rows = rows.assign(key=commit_key(rows, fleet.teams.index), service=rows["path"].map(named).map(sorted)).explode("service")
    rows = rows[(rows["repository"] != rows["service"]) & rows["service"].notna()]
    rows = rows[rows.groupby("service")["repository"].transform("nunique") < MANY]
    commits = fleet.facts.commits
    at = commits["committed_at"].fillna(commits["authored_at"])
    when = pd.DataFrame({"key": commit_key(commits, fleet.teams.index), "at": at}).dropna(subset=["at"])
    rows = rows.merge(when[when["key"].isin(rows["key"])], on="key")
    where = rows["repository"].astype(str) + ": " + rows["path"].astype(str)
    return pd.DataFrame({"repository": rows["service"].astype(object), "at": rows["at"], "where": where}).assign(by=ELSEWHERE)


def _telling(repositories: pd.Index) -> dict[str, str]:
    """Word -> the one repository it names. The name is what stands after the owner."""
    short = pd.Series(repositories.astype(str), repositories).str.casefold().str.split(r"[/+]", regex=True).str[-1]
    kept = short[~short.duplicated(keep=False) & (short.str.contains("-") | (short.str.len() >= SHORTEST))]
    return {word: str(repository) for repository, word in kept.items()}


def _words(path: str) -> set[str]:
    """Names of the folders of a path, and of the file without its extensions."""
    *folders, file = path.casefold().split("/")
    return {*folders, file, file.partition(".")[0]}
