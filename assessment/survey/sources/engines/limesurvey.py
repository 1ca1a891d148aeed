"""Files of LimeSurvey: one header row of codes (`G1Q1[SQ001]`), of texts, or of both (`G1Q1[SQ001]. Question [Row]`).

A response without a submit date was not finished; anonymous surveys have 1980-01-01 there. Answers are texts or codes (A1, AO01, Y); a
code means what the survey says, so it has to be settled once in the mapping. Attributes of participants may hold anything: names and
addresses are dropped, the others are asked about. Source: LimeSurvey's own writer of exports (headings `code`, `full`, `codetext`), and
files in public repositories.
"""

import re

from assessment.survey.questionnaire.readings import fold
from assessment.survey.sources.engines.layouts import Column, Engine, Table, titled
from assessment.survey.sources.tabular.cells import plain

IDS = ("id", "response id", "antwort id", "antwort-id")
SUBMITTED = ("submitdate", "date submitted", "datum abgeschickt")
SIGNS = (*SUBMITTED, "lastpage", "last page", "letzte seite")
KNOWN = (
    dict.fromkeys(IDS, "ignore")
    | dict.fromkeys(SUBMITTED, "state")
    | dict.fromkeys(("lastpage", "last page", "letzte seite", "startlanguage", "start language", "start-sprache"), "ignore")
    | dict.fromkeys(("seed", "zufallsstartwert", "quota_exit", "emailstatus", "usesleft"), "ignore")
    | dict.fromkeys(("token", "access code", "zugangscode", "zugangsschlüssel"), "respondent")
    | dict.fromkeys(("startdate", "date started", "datum gestartet", "interviewtime", "total time", "sent", "completed"), "time")
    | dict.fromkeys(("remindersent", "remindercount", "validfrom", "validuntil", "language"), "ignore")
    | dict.fromkeys(("datestamp", "date last action", "datum letzte aktivität"), "submitted")
    | dict.fromkeys(("ipaddr", "ip address", "ip-adresse", "refurl", "referrer url", "verweis-url"), "personal")
    | dict.fromkeys(("firstname", "lastname", "first name", "last name", "vorname", "nachname"), "personal")
    | dict.fromkeys(("email", "email address", "e-mail", "e-mail-adresse"), "personal")
)
CODE = r"[A-Za-z]\w*(?:\[[^\[\]]*\])*"
BOTH = re.compile(rf"({CODE})\. (.*)", re.DOTALL)
TIMING = re.compile(r"(groupTime\d+|\w+Time)$|(Group|Question) time: ")
UNFINISHED = "unfinished"


def _header_rows(table: Table) -> int:
    header = [{fold(column.code), fold(column.text)} for column in (_column("", cell) for cell in table.header())]
    first: set[str] = set().union(*header[:3])
    whole: set[str] = set().union(*header)
    return int(not first.isdisjoint(IDS) and not whole.isdisjoint(SIGNS))


def _columns(table: Table, _: int) -> list[Column]:
    return [_column(title, cell) for title, cell in zip(titled(table.header()), table.header(), strict=True)]


def _column(title: str, cell: str) -> Column:
    both, alone = BOTH.fullmatch(cell), re.fullmatch(CODE, cell)
    code = both[1] if both else cell if alone else ""
    text = both[2] if both else "" if alone else cell
    known = KNOWN.get(fold(code), "") or KNOWN.get(fold(text), "")
    if not known and TIMING.match(code or text):
        known = "time"
    if not known and code.endswith("[other]"):
        known = "other"
    return Column(title, code, plain(text), known=known)


def _submitted(value: str) -> str:
    return "" if value.strip() and fold(value) not in {"n/a", "n"} else UNFINISHED


ENGINE = Engine(
    id="limesurvey",
    title="LimeSurvey",
    header_rows=_header_rows,
    columns=_columns,
    kept={name: _submitted for name in SUBMITTED},
    codes=True,
)
