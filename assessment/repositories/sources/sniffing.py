"""Looks into product-looking files at HEAD: which are plumbing by content, and which texts may still show a tool.

Reads: the blobs of the files that the rules find worth it, through git. Returns: places of those that are plumbing, texts of the others,
which are asked about tools and not stored.
"""

from collections.abc import Sequence
from typing import NamedTuple

from assessment.repositories.facts import Text
from assessment.repositories.rules import PRODUCT, Place, Rules
from assessment.repositories.rules.shown import in_docs
from assessment.repositories.sources.git import Git
from assessment.repositories.sources.snapshot import Entry, contents


class Looked(NamedTuple):
    """`places` of files that are plumbing by content; `texts` of the others that were looked into, without kind and workflow."""

    places: dict[str, Place]
    texts: tuple[Text, ...]


def look(git: Git, rules: Rules, found: Sequence[Entry]) -> Looked:
    """What the files at HEAD say that the rules do not know by name."""
    named = dict(zip((entry.path for entry in found), rules.places([entry.path for entry in found]), strict=True))
    files = [entry for entry in found if not entry.role and (named[entry.path] == PRODUCT or _documents(named[entry.path], entry.path))]
    blobs = {entry.path: entry.blob for entry in files}
    paths = rules.worth_a_look([(entry.path, entry.size) for entry in files])
    read = dict(contents(git, sorted({blobs[path] for path in paths})))
    places: dict[str, Place] = {}
    texts: list[Text] = []
    for path in paths:
        raw = read[blobs[path]]
        if raw is None or b"\0" in raw:
            continue
        said = raw.decode("utf-8", "backslashreplace")
        place = rules.recognised(path, said) if named[path] == PRODUCT else None
        if place is None:
            texts.append(Text(path, blobs[path], "", "", said))
        else:
            places[path] = place
    return Looked(places, tuple(texts))


def _documents(place: Place, path: str) -> bool:
    """Whether a file left out as an example is documentation: a description of an interface may stand there."""
    return place.role == "example" and in_docs(path)
