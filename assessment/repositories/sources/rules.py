"""The door to rule files: reads `data/rules/*.yaml` and the files an organisation adds.

Returns `Rules`. A file that an organisation adds holds entries of any of the shipped files under the same top-level keys; its
entries come first, so that they win.
"""

from collections.abc import Sequence
from pathlib import Path

from assessment import documents
from assessment.errors import RulesError
from assessment.repositories.rules import NAMES, RuleFile, Rules, build
from assessment.shipped import shipped


def load(folder: Path | None = None, extra: Sequence[Path] = ()) -> Rules:
    """Rules of a folder (default: the shipped ones), with entries of `extra` files before them. RulesError names file and entry."""
    folder = folder or shipped("rules")
    files = {name: _read(folder / f"{name}.yaml") for name in NAMES}
    for path in extra:
        files = _prepend(files, _read(path))
    return build(files)


def _read(path: Path) -> RuleFile:
    return RuleFile(str(path), documents.load(path, RulesError))


def _prepend(files: dict[str, RuleFile], extra: RuleFile) -> dict[str, RuleFile]:
    """Entries of `extra`, put before the entries of the shipped file that has the same top-level key."""
    if not isinstance(extra.document, dict):
        raise RulesError("is not a mapping", where=extra.name, expected="top-level keys as in the shipped rule files")
    known = {key: name for name, file in files.items() if isinstance(file.document, dict) for key in file.document}
    merged = dict(files)
    for key, entries in extra.document.items():
        if key not in known:
            raise RulesError(f"unknown key '{key}'", where=extra.name, expected=f"possible keys: {', '.join(sorted(known))}")
        if not isinstance(entries, list):
            raise RulesError(f"'{key}' is not a list", where=extra.name, expected="a list of entries")
        base = merged[known[key]]
        assert isinstance(base.document, dict)
        name = f"{extra.name} + {base.name}"
        merged[known[key]] = RuleFile(name, {**base.document, key: [*entries, *base.document[key]]})
    return merged
