"""Commands about answers from other survey tools: how a file is read, and reading it."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assessment.cli.base import FOLDER, JSON, app, err, out
from assessment.console import say
from assessment.errors import AnswersError

if TYPE_CHECKING:
    from assessment.survey.sources.imports import Import, UnreadableError

answers_app = typer.Typer(no_args_is_help=True, help="Bring answers of the team survey into the workspace, from any survey tool.")
app.add_typer(answers_app, name="answers")

QUESTIONNAIRE = Annotated[str, typer.Option(help="Id of the questionnaire that was asked. Default: the one that most columns ask for.")]
TEAM = Annotated[str, typer.Option(help="Team of everybody in the file, where no column says it.")]
ENCODING = Annotated[str, typer.Option(help="Encoding of a text file that is not Unicode, such as cp1252.")]
SHEET = Annotated[str, typer.Option(help="Sheet of an XLSX file with several.")]


class Twice(StrEnum):
    """What to do with several responses of one person."""

    REFUSE = "refuse"
    LAST = "last"


TWICE = Annotated[Twice | None, typer.Option(help="Several responses of one person: refuse them, or the last complete one counts.")]


@answers_app.command("map")
def answers_map(  # noqa: PLR0913 - each is a word on the file that the file may not say itself
    file: Annotated[Path, typer.Argument(help="A file of answers: CSV, XLSX or JSON, as the survey tool wrote it.")],
    folder: FOLDER = Path(),
    *,
    target: Annotated[Path, typer.Option("--out", "-o", help="Where the mapping goes.")] = Path("mapping.yaml"),
    questionnaire: QUESTIONNAIRE = "",
    team: TEAM = "",
    encoding: ENCODING = "",
    sheet: SHEET = "",
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing; what is open is marked ? in the file.")] = False,
    as_json: JSON = False,
) -> None:
    """Write down which column is which item. Guesses by id and wording; asks about the rest in a terminal."""
    from assessment.cli import settling
    from assessment.survey.sources import imports
    from assessment.survey.sources.mapping import text as mapping_text
    from assessment.workspace import Workspace

    workspace = Workspace(folder)
    questionnaires, organisation = workspace.questionnaires(), workspace.organisation()
    wanted = imports.Wanted(questionnaire=questionnaire, team=team, encoding=encoding, sheet=sheet)
    asks = sys.stdin.isatty() and not (yes or as_json)
    proposal = imports.proposed(file, questionnaires, organisation, wanted, settling.column if asks else None)
    if asks and proposal.mapping.unsettled:
        proposal = settling.labels(proposal, questionnaires[proposal.mapping.questionnaire], organisation.team_names)
    target.write_text(mapping_text.text(proposal, file.name), encoding="utf-8")
    mapping = proposal.mapping
    if as_json:
        settled_columns = {column.column: column.item or column.use for column in mapping.columns}
        summary = {"engine": mapping.engine, "questionnaire": mapping.questionnaire, "columns": settled_columns}
        typer.echo(json.dumps(summary | {"unsettled": list(mapping.unsettled), "mapping": str(target)}))
        return
    items = sum(column.use == "item" for column in mapping.columns)
    say(out, f"{mapping.engine}, {mapping.questionnaire}: {items} of {len(mapping.columns)} columns hold answers.")
    for one in mapping.unsettled:
        say(out, one, first="To settle: ", style="yellow")
    say(out, f"Written to {target}." + (" Settle every ? in it, then import with it." if mapping.unsettled else " Import with --mapping."))


@answers_app.command("import")
def answers_import(  # noqa: PLR0913 - as above
    file: Annotated[Path, typer.Argument(help="A file of answers: CSV, XLSX or JSON, as the survey tool wrote it.")],
    folder: FOLDER = Path(),
    *,
    mapping: Annotated[Path | None, typer.Option(help="Mapping made by `assess answers map`.")] = None,
    questionnaire: QUESTIONNAIRE = "",
    wave: Annotated[str, typer.Option("--round", help="Name of the survey round.")] = "1",
    team: TEAM = "",
    encoding: ENCODING = "",
    sheet: SHEET = "",
    twice: TWICE = None,
    replace: Annotated[bool, typer.Option(help="Replace answers of the same people in the same round.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and report, store nothing.")] = False,
    rejected: Annotated[Path | None, typer.Option(help="Write the rows that do not count, or cannot be read, to this CSV.")] = None,
    as_json: JSON = False,
) -> None:
    """Import answers. Names and addresses become pseudonyms before anything is stored; nothing is stored where anything is wrong."""
    from assessment.survey.sources import imports
    from assessment.survey.sources.mapping import model as mappings
    from assessment.workspace import Workspace

    told = mappings.load(mapping) if mapping else None
    if told and questionnaire not in {"", told.questionnaire}:
        raise AnswersError(
            f"is for questionnaire '{told.questionnaire}'", where=str(mapping), expected=f"no --questionnaire {questionnaire}"
        )
    wanted = imports.Wanted(
        mapping=told, questionnaire=questionnaire, team=team, encoding=encoding, sheet=sheet, twice=str(twice.value) if twice else ""
    )
    try:
        found = Workspace(folder).import_answers(file, wave=wave, replace=replace, store=not dry_run, wanted=wanted)
    except imports.UnreadableError as error:
        _write_faults(rejected, error)
        raise
    _write_rows(rejected, found)
    _report(found, as_json=as_json, stored=not dry_run)


def _report(found: "Import", *, as_json: bool, stored: bool) -> None:
    """What an import brought, dropped and left out."""
    answers = len(found.answers) + len(found.texts)
    summary: dict[str, Any] = {
        "engine": found.engine,
        "questionnaires": list(found.questionnaires),
        "respondents": found.respondents,
        "answers": answers,
        "dropped_columns": list(found.dropped_columns),
        "ignored_columns": list(found.ignored_columns),
        "rejected": [row._asdict() for row in found.left_out],
        "notes": list(found.notes),
        "stored": stored,
    }
    if as_json:
        typer.echo(json.dumps(summary))
        return
    say(out, f"{answers:,} answers of {found.respondents} people to {', '.join(found.questionnaires)} ({found.engine}).")
    for columns, about in ((found.dropped_columns, "Dropped, never stored"), (found.ignored_columns, "Not read")):
        if columns:
            say(out, f"{about}: {', '.join(columns)}.")
    for note in found.notes:
        say(out, note)
    if not stored:
        say(out, "Nothing stored: a dry run.")


def _write_rows(target: Path | None, found: "Import") -> None:
    """The rows that do not count, as CSV: their numbers and why, nothing of what is in them."""
    _write(target, [(row.row, "", row.why, "") for row in found.left_out])


def _write_faults(target: Path | None, error: "UnreadableError") -> None:
    _write(target, [(fault.row, fault.column, fault.what, fault.expected) for fault in error.faults])


def _write(target: Path | None, rows: list[tuple[int, str, str, str]]) -> None:
    if target is not None:
        import pandas as pd

        from assessment.reporting.exports.tables import as_bytes

        target.write_bytes(as_bytes(pd.DataFrame(rows, columns=["row", "column", "why", "expected"]), "csv"))
        say(err, f"{len(rows)} row(s) written to {target}")
