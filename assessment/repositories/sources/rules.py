"""The door to rule files: reads `data/rules/*.yaml` and the files an organisation adds.

Returns `Rules`, and the public templates that are no one's copy. A file that an organisation adds holds entries of any of the shipped files
under the same top-level keys; its entries come first, so that they win.
"""

from collections.abc import Sequence
from pathlib import Path

from assessment import documents
from assessment.errors import RulesError
from assessment.repositories.duplication.copies.fingerprints import Template, Templates
from assessment.repositories.rules import NAMES, RuleFile, Rules, build
from assessment.repositories.rules.checking import checked
from assessment.shipped import shipped

BOILERPLATE = "boilerplate"  # a file and its key; apart, because nothing that is collected depends on it


def load(folder: Path | None = None, extra: Sequence[Path] = ()) -> Rules:
    """Rules of a folder (default: the shipped ones), with entries of `extra` files before them. RulesError names file and entry."""
    folder = folder or shipped("rules")
    files = {name: _read(folder / f"{name}.yaml") for name in NAMES}
    for path in extra:
        files = _prepend(files, _read(path))
    return build(files)


def boilerplate(extra: Sequence[Path] = ()) -> tuple[Template, ...]:
    """The shipped templates after those of `extra` files. RulesError names file and entry."""
    files = [*map(_read, extra), _read(shipped("rules", f"{BOILERPLATE}.yaml"))]
    own = [RuleFile(name, {BOILERPLATE: found[BOILERPLATE]}) for name, found in files if isinstance(found, dict) and BOILERPLATE in found]
    return tuple(template for file in own for template in checked(Templates, file).boilerplate)


def _read(path: Path) -> RuleFile:
    return RuleFile(str(path), documents.load(path, RulesError))


def _prepend(files: dict[str, RuleFile], extra: RuleFile) -> dict[str, RuleFile]:
    """Entries of `extra`, put before the entries of the shipped file that has the same top-level key."""
    if not isinstance(extra.document, dict):
        raise RulesError("is not a mapping", where=extra.name, expected="top-level keys as in the shipped rule files")
    known = {key: name for name, file in files.items() if isinstance(file.document, dict) for key in file.document}
    merged = dict(files)
    for key, entries in extra.document.items():
        if key == BOILERPLATE:
            continue
        if key not in known:
            raise RulesError(
                f"unknown key '{key}'", where=extra.name, expected=f"possible keys: {', '.join(sorted([*known, BOILERPLATE]))}"
            )
        if not isinstance(entries, list):
            raise RulesError(f"'{key}' is not a list", where=extra.name, expected="a list of entries")
        base = merged[known[key]]
        assert isinstance(base.document, dict)
        name = f"{extra.name} + {base.name}"
        merged[known[key]] = RuleFile(name, {**base.document, key: [*entries, *base.document[key]]})
    return merged
