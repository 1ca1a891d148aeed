"""Files of Qualtrics: three header rows (field, question, {"ImportId": …}); the older layout has two, without the last.

Fields that Qualtrics adds are known by name: people's data among them is dropped, previews, tests, spam, unfinished and screened-out
responses do not count. A grid's row reads `Question - Row`, a choice of several `Question - Selected Choice - Option`. Values are choice
texts or numbers, as exported; a number is a code, whose order nobody vouches for. Source: "Understanding Your Dataset" and "Response
status" of Qualtrics' support pages, and files in public repositories.
"""

import re

from assessment.survey.questionnaire.readings import fold
from assessment.survey.sources.engines.layouts import Column, Engine, Table, titled
from assessment.survey.sources.tabular.cells import plain

PERSONAL = (
    "ipaddress", "recipientlastname", "recipientfirstname", "recipientname", "name", "locationlatitude", "locationlongitude",
    "locationaccuracy", "participant name", "participant email", "recipientphone", "unique identifier",
)  # fmt: skip
OWN = (
    "responseset", "progress", "userlanguage", "q_recaptchascore", "q_relevantidduplicate", "q_relevantidduplicatescore",
    "q_relevantidfraudscore", "q_relevantidlaststartdate", "q_ballotboxstuffing", "q_duplicaterespondent", "q_language",
    "q_totalduration", "q_url", "q_chl", "q_datapolicyviolations", "q_unsubscribe",
)  # fmt: skip
KNOWN = (
    dict.fromkeys(PERSONAL, "personal")
    | dict.fromkeys(("recipientemail", "emailaddress", "externalreference", "externaldatareference"), "respondent")
    | dict.fromkeys(("startdate", "recordeddate", "duration (in seconds)"), "time")
    | dict.fromkeys(("status", "finished", "distributionchannel", "q_terminateflag"), "state")
    | dict.fromkeys(OWN, "ignore")
    | {"enddate": "submitted", "responseid": "response"}
)
IMPORT_ID = re.compile(r'\{\s*"ImportId"')
TIMING = re.compile(r"_(First Click|Last Click|Page Submit|Click Count)$")
ORDER = re.compile(r"_DO(_.*)?$")
STATES = {"": "", "0": "", "ip address": "", "4": "", "imported": "", "16": "", "offline": ""} | {
    "1": "preview", "survey preview": "preview", "17": "preview", "offline survey preview": "preview", "2": "test", "survey test": "test",
    "8": "spam", "spam": "spam", "possible spam": "spam", "9": "spam", "survey preview spam": "spam", "12": "spam", "imported spam": "spam",
    "24": "spam", "offline survey spam": "spam",
}  # fmt: skip
FINISHED = {"true": "", "1": "", "yes": "", "false": "unfinished", "0": "unfinished", "no": "unfinished"}


def _header_rows(table: Table) -> int:
    fields = {fold(cell) for cell in table.header()}
    if any(IMPORT_ID.match(cell) for cell in table.header(2)):
        return 3
    if fold(table.header()[0]) == "v1" and "responseid" in {fold(cell) for cell in table.header(1)}:
        return 2
    return 2 if {"responseid", "finished"} <= fields and "response id" in {fold(cell) for cell in table.header(1)} else 0


def _columns(table: Table, _: int) -> list[Column]:
    codes, texts = table.header(), table.header(1)
    return [_column(title, code, text) for title, code, text in zip(titled(codes), codes, texts, strict=True)]


def _column(title: str, code: str, text: str) -> Column:
    known = KNOWN.get(fold(code)) or (KNOWN.get(fold(text), "") if re.fullmatch(r"V\d+", code) else "")
    if not known and (ORDER.search(code) or TIMING.search(code)):
        known = "ignore" if ORDER.search(code) else "time"
    if not known and code.endswith("_TEXT") and plain(text).endswith(" - Text"):
        known = "other"
    return Column(title, code, plain(text).removesuffix(" - Selected Choice"), known=known)


ENGINE = Engine(
    id="qualtrics",
    title="Qualtrics",
    header_rows=_header_rows,
    columns=_columns,
    kept={
        "status": lambda value: STATES.get(fold(value)),
        "finished": lambda value: FINISHED.get(fold(value)),
        "distributionchannel": lambda value: "preview" if fold(value) == "preview" else "",
        "q_terminateflag": lambda value: "screened out" if value.strip() else "",
    },
    codes=True,
    unique=True,
)
