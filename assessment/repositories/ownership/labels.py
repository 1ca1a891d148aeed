"""Which team do a repository's deployment manifests name?

Reads the contents of Kubernetes-like manifests (Application, Deployment, ... with `metadata`): a label such as `team`, or `namespace`.
Returns the commonest value by repository. Values that a template fills in are skipped.
Misleads: a label is often one level above the team (a department); declare such names as areas. The namespace is a team only where the
platform makes one for each.
Source: Kubernetes documentation, Object names, labels and namespaces; nais.io, application manifest (`metadata.labels.team`).
"""

import re
from collections import Counter
from collections.abc import Sequence

import pandas as pd

KINDS = ("kubernetes", "alerts")
NAMESPACE = "namespace"
_METADATA = re.compile(r"^metadata:[ \t]*\r?\n((?:[ \t]+[^\n]*\n?|[ \t]*#[^\n]*\n?|\r?\n)+)", re.MULTILINE)
_VALUE = re.compile(r"[\"']?([\w][\w./-]*)[\"']?\s*(?:#.*)?\Z")


def read(contents: pd.DataFrame, keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Repository -> the value of the first of `keys` that its manifests have: the commonest, the first in the alphabet on a tie."""
    rows = contents.loc[contents["kind"].isin(KINDS), ["repository", "text"]].astype(str)
    votes: dict[tuple[str, str], Counter[str]] = {}
    for repository, text in rows.itertuples(index=False, name=None):
        for key, value in _values(text, keys):
            votes.setdefault((repository, key), Counter())[value] += 1
    found: dict[str, tuple[str, ...]] = {}
    for key in keys:
        for (repository, voted), count in votes.items():
            if voted == key:
                found.setdefault(repository, (min((-n, value) for value, n in count.items())[1],))
    return found


def _values(text: str, keys: Sequence[str]) -> list[tuple[str, str]]:
    """(key, value) of each document's metadata that the text holds."""
    if not any(key in text for key in keys):
        return []
    found = []
    for block in _METADATA.finditer(text):
        lines = [line for line in block[1].splitlines() if line.strip() and not line.lstrip().startswith("#")]
        indent = min((_indent(line) for line in lines), default=0)
        inside = False
        for line in lines:
            top = _indent(line) == indent
            name, colon, value = line.strip().partition(":")
            name = name.strip("\"'")
            inside = (name == "labels") if top else inside
            written = _VALUE.match(value.strip()) if colon else None
            if written and name in keys and (top if name == NAMESPACE else inside and not top):
                found.append((name, written[1]))
    return found


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
