"""The notebooks run from top to bottom and show the numbers of the stored result."""

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
pytestmark = pytest.mark.demo


def executed(path: Path, workspace: Path) -> str:
    """All text outputs of a notebook run against a workspace."""
    notebook = nbformat.read(path, as_version=4)
    os.environ["ASSESS_WORKSPACE"] = str(workspace)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(path.parent)}}).execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    return "\n".join(str(o.get("text", "")) + str(o.get("data", {}).get("text/plain", "")) for o in outputs)


def test_the_first_look_shows_the_same_numbers(demo):
    said = executed(NOTEBOOKS / "01_first_look.ipynb", demo.workspace.folder)
    made = demo.workspace.assessment()
    assert made.verdict.headline in said
    whole = made.indicators[made.indicators["team"] == ""]
    for value in whole["value"].round(2):
        assert f"{value:.2f}".rstrip("0") in said
    for reason in made.verdict.reasons:
        assert reason in said


def test_duplication_drafts_the_largest_clusters(demo):
    said = executed(NOTEBOOKS / "02_duplication.ipynb", demo.workspace.folder)
    made = demo.workspace.assessment()
    ours = made.clusters[made.clusters["boilerplate"] == ""].sort_values("redundant_lines", ascending=False)
    assert ours["medoid_path"].iloc[0] in said
    assert "lines" in said


def test_the_survey_shows_what_is_released_and_nothing_else(demo):
    said = executed(NOTEBOOKS / "03_survey.ipynb", demo.workspace.folder)
    made = demo.workspace.assessment()
    for scale in made.reliability["scale"]:
        assert scale in said
    assert not any(pseudonym in said for pseudonym in demo.workspace.answers()["respondent"].unique())


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.name)
def test_no_output_is_committed(path):
    notebook = nbformat.read(path, as_version=4)
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in notebook.cells if cell.cell_type == "code")
