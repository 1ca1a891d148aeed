"""What the pipelines of a synthetic fleet hold: files, tools, steps, references, controls, tags and beginnings as fact tables.

Row counts follow what was measured on 58 public repositories of one organisation: 260 files, 30 tools, 26 steps, 13 references, one row per
control, 17 tags in a third of the repositories, 88 files of first commits of which 150 rows tell who ever held them.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from assessment.repositories.facts import frame
from assessment.repositories.rules import Rules

PROVIDERS = 8  # repositories of the fleet that offer a pipeline to others
PRODUCT = 254  # product files a repository
OWNER = "acme"
BLOCK = ".github/workflows/shared.yml"
ACTIONS = ("actions/checkout", "actions/setup-java", "actions/cache", "docker/build-push-action", "github/codeql-action/init")
COMMANDS = ("gradle test", "gradle check", "yarn install", "yarn test", "docker build", "terraform apply", "helm upgrade", "npm audit")
SETTINGS = ("weekly", "daily", "monthly", "every branch", "pull request", "sha", "tag", "none", "")


def files(contents: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """The plumbing files of `contents`, and product files beside them."""
    many = len(names) * PRODUCT
    paths = [f"src/main/part{i % 12}/File{i:03}.java" for i in range(PRODUCT)]
    return frame(
        "files",
        {
            "repository": [*contents["repository"].astype(str), *np.repeat(names, PRODUCT)],
            "path": [*contents["path"].astype(str), *(paths * len(names))],
            "role": ["plumbing"] * len(contents) + ["product"] * many,
            "bytes": [2_000] * (len(contents) + many),
            "workflow": [*contents["workflow"].astype(str), *([""] * many)],
            "kind": [*contents["kind"].astype(str), *([""] * many)],
            "read": ["read"] * len(contents) + [""] * many,
        },
    )


def tools(names: Sequence[str], rules: Rules, paths: Sequence[str], rng: np.random.Generator, each: int = 30) -> pd.DataFrame:
    """`each` tools a repository, the first of the catalogue more often than the last."""
    known = rules.tool_rules.tools
    weight = 1 / np.arange(1, len(known) + 1) ** 0.5
    chosen = np.concatenate([rng.choice(len(known), each, replace=False, p=weight / weight.sum()) for _ in names])
    rows = len(chosen)
    return frame(
        "tools",
        {
            "repository": np.repeat(names, each),
            "tool": [known[c].id for c in chosen],
            "workflow": [str(known[c].workflow) for c in chosen],
            "state": np.where(rng.random(rows) < 0.97, "used", "disabled"),
            "confidence": np.array(["high", "medium", "low"])[rng.choice(3, rows, p=[0.94, 0.04, 0.02])],
            "path": np.array(paths)[rng.integers(0, len(paths), rows)],
            "line": rng.integers(1, 80, rows),
            "by": ["path"] * rows,
        },
    )


def steps(names: Sequence[str], rules: Rules, rng: np.random.Generator, each: int = 36) -> pd.DataFrame:
    """`each` steps a repository in two pipelines, one in nine a call of a provider; a provider's block has as many."""
    rows = len(names) * each
    ours = [f"workflow:{OWNER}/{name}/{BLOCK}" for name in names[:PROVIDERS]]
    ways = np.array([f"action:{a}" for a in ACTIONS] * 2 + [f"shell:{c}" for c in COMMANDS] * 3 + ours[:4])
    path = np.tile([".github/workflows/ci.yml", ".github/workflows/deploy.yml"], rows // 2)
    path[: PROVIDERS * each : 3] = BLOCK
    how = ways[rng.integers(0, len(ways), rows)]
    own = np.char.startswith(how, "shell:") & (rng.random(rows) < 0.2)
    how = np.where(own, np.char.add("shell:script", (np.arange(rows) // each % 50).astype(str)), how)
    return frame(
        "steps",
        {
            "repository": np.repeat(names, each),
            "path": path,
            "line": np.tile(np.arange(1, each + 1), len(names)),
            "system": ["github"] * rows,
            "job": ["build"] * rows,
            "capability": np.array([c.id for c in rules.capabilities])[rng.integers(0, len(rules.capabilities), rows)],
            "how": how,
            "enabled": rng.random(rows) < 0.97,
        },
    )


def references(names: Sequence[str], rng: np.random.Generator, each: int = 13) -> pd.DataFrame:
    """`each` references a repository: actions, images, charts, modules, and the pipelines of the providers."""
    kinds = [("action", name, "", "ci") for name in ACTIONS]
    kinds += [("workflow", f"{OWNER}/{name}", BLOCK, "ci") for name in names[:PROVIDERS]]
    kinds += [
        ("image", "registry.acme.example/base/java", "", "containers"),
        ("chart", "registry.acme.example/helm/java", "", "deployment"),
    ]
    kinds += [("module", f"{OWNER}/terraform-module-{n}", "", "environments") for n in range(4)]
    rows = len(names) * each
    chosen = rng.integers(0, len(kinds), rows)
    where = {"ci": ".github/workflows/ci.yml", "containers": "Dockerfile", "deployment": "charts/app/values.yaml"}
    return frame(
        "references",
        {
            "repository": np.repeat(names, each),
            "path": [where.get(kinds[c][3], "infrastructure/main.tf") for c in chosen],
            "line": np.tile(np.arange(1, each + 1), len(names)),
            **{name: [kinds[c][place] for c in chosen] for place, name in enumerate(("kind", "target", "block", "workflow"))},
            "version": np.array(["v4", "v3.1.2", "main", ""])[rng.integers(0, 4, rows)],
            "pin": np.array(["tag", "branch", "sha", "none"])[rng.choice(4, rows, p=[0.5, 0.1, 0.05, 0.35])],
        },
    )


def controls(names: Sequence[str], rules: Rules, rng: np.random.Generator) -> pd.DataFrame:
    """A row per repository and control of the catalogue; a third cannot be seen from files, as measured."""
    catalogue = [rule.id for rule in rules.catalogue]
    rows = len(names) * len(catalogue)
    outcomes = np.array(["present", "absent", "not applicable", "unavailable"])[rng.choice(4, rows, p=[0.3, 0.2, 0.15, 0.35])]
    return frame(
        "controls",
        {
            "repository": np.repeat(names, len(catalogue)),
            "control": catalogue * len(names),
            "outcome": outcomes,
            "setting": np.where(outcomes == "present", np.array(SETTINGS)[rng.integers(0, len(SETTINGS), rows)], ""),
        },
    )


def tags(commits: pd.DataFrame, each: int = 52) -> pd.DataFrame:
    """`each` versions in every third repository."""
    rows = commits[(commits["number"] % (commits["number"].max() // each) == 0) & (commits["repository"].cat.codes % 3 == 0)]
    columns = {"repository": rows["repository"].astype(str), "tag": [f"v1.{n}" for n in rows["number"]]}
    return frame("tags", columns | {"commit": rows["commit"], "committed_at": rows["committed_at"]})


def beginnings(names: Sequence[str], each: int = 88) -> dict[str, pd.DataFrame]:
    """Facts `beginnings` and `seen`: every third repository began with files of the first, the others with their own."""
    blobs = [f"{0 if index % 3 == 0 and i < each * 0.9 else index + 1:08x}{i:032x}" for index in range(len(names)) for i in range(each)]
    began = frame("beginnings", {"repository": np.repeat(names, each), "number": [0] * len(blobs), "blob": blobs})
    return {"beginnings": began, "seen": frame("seen", {"repository": np.repeat(names, each), "blob": blobs})}
