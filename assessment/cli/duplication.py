"""`assess duplication …`: what is copied, what was invented twice, what was changed everywhere by hand, and a shared version drafted."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assessment.cli.base import FOLDER, JSON, app, err, out
from assessment.console import literal, say
from assessment.errors import AssessmentError

if TYPE_CHECKING:  # heavy: the command line starts without it
    import pandas as pd

    from assessment.decisions.assessment import Assessment
    from assessment.workspace import Workspace

duplication_app = typer.Typer(
    no_args_is_help=True,
    help="Copies, blocks, reinvention and campaigns; a shared version drafted from copies. Copies are facts, not debt.",
)
app.add_typer(duplication_app, name="duplication")

CLUSTER = Annotated[str, typer.Argument(help="Id of a cluster, or its first characters.")]
MOST = Annotated[int, typer.Option("--most", min=1, help="Rows shown at most.")]
WORKFLOW = Annotated[str | None, typer.Option("--workflow", help="Only this workflow.", show_default="all")]
KIND = Annotated[str | None, typer.Option("--kind", help="Only this kind of file.", show_default="all")]
TEAM = Annotated[str | None, typer.Option("--team", help="Only what this team has a part in.", show_default="all")]


@duplication_app.command()
def clusters(  # noqa: PLR0913 - each is a filter of its own
    folder: FOLDER = Path(),
    *,
    workflow: WORKFLOW = None,
    kind: KIND = None,
    team: TEAM = None,
    least: Annotated[int, typer.Option("--repositories", min=2, help="At least so many repositories.")] = 2,
    most: MOST = 20,
    as_json: JSON = False,
) -> None:
    """List clusters of near-identical files, most redundant lines first."""
    made = _result(folder)
    table = made.clusters[made.clusters["repositories"] >= least]
    if team:
        table = table[table["cluster"].isin(made.members.loc[made.members["team"] == team, "cluster"])]
    table = _only(table, workflow=workflow, kind=kind).sort_values("redundant_lines", ascending=False, kind="stable")
    _print("clusters", table, as_json=as_json, most=most)


@duplication_app.command()
def show(cluster: CLUSTER, folder: FOLDER = Path(), *, as_json: JSON = False) -> None:
    """Show one cluster: members and where they came from, values that differ, drift over time."""
    made = _result(folder)
    name = _cluster(made, cluster)
    tables = {table: _of(made.tables[table], name) for table in ("clusters", "members", "cluster_parameters", "cluster_drift")}
    if as_json:
        from assessment.reporting.exports import json as plain

        typer.echo(json.dumps({table: plain.rows(frame) for table, frame in tables.items()}))
        return
    tables["cluster_drift"] = tables["cluster_drift"].tail(12)
    for title, table in zip(("", "Members", "Values that differ", "Drift, last twelve months"), tables, strict=True):
        if len(tables[table]):
            out.print(f"\n{title}" if title else "", style="bold")
            _listed(table, tables[table], most=100, without=("cluster",) if table != "clusters" else ())


@duplication_app.command()
def compare(
    cluster: CLUSTER,
    left: Annotated[str, typer.Argument(help="Repository of one member.")],
    right: Annotated[str, typer.Argument(help="Repository of another one.")],
    folder: FOLDER = Path(),
    *,
    as_json: JSON = False,
) -> None:
    """Show where two members of a cluster differ."""
    from assessment.reporting import words
    from assessment.reporting.exports import json as plain
    from assessment.repositories.duplication.difference import difference
    from assessment.workspace import Workspace

    made = _result(folder)
    members = _of(made.members, _cluster(made, cluster)).set_index("repository")["path"]
    texts = [_text(Workspace(folder), members, name) for name in (left, right)]
    rows = difference(*texts)
    if as_json:
        typer.echo(json.dumps(plain.rows(rows)))
        return
    for row in rows[rows["tag"] != "equal"].to_dict("records"):
        for line, text, sign, style in (("left_line", "left", "-", "red"), ("right_line", "right", "+", "green")):
            if not words.missing(row[line]):
                out.print(literal(f"{row[line]:>5} {sign} {row[text]}", style), highlight=False)


@duplication_app.command()
def blocks(folder: FOLDER = Path(), *, workflow: WORKFLOW = None, kind: KIND = None, most: MOST = 20, as_json: JSON = False) -> None:
    """List jobs, steps, services and other blocks that stand in several repositories, inside files that differ as a whole."""
    _print("blocks", _only(_result(folder).blocks, workflow=workflow, kind=kind), as_json=as_json, most=most)


@duplication_app.command()
def reinvention(folder: FOLDER = Path(), *, as_json: JSON = False) -> None:
    """Show how independently teams solve each workflow: shared, copied, invented."""
    _print("reinvention", _result(folder).reinvention, as_json=as_json, most=100)


@duplication_app.command()
def campaigns(
    folder: FOLDER = Path(),
    *,
    workflow: WORKFLOW = None,
    since: Annotated[
        str | None, typer.Option(help="Only those that ended on or after this day, as 2026-01-31.", show_default="all")
    ] = None,
    most: MOST = 20,
    as_json: JSON = False,
) -> None:
    """List edits that people made by hand in many repositories, with days, hours and who was left behind."""
    import pandas as pd

    table = _only(_result(folder).campaigns, workflow=workflow)
    if since:
        day = pd.to_datetime(since, format="%Y-%m-%d", errors="coerce")
        if pd.isna(day):
            raise AssessmentError(f"'{since}' is no day", where="--since", expected="a day such as 2026-01-31")
        table = table[pd.to_datetime(table["last"]).dt.tz_localize(None) >= day]
    _print("campaigns", table, as_json=as_json, most=most)


@duplication_app.command()
def campaign(
    campaign: Annotated[str, typer.Argument(help="Id of a campaign, or its first characters.")],
    folder: FOLDER = Path(),
    *,
    as_json: JSON = False,
) -> None:
    """Show one campaign: what was changed, in which commits, and where the old text still stands."""
    from assessment.reporting.exports import json as plain

    made = _result(folder)
    name = _one(made.campaigns["campaign"], campaign, "campaign", "assess duplication campaigns")
    names = ("campaigns", "campaign_edits", "campaign_commits", "left_behind")
    tables = {table: made.tables[table][made.tables[table]["campaign"] == name] for table in names}
    if as_json:
        typer.echo(json.dumps({table: plain.rows(frame) for table, frame in tables.items()}))
        return
    for title, table in zip(("", "Edits", "Commits", "Left behind"), names, strict=True):
        if len(tables[table]):
            out.print(f"\n{title}" if title else "", style="bold")
            _listed(table, tables[table], most=100, without=("campaign",) if title else ())


@duplication_app.command()
def draft(
    cluster: CLUSTER,
    folder: FOLDER = Path(),
    *,
    to: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder to write into.", show_default="drafts/CLUSTER in the workspace")
    ] = None,
    as_json: JSON = False,
) -> None:
    """Draft the shared version of a cluster, with the file that each repository would keep. Nothing is written into a repository."""
    from assessment.reporting.exports import drafts
    from assessment.workspace import Workspace

    name = _cluster(_result(folder), cluster)
    with err.status("Drafting the shared version"):
        made = Workspace(folder).draft(name)
    target = to or folder / "drafts" / name
    paths = drafts.write(made, target) if made.accepted else []
    if as_json:
        typer.echo(json.dumps(drafts.document(made) | {"written": [str(path) for path in paths]}))
    else:
        for line in drafts.lines(made):
            say(out, line)
        if paths:
            say(out, f"Wrote {len(paths)} files to {target}. Begin with {target / 'DRAFT.md'}.")
    if not made.accepted:
        raise typer.Exit(3)


def _result(folder: Path) -> "Assessment":
    from assessment.workspace import Workspace

    return Workspace(folder).assessment()


def _cluster(made: "Assessment", begins: str) -> str:
    return _one(made.clusters["cluster"], begins, "cluster", "assess duplication clusters")


def _one(ids: "pd.Series", begins: str, what: str, command: str) -> str:
    """The only id that begins so."""
    found = [str(name) for name in ids if str(name).startswith(begins)]
    if len(found) == 1 or begins in found:
        return begins if begins in found else found[0]
    problem = f"{len(found)} {what}s begin with '{begins}'" if found else f"no {what} '{begins}'"
    raise AssessmentError(problem, where="the newest result", expected=f"one of those that {command} lists")


def _text(workspace: "Workspace", members: "pd.Series", repository: str) -> str:
    if repository not in members.index:
        raise AssessmentError(
            f"'{repository}' has no member", where="this cluster", expected=f"one of: {', '.join(sorted(set(members.index)))}"
        )
    path = members[[repository]].iloc[0]
    text = workspace.content(repository, path)
    if text is None:
        raise AssessmentError("was not kept", where=f"{repository}:{path}", expected="run: assess collect")
    return text


def _of(table: "pd.DataFrame", cluster: str) -> "pd.DataFrame":
    return table[table["cluster"] == cluster]


def _only(table: "pd.DataFrame", *, workflow: str | None = None, kind: str | None = None) -> "pd.DataFrame":
    """The rows of a workflow and a kind; an unknown one is an error that lists the known."""
    for column, wanted in (("workflow", workflow), ("kind", kind)):
        if wanted:
            known = sorted(set(table[column].astype(str)))
            if wanted not in known:
                raise AssessmentError(
                    f"nothing of '{wanted}'", where=f"--{column}", expected=f"one of: {', '.join(known) or 'none was found'}"
                )
            table = table[table[column] == wanted]
    return table


def _print(name: str, table: "pd.DataFrame", *, as_json: bool, most: int) -> None:
    if as_json:
        from assessment.reporting.exports import json as plain

        typer.echo(json.dumps(plain.rows(table)))
    elif table.empty:
        out.print("Nothing was found.")
    else:
        _listed(name, table, most=most)


def _listed(name: str, table: "pd.DataFrame", *, most: int, without: tuple[str, ...] = ()) -> None:
    from assessment.reporting.exports import listing

    listing.show(out, name, table, most=most, without=without)
