"""`assess survey …`: rounds of the team survey, from the first link to the last deletion, and the respondents' form."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assessment.cli.base import FOLDER, JSON, app, out
from assessment.console import say

if TYPE_CHECKING:  # heavy: the command line starts without it
    import pandas as pd

    from assessment.survey.store.store import Store
    from assessment.workspace import Workspace

survey_app = typer.Typer(
    no_args_is_help=True, help="Rounds of the team survey: create, invite, open, close; the respondents' form; what is kept."
)
app.add_typer(survey_app, name="survey")

ROUND = Annotated[str, typer.Argument(help="Name of the round; rounds are ordered by it, such as 2026-1.")]
FORM_PORT = 8502


@survey_app.command()
def create(  # noqa: PLR0913 - each is a choice of its own
    round: ROUND,
    folder: FOLDER = Path(),
    *,
    questionnaire: Annotated[str, typer.Option(help="Id of the questionnaire; assess questionnaire list.")] = "platform-need",
    access: Annotated[str, typer.Option(help="team: one link a team. person: one link a person.")] = "team",
    extra: Annotated[
        list[str] | None, typer.Option("--with", help="Optional section to ask; repeat for more.", show_default="none")
    ] = None,
    closes: Annotated[str | None, typer.Option(help="Last day to answer, as 2026-12-31.", show_default="until it is closed")] = None,
    as_json: JSON = False,
) -> None:
    """Make a round, as a draft with its own copy of the questionnaire."""
    workspace = opened(folder)
    asked = workspace.questionnaire(questionnaire)
    with workspace.store() as store:
        store.create(round, asked, access=access, extra=tuple(extra or ()), closes=closes)
    tell(
        {"round": round, "questionnaire": asked.id, "state": "draft"},
        f"Round {round} is a draft. Next: assess survey invite {round} {folder}",
        as_json=as_json,
    )


@survey_app.command()
def invite(
    round: ROUND,
    folder: FOLDER = Path(),
    *,
    people: Annotated[
        Path | None, typer.Option(help="CSV with the columns team, address.", show_default="every team of the organisation")
    ] = None,
    url: Annotated[str, typer.Option(help="Address of the form as respondents reach it.")] = f"http://localhost:{FORM_PORT}",
    file: Annotated[Path | None, typer.Option("--out", "-o", help="CSV of links to write.", show_default="links-ROUND.csv")] = None,
    as_json: JSON = False,
) -> None:
    """Make links and write them to a CSV. Each is told this once; who is invited again gets a new link, and the old one stops working."""
    from assessment import rounds

    workspace = opened(folder)
    organisation, key = workspace.organisation(), workspace.key()
    target = file or Path(f"links-{round.replace('/', '-')}.csv")
    with workspace.store() as store:
        access = row(store, round)["access"]
        wanted = rounds.people(_content(people), str(people), organisation) if people else rounds.everybody(organisation, access)
        rounds.links([], url)  # an address that is none is refused before anybody is invited
        with rounds.LinksFile(target) as place:
            found = rounds.links(store.invite(round, wanted, key), url)
            place.content = rounds.as_csv(found)
    teams = sorted(set(found["team"]))
    told = {"round": round, "links": len(found), "file": str(target), "teams": teams}
    tell(
        told,
        f"{len(found)} links for {len(teams)} teams in {target}. Hand them out, then: assess survey open {round} {folder}",
        as_json=as_json,
    )


@survey_app.command("open")
def open_(round: ROUND, folder: FOLDER = Path(), *, as_json: JSON = False) -> None:
    """Let people answer."""
    with opened(folder).store() as store:
        store.open(round)
    tell({"round": round, "state": "open"}, f"Round {round} is open. The form: assess survey form {folder}", as_json=as_json)


@survey_app.command()
def close(round: ROUND, folder: FOLDER = Path(), *, as_json: JSON = False) -> None:
    """Take no answer any more."""
    with opened(folder).store() as store:
        store.close(round)
    tell({"round": round, "state": "closed"}, f"Round {round} is closed. Next: assess score {folder}", as_json=as_json)


@survey_app.command()
def status(round: ROUND, folder: FOLDER = Path(), *, as_json: JSON = False) -> None:
    """Show how many of each team have taken part; small counts are hidden."""
    from assessment import rounds

    workspace = opened(folder)
    with workspace.store() as store:
        found, shown = row(store, round), rates(workspace, store, round)
    if as_json:
        typer.echo(json.dumps(found | {"response": _rows(shown), "notes": rounds.notes(shown)}))
        return
    until = f", until {found['closes']}" if found["closes"] else ""
    say(out, f"Round {round}: {found['state']}{until}, {found['links']} links.")
    _listed("response", shown)
    for note in rounds.notes(shown):
        say(out, note)


@survey_app.command()
def remind(
    round: ROUND,
    folder: FOLDER = Path(),
    *,
    below: Annotated[float, typer.Option(min=0, max=1, help="Remind a team of which a smaller share has answered.")] = 0.7,
    as_json: JSON = False,
) -> None:
    """Name the teams to remind, everybody in them. Who has answered is never said; a team whose count is hidden is always named."""
    from assessment import rounds

    workspace = opened(folder)
    with workspace.store() as store:
        teams = rounds.to_remind(rates(workspace, store, round), below)
    tell(
        {"round": round, "teams": teams},
        "Remind everybody in: " + ", ".join(teams) if teams else "No team needs a reminder.",
        as_json=as_json,
    )


@survey_app.command("rounds")
def rounds_(folder: FOLDER = Path(), *, as_json: JSON = False) -> None:
    """List rounds."""
    with opened(folder).store() as store:
        listed(store.rounds(), "No round yet. Make one: assess survey create 2026-1", as_json=as_json)


def opened(folder: Path) -> "Workspace":
    """The workspace of a folder; an error where it is none, before a store is made in it."""
    from assessment.workspace import Workspace

    workspace = Workspace(folder)
    workspace.organisation()
    return workspace


def _content(path: Path) -> bytes:
    from assessment.errors import SurveyError

    try:
        return path.read_bytes()
    except OSError as error:
        raise SurveyError(
            f"cannot be read: {error.strerror}", where=str(path), expected="a CSV with the columns team and address"
        ) from error


def row(store: "Store", round: str) -> dict[str, Any]:
    """A round as it is listed; SurveyError where there is none of that name."""
    store.questionnaire(round)
    found = store.rounds()
    return _rows(found[found["round"] == round])[0]


def rates(workspace: "Workspace", store: "Store", round: str) -> "pd.DataFrame":
    """Who has taken part in a round so far, as everybody may see it."""
    from assessment import rounds

    return rounds.live(store.answers(), workspace.organisation(), round, row(store, round)["questionnaire"])


def _rows(found: "pd.DataFrame") -> list[dict[str, Any]]:
    from assessment.reporting.exports import json as plain

    return plain.rows(found)


def _listed(name: str, table: "pd.DataFrame") -> None:
    from assessment.reporting.exports import listing

    listing.show(out, name, table, most=100)


def tell(found: dict[str, Any], sentence: str, *, as_json: bool) -> None:
    """Say what was done, in a sentence or as JSON."""
    typer.echo(json.dumps(found)) if as_json else say(out, sentence, wrap=False)


def listed(found: "pd.DataFrame", empty: str, *, as_json: bool, more: dict[str, str] | None = None) -> None:
    """Print a small table of words and counts, a line a row."""
    if as_json:
        typer.echo(json.dumps({**(more or {}), "rounds": _rows(found)}))
        return
    for name, value in (more or {}).items():
        say(out, f"{name}: {value}")
    if found.empty:
        say(out, empty)
    for row in found.to_dict("records"):
        say(out, " · ".join(f"{name} {value}" for name, value in row.items() if value != ""), wrap=False)
