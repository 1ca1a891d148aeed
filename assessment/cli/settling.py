"""Settling a mapping in a terminal: every open column is asked about, then every open label, with what it may be.

Takes a guess or a proposal and asks on the terminal; returns it with the answer in it. Enter leaves a thing open. Nothing of what people
answered is shown but the labels that nothing reads.
"""

from dataclasses import replace

import typer

from assessment.cli.base import out
from assessment.console import say
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.sources.mapping.guesses import Guess
from assessment.survey.sources.mapping.model import OPEN, USES, MappedColumn
from assessment.survey.sources.mapping.proposals import Open, Proposal


def labels(proposal: Proposal, questionnaire: Questionnaire, teams: tuple[str, ...]) -> Proposal:
    """The proposal with what a person said about its open labels and its team."""
    tables = {"teams": dict(proposal.mapping.teams), "roles": dict(proposal.mapping.roles)}
    tables |= {name: dict(labels) for name, labels in proposal.mapping.labels.items()}
    for one in proposal.open:
        tables[one.table][one.label] = _label(one, _words(one.table, questionnaire, teams))
    team = proposal.mapping.team
    if team == OPEN:
        team = _asked(f"One team for everybody in the file ({', '.join(teams)})?", teams) or OPEN
    made = {"team": team, "teams": tables.pop("teams"), "roles": tables.pop("roles"), "labels": tables}
    return replace(proposal, mapping=proposal.mapping.model_copy(update=made))


def column(guess: Guess, questionnaire: Questionnaire) -> Guess:
    """The guess with what a person said: a number of a candidate, an item's id, or what else the column is."""
    say(out, guess.column.column, first="Column: ", style="bold")
    for number, candidate in enumerate(guess.candidates, start=1):
        say(out, f"  {number}  {candidate.item} ({candidate.likeness:.0f}): {questionnaire.wordings[candidate.item]}")
    others = [use for use in USES if use != "item"]
    known = {str(number): candidate.item for number, candidate in enumerate(guess.candidates, start=1)}
    said = _asked(f"Number, id of an item, or {', '.join(others)} (Enter: leave open)", (*known, *questionnaire.items, *others))
    if not said:
        return guess
    item = known.get(said, said)
    made = {"as": said} if said in others else {"as": "item", "item": item}
    return Guess(MappedColumn.model_validate({"column": guess.column.column, **made}))


def _label(one: Open, words: tuple[str, ...]) -> str:
    say(out, f"{one.label} ({one.table})", first="Says: ", style="bold")
    for number, word in enumerate(words, start=1):
        say(out, f"  {number}  {word}" + (f" (nearest, {one.likeness:.0f})" if word == one.nearest else ""))
    known = {str(number): word for number, word in enumerate(words, start=1)}
    said = _asked("Number, or - to leave the answer out (Enter: leave open)", (*known, "-"))
    return "" if said == "-" else known.get(said, OPEN)


def _words(table: str, questionnaire: Questionnaire, teams: tuple[str, ...]) -> tuple[str, ...]:
    if table == "teams":
        return teams
    if table == "roles":
        return questionnaire.respondent.role.options if questionnaire.respondent.role else ()
    return questionnaire.formats[table].choices


def _asked(question: str, known: tuple[str, ...]) -> str:
    """One of the known words, or '' for none of them."""
    while True:
        said = str(typer.prompt(question, default="", show_default=False)).strip()
        if not said or said in known:
            return said
        say(out, f"'{said}' is none of these")
