"""Commands that read repositories, and show what was read."""

import json
from pathlib import Path
from typing import Annotated

import typer

from assessment.cli.base import FOLDER, JSON, app, err, out
from assessment.console import bar, interruptible, say
from assessment.errors import AssessmentError


@app.command()
def collect(
    folder: FOLDER = Path(),
    *,
    workers: Annotated[int | None, typer.Option(help="Processes at once.", show_default="number of processors")] = None,
    seconds: Annotated[float, typer.Option(help="Longest that one repository may take; then it is given up.", min=1)] = 900,
    as_json: JSON = False,
) -> None:
    """Read what is new in every repository. Interrupt it whenever you like and run it again."""
    from assessment.workspace import Workspace

    workspace = Workspace(folder)
    with interruptible(err), bar(err) as shown:
        task = shown.add_task("Collecting", total=len(workspace.located()))
        status = workspace.collect(
            workers=workers, seconds=seconds, progress=lambda name, state: shown.update(task, advance=1, description=f"{name} {state}")
        )
    if as_json:
        typer.echo(status.to_json(orient="records", date_format="iso"))
    else:
        counts = status["state"].astype(str).value_counts()
        out.print(", ".join(f"{n} {state}" for state, n in counts.items()) + f"; {int(status['commits'].fillna(0).sum()):,} commits.")
    for row in status[status["state"] == "failed"].itertuples():
        say(err, f": {row.message}", first=str(row.repository), style="yellow")
    if (status["state"] == "failed").any():
        raise typer.Exit(3)


@app.command("import")
def import_command(
    kind: Annotated[str, typer.Argument(help="scorecard, github-settings, github-runs or gitlab-pipelines.")],
    files: Annotated[list[Path], typer.Argument(help="JSON files as the tool printed them.")],
    *,
    folder: Annotated[Path, typer.Option("--folder", help="Workspace folder.", show_default="current folder")] = Path(),
    as_json: JSON = False,
) -> None:
    """Import what clones cannot show: results of OpenSSF Scorecard, settings of the forge, runs of pipelines."""
    from assessment.repositories.sources.imports.kinds import Kind
    from assessment.workspace import Workspace

    known = [str(one) for one in Kind]
    if kind not in known:
        raise AssessmentError(f"unknown kind '{kind}'", where="assess import", expected=f"one of: {', '.join(known)}")
    found = Workspace(folder).import_export(Kind(kind), files)
    if as_json:
        typer.echo(json.dumps(found._asdict()))
        return
    of = f"{len(found.repositories):,} repositories" if len(found.repositories) != 1 else found.repositories[0]
    say(out, f"{found.brought:,} rows of {of}, {found.known:,} of them known before; {found.stored:,} stored. Next: assess score {folder}")


@app.command()
def teams(
    folder: FOLDER = Path(),
    *,
    file: Annotated[Path | None, typer.Option("--csv", help="Write a mapping file to correct and to name as ownership: csv.")] = None,
    as_json: JSON = False,
) -> None:
    """Show which team has which repository, by which source, and where sources disagree."""
    from assessment.reporting.exports import teams as shown
    from assessment.repositories.sources import owners
    from assessment.workspace import Workspace

    table, notes = Workspace(folder).ownership()
    if as_json:
        typer.echo(json.dumps(shown.document(table, notes)))
    else:
        for line in shown.lines(table):
            say(out, line, wrap=False)
    for note in notes:
        say(err, note, style="yellow")
    if file is not None:
        rows = owners.write(table, file)
        say(err, f"Wrote {rows} rows to {file}. Correct them, then name the file in organisation.yaml as ownership: csv.")


@app.command()
def explain(
    repository: Annotated[str, typer.Argument(help="Name of a collected repository.")],
    folder: FOLDER = Path(),
    *,
    as_json: JSON = False,
) -> None:
    """Show what was found in one repository, why, and which plumbing-looking files no rule knows."""
    from assessment.reporting.exports import explained
    from assessment.workspace import Workspace

    said = Workspace(folder).explain(repository)
    if as_json:
        typer.echo(json.dumps(said))
        return
    for line in explained.lines(said):
        say(out, line, wrap=False)
