"""Commands about questionnaires: which there are, whether one is right, how it looks, and as files for other tools."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assessment.cli.base import JSON, app, err, out
from assessment.console import say
from assessment.errors import AssessmentError

if TYPE_CHECKING:  # heavy: the command line starts without it
    from assessment.reporting.exports.questionnaires.parts import Form

WORKSPACE = Annotated[Path, typer.Option("--folder", help="Workspace folder with its own questionnaires.", show_default="current folder")]
WHICH = Annotated[str, typer.Argument(metavar="ID|FILE", help="Id of a questionnaire, or a YAML file.")]
LANGUAGE = Annotated[str, typer.Option(help="Language, such as de.", show_default="that of the questionnaire")]
SECTIONS = Annotated[list[str] | None, typer.Option("--section", help="Optional section to switch on; repeat for more.")]

questionnaire_app = typer.Typer(no_args_is_help=True, help="List, check, show and export questionnaires.")
app.add_typer(questionnaire_app, name="questionnaire")


@questionnaire_app.command("list")
def list_command(*, folder: WORKSPACE = Path(), as_json: JSON = False) -> None:
    """List the questionnaires there are, the workspace's own first."""
    from assessment.workspace import Workspace

    found: list[dict[str, Any]] = [
        {
            "id": q.id,
            "title": q.title,
            "version": q.version,
            "languages": list(q.languages),
            "items": len(q.offered().items),
            "optional": [section.id for section in q.sections if section.optional],
            "minutes": q.minutes,
            "measures": [scale.measure for scale in q.scales],
        }
        for q in Workspace(folder).questionnaires().values()
    ]
    if as_json:
        typer.echo(json.dumps(found))
        return
    for row in found:
        optional = f", optional: {', '.join(row['optional'])}" if row["optional"] else ""
        about = f"{row['items']} items, {row['minutes']} minutes, {', '.join(row['languages'])}{optional}"
        say(out, f" {row['title']} ({about})", first=f"{row['id']:<18}", style="bold", wrap=False)


@questionnaire_app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="YAML files of questionnaires, or of translations.")], *, as_json: JSON = False
) -> None:
    """Name everything that is wrong in questionnaire files: file, section, item, key, and what would be right."""
    from assessment.survey.sources.questionnaires import examine

    wrong = False
    said: list[dict[str, Any]] = []
    for file in dict.fromkeys(map(_source_of, files)):
        questionnaire, problems = examine(file)
        wrong = wrong or bool(problems)
        said.append({"file": str(file), "problems": [problem._asdict() for problem in problems]})
        for problem in [] if as_json else problems:
            expected = f"; {problem.expected}" if problem.expected else ""
            say(out, f": {problem.what}{expected}", first=problem.where, style="bold", wrap=False)
        if questionnaire and not problems and not as_json:
            about = f"{len(questionnaire.items)} items, about {questionnaire.estimated_minutes:.1f} minutes"
            say(out, f"{file}: nothing wrong ({about}; {', '.join(questionnaire.languages)})", wrap=False)
    if as_json:
        typer.echo(json.dumps(said))
    if wrong:
        raise typer.Exit(1)


@questionnaire_app.command()
def preview(which: WHICH = "", *, folder: WORKSPACE = Path(), language: LANGUAGE = "", section: SECTIONS = None) -> None:
    """Show a questionnaire as respondents see it, with its minutes, scales and licences."""
    from assessment.reporting.exports.questionnaires import preview as shown

    for line in shown.lines(_form(which, folder, language, section)):
        say(out, line, wrap=False)


@questionnaire_app.command()
def export(
    which: WHICH,
    *,
    to: Annotated[str, typer.Option("--to", help="limesurvey, surveyjs, html, google or markdown.")],
    file: Annotated[Path | None, typer.Option("--out", "-o", help="File to write.", show_default="<id>.<suffix of the tool>")] = None,
    folder: WORKSPACE = Path(),
    language: LANGUAGE = "",
    section: SECTIONS = None,
) -> None:
    """Write a questionnaire for another survey tool. Teams to choose from are those of the workspace, where there is one."""
    from assessment.reporting.exports.questionnaires import ENGINES

    if to not in ENGINES:
        raise AssessmentError(f"unknown tool '{to}'", where="assess questionnaire export", expected=f"one of: {', '.join(ENGINES)}")
    form, engine = _form(which, folder, language, section), ENGINES[to]
    spoken = form.language or form.questionnaire.language
    stem = form.questionnaire.id if engine.all_languages or spoken == form.questionnaire.language else f"{form.questionnaire.id}.{spoken}"
    target = file or Path(f"{stem}.{engine.suffix}")
    target.write_text(engine.text(form), encoding="utf-8", newline="")
    say(out, f"Wrote {target} ({engine.title}). Next: {engine.then}.", wrap=False)
    if not form.teams:
        say(err, "No organisation.yaml in the workspace: the question about the team is free text.", style="yellow")


@questionnaire_app.command()
def schema(*, translation: Annotated[bool, typer.Option("--translation", help="That of translation files.")] = False) -> None:
    """Print the JSON Schema of questionnaire files, for editors: `# yaml-language-server: $schema=<file>` in their first line."""
    from assessment.survey.questionnaire.schema import schema as made

    typer.echo(json.dumps(made("translation.schema.json" if translation else "schema.json"), indent=2, ensure_ascii=False))


def _source_of(file: Path) -> Path:
    """The questionnaire's file of a translation; the file itself where it is none, or stands alone."""
    source = file.with_name(f"{file.stem.rpartition('.')[0]}.yaml")
    return source if "." in file.stem and source.is_file() else file


def _form(which: str, folder: Path, language: str, sections: list[str] | None) -> "Form":
    """The questionnaire of an id or a file, with the teams of the workspace."""
    from assessment.reporting.exports.questionnaires import parts
    from assessment.survey.sources.questionnaires import load_questionnaire
    from assessment.workspace import Workspace

    workspace = Workspace(folder)
    if which.endswith((".yaml", ".yml")) or Path(which).is_file():
        questionnaire = load_questionnaire(Path(which))
    else:
        questionnaire = workspace.questionnaire(which or None)
    teams = workspace.organisation().team_names if (folder / "organisation.yaml").is_file() else ()
    return parts.form(questionnaire, teams, tuple(sections or ()), language)
