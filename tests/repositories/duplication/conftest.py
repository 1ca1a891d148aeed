"""Small fleets written by hand: files as {repository: {path: text}}, everything else unremarkable."""

from hashlib import sha1
from pathlib import Path

import pandas as pd
import pytest
import yaml

from assessment.model import Organisation, PavedRoad, Platform, Team
from assessment.repositories.duplication.thresholds import parse
from assessment.repositories.facts import Facts, empty, frame
from assessment.repositories.fleet import Fleet

SHIPPED = Path(__file__).parents[3] / "data" / "rules" / "duplication.yaml"
PLACES = {  # path ending -> kind, workflow
    "Dockerfile": ("dockerfile", "containers"),
    "Jenkinsfile": ("jenkinsfile", "ci"),
    ".tf": ("terraform", "environments"),
    "deploy.yml": ("github-workflow", "deployment"),
    ".yml": ("github-workflow", "ci"),
    "Chart.yaml": ("helm-chart", "deployment"),
    "values.yaml": ("helm-chart", "deployment"),
    "CODEOWNERS": ("codeowners", "ownership"),
}


@pytest.fixture(scope="session")
def rules():
    return parse(yaml.safe_load(SHIPPED.read_text("utf-8")))


def contents(files):
    """The fact table of {repository: {path: text}}."""
    rows = []
    for repository, texts in files.items():
        for path, text in texts.items():
            kind, workflow = next(place for ending, place in PLACES.items() if path.endswith(ending))
            rows.append((repository, path, sha1(text.encode()).hexdigest(), kind, workflow, text))
    columns = ("repository", "path", "blob", "kind", "workflow", "text")
    return frame("contents", dict(zip(columns, zip(*rows, strict=True), strict=True))) if rows else empty("contents")


@pytest.fixture(scope="session")
def contents_of():
    return contents


@pytest.fixture
def make_fleet():
    """Fleet of files, teams {repository: team}, references (repository, path, line, kind, target), roads {name: (workflow, *globs)}."""

    def make(files, teams=None, *, references=(), roads=None, failed=(), platform=None, changes=None, commits=None):
        names = sorted({*files, *failed, *(teams or {})})
        team_of = pd.Series({name: (teams or {}).get(name, "") for name in names}, dtype=object)
        found = contents(files)
        served = {(str(r), str(p)): str(w) for r, p, w in found[["repository", "path", "workflow"]].itertuples(index=False)}
        made = [
            (r, p, line, kind, served.get((r, p), ""), target, "", "v1", "local" if target.startswith(".") else "tag")
            for r, p, line, kind, target in references
        ]
        columns = ("repository", "path", "line", "kind", "workflow", "target", "block", "version", "pin")
        organisation = Organisation(
            name="Example",
            teams=tuple(Team(name=t, headcount=6) for t in sorted({*team_of} - {""}) or ["nobody"]),
            platform=Platform(
                team=platform, roads=tuple(PavedRoad(name=n, workflow=w, references=g) for n, (w, *g) in (roads or {}).items())
            ),
        )
        states = ["failed" if name in failed else "collected" for name in names]
        facts = Facts(
            as_of=pd.Timestamp("2025-06-30", tz="UTC"),
            contents=found,
            references=frame("references", dict(zip(columns, zip(*made, strict=True), strict=True))) if made else empty("references"),
            repositories=frame("repositories", {"repository": names, "state": states, "message": [""] * len(names)}),
            changes=changes if changes is not None else empty("changes"),
            commits=commits if commits is not None else empty("commits"),
        )
        return Fleet(organisation=organisation, facts=facts, teams=team_of)

    return make
