"""Commands of the team survey."""

import json
from pathlib import Path
from typing import Annotated

import typer

from assessment.cli.base import FOLDER, JSON, app, out
from assessment.console import say

answers_app = typer.Typer(no_args_is_help=True, help="Bring answers of the team survey into the workspace.")
app.add_typer(answers_app, name="answers")


@answers_app.command("import")
def answers_import(
    file: Annotated[Path, typer.Argument(help="Tidy CSV (respondent,team,item,answer) or a Google Forms CSV.")],
    folder: FOLDER = Path(),
    *,
    wave: Annotated[str, typer.Option("--round", help="Name of the survey round.")] = "1",
    replace: Annotated[bool, typer.Option(help="Replace answers of the same people in the same round.")] = False,
    as_json: JSON = False,
) -> None:
    """Import answers. Names and addresses become pseudonyms before anything is stored."""
    from assessment.workspace import Workspace

    found = Workspace(folder).import_answers(file, wave=wave, replace=replace)
    summary = {
        "respondents": found.respondents,
        "answers": len(found.answers),
        "dropped_columns": list(found.dropped_columns),
        "notes": list(found.notes),
    }
    if as_json:
        typer.echo(json.dumps(summary))
        return
    out.print(f"{summary['answers']:,} answers of {found.respondents} people.")
    if found.dropped_columns:
        say(out, f"Dropped, never stored: {', '.join(found.dropped_columns)}.")
    for note in found.notes:
        say(out, note)
