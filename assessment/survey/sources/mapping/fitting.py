"""The mapping by which a file is read: the one given, held against the file, or one that settles itself.

Takes a form and what the user said; returns a mapping that leaves no column open, or raises AnswersError naming what is open, missing
from the file, or not in the mapping. A column that a mapping does not name is refused: it could be a question that was added.
"""

from collections.abc import Iterator
from collections.abc import Mapping as Dictionary

from assessment.errors import AnswersError
from assessment.model import Organisation
from assessment.survey.answers import team_spellings
from assessment.survey.questionnaire import Questionnaire, nearest
from assessment.survey.questionnaire.formats import Choice
from assessment.survey.questionnaire.readings import fold
from assessment.survey.sources.engines.known import Form
from assessment.survey.sources.mapping.model import OPEN, Mapping
from assessment.survey.sources.mapping.proposals import Proposal, Wanted, propose

LISTED = 5  # open columns that an error names
SETTLE = 'run: assess answers map {file} -o mapping.yaml; settle every "?" in it; import with --mapping mapping.yaml'


def fitted(form: Form, questionnaires: Dictionary[str, Questionnaire], organisation: Organisation, wanted: Wanted) -> Mapping:
    """The mapping for a form; its open labels are left to whoever meets them in a row."""
    if wanted.mapping is None:
        proposal = propose(form, questionnaires, organisation, wanted)
        if open_columns := list(_open(proposal)):
            more = f"; and {len(open_columns) - LISTED} more" if len(open_columns) > LISTED else ""
            what = f"{len(open_columns)} column(s) are not settled: {'; '.join(open_columns[:LISTED])}{more}"
            raise AnswersError(what, where=form.where, expected=SETTLE.format(file=form.where))
        mapping = proposal.mapping.model_copy(update={"labels": {}, "teams": {}, "roles": {}})
    else:
        mapping = wanted.mapping.model_copy(update={"team": wanted.team} if wanted.team else {})
        for what, expected in _misfits(mapping, form, questionnaires):
            raise AnswersError(what, where=f"{form.where}: mapping", expected=expected)
    _refuse_unknown_team(form, mapping, organisation)
    return mapping


def _open(proposal: Proposal) -> Iterator[str]:
    for guess in proposal.guesses:
        if guess.column.use == OPEN:
            near = f"nearest: {guess.candidates[0].item}" if guess.candidates else guess.why or "like no item"
            yield f"'{guess.column.column:.80}' ({near})"


def _misfits(mapping: Mapping, form: Form, questionnaires: Dictionary[str, Questionnaire]) -> Iterator[tuple[str, str]]:
    """What is wrong between a mapping, a file and the questionnaires, and what would be right."""
    if unsettled := mapping.unsettled:
        yield f"{len(unsettled)} not settled: {'; '.join(unsettled[:LISTED])}", 'put something in the place of every "?"'
    there, named = {column.title for column in form.columns}, {column.column for column in mapping.columns}
    for title in sorted(there - named):
        yield f"does not name the column '{title:.80}' of the file", "map the file again, or add the column"
    used = {column.column for column in mapping.columns if column.use not in {"ignore", "personal"}}
    for title in sorted(used - there):
        yield f"the file has no column '{title:.80}'", f"nearest: '{nearest(title, there):.80}'"
    if mapping.questionnaire not in questionnaires:
        yield f"there is no questionnaire '{mapping.questionnaire:.60}'", f"one of: {', '.join(questionnaires)}"
    else:
        yield from _strangers(mapping, questionnaires[mapping.questionnaire])


def _strangers(mapping: Mapping, questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Items, options, labels and roles of the mapping that the questionnaire does not have."""
    for column in mapping.columns:
        if column.use == "item" and column.item not in questionnaire.items:
            yield f"unknown item '{column.item:.60}'", f"nearest: '{nearest(column.item, questionnaire.items)}'"
        elif column.option:
            form = questionnaire.format_of(column.item)
            if not (isinstance(form, Choice) and form.several and (read := form.read(column.option)) and read.label == column.option):
                yield f"'{column.option:.60}' is no option of item '{column.item}'", form.expected
    for name, labels in mapping.labels.items():
        yield from _misread(name, labels, questionnaire)
    for said, role in mapping.roles.items():
        if role and fold(role) not in questionnaire.roles:
            yield f"roles: '{said:.60}' means '{role:.60}', which is no role", f"nearest: '{nearest(role, questionnaire.roles.values())}'"


def _misread(name: str, labels: Dictionary[str, str], questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Labels under a format or an item that mean no answer to it."""
    if name not in questionnaire.formats and name not in questionnaire.items:
        near = nearest(name, (*questionnaire.formats, *questionnaire.items))
        yield f"labels: '{name:.60}' is no format and no item", f"nearest: '{near}'"
        return
    form = questionnaire.spoken_formats[name] if name in questionnaire.formats else questionnaire.format_of(name)
    for label, meant in labels.items():
        if meant and form.read(meant) is None:
            yield f"labels: {name}: '{label:.60}' means '{meant:.60}', which is no answer", form.expected


def _refuse_unknown_team(form: Form, mapping: Mapping, organisation: Organisation) -> None:
    asked = any(column.use == "team" for column in mapping.columns)
    if not asked and mapping.team in {"", OPEN}:
        expected = "a column with the team, or one team for the whole file (--team)"
        raise AnswersError("no column asks for the team", where=form.where, expected=expected)
    if asked and mapping.team:
        raise AnswersError("a column says the team already", where=form.where, expected="no --team, or `as: ignore` for that column")
    for name in (mapping.team, *mapping.teams.values()):
        if name and fold(name) not in team_spellings(organisation):
            raise AnswersError(
                f"unknown team '{name:.60}'", where=form.where, expected=f"nearest: '{nearest(name, organisation.team_names)}'"
            )
