"""The files beside the clones that say who owns what: the mapping CSV, exports of GitHub teams and of custom properties.

Reads the paths that the organisation file names, relative to it; returns `claims.Said`. Every bad file is an OrganisationError that names
it, and the row or line. `write` makes a mapping file that can be corrected and then used.
"""

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from assessment.errors import OrganisationError
from assessment.model import Organisation
from assessment.repositories.ownership import exports, mapping
from assessment.repositories.ownership.claims import Said

LARGEST = 200_000_000  # bytes of one export: some hundred thousand repositories
COLUMNS = ["repository", "team", "path", "from", "to"]


def said(organisation: Organisation, folder: Path, as_of: date) -> Said:
    """What the mapping says on that day, and what the exports say."""
    wanted = organisation.ownership
    return Said(
        listed=_mapping(organisation, folder, as_of),
        exports=exports.Exports(
            teams=exports.teams(_texts(folder, wanted.github_teams, "ownership.github_teams")),
            properties=exports.properties(_texts(folder, wanted.github_properties, "ownership.github_properties"), wanted.property),
        ),
    )


def write(table: pd.DataFrame, path: Path) -> int:
    """Write the ownership table (`claims.owners`) as a mapping file, unmapped repositories first; returns its number of rows.

    OrganisationError where the file is there already: it may hold corrections. OSError where it cannot be written.
    """
    rows = table.sort_values(["repository", "path"]).assign(unmapped=table["team"] != "").sort_values("unmapped", kind="stable")
    if path.exists():
        raise OrganisationError("is there already", where=str(path), expected="name another file; this one may hold corrections")
    with path.open("x", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for cells in rows[COLUMNS[:3]].astype(str).itertuples(index=False, name=None):
            writer.writerow([*(f"'{cell}" if mapping.FORMULA.match(cell) else cell for cell in cells), "", ""])
    return len(rows)


def _mapping(organisation: Organisation, folder: Path, as_of: date) -> mapping.Mapping:
    if organisation.ownership.csv is None:
        return mapping.Mapping()
    path = folder / organisation.ownership.csv
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = csv.DictReader(file)
            ignored = _ignored(rows.fieldnames or (), str(path))
            found = mapping.read(rows, organisation, str(path), as_of)
            return replace(found, notes=(*ignored, *found.notes))
    except OSError as error:
        raise OrganisationError(f"cannot be read ({error.strerror})", where=f"ownership.csv: {path}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        expected = "save it as 'CSV UTF-8', comma separated"
        raise OrganisationError(f"is not a CSV file in UTF-8 ({error})", where=f"ownership.csv: {path}", expected=expected) from error


def _ignored(named: Sequence[str], where: str) -> list[str]:
    """A note on columns that mean nothing here."""
    if not {"repository", "team"} <= set(named) or len(set(named)) < len(named):
        expected = "columns repository,team[,path][,from][,to], separated by commas"
        raise OrganisationError(f"has the columns: {', '.join(named) or 'none'}", where=where, expected=expected)
    other = [name for name in named if name not in COLUMNS]
    return [f"{where}: not read: column {', '.join(other)}"] if other else []


def _texts(folder: Path, patterns: tuple[str, ...], key: str) -> dict[str, str]:
    """Text by path of the files that the patterns fit."""
    found: dict[str, str] = {}
    for pattern in patterns:
        whole = Path(pattern)
        base, inner = (Path(whole.anchor), str(whole.relative_to(whole.anchor))) if whole.is_absolute() else (folder, pattern)
        paths = sorted(one for one in base.glob(inner) if one.is_file())
        if not paths:
            raise OrganisationError("fits no file", where=f"{key}: {pattern}", expected="a path or glob relative to organisation.yaml")
        found |= {str(path): _text(path, key) for path in paths}
    return found


def _text(path: Path, key: str) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise OrganisationError(f"is larger than {LARGEST:,} bytes", where=f"{key}: {path}", expected="split it")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise OrganisationError(f"cannot be read ({error.strerror})", where=f"{key}: {path}") from error
    except UnicodeDecodeError as error:
        raise OrganisationError("is not UTF-8", where=f"{key}: {path}", expected="save it as UTF-8") from error
