"""Commands that judge, and show or save what came out."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assessment.cli.base import FOLDER, JSON, app, err, out
from assessment.console import bar, say

if TYPE_CHECKING:  # heavy: the command line starts without it
    from assessment.decisions.assessment import Assessment
    from assessment.repositories.distributed.search import Counts


@app.command()
def score(
    folder: FOLDER = Path(),
    *,
    draws: Annotated[int, typer.Option(min=200, help="Number of draws behind every probability.")] = 4_000,
    seed: Annotated[int, typer.Option(help="Seed of the draws; the same seed gives the same numbers.")] = 1,
    dask: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS", help="Dask scheduler whose workers see the workspace folder: similar files are searched for there."
        ),
    ] = None,
    as_json: JSON = False,
) -> None:
    """Turn facts and answers into indicators and a verdict, and keep the result under its day."""
    from assessment.pipeline import STEPS
    from assessment.workspace import Workspace

    workspace = Workspace(folder)
    with bar(err) as progress:
        task = progress.add_task("Scoring", total=len(STEPS))
        made = workspace.score(
            draws=draws,
            seed=seed,
            step=lambda name: progress.update(task, completed=STEPS.index(name), description=f"Scoring: {name}"),
            scheduler=dask,
            told=lambda counts: say(err, _searched(counts)),
        )
    _print(made, as_json=as_json, brief=True)
    if still_open := workspace.open_rounds():
        say(err, f"Still open, and not in the result: round {', '.join(still_open)}. Next: assess survey close {still_open[0]} {folder}")
    failed = made.measures[made.measures["outcome"] == "failed"]
    for row in failed.itertuples():
        say(err, f": {row.note}", first=str(row.measure), style="yellow")
    if len(failed):
        raise typer.Exit(3)


def _searched(found: "Counts") -> str:
    """What a search on several machines looked at, and what it may have passed over."""
    return (
        f"Searched on Dask: {found.pairs:,} pairs of {found.documents:,} different files. {found.crowded:,} of {found.buckets:,} buckets "
        f"were too full to compare all with all, {found.large:,} files hang together in groups too large to be searched whole."
    )


@app.command()
def show(folder: FOLDER = Path(), *, as_json: JSON = False) -> None:
    """Print the newest verdict with its evidence."""
    from assessment.workspace import Workspace

    _print(Workspace(folder).assessment(), as_json=as_json, brief=False)


@app.command()
def report(
    folder: FOLDER = Path(),
    *,
    file: Annotated[
        Path | None, typer.Option("--out", "-o", help="HTML file to write.", show_default="report.html in the workspace")
    ] = None,
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
    to: Annotated[Path, typer.Option("--out", "-o", help="Folder to write into.")] = Path("tables"),
    kind: Annotated[str, typer.Option("--format", help="csv, parquet or xlsx.")] = "csv",
    table: Annotated[list[str] | None, typer.Option(help="Table to save; repeat for more.", show_default="all")] = None,
) -> None:
    """Save the result's tables as CSV, Parquet or XLSX."""
    from assessment.reporting.exports import tables
    from assessment.workspace import Workspace

    for path in tables.save(Workspace(folder).assessment(), to, kind=kind, names=table):
        say(out, path, wrap=False)


def _print(made: "Assessment", *, as_json: bool, brief: bool) -> None:
    from assessment.reporting.exports import json as as_plain
    from assessment.reporting.exports import terminal

    if as_json:
        typer.echo(json.dumps(as_plain.document(made)))
    elif brief:
        say(out, "", first=made.verdict.headline, style="bold")
    else:
        terminal.show(made, out)
