"""One shown column: heading and form, and those that many tables share."""

from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """How a value is written."""

    TEXT = "text"
    TEAM = "team"
    WORKFLOW = "workflow"
    CODE = "code"
    COMMIT = "commit"
    COUNT = "count"
    DECIMAL = "decimal"
    ESTIMATE = "estimate"
    SEVERITY = "severity"
    PERCENT = "percent"
    DAY = "day"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Column:
    """One shown column; `absent` is written where the value is missing, `blank` where it is an empty text."""

    name: str
    label: str
    form: Form = Form.TEXT
    absent: str = "–"
    blank: str = ""


TEAM = Column("team", "Team", Form.TEAM, blank="no team")
WORKFLOW = Column("workflow", "Workflow", Form.WORKFLOW)
REPOSITORY = Column("repository", "Repository")
PATH = Column("path", "Path", Form.CODE)
