"""Files of SurveyMonkey: two header rows, the questions, each over the first of its columns, and what each column is.

The second row says `Response` or `Open-Ended Response` under a plain question, the option or the row of a grid under others, `Other
(please specify)` for the text beside; in the condensed layout it may be blank, or missing. Which responses are complete is seen only
where the file has a column for it. Headers of files in public repositories.
"""

from assessment.survey.questionnaire.readings import fold
from assessment.survey.sources.engines.layouts import Column, Engine, Table, among, titled
from assessment.survey.sources.tabular.cells import plain

KNOWN = {
    "respondent id": "response", "collector id": "ignore", "start date": "time", "end date": "submitted", "ip address": "personal",
    "email address": "respondent", "first name": "personal", "last name": "personal", "custom data 1": "personal",
    "custom data": "personal", "response status": "state", "language": "ignore", "collector name": "ignore", "phone": "personal",
}  # fmt: skip
PLAIN = {"", "response", "open-ended response", "open-ended-antwort", "antwort", "réponse", "respuesta"}
OTHER = ("other (", "sonstiges (", "autre (", "otro (")
STATUS = {"": "", "completed": "", "complete": "", "partial": "unfinished", "incomplete": "unfinished"}


def _header_rows(table: Table) -> int:
    if not among(table, "respondent id", "collector id"):
        return 0
    at = [fold(cell) for cell in table.header()].index("respondent id")
    return 2 if len(table.records) > 1 and not table.records[1][at].strip() else 1


def _columns(table: Table, header_rows: int) -> list[Column]:
    top = table.header()
    below = [plain(part) for part in table.header(1)] if header_rows > 1 else [""] * len(top)
    asked = [""] * len(top)
    for position, cell in enumerate(top):
        asked[position] = cell or asked[position - 1] if position else cell
    named = [f"{question} | {part}" if fold(part) not in PLAIN else question for question, part in zip(asked, below, strict=True)]
    return [_column(*cells) for cells in zip(titled(named), asked, below, strict=True)]


def _column(title: str, question: str, part: str) -> Column:
    known = KNOWN.get(fold(question), "") or ("other" if fold(part).startswith(OTHER) else "")
    return Column(title, text=plain(question), option="" if fold(part) in PLAIN else part, known=known)


ENGINE = Engine(
    id="surveymonkey",
    title="SurveyMonkey",
    header_rows=_header_rows,
    columns=_columns,
    kept={"response status": lambda value: STATUS.get(fold(value), "disqualified")},
    codes=True,
    unique=True,
)
