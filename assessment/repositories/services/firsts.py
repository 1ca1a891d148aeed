"""When did each repository get its first pipeline, its first deployable and its first container file?

Reads: `facts.changes` (plumbing rows), `facts.commits`, `facts.contents`. Returns: by noun, one row a repository (see `firsts`).
Misleads: what a merge alone brought is not seen. A pipeline file that both tests and deploys counts as a pipeline, by its name; one
named after a release counts as deployable only where it stands at HEAD and its text deploys something.
"""

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assessment.repositories.fleet import Fleet
from assessment.repositories.labour.people import commit_key

CI, DEPLOYABLE, STACK, CONTAINER = "ci", "deployable", "stack", "container"
PIPELINES = frozenset({"github-workflow", "gitlab-ci", "circleci", "travis", "azure-pipelines", "jenkinsfile", "other-ci", "concourse"})
STACKS = ("cloudformation", "terraform")
BESIDE = ("release-config",)  # kinds of deployment that make nothing deployable
_BESIDE = re.compile(r"\.(?:md|txt|adoc|helmignore)$", re.IGNORECASE)  # what stands in a chart's folder and says nothing of how it runs
# files of environments that say how the product itself runs; other infrastructure counts only where nothing else deploys it
_RUNTIME = re.compile(r"(?:^|/)(?:cdk\.json|samconfig\.(?:toml|ya?ml)|(?:sam-)?template\.ya?ml)$", re.IGNORECASE)
_SCRIPT = re.compile(r"(?:^|/)(?:deploy|release)(?:[-_][\w.-]+)?(?:\.(?:sh|bash|py|rb))?$", re.IGNORECASE)  # deploys, by its name
_TRIED = re.compile(
    r"(?:^|/)(?:tests?|e2e|spec|load[-_]?tests?|perf(?:ormance)?[-_]?tests?)/", re.IGNORECASE
)  # how a test runs, not the product
_NAMED = re.compile(r"deploy|promote|rollout|rollback|(?:^|[-_./])(?:cd|cicd|ship|prod|production|staging|dev)(?:[-_.]|$)", re.IGNORECASE)
_DEPLOYS = re.compile(
    r"deploy|kubectl|helm (?:upgrade|install)|cf push|flyctl|heroku|gcloud (?:run|app|functions)|az (?:webapp|functionapp|containerapp|aks)"
    r"|aws (?:ecs|lambda|s3 sync|cloudformation)|serverless|argocd|terraform apply|\bsam\b|cdk",
    re.IGNORECASE,
)
_HIDDEN = r"(?:^|/)\.[^/]*$"


def firsts(fleet: Fleet) -> dict[str, pd.DataFrame]:
    """By CI, DEPLOYABLE, STACK (infrastructure as code) and CONTAINER a table, index repository: at (author time), number, commit, path,
    changed_files.

    A pipeline counts from the commit that adds it; of the files of one commit, one that is not hidden is named.
    """
    changes = fleet.facts.changes
    nouns = {CI: _pipelines(changes), DEPLOYABLE: deployable(changes, fleet.facts.contents), CONTAINER: container(changes)}
    nouns[STACK] = changes["kind"].isin(STACKS).to_numpy(bool)
    wanted = np.logical_or.reduce(list(nouns.values()))
    rows = _dated(fleet, changes.loc[wanted, ["repository", "number", "path"]].assign(**{n: which[wanted] for n, which in nouns.items()}))
    return {noun: rows[rows[noun]].drop_duplicates("repository").set_index("repository") for noun in nouns}


def deployable(files: pd.DataFrame, contents: pd.DataFrame) -> NDArray[np.bool_]:
    """Which rows (repository, path, workflow, kind) are of a file that says how the product is deployed or run somewhere."""
    kind = files["kind"]
    found = ((files["workflow"] == "deployment") & ~kind.isin(BESIDE)).to_numpy(bool, copy=True)
    at = np.flatnonzero(found)
    found[at] = ~files["path"].iloc[at].astype(str).str.contains(_BESIDE).to_numpy(bool)
    pipelines = np.flatnonzero(found & (kind == "github-workflow").to_numpy(bool))
    found[pipelines] = _deploys(files[["repository", "path"]].iloc[pipelines], contents)
    code = np.flatnonzero(kind.isin(["infrastructure-code", "cloudformation"]).to_numpy(bool))
    found[code] |= files["path"].iloc[code].astype(str).str.contains(_RUNTIME).to_numpy(bool)
    scripts = np.flatnonzero((kind == "ci-script").to_numpy(bool))
    found[scripts] |= files["path"].iloc[scripts].astype(str).str.contains(_SCRIPT).to_numpy(bool)
    at = np.flatnonzero(found)
    found[at] = ~files["path"].iloc[at].astype(str).str.contains(_TRIED).to_numpy(bool)
    return found | (kind == "serverless").to_numpy(bool)


def container(files: pd.DataFrame) -> NDArray[np.bool_]:
    """Which rows are of a file that says how an image is made."""
    return (files["kind"] == "dockerfile").to_numpy(bool)


def _pipelines(changes: pd.DataFrame) -> NDArray[np.bool_]:
    return (changes["kind"].isin(PIPELINES) & (changes["status"] == "A")).to_numpy(bool)


def _deploys(rows: pd.DataFrame, contents: pd.DataFrame) -> NDArray[np.bool_]:
    """Pipelines that deploy: named so, or named after a release and with a text at HEAD that does."""
    paths = rows["path"].astype(str)
    names = pd.Index(paths.unique())
    named = {name for name in names if _NAMED.search(name.rpartition("/")[2])}
    asked = contents[contents["path"].isin(names.difference(pd.Index(sorted(named))))]
    telling = {
        (str(r), str(p)) for r, p, text in asked[["repository", "path", "text"]].itertuples(index=False) if _DEPLOYS.search(str(text))
    }
    pairs = zip(rows["repository"].astype(str), paths, strict=True)
    return np.array([path in named or (repository, path) in telling for repository, path in pairs], bool)


def _dated(fleet: Fleet, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows whose commit has a date, in the order of the commits."""
    commits, known = fleet.facts.commits, fleet.teams.index
    at = commits["authored_at"].fillna(commits["committed_at"])
    dated = commits[["commit", "changed_files"]].assign(at=at, key=commit_key(commits, known))
    dated = dated[(dated["key"] >= 0) & at.notna()]
    rows = rows.astype({"repository": object}).assign(key=commit_key(rows, known)).merge(dated, on="key")
    hidden = rows["path"].astype(str).str.contains(_HIDDEN)
    return rows.assign(hidden=hidden).sort_values(["number", "hidden"], kind="stable")
