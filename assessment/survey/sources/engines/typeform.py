"""Files of Typeform: one header row, `#` first and the times last; what is not `completed` does not count.

A choice of several is joined by " / " or taken apart, one column an option under the option's own name. Titles hold placeholders of
earlier answers (`{{field:…}}`). Responses come newest first. Headers of files in public repositories.
"""

from assessment.survey.questionnaire.readings import fold
from assessment.survey.sources.engines.layouts import Engine, Table, questions

KNOWN = {
    "#": "response", "token": "response", "response type": "state", "start date (utc)": "time", "stage date (utc)": "time",
    "submit date (utc)": "submitted", "submitted at": "submitted", "network id": "personal", "tags": "ignore", "ending": "ignore",
    "other": "other",
}  # fmt: skip
TYPES = {"completed": "", "": "", "partial": "unfinished", "started": "unfinished"}


def _header_rows(table: Table) -> int:
    header = {fold(cell) for cell in table.header()}
    return int({"#", "network id"} <= header or {"#", "submit date (utc)"} <= header or {"submitted at", "token"} <= header)


ENGINE = Engine(
    id="typeform",
    title="Typeform",
    header_rows=_header_rows,
    columns=lambda table, _: questions(table.header(), KNOWN),
    kept={"response type": lambda value: TYPES.get(fold(value))},
    unique=True,
)
