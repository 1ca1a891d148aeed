"""The records in a JSON export, in whatever shape the tool that wrote it chose.

Reads: a file. Returns: its records, each with the place that an error can name.
How: one array, one object, an array of pages (`gh api --paginate --slurp`), an object that holds the array under one of some keys
(`{"total_count": 3, "workflow_runs": [...]}`), several documents one after the other (`gh api --paginate`), or one a line.
Misleads: nothing; what is no JSON is an error that names the line.
Source: docs.github.com REST pagination; cli.github.com manual of `gh api`.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from assessment.errors import AssessmentError

LARGEST = 1 << 30  # bytes; a hundred thousand runs are about 500 MB
DEEPEST = 3  # arrays within arrays that pages make


class ImportedError(AssessmentError):
    """An export of another tool cannot be used."""


class Record(NamedTuple):
    """One object of an export and where it stands."""

    where: str
    value: dict[str, Any]


def records(path: Path, under: Sequence[str] = ()) -> list[Record]:
    """All objects of an export, those under the keys `under` taken out of the page around them.

    ImportedError naming file and line where it cannot be read, is no JSON, or holds something that is no object.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise ImportedError(f"is larger than {LARGEST >> 20:,} MiB", where=str(path), expected="split it by repository or by month")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ImportedError(f"cannot be read ({error.strerror})", where=str(path), expected="give a readable file") from error
    except UnicodeDecodeError as error:
        raise ImportedError("is not UTF-8", where=str(path), expected="JSON as the tool printed it") from error
    found: list[Record] = []
    for document in _documents(text, path):
        for value in _flat(document, under, DEEPEST):
            at = f"{path}: record {len(found) + 1}"
            if not isinstance(value, dict):
                raise ImportedError(f"is {json.dumps(value)[:60]}", where=at, expected="an object in braces")
            found.append(Record(at, value))
    if not found:
        raise ImportedError("holds no record", where=str(path), expected="an export with at least one object")
    return found


def _documents(text: str, path: Path) -> Iterator[object]:
    """JSON documents that follow each other."""
    decoder, at = json.JSONDecoder(), 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        try:
            document, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            line = text.count("\n", 0, getattr(error, "pos", at)) + 1
            what = getattr(error, "msg", "nested too deeply")
            raise ImportedError(f"is not JSON ({what})", where=f"{path}: line {line}", expected="JSON as the tool printed it") from None
        yield document


def _flat(document: object, under: Sequence[str], depth: int) -> Iterator[object]:
    if isinstance(document, list) and depth:
        for one in document:
            yield from _flat(one, under, depth - 1)
        return
    if isinstance(document, dict):
        key = next((key for key in under if isinstance(document.get(key), list)), None)
        if key is not None:
            yield from document[key]
            return
    yield document
