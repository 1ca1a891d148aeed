"""`assess survey …`: what is kept of the survey and how it goes, and the respondents' form."""

from pathlib import Path
from typing import Annotated

import typer

from assessment.cli.base import FOLDER, JSON, err, out
from assessment.cli.rounds import FORM_PORT, listed, opened, survey_app, tell
from assessment.console import say


@survey_app.command()
def stored(folder: FOLDER = Path(), *, as_json: JSON = False) -> None:
    """Show what is kept, counted; never under k people."""
    from assessment import rounds

    workspace = opened(folder)
    with workspace.store() as store:
        found = rounds.banded(store.stored(), workspace.organisation().survey.k)
        listed(found, "Nothing is stored.", as_json=as_json, more={"store": store.name})


@survey_app.command()
def forget(
    folder: FOLDER = Path(),
    *,
    link: Annotated[str | None, typer.Option(help="Link, or its token, of one person: deletes what was answered with it.")] = None,
    address: Annotated[str | None, typer.Option(help="Address of one person: deletes the answers of all rounds.")] = None,
    round: Annotated[str | None, typer.Option("--round", help="A whole round, with its links and answers.")] = None,
    as_json: JSON = False,
) -> None:
    """Delete a respondent or a round. Backups and exports made before are not reached; a result needs a new assess score."""
    from assessment.errors import SurveyError
    from assessment.survey.store.invitations import respondent_of

    given = [name for name, value in (("--link", link), ("--address", address), ("--round", round)) if value]
    if len(given) != 1:
        raise SurveyError(f"{len(given)} of --link, --address, --round are given", where="forget", expected="exactly one")
    workspace = opened(folder)
    with workspace.store() as store:
        if round:
            gone = store.forget_round(round)
        else:
            gone = store.forget_respondent(link.split("t=")[-1].strip() if link else respondent_of(str(address), workspace.key()))
    tell(
        {"responses": gone}, f"Deleted: {gone} response(s). Results made before still hold them: run assess score {folder}", as_json=as_json
    )


@survey_app.command()
def retain(
    rounds: Annotated[int, typer.Argument(help="Rounds to keep, the last by name.", min=1)],
    folder: FOLDER = Path(),
    *,
    as_json: JSON = False,
) -> None:
    """Delete all but the last rounds; an open one is kept."""
    with opened(folder).store() as store:
        gone = store.retain(rounds)
    tell({"deleted": gone}, f"Deleted: {', '.join(gone)}." if gone else "Nothing had to go.", as_json=as_json)


@survey_app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="File to write; it holds everything, so keep it as the store itself.")],
    folder: FOLDER = Path(),
) -> None:
    """Copy the whole store to a file while people answer; it opens as survey.db of a workspace, whatever database it came from."""
    with opened(folder).store() as store:
        store.backup(file)
    say(out, f"Wrote {file} ({file.stat().st_size / 1e6:.1f} MB).")


@survey_app.command()
def form(
    folder: FOLDER = Path(),
    *,
    port: Annotated[int, typer.Option(help="Port of the form.")] = FORM_PORT,
    address: Annotated[str, typer.Option(help="Address to listen on; another than this machine's own needs HTTPS in front.")] = "127.0.0.1",
) -> None:
    """Open the respondents' form: a process of its own that can write answers and read the questionnaire, and nothing else."""
    import os
    import secrets
    import subprocess

    from assessment import launching

    workspace = opened(folder)
    k = workspace.organisation().survey.k
    with workspace.store() as store:
        where = os.environ.get("ASSESS_FORM_STORE") or store.form_address(secrets.token_urlsafe(24))
        if "open" not in set(store.rounds()["state"]):
            say(err, "No round is open: assess survey open ROUND", style="yellow")
    say(out, f"The form runs on http://{'localhost' if address == '127.0.0.1' else address}:{port} - stop it with Ctrl+C.")
    done = subprocess.run(launching.form_command(port, address), env=launching.form_environment(where, k), check=False)
    raise typer.Exit(done.returncode)
