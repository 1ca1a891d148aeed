"""Results of OpenSSF Scorecard as outcomes of our controls.

Reads: `scorecard --format json` of one repository, or many such results one after the other. Returns: rows of SETTINGS.
How: `data/rules/imports.yaml` says which check speaks for which control, and from which score on the control counts as present.
Misleads: a check's score sums up several things, so `setting` keeps it; -1 means that Scorecard could not tell, and then nothing is said.
Source: github.com/ossf/scorecard, docs/checks.md and the JSON result format, versions 4 and 5.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from assessment.repositories.sources.imports.documents import ImportedError, Record, records
from assessment.repositories.sources.imports.table import Setting

SOURCE = "scorecard"
HIGHEST = 10


def settings(paths: Iterable[Path], checks: Mapping[str, tuple[str, int]]) -> list[Setting]:
    """Rows of SETTINGS. `checks`: name of a check -> (control, least score that counts as present). ImportedError names file and record."""
    return [row for path in paths for record in records(path) for row in _of(record, checks)]


def _of(record: Record, checks: Mapping[str, tuple[str, int]]) -> Iterator[Setting]:
    said = record.value
    repository = said.get("repo", {}).get("name") if isinstance(said.get("repo"), dict) else None
    if not repository or not isinstance(said.get("checks"), list):
        raise ImportedError("is no result of Scorecard", where=record.where, expected="objects with repo.name and checks")
    name = str(repository).partition("/")[2] or str(repository)  # github.com/owner/repository
    for check in said["checks"]:
        score, title = check.get("score"), str(check.get("name"))
        if not isinstance(score, int) or not -1 <= score <= HIGHEST:
            raise ImportedError(f"check '{title}' has score {score}", where=record.where, expected=f"a whole number from -1 to {HIGHEST}")
        if score >= 0 and title in checks:
            control, least = checks[title]
            yield Setting(name, control, "present" if score >= least else "absent", f"{title} {score} of {HIGHEST}", SOURCE)
