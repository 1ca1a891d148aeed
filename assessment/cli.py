"""`assess …`: the command line. Every command works on a workspace folder (default: the current one).

Exit codes: 0 done · 1 bad input (the message says what, where and what would be right) · 2 wrong usage ·
3 done, but something could not be read or computed · 130 interrupted (what was finished is kept).
"""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console

from assessment.console import bar, interruptible, say
from assessment.errors import AssessmentError

if TYPE_CHECKING:  # heavy: the command line starts without it
    from assessment.decisions.assessment import Assessment

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy comes: threads that no matrix here needs cost up to 0.1 s a start

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help=(__doc__ or "").replace("\n\n", "\n\n\n"),
)
answers_app = typer.Typer(no_args_is_help=True, help="Bring answers of the team survey into the workspace.")
app.add_typer(answers_app, name="answers")

FOLDER = Annotated[Path, typer.Argument(help="Workspace folder, the one with organisation.yaml.", show_default="current folder")]
JSON = Annotated[bool, typer.Option("--json", help="Print the result as JSON on standard output.")]
out = Console()
err = Console(stderr=True)


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Where the demo workspace is made.")] = Path("demo"),
    *,
    no_app: Annotated[bool, typer.Option("--no-app", help="Stop after the report.")] = False,
    seed: Annotated[int, typer.Option(help="Another seed gives another organisation with the same planted truth.")] = 1,
    quiet: Annotated[bool, typer.Option(help="The organisation with nothing planted.")] = False,
    port: Annotated[int, typer.Option(help="Port of the app on localhost.")] = 8501,
) -> None:
    """Build the demo organisation, assess it, print the verdict and open the app."""
    from assessment.demo import build
    from assessment.shipped import shipped

    specification = shipped("demo", "quiet.yaml" if quiet else "organisation.yaml")
    with bar(err) as shown:
        task = shown.add_task("Building the demo organisation", total=None)
        build.build(
            folder, specification=specification, seed=seed, progress=lambda name: shown.update(task, description=f"Building {name}")
        )
    collect(folder)
    answers_import(folder / "answers.csv", folder, replace=True)
    score(folder)
    show(folder)
    report(folder)
    if not no_app:
        app_command(folder, port=port)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="New workspace folder.")],
    *,
    repositories: Annotated[Path | None, typer.Option(help="Folder with your clones; teams are then suggested from their names.")] = None,
    name: Annotated[str, typer.Option(help="Name of the organisation.")] = "My organisation",
) -> None:
    """Write a commented organisation.yaml to fill in."""
    from assessment import starting

    path = starting.write(folder, repositories, name)
    say(out, f"Wrote {path}. Fill in the teams, then run: assess collect {folder}")


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


@app.command()
def score(
    folder: FOLDER = Path(),
    *,
    draws: Annotated[int, typer.Option(min=200, help="Number of draws behind every probability.")] = 4_000,
    seed: Annotated[int, typer.Option(help="Seed of the draws; the same seed gives the same numbers.")] = 1,
    as_json: JSON = False,
) -> None:
    """Turn facts and answers into indicators and a verdict, and keep the result under its day."""
    from assessment.pipeline import STEPS
    from assessment.workspace import Workspace

    workspace = Workspace(folder)
    with bar(err) as progress:
        task = progress.add_task("Scoring", total=len(STEPS))
        made = workspace.score(
            draws=draws, seed=seed, step=lambda name: progress.update(task, completed=STEPS.index(name), description=f"Scoring: {name}")
        )
    _print(made, as_json=as_json, brief=True)
    failed = made.measures[made.measures["outcome"] == "failed"]
    for row in failed.itertuples():
        say(err, f": {row.note}", first=str(row.measure), style="yellow")
    if len(failed):
        raise typer.Exit(3)


@app.command()
def show(folder: FOLDER = Path(), *, as_json: JSON = False) -> None:
    """Print the newest verdict with its evidence."""
    from assessment.workspace import Workspace

    _print(Workspace(folder).assessment(), as_json=as_json, brief=False)


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


@app.command()
def report(
    folder: FOLDER = Path(),
    *,
    file: Annotated[Path | None, typer.Option("--out", help="HTML file to write.", show_default="report.html in the workspace")] = None,
) -> None:
    """Write one self-contained HTML file that opens offline."""
    from assessment.reporting.exports import html
    from assessment.workspace import Workspace

    target = file or folder / "report.html"
    with err.status("Writing the report"):
        html.write(Workspace(folder).assessment(), target)
    say(out, f"Wrote {target} ({target.stat().st_size / 1e6:.1f} MB).")


@app.command()
def export(
    folder: FOLDER = Path(),
    *,
    to: Annotated[Path, typer.Option("--out", help="Folder to write into.")] = Path("tables"),
    kind: Annotated[str, typer.Option("--format", help="csv, parquet or xlsx.")] = "csv",
    table: Annotated[list[str] | None, typer.Option(help="Table to save; repeat for more.", show_default="all")] = None,
) -> None:
    """Save the result's tables as CSV, Parquet or XLSX."""
    from assessment.reporting.exports import tables
    from assessment.workspace import Workspace

    for path in tables.save(Workspace(folder).assessment(), to, kind=kind, names=table):
        say(out, path, wrap=False)


@app.command("app")
def app_command(
    folder: FOLDER = Path(),
    *,
    port: Annotated[int, typer.Option(help="Port on localhost.")] = 8501,
) -> None:
    """Open the app on localhost."""
    import subprocess

    from assessment import launching
    from assessment.workspace import Workspace

    Workspace(folder).assessment()  # an error here reads better than in a browser
    out.print(f"The app runs on http://localhost:{port} - stop it with Ctrl+C.")
    raise typer.Exit(subprocess.run(launching.command(port), env=launching.environment(folder), check=False).returncode)


def _print(made: "Assessment", *, as_json: bool, brief: bool) -> None:
    from assessment.reporting.exports import json as as_plain
    from assessment.reporting.exports import terminal

    if as_json:
        typer.echo(json.dumps(as_plain.document(made)))
    elif brief:
        say(out, "", first=made.verdict.headline, style="bold")
    else:
        terminal.show(made, out)


def main() -> None:
    """Run a command; bad input is one line on standard error and exit code 1."""
    try:
        app()
    except AssessmentError as error:
        _fail(str(error))
    except OSError as error:  # a full disk, a folder that may not be written: nothing that a traceback explains better
        _fail(f"{error.filename or 'input or output'}: {error.strerror or error}")


def _fail(message: str) -> NoReturn:
    say(err, f" {message}", first="error", style="bold red", wrap=False)
    sys.exit(1)


if __name__ == "__main__":
    main()
