"""Which Kubernetes objects does a file hold?

Reads YAML (also templates of charts, which no parser reads) and JSON; returns one Manifest per document or list item that names both its
apiVersion and its kind. Works on lines: the two keys belong together where they stand in one document at the same indentation.
Misleads: a kind that a template assembles is not seen.
"""

import re
from typing import NamedTuple

from assessment.repositories.facts import Text

_PAIR = re.compile(
    r"^(?P<indent>[ \t]*)(?:-[ \t]+)?[\"']?(?P<key>apiVersion|kind)[\"']?[ \t]*:[ \t]*[\"']?(?P<value>[\w./-]+)[\"']?[ \t,]*(?:#.*)?$"
)
_DOCUMENT = re.compile(r"^(?:---|\.\.\.)")


class Manifest(NamedTuple):
    """A Kubernetes object: the line of its kind, and "apiVersion kind"."""

    line: int
    name: str


def manifests(text: Text) -> list[Manifest]:
    """Objects in a file, in order."""
    if "apiVersion" not in text.text or "kind" not in text.text:
        return []
    found: list[Manifest] = []
    open_: dict[int, tuple[str, str]] = {}
    for number, line in enumerate(text.text.split("\n"), 1):
        if _DOCUMENT.match(line):
            open_ = {}
        match = _PAIR.match(line[:500])
        if not match:
            continue
        indent = match.start("key")
        key, value = match["key"], match["value"]
        other = open_.get(indent)
        if other and other[0] != key:
            version, kind = (other[1], value) if key == "kind" else (value, other[1])
            found.append(Manifest(number, f"{version} {kind}"))
            del open_[indent]
        else:
            open_[indent] = key, value
    return found
