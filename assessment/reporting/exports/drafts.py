"""A drafted shared version as files: what it is made of, what each repository would keep, and a page that says so in plain words.

Takes a Draft; writes into a folder that is asked for, never into a repository, or returns the same files as a zip.

    <the shared version's own paths>
    callers/<repository>/<path>     what would replace the repository's file, under the path that it would have
    DRAFT.md                        what it is, who fits, what would change for whom, what looks forgotten
"""

import io
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from assessment.errors import DraftError
from assessment.numerals import percent
from assessment.repositories.duplication.drafts.draft import Draft
from assessment.repositories.duplication.drafts.forms import github
from assessment.repositories.duplication.drafts.github.matrix import given_to_scripts
from assessment.repositories.duplication.drafts.yaml_text import read

NOTES = {
    "reusable workflow": (
        "Checks will show as `call / build` instead of `build`: required status checks have to follow.",
        "The repository that holds the shared version has to let others use its workflows; trust that is given to a workflow file by name "
        "(`job_workflow_ref` of a cloud login) has to name the new one.",
    ),
    "terraform module": (
        "Other files of a folder that refer to what went into the module have to take it from its outputs; only one file was read.",
        "`moved` blocks keep the state; they can go once every environment has applied them. Read the plan first.",
    ),
    "gitlab template": ("The project that holds the template has to be readable for the pipelines that include it.",),
    "dockerfile template": (
        "Images are built by `docker buildx bake`. A build argument is visible to RUN, and what a repository adds is an image on top.",
    ),
    "template": ("A repository keeps its values; something has to render the template for it whenever either changes.",),
}
MATRIX = (
    "Callers give rows of a matrix, and scripts put them into their commands as they are: whoever may edit a caller may run commands here. "
    "Hand them over through `env` before others than your own teams may call it."
)
CALLERS = "callers"
PAGE = "DRAFT.md"
_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip knows: equal drafts are equal files


def files(draft: Draft) -> dict[str, str]:
    """Path -> text of everything; DraftError for a path that would leave the folder."""
    found = dict(draft.files)
    own = {key: (key[0].replace("/", "+"), draft.places.get(key, key[1])) for key in draft.callers}
    found |= {"/".join((CALLERS, *own[key])): text for key, text in draft.callers.items()}
    for path in found:
        if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts or any(sign in path for sign in ("//", "\\", "\0")):
            raise DraftError("would be written outside of its folder", where=path)
    return {**found, PAGE: page(draft)}


def write(draft: Draft, folder: Path) -> list[Path]:
    """Write everything below a folder, and return the paths in their order; DraftError naming what cannot be written."""
    written = []
    for name, text in files(draft).items():
        path = folder / name
        try:
            if path.is_symlink() or not path.parent.resolve().is_relative_to(folder.resolve()):
                raise DraftError("is a symbolic link", where=str(path), expected="name an empty folder")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise DraftError(
                f"cannot be written ({error.strerror})", where=str(path), expected="name a folder that can be written"
            ) from error
        written.append(path)
    return written


def as_zip(draft: Draft) -> bytes:
    """The same files as a zip archive."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files(draft).items():
            packed.writestr(zipfile.ZipInfo(name, _DAY), text)
    return archive.getvalue()


def lines(draft: Draft) -> list[str]:
    """The draft in a terminal: verdict, who fits, who does not and why."""
    fits = draft.fits[draft.fits["fits"]]
    found = [f"{draft.form}: {_verdict(draft)}"]
    if len(fits):
        found.append(
            f"{len(fits)} of {len(draft.fits)} files can call it, {draft.lines_before} lines become {draft.lines_after} ({_saved(draft)})"
        )
    found += [f"  {row['parameter']} ({row['role']}): {row['values']}" for row in _rows(draft.parameters)]
    found += [f"  {', '.join(names)} {'does' if len(names) == 1 else 'do'} not fit{why}" for why, names in _left_out(draft)]
    return found + [f"  {row['repository']} may have forgotten {row['part']}" for row in _rows(draft.forgotten)]


def _left_out(draft: Draft) -> list[tuple[str, list[str]]]:
    """Why files do not fit, and the repositories that they are in; nothing where it is what the verdict says already."""
    why = draft.fits.loc[~draft.fits["fits"]].groupby("why", sort=False)["repository"].unique()
    return [("" if reason == draft.why else f": {reason}", list(names)) for reason, names in why.items()]


def document(draft: Draft) -> dict[str, Any]:
    """The draft as plain values, tables as records."""
    numbers = {name: None if pd.isna(value) else value for name, value in (("saved", draft.saved), ("constants", draft.constants))}
    tables = {name: _rows(getattr(draft, name)) for name in ("parameters", "fits", "forgotten")}
    callers = [{"repository": key[0], "path": draft.places.get(key, key[1]), "text": text} for key, text in draft.callers.items()]
    said = {name: getattr(draft, name) for name in ("kind", "form", "accepted", "why", "lines_before", "lines_after")}
    return {**said, **numbers, **tables, "files": dict(draft.files), "callers": callers}


def page(draft: Draft) -> str:
    """The page in Markdown."""
    fits, others = draft.fits[draft.fits["fits"]], draft.fits[~draft.fits["fits"]]
    parts = [f"# Draft of a shared version: {draft.form}", "", _what(draft, len(fits)), ""]
    parts += _section("The shared version", [f"- `{_code(path)}`" for path in draft.files])
    parts += _section(
        "What differs",
        [
            f"- **{_plain(row['parameter'])}** ({row['type']}, {row['role']}), at {_plain(row['where'])}: {_plain(row['values'])}"
            for row in _rows(draft.parameters)
        ],
    )
    parts += _section(
        "Who fits, and what would change", [f"- {_place(row)}: {_plain(row['changes']) or 'nothing changes'}" for row in _rows(fits)]
    )
    parts += _section("Who does not fit, and why", [f"- {_place(row)}: {_plain(row['why'])}" for row in _rows(others)])
    parts += _section(
        "What looks forgotten: all but this one have it",
        [f"- {_place(row)}: {_plain(row['part'])}, at {_plain(row['where'])}" for row in _rows(draft.forgotten)],
    )
    return "\n".join(parts)


def _what(draft: Draft, fits: int) -> str:
    said = [
        f"{_verdict(draft)[:1].upper()}{_verdict(draft)[1:]}.",
        f"{fits} of {len(draft.fits)} files can be replaced by a call of it: with all callers, {draft.lines_before} lines become "
        f"{draft.lines_after} ({_saved(draft)}).",
        f"{percent(draft.constants)} of an average one is the same in all." if pd.notna(draft.constants) else "",
        "Each caller was read together with the shared version and gives back what the file meant, up to the changes listed below.",
        "Comments, anchors and layout are not kept. Read it before use: it was made from what the files say, not from what they are for.",
        *NOTES.get(draft.form, ()),
        MATRIX if draft.form == github.NAME and any(given_to_scripts(read(text)) for text in draft.files.values()) else "",
    ]
    return "\n".join(line for line in said if line)


def _verdict(draft: Draft) -> str:
    return "offered" if draft.accepted else f"not offered: {draft.why}"


def _saved(draft: Draft) -> str:
    return "nothing to compare" if pd.isna(draft.saved) else f"{percent(abs(draft.saved))} {'fewer' if draft.saved >= 0 else 'more'}"


def _section(title: str, rows: list[str]) -> list[str]:
    return [f"## {title}", "", *rows, ""] if rows else []


def _place(row: dict[str, Any]) -> str:
    team = f" ({_plain(row['team'])})" if row.get("team") else ""
    return f"{_plain(row['repository'])}{team} `{_code(row['path'])}`"


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def _plain(text: object) -> str:
    """Text of a repository that Markdown takes for nothing but text."""
    line = " ".join(str(text).split())
    return "".join(f"\\{character}" if character in "\\`*_{}[]<>#|!" else character for character in line)


def _code(text: object) -> str:
    return str(text).replace("`", "'").replace("\n", " ")
