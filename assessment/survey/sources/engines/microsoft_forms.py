"""Files of Microsoft Forms: XLSX (or CSV made of it), one header row: ID, Start time, Completion time, Email, Name, then the questions.

An anonymous form has these columns too, with "anonymous" for the address. Several choices are joined by ";", with one at the end. Rows of
a Likert question are columns under the statement alone, and a title that is there twice gets a number (`Secrets2`): two grids over the
same rows cannot be told apart by their titles. A quiz adds points and feedback. Headers of files in public repositories.
"""

from assessment.survey.questionnaire.readings import fold
from assessment.survey.sources.engines.layouts import Column, Engine, Table, questions

STARTED = ("start time", "startzeit", "heure de début", "hora de inicio", "ora di inizio", "begintijd", "hora de início")
DONE = (
    "completion time", "fertigstellungszeit", "heure de fin", "hora de finalización", "ora di completamento",
    "tijd van voltooien", "hora de conclusão",
)  # fmt: skip
CHANGED = ("last modified time", "zeitpunkt der letzten änderung", "uhrzeit der letzten änderung", "heure de la dernière modification")
KNOWN = (
    {"id": "ignore", "total points": "ignore", "quiz feedback": "ignore", "grade posted time": "time", "language": "ignore"}
    | dict.fromkeys((*STARTED, *CHANGED), "time")
    | dict.fromkeys(DONE, "submitted")
    | dict.fromkeys(("email", "e-mail", "adresse de messagerie", "correo electrónico", "posta elettronica"), "respondent")
    | dict.fromkeys(("name", "nom", "nombre", "nome", "naam"), "personal")
)
QUIZ = ("points - ", "feedback - ")


def _header_rows(table: Table) -> int:
    header = {fold(cell) for cell in table.header()}
    return int(not header.isdisjoint(STARTED) and not header.isdisjoint(DONE))


def _columns(table: Table, _: int) -> list[Column]:
    columns = questions(table.header(), KNOWN)
    return [column._replace(known="ignore") if fold(column.title).startswith(QUIZ) else column for column in columns]


ENGINE = Engine(
    id="microsoft-forms",
    title="Microsoft Forms",
    header_rows=_header_rows,
    columns=_columns,
    nobody=frozenset({"anonymous", "anonym", "anonyme", "anónimo", "anonimo", "anoniem", "anônimo"}),
)
