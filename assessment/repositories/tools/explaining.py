"""What was found in one repository, why, and which plumbing-looking files matched nothing?

Reads: the facts of one repository, its rows of the table `tools`, and which names of files the rules know. Returns: one plain record,
fit for JSON.
Misleads: a file that matched nothing may be data of the product; the list says only that it looks like plumbing.
"""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from assessment.repositories.facts import Facts
from assessment.repositories.tools.reach import last_part

LOOKS = r"^\.[^/]+$|^[^/]+\.(?:ya?ml|toml|json|ini|cfg|conf|properties|hcl)$|^\.[^/]+/.+|\.ya?ml$"
PRODUCT_FOLDERS = r"(?:^|/)(?:src|app|lib|test|tests|spec|e2e|locales?|i18n|translations|public|static|assets|content|node_modules)/"
NEUTRAL = (
    r"(?:^|/)(?:\.gitignore|\.gitattributes|\.gitkeep|\.keep|\.gitmodules|\.mailmap|\.git-blame-ignore-revs|\.npmignore|\.cfignore|\.ds_store|\.project|"
    r"\.classpath|\.babelrc.*|\.browserslistrc|tsconfig[^/]*\.json|lombok\.config|manifest\.json|angular\.json|nodemon\.json|components\.json)$"
)
MOST = 50
REASONS = {
    "path": "a file of this name",
    "text": "a line of this file",
    "manifest": "a Kubernetes object",
    "reference": "a reference to it",
    "image": "a container image",
    "resource": "a Terraform declaration",
    "dependency": "a declared dependency",
    "command": "a command line",
    "step": "a Jenkins step",
}


def explanation(facts: Facts, tools: pd.DataFrame, known: Iterable[str], fleet: Iterable[str]) -> dict[str, Any]:
    """`known`: paths that a rule of tools knows by name; `fleet`: names of the repositories that references may lead to.

    Keys: repository, state, head, tools (workflow -> rows with why), controls, references (with `leads`), excluded (role -> files),
    unmatched (most telling first), unmatched_more.
    """
    row = facts.repositories.iloc[0]
    files = facts.files.astype({"path": str, "role": str, "kind": str, "read": str})
    unmatched = _unmatched(files, frozenset(known))
    return {
        "repository": str(row["repository"]),
        "state": str(row["state"]),
        "message": str(row["message"] or ""),
        "head": row["head"] if isinstance(row["head"], str) else None,
        "tools": {str(workflow): _tools(rows) for workflow, rows in tools.groupby("workflow", sort=True)},
        "controls": _records(facts.controls[["control", "outcome", "setting", "path", "line"]]),
        "references": _references(facts.references, frozenset(fleet)),
        "excluded": _excluded(files),
        "unmatched": unmatched[:MOST],
        "unmatched_more": max(0, len(unmatched) - MOST),
    }


def _tools(rows: pd.DataFrame) -> list[dict[str, Any]]:
    plain = _records(rows[["tool", "title", "state", "confidence", "path", "line", "by"]])
    return [{**row, "why": REASONS[row["by"]]} for row in plain]


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    plain = frame.astype(object).where(frame.notna(), None)
    return [
        {str(key): int(value) if key == "line" and value is not None else value for key, value in row.items()}
        for row in plain.to_dict("records")
    ]


def _references(references: pd.DataFrame, fleet: frozenset[str]) -> list[dict[str, Any]]:
    """References, with where they lead: here, a repository of the fleet, or outside."""
    names = {last_part(name.rpartition("+")[2]): name for name in fleet}
    rows = _records(references[["kind", "target", "block", "version", "pin", "path", "line"]])
    for row in rows:
        last = last_part(str(row["target"]))
        row["leads"] = "here" if row["pin"] == "local" else names.get(last, "outside") if row["kind"] != "image" else "outside"
    return rows


def _excluded(files: pd.DataFrame) -> dict[str, int]:
    """Files that do not count, by role; and those wanted but not read, by reason."""
    roles = files.loc[~files["role"].isin(["product", "plumbing"]), "role"].value_counts()
    unread = files.loc[files["read"].isin(["missing", "oversized", "binary"]), "read"].value_counts()
    return {str(name): int(count) for name, count in [*roles.items(), *unread.items()]}


def _unmatched(files: pd.DataFrame, known: frozenset[str]) -> list[str]:
    """Product files that look like plumbing and that no rule names: dotfiles, then configuration at the top, then other YAML."""
    paths = files.loc[files["role"] == "product", "path"]
    folded = paths.str.casefold()
    looks = folded.str.contains(LOOKS) & ~folded.str.contains(PRODUCT_FOLDERS) & ~folded.str.contains(NEUTRAL)
    left = [path for path in paths[looks] if path not in known]
    return sorted(left, key=lambda path: (not path.startswith("."), path.count("/"), path))
