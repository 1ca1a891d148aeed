"""Whom does a Backstage catalogue file name as owner?

Reads the text of a catalog-info.yaml (several documents, hostile ones too). Returns entity references as they are written, without
placeholders of templates and without references to a user, who is a person.
Misleads: a file copied from a template keeps the template's owner.
Source: backstage.io, Descriptor Format of Catalog Entities; Well-known Relations (`[kind:][namespace/]name`, kind group by default).
"""

import re

import yaml

from assessment import documents

KINDS = ("component", "system", "")  # in this order; then any other entity that has an owner
NOT_OWNED = frozenset({"group", "user", "location"})
_REFERENCE = re.compile(r"(?:[a-z]+:)?(?:[\w.-]+/)?\w[\w. -]*\Z", re.IGNORECASE)  # neither a placeholder nor an address


def owner(text: str) -> str:
    """The owner of the first Component, else System, else entity of another kind, that has one; '' without one or where it is malformed."""
    try:
        found = [pair for document in documents.parse(text) if (pair := _owner(document))]
    except yaml.YAMLError:
        return ""
    for wanted in KINDS:
        for kind, name in found:
            if kind == wanted or not wanted:
                return name
    return ""


def _owner(document: object) -> tuple[str, str] | None:
    if not isinstance(document, dict) or not isinstance(spec := document.get("spec"), dict):
        return None
    kind, name = str(document.get("kind") or "").casefold(), spec.get("owner")
    if kind in NOT_OWNED or not isinstance(name, str) or not _REFERENCE.match(name.strip()):
        return None
    if name.strip().casefold().startswith("user:"):
        return None
    return kind, name.strip()
