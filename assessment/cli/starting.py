"""Commands to begin with: the demo organisation, a new workspace, the app."""

from pathlib import Path
from typing import Annotated

import typer

from assessment.cli.answers import answers_import
from assessment.cli.base import FOLDER, app, err, out
from assessment.cli.repositories import collect
from assessment.cli.results import report, score, show
from assessment.console import bar, say


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
        rounds = build.build(
            folder, specification=specification, seed=seed, progress=lambda name: shown.update(task, description=f"Building {name}")
        )
    collect(folder)
    for wave, file in rounds.items():
        answers_import(file, folder, wave=wave, replace=True)
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
