"""Which rows of a file count? Not previews, tests, spam, unfinished or screened-out responses; of one person one.

Takes a form and says for each row that is left out why; nothing of a row but its number leaves here. The last of a person's responses is
the one sent last by the tool's own time, never the lowest in the file: some tools write the newest first. A time that can be read in two
ways (3/4/2026) decides only where both ways agree.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from assessment.errors import AnswersError
from assessment.survey.questionnaire.readings import fold
from assessment.survey.sources.engines.known import Form
from assessment.survey.sources.engines.layouts import Column, Judge

ORDERS = ("%Y-%m-%d", "%Y/%m/%d", "%m/%d/%Y", "%d/%m/%Y", "%m/%d/%y", "%d/%m/%y", "%d.%m.%Y", "%d.%m.%y", "%d-%m-%Y", "%m-%d-%Y")
HOURS = ("", " %H:%M", " %H:%M:%S", " %I:%M:%S %p", " %I:%M %p")


class LeftOut(NamedTuple):
    """A row that does not count, by its number in the file, and why."""

    row: int
    why: str


class Rows(NamedTuple):
    """Indices of the records that count, and the rows that do not."""

    counted: list[int]
    left_out: list[LeftOut]


def counted(form: Form) -> Rows:
    """The rows that the tool itself lets count; AnswersError for a state that it does not know."""
    judged = [(position, judge) for position, column in enumerate(form.columns) if (judge := _judge(form, column)) is not None]
    known: dict[tuple[int, str], str] = {}
    rows = Rows([], [])
    for at, record in form.table.answered(form.header_rows):
        why = ""
        for position, judge in judged:
            cell = record[position]
            if (position, cell) not in known:
                if (found := judge(cell)) is None:
                    place = f"{form.where}: row {at + form.table.first}: column '{form.columns[position].title:.60}'"
                    raise AnswersError(f"unknown state '{cell:.40}'", where=place, expected=f"a word that {form.engine.title} writes there")
                known[position, cell] = found
            why = why or known[position, cell]
        if why:
            rows.left_out.append(LeftOut(at + form.table.first, why))
        else:
            rows.counted.append(at)
    return rows


def _judge(form: Form, column: Column) -> Judge | None:
    if column.known != "state":
        return None
    names = (fold(column.code), fold(column.text), fold(column.title))
    return next((form.engine.kept[name] for name in names if name in form.engine.kept), None)


def once(form: Form, rows: Rows, people: Sequence[str], twice: str) -> Rows:
    """The rows of which each is another person's; `people`: a word for the person of each counted row, '' where nobody can tell.

    Responses that are the same in everything but what the tool itself writes count once. Others are refused with AnswersError naming the
    rows, unless `twice` is "last".
    """
    responses: dict[str, list[int]] = {}
    for at, person in zip(rows.counted, people, strict=True):
        if person:
            responses.setdefault(person, []).append(at)
    dropped: dict[int, str] = {}
    for several in (found for found in responses.values() if len(found) > 1):
        distinct = {_said(form, at): at for at in reversed(several)}
        if len(distinct) > 1 and twice != "last":
            place = f"{form.where}: row {several[1] + form.table.first}"
            what = f"this respondent answered differently in row {several[0] + form.table.first}"
            raise AnswersError(
                what, where=place, expected="one response a person, or `twice: last` (--twice last): the last complete one counts"
            )
        kept = min(distinct.values()) if len(distinct) == 1 else _last(form, several)
        why = "the same response again" if len(distinct) == 1 else "an earlier response of the same person"
        dropped |= {at: why for at in several if at != kept}
    left_out = [LeftOut(at + form.table.first, why) for at, why in sorted(dropped.items())]
    return Rows([at for at in rows.counted if at not in dropped], [*rows.left_out, *left_out])


def _said(form: Form, at: int) -> tuple[str, ...]:
    """The cells of a row that a person filled in."""
    return tuple(fold(cell) for cell, column in zip(form.table.records[at], form.columns, strict=True) if not column.known)


def _last(form: Form, several: list[int]) -> int:
    """The record that was sent last, whichever way its time is read; AnswersError where that cannot be told."""
    position = next((at for at, column in enumerate(form.columns) if column.known == "submitted"), None)
    place = f"{form.where}: rows {', '.join(str(at + form.table.first) for at in several)}"
    if position is not None:
        ways = [[_time(form.table.records[at][position], pattern) for at in several] for pattern in _patterns()]
        last = {max(zip(times, several, strict=True))[1] for times in _whole(ways)}
        ties = any(times.count(max(times)) > 1 for times in _whole(ways))
        if len(last) == 1 and not ties:
            return last.pop()
    what = "one respondent, and no time that says which response is the last"
    raise AnswersError(what, where=place, expected="delete all but one, or export with the time of sending")


def _whole(ways: list[list[datetime | None]]) -> Iterator[list[datetime]]:
    for times in ways:
        known = [time for time in times if time is not None]
        if len(known) == len(times):
            yield known


def _patterns() -> Iterator[str]:
    return (day + hour for day in ORDERS for hour in HOURS)


def _time(cell: str, pattern: str) -> datetime | None:
    text = cell.strip().replace("T", " ", 1) if cell[4:5] == "-" else cell.strip()
    try:
        return datetime.strptime(text.split(" GMT")[0].split(" UTC")[0].rstrip("Z"), pattern)
    except ValueError:
        return None
