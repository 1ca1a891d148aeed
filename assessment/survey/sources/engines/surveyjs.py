"""Answers as SurveyJS gives them: JSON, one object a person, {question: value | {row: value} | [values]}.

Takes the text of a file with one object, a list of them, or one a line, and returns records as of a table: a grid's row is the column
`question[row]`, several values are joined by "; ". Two keys of one name in an object, numbers that are none, and answers inside answers
(dynamic panels) are refused: no item asks like that.
"""

import json
from typing import Any

from assessment.errors import AnswersError
from assessment.survey.sources.engines.layouts import Column, Engine, questions

SUFFIXES = {".json", ".jsonl", ".ndjson"}
JOINED = "; "
COMMENT = "-Comment"  # SurveyJS's suffix of the text beside a question


def records(text: str, where: str) -> list[list[str]]:
    """Header and one record a response; AnswersError naming the response."""
    responses = [_flat(one, f"{where}: response {number}") for number, one in enumerate(_responses(text, where), start=1)]
    header = list(dict.fromkeys(key for one in responses for key in one))
    return [header, *([one.get(key, "") for key in header] for one in responses)] if header else []


def _responses(text: str, where: str) -> list[Any]:
    try:
        try:
            found = _loaded(text)
        except json.JSONDecodeError as error:
            if not error.msg.startswith("Extra data"):
                raise
            found = [_loaded(line) for line in text.splitlines() if line.strip()]
    except json.JSONDecodeError as error:
        raise AnswersError(f"malformed JSON ({error.msg})", where=f"{where}: line {error.lineno}", expected="a list of answers") from error
    except (ValueError, RecursionError) as error:
        what = "JSON nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise AnswersError(what, where=where, expected="a list of answers, each name once") from error
    return found if isinstance(found, list) else [found]


def _loaded(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_once, parse_constant=_refused)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(made := dict(pairs)) < len(pairs):
        twice = next(name for name, _ in pairs if sum(name == other for other, _ in pairs) > 1)
        raise ValueError(f"'{twice:.60}' is there twice in one answer")
    return made


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is no answer")


def _flat(response: Any, where: str) -> dict[str, str]:
    """Column -> text of one response."""
    if not isinstance(response, dict):
        raise AnswersError("is no answer of SurveyJS", where=where, expected="an object: {question: answer}")
    cells: dict[str, str] = {}
    for name, value in response.items():
        rows = {f"{name}[{row}]": inner for row, inner in value.items()} if isinstance(value, dict) else {name: value}
        for column, inner in rows.items():
            if column in cells:
                raise AnswersError(f"two answers to '{column:.60}'", where=where, expected="one")
            cells[column] = _text(inner, f"{where}: '{column:.60}'")
    return cells


def _text(value: Any, where: str) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str() | int():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case list() if all(isinstance(one, str | int) and JOINED.strip() not in str(one) for one in value):
            return JOINED.join(map(str, value))
        case _:
            raise AnswersError("holds answers inside an answer", where=where, expected="text, a number, or a list of choices without ';'")


def _columns(header: list[str]) -> list[Column]:
    return [
        column._replace(known="other") if column.title.endswith(COMMENT) else column._replace(code=column.title, text="")
        for column in questions(header, {"id": "ignore", "surveyid": "ignore", "createdat": "time", "happenedat": "time"})
    ]


ENGINE = Engine(
    id="surveyjs",
    title="SurveyJS",
    header_rows=lambda table: int(table.form == "json"),
    columns=lambda table, _: _columns(table.header()),
)
