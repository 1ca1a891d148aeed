"""For each repository and workflow: found, absent from the files, not applicable, or not to be seen from files?

Why: what a shared pipeline does elsewhere is not missing, and a library needs no deployment.
Reads: the table `tools`, `facts.files`, `facts.references`, names of the fleet's repositories. Returns: the table `workflow_outcomes`.
Misleads: a repository that is run by hand, without any file that says so, looks like a library.
"""

from collections.abc import Iterator

import pandas as pd

from assessment.model import Workflow
from assessment.repositories.fleet import Fleet
from assessment.repositories.rules.schema_tools import ToolRules
from assessment.repositories.services.firsts import PIPELINES
from assessment.repositories.tools import states
from assessment.repositories.tools.reach import last_part

FOUND, ABSENT, NOT_APPLICABLE, CANNOT_SEE = "found", "absent from the files", "not applicable", "cannot see from files"
RUNS = frozenset({"dockerfile", "compose", "paas-manifest", "kubernetes", "helm-chart", "kustomize", "serverless", "task-definition"})
BUILT = frozenset({"build-manifest", "dockerfile"})
BY_PIPELINE = (Workflow.SECRETS, Workflow.CONTAINERS, Workflow.DEPLOYMENT, Workflow.QUALITY, Workflow.SECURITY, Workflow.ENVIRONMENTS)
OF_SERVICES = (
    Workflow.SECRETS,
    Workflow.ENVIRONMENTS,
    Workflow.CONTAINERS,
    Workflow.DEPLOYMENT,
    Workflow.OBSERVABILITY,
    Workflow.DATABASES,
)
OF_CODE = (Workflow.CI, Workflow.DEPENDENCIES, Workflow.QUALITY, Workflow.SECURITY, Workflow.LOCAL_DEVELOPMENT)


def tables(fleet: Fleet, rules: ToolRules) -> dict[str, pd.DataFrame]:
    """The tables `tools` and `workflow_outcomes`."""
    tools = states.table(fleet, rules)
    return {"tools": tools, "workflow_outcomes": table(fleet, tools)}


def table(fleet: Fleet, tools: pd.DataFrame) -> pd.DataFrame:
    """repository, team, workflow, outcome, why: a row per collected repository and workflow."""
    states = fleet.facts.repositories
    names = [str(name) for name in states.loc[states["state"] == "collected", "repository"]]
    kinds = _kinds(fleet)
    present = _present(fleet, tools)
    outside = _outside(fleet)
    teams = fleet.teams.to_dict()
    rows = []
    for name in names:
        said = _Repository(kinds.get(name, frozenset()), present.get(name, {}), outside.get(name, ""))
        rows += [(name, str(teams.get(name, "")), workflow.value, *said.outcome(workflow)) for workflow in Workflow]
    return pd.DataFrame(rows, columns=["repository", "team", "workflow", "outcome", "why"])


class _Repository:
    """What decides the outcomes of one repository."""

    def __init__(self, kinds: frozenset[str], present: dict[str, str], outside: str) -> None:
        self.kinds, self.present, self.outside = kinds, present, outside
        self.runs = bool(kinds & RUNS) or "deployment" in present

    def outcome(self, workflow: Workflow) -> tuple[str, str]:
        """Outcome, and why."""
        return next(self._answers(workflow), (ABSENT, "no file shows it"))

    def _answers(self, workflow: Workflow) -> Iterator[tuple[str, str]]:
        if workflow.value in self.present:
            yield FOUND, self.present[workflow.value]
        if workflow is Workflow.SCAFFOLDING:
            yield NOT_APPLICABLE, "no trace of a template, and none is needed"
        if workflow in OF_CODE and not self.kinds & (BUILT | PIPELINES | {"terraform", "helm-chart"}):
            yield NOT_APPLICABLE, "nothing to build"
        if workflow in OF_SERVICES and not self.runs and not self.outside:
            yield NOT_APPLICABLE, "nothing says that it is run anywhere"
        if workflow is Workflow.CONTAINERS and "dockerfile" not in self.kinds and not self.outside:
            yield NOT_APPLICABLE, "no image is built"
        if self.outside and workflow in BY_PIPELINE:
            yield CANNOT_SEE, f"the pipeline calls {self.outside}, which was not read"
        if workflow is Workflow.DEPLOYMENT and "dockerfile" in self.kinds:
            yield CANNOT_SEE, "an image is built, and nothing here says where it runs"
        if workflow is Workflow.DATABASES:
            yield NOT_APPLICABLE, "no database in the files"


def _kinds(fleet: Fleet) -> dict[str, frozenset[str]]:
    rows = fleet.facts.files[["repository", "kind"]].drop_duplicates().astype(str)
    return {str(name): frozenset(kinds) for name, kinds in rows.groupby("repository")["kind"]}


def _present(fleet: Fleet, tools: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Repository -> workflow -> what shows it: a tool that is used or provided, else a plumbing file of the workflow."""
    files = fleet.facts.files[["repository", "workflow", "kind"]]
    files = files[files["workflow"] != ""].drop_duplicates().astype(str)
    found: dict[str, dict[str, str]] = {}
    for repository, workflow, kind in files.itertuples(index=False, name=None):
        found.setdefault(repository, {}).setdefault(workflow, kind)
    sure = tools[tools["state"].isin(["used", "provided"]) & (tools["confidence"] != "low")]
    titles: dict[tuple[str, str], list[str]] = {}
    for repository, workflow, title in zip(*(sure[name].to_numpy(object) for name in ("repository", "workflow", "title")), strict=True):
        titles.setdefault((repository, workflow), []).append(title)
    for (repository, workflow), some in titles.items():
        found.setdefault(repository, {})[workflow] = ", ".join(some)
    return found


def _outside(fleet: Fleet) -> dict[str, str]:
    """Repository -> what its pipeline calls that is not a repository of the fleet."""
    files = fleet.facts.files[["repository", "path", "kind"]].rename(columns={"kind": "file"})
    files = files[files["file"].isin(PIPELINES)].astype(object)
    refs = fleet.facts.references[["repository", "path", "kind", "target", "pin"]].astype(object)
    refs = refs[refs["kind"].isin(states.CALLS) & (refs["pin"] != "local")].merge(files, on=["repository", "path"])
    ours = {last_part(str(name).rpartition("+")[2]) for name in fleet.teams.index}
    last = refs["target"].astype(str).map(last_part)
    foreign = refs[~last.isin(ours)]
    first = foreign.drop_duplicates("repository")
    return dict(zip(first["repository"].astype(str), first["target"].astype(str), strict=True))
