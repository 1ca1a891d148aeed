"""A synthetic fleet of any size as fact tables: for benchmarks of scoring, where reading git is not the question.

Shapes follow what was measured on 241 public repositories: a few hundred commits and a handful of plumbing files each,
a third of the commits by bots, one plumbing change in five commits, copies with drift.
"""

import details
import numpy as np
import pandas as pd

from assessment.model import Organisation
from assessment.repositories.facts import Facts, frame
from assessment.repositories.fleet import Fleet
from assessment.repositories.rules import Rules

KINDS = {
    ".github/workflows/ci.yml": ("github-workflow", "ci"),
    "Dockerfile": ("dockerfile", "containers"),
    "infrastructure/main.tf": ("terraform", "environments"),
    "charts/app/values.yaml": ("helm-chart", "deployment"),
    ".github/workflows/deploy.yml": ("github-workflow", "deployment"),
    ".github/dependabot.yml": ("dependabot", "dependencies"),
}
AS_OF = pd.Timestamp("2026-06-30", tz="UTC")


def organisation(teams: int) -> Organisation:
    """`teams` teams of seven, each owning the repositories of its prefix; the first is the platform's, with two paved roads."""
    made = [{"name": f"team-{t:03}", "headcount": 7, "repositories": [f"t{t:03}-*"]} for t in range(teams)]
    roads = [
        {"name": "pipeline", "workflow": "ci", "references": [f"{details.OWNER}/t000-service-0000*"]},
        {"name": "chart", "workflow": "deployment", "references": ["*helm/java"]},
    ]
    platform = {"team": "team-000", "roads": roads}
    return Organisation.model_validate({"name": "Synthetic", "as_of": "2026-06-30", "teams": made, "platform": platform})


def fleet(teams: int, repositories: int, commits: int, rules: Rules, rng: np.random.Generator) -> tuple[Fleet, pd.DataFrame]:
    """A fleet and its ownership table. `commits` per repository; `rules`: whose tools, capabilities and controls are found."""
    owner = [f"team-{i % teams:03}" for i in range(repositories)]
    names = [f"t{i % teams:03}-service-{i:04}" for i in range(repositories)]
    contents, history, changes = _contents(names, rng), _commits(names, commits, rng), _changes(names, commits, rng)
    facts = Facts(
        as_of=AS_OF,
        repositories=frame(
            "repositories",
            {"repository": names, "state": ["collected"] * repositories, "message": [""] * repositories}
            | {
                c: [0] * repositories
                for c in ("missing_blobs", "oversized", "withheld", "vendored", "undated", "huge_commits", "tags_skipped")
            }
            | {"commits": [commits] * repositories, "files": [260] * repositories, "shallow": [False] * repositories},
        ),
        commits=history,
        changes=changes,
        hunks=_hunks(changes, rng),
        files=details.files(contents, names),
        contents=contents,
        references=details.references(names, rng),
        controls=details.controls(names, rules, rng),
        tools=details.tools(names, rules, list(KINDS), rng),
        steps=details.steps(names, rules, rng),
        tags=details.tags(history),
        **details.beginnings(names),
    )
    teams_of = pd.Series(owner, index=names)
    owners = pd.DataFrame({"repository": names, "path": "", "team": owner, "mapped_by": "organisation file", "claims": ""})
    return Fleet(organisation=organisation(teams), facts=facts, teams=teams_of), owners


def _times(names: list[str], commits: int, rng: np.random.Generator) -> np.ndarray:
    born = AS_OF.timestamp() - rng.uniform(100, 1_500, len(names))[:, None] * 86_400
    steps = np.sort(rng.random((len(names), commits)), axis=1)
    return (born + steps * (AS_OF.timestamp() - born)).astype("int64")


def _commits(names: list[str], commits: int, rng: np.random.Generator) -> pd.DataFrame:
    rows = len(names) * commits
    person = np.where(
        rng.random((len(names), commits)) < 0.1,
        rng.integers(0, 500, (len(names), commits)),
        (np.arange(len(names)) % 100)[:, None] * 5 + rng.integers(0, 5, (len(names), commits)),
    )
    people = np.array([f"person{p:03}" for p in range(500)])[person.ravel()]
    times = pd.to_datetime(_times(names, commits, rng).ravel(), unit="s", utc=True).as_unit("s")
    plumbing = rng.random(rows) < 0.2
    return frame(
        "commits",
        {
            "repository": np.repeat(names, commits),
            "number": np.tile(np.arange(commits), len(names)),
            "commit": [f"{i:040x}" for i in range(rows)],
            "parents": np.ones(rows, int),
            "mainline": np.ones(rows, bool),
            "authored_at": times,
            "committed_at": times,
            "author": people,
            "author_name": [""] * rows,
            "automation": rng.random(rows) < 0.33,
            "subject": [""] * rows,
            "subject_key": rng.integers(1, 2**62, rows),
            "changed_files": np.full(rows, 3),
            "plumbing_files": plumbing.astype(int),
        },
    )


def _changes(names: list[str], commits: int, rng: np.random.Generator) -> pd.DataFrame:
    each = commits // 5
    rows = len(names) * each
    paths = list(KINDS)
    chosen = rng.integers(0, len(paths), rows)
    return frame(
        "changes",
        {
            "repository": np.repeat(names, each),
            "number": np.sort(rng.integers(0, commits, (len(names), each)), axis=1).ravel(),
            "path": [paths[c] for c in chosen],
            "status": ["M"] * rows,
            "kind": [KINDS[paths[c]][0] for c in chosen],
            "workflow": [KINDS[paths[c]][1] for c in chosen],
            "added": rng.integers(1, 20, rows),
            "deleted": rng.integers(0, 10, rows),
        },
    )


def _hunks(changes: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """One change in twenty has an edit that stands elsewhere too; half of these replace words."""
    some = changes[rng.random(len(changes)) < 0.05]
    edit = rng.integers(1, 200, len(some))
    shared = {name: some[name].astype(str).tolist() for name in ("repository", "path", "workflow", "kind")}
    return frame("repeated", shared | {"number": some["number"].tolist(), "edit": edit, "swap": np.where(edit % 2, edit, 0)})


def _contents(names: list[str], rng: np.random.Generator) -> pd.DataFrame:
    """Six files a repository; families of about ten repositories share a text, each with some lines of its own."""
    rows: list[tuple[str, str, str, str, str]] = []
    for index, name in enumerate(names):
        for path, (kind, workflow) in KINDS.items():
            family = f"{path} {index // 10}"
            lines = [f"key_{hash(family) % 997}_{i}: value {i} of {family}" for i in range(40)]
            for i in rng.integers(0, 40, 5):
                lines[i] = f"own_{i}: {name} {rng.integers(0, 9)}"
            rows.append((name, path, kind, workflow, "\n".join(lines)))
    columns = {c: [row[i] for row in rows] for i, c in enumerate(("repository", "path", "kind", "workflow", "text"))}
    return frame("contents", columns | {"blob": [f"{i:040x}" for i in range(len(rows))]})
