"""Files of Google Forms: one header row that begins with the time stamp, `Question [Row]` for grids, labels as text.

Checkboxes are joined by ", " in Sheets and by ";" in the form's own CSV. An address stands in `Email Address` (once `Username`) where the
form collected it. The layout was read from headers of files in public repositories; the words of other languages are from the product.
"""

from assessment.survey.questionnaire.readings import fold
from assessment.survey.sources.engines.layouts import Engine, Table, questions

STAMPS = ("timestamp", "zeitstempel", "horodateur", "marca temporal", "carimbo de data/hora", "tijdstempel", "informazioni cronologiche")
ADDRESSES = (
    "email address", "username", "email", "e-mail", "e-mail address", "e-mail-adresse", "adresse e-mail",
    "dirección de correo electrónico", "endereço de e-mail", "e-mailadres", "indirizzo email", "nutzername",
)  # fmt: skip
KNOWN = dict.fromkeys(STAMPS, "submitted") | dict.fromkeys(ADDRESSES, "respondent") | dict.fromkeys(("score", "punktzahl"), "ignore")


def _header_rows(table: Table) -> int:
    return int(fold(table.header()[0]) in STAMPS)


ENGINE = Engine(
    id="google-forms",
    title="Google Forms",
    header_rows=_header_rows,
    columns=lambda table, _: questions(table.header(), KNOWN),
)
