"""A mapping proposed for a file: guesses for its columns, and for every answer that no format reads.

Takes a form and the questionnaires there are. The questionnaire is the one that most columns ask for, unless it is named; where two are
asked for alike, that is for a person to say. Returns the mapping, with "?" for what is open, and the remarks to write beside it.
"""

from collections.abc import Callable, Iterator
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from typing import NamedTuple

from assessment.errors import AnswersError
from assessment.model import Organisation
from assessment.survey.answers import team_spellings
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.questionnaire.codes import label_codes
from assessment.survey.questionnaire.formats import Choice, Labels, Text
from assessment.survey.questionnaire.readings import fold
from assessment.survey.sources.engines.known import Form
from assessment.survey.sources.mapping import guesses
from assessment.survey.sources.mapping.choices import parts
from assessment.survey.sources.mapping.guesses import Guess
from assessment.survey.sources.mapping.meanings import Meanings
from assessment.survey.sources.mapping.model import OPEN, Mapping
from assessment.survey.sources.mapping.wordings import Wordings
from assessment.survey.sources.rows import counted

Settle = Callable[[Guess, Questionnaire], Guess]


class Open(NamedTuple):
    """A label that nothing reads: its table in the mapping (a format, `teams`, `roles`), and the known word most like it (0..100)."""

    table: str
    label: str
    nearest: str
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A mapping, the guess behind each of its columns, and its open labels."""

    mapping: Mapping
    guesses: tuple[Guess, ...]
    open: tuple[Open, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the user says about a file: its mapping; or questionnaire, team, encoding, sheet, engine, and what to do with several
    responses of one person ('' where the file has to tell)."""

    mapping: Mapping | None = None
    questionnaire: str = ""
    team: str = ""
    encoding: str = ""
    sheet: str = ""
    engine: str = ""
    twice: str = ""


def propose(
    form: Form, questionnaires: Dictionary[str, Questionnaire], organisation: Organisation, wanted: Wanted, settle: Settle | None = None
) -> Proposal:
    """A mapping for a form; AnswersError where no questionnaire is asked for, or several alike.

    `settle` is given every open column, before the answers in it are looked at, and returns what a person said.
    """
    questionnaire, found = chosen(form, questionnaires, wanted)
    if settle is not None:
        found = [settle(guess, questionnaire) if guess.column.use == OPEN else guess for guess in found]
    open_labels = tuple(dict.fromkeys(_open(form, found, questionnaire, organisation)))
    tables: dict[str, dict[str, str]] = {}
    for one in open_labels:
        tables.setdefault(one.table, {})[one.label] = OPEN
    names = organisation.team_names
    nowhere = names[0] if len(names) == 1 else OPEN
    mapping = Mapping(
        engine=form.engine.id,
        header_rows=form.header_rows,
        questionnaire=questionnaire.id,
        encoding=wanted.encoding,
        sheet=wanted.sheet,
        team=wanted.team or ("" if any(guess.column.use == "team" for guess in found) else nowhere),
        twice="last" if wanted.twice == "last" else "refuse",
        columns=tuple(guess.column for guess in found),
        teams=tables.pop("teams", {}),
        roles=tables.pop("roles", {}),
        labels=tables,
    )
    return Proposal(mapping=mapping, guesses=tuple(found), open=open_labels)


def chosen(form: Form, questionnaires: Dictionary[str, Questionnaire], wanted: Wanted) -> tuple[Questionnaire, list[Guess]]:
    """The questionnaire that most columns ask for, and what its columns are; AnswersError naming those that are asked for alike."""
    if wanted.questionnaire and wanted.questionnaire not in questionnaires:
        what = f"there is no questionnaire '{wanted.questionnaire:.60}'"
        raise AnswersError(what, where=form.where, expected=f"one of: {', '.join(questionnaires)}")
    asked = [questionnaires[wanted.questionnaire]] if wanted.questionnaire else list(questionnaires.values())
    found = [(one, guesses.columns(form, Wordings(one), team=bool(wanted.team))) for one in asked]
    if len(found) == 1:
        return found[0]
    counts = [sum(guess.column.use == "item" for guess in columns) for _, columns in found]
    best = [pair for pair, count in zip(found, counts, strict=True) if count == max(counts)]
    if max(counts) == 0 or len(best) > 1:
        names = ", ".join(one.id for one, _ in best)
        what = f"its columns ask for {names} alike" if max(counts) else "no column asks for an item of any questionnaire"
        raise AnswersError(what, where=form.where, expected=f"name the questionnaire (--questionnaire {best[0][0].id})")
    return best[0]


def _open(form: Form, found: list[Guess], questionnaire: Questionnaire, organisation: Organisation) -> Iterator[Open]:
    """The labels that nothing reads, column by column."""
    meanings = Meanings(questionnaire, {}, codes=form.engine.codes)
    rows = counted(form)
    known = {"team": (team_spellings(organisation), organisation.team_names), "role": (questionnaire.roles, _roles(questionnaire))}
    for position, guess in enumerate(found):
        cells = dict.fromkeys(form.distinct[position])
        if rows.left_out:
            cells = dict.fromkeys(form.table.records[at][position].strip() for at in rows.counted)
            cells.pop("", None)
        if guess.column.use in known:
            spellings, words = known[guess.column.use]
            for cell in cells:
                if fold(cell) not in spellings:
                    yield Open(f"{guess.column.use}s", cell, *guesses.nearest(cell, words))
        elif guess.column.use == "item" and not guess.column.option:
            for cell in cells:
                yield from _open_answers(questionnaire, meanings, guess.column.item, cell)


def _open_answers(questionnaire: Questionnaire, meanings: Meanings, item: str, cell: str) -> Iterator[Open]:
    form = questionnaire.format_of(item)
    if not isinstance(form, Text) and meanings.of(item, cell).wrong:
        several = isinstance(form, Choice) and form.several
        for part in parts(cell) if several else [cell]:
            if meanings.of(item, part).wrong:
                numbered = {code: label for label, code in label_codes(form).items()}
                numbered |= {f"{value:g}": label for label, value in form.labels.items()} if isinstance(form, Labels) else {}
                near = (numbered[part], 0.0) if part in numbered else guesses.nearest(part, form.choices)
                yield Open(questionnaire.items[item].format, part, *near)


def _roles(questionnaire: Questionnaire) -> tuple[str, ...]:
    return questionnaire.respondent.role.options if questionnaire.respondent.role else ()
