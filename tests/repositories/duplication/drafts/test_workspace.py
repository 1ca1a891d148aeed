"""From real repositories to the draft: collected, scored, drafted by the cluster's id, and no repository touched."""

import pytest

from assessment.errors import WorkspaceError
from assessment.reporting.exports import drafts
from assessment.workspace import Workspace
from tests.fleets import git, repository
from tests.repositories.duplication.drafts.github.workflows import workflow

PATH = ".github/workflows/build.yml"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("acme")
    for name, java in (("payments-api", "21"), ("web-shop", "21"), ("stock-keeper", "17"), ("parcel-desk", "21")):
        repository(folder / "clones" / name, {"README.md": name}, {PATH: workflow(("'21'", f"'{java}'"))})
    (folder / "organisation.yaml").write_text(
        "name: Acme\nas_of: 2026-02-01\nteams: [{name: pay, headcount: 6}]\nrepositories: {folder: clones}\n"
    )
    made = Workspace(folder)
    made.collect(workers=1)
    made.score(draws=50)
    return made


def test_a_cluster_of_a_workspace_is_drafted_from_what_was_collected(workspace, tmp_path):
    clusters = workspace.assessment().clusters
    (cluster,) = clusters.loc[clusters["kind"] == "github-workflow", "cluster"]
    made = workspace.draft(cluster)
    assert made.accepted, made.why
    assert sorted(made.callers) == [(name, PATH) for name in ("parcel-desk", "payments-api", "stock-keeper", "web-shop")]
    assert "java-version: '17'" in made.callers["stock-keeper", PATH]
    drafts.write(made, tmp_path)
    assert all(git(clone, "status", "--porcelain") == "" for clone in (workspace.folder / "clones").iterdir())


def test_an_unknown_cluster_is_named(workspace):
    with pytest.raises(WorkspaceError, match="has no cluster 'nothing'"):
        workspace.draft("nothing")
