"""The lines of a GitHub workflow, each with the job that it belongs to. Indentation decides, so broken YAML is read as far as it goes."""

from collections.abc import Iterator
from typing import NamedTuple

from assessment.repositories.facts import Text
from assessment.repositories.rules.readers.lines import code_lines, indent_of


class Step(NamedTuple):
    """One line that is not blank."""

    number: int  # from 1
    indent: int
    line: str  # without blanks around it
    job: str  # '' outside jobs


def walk(text: Text) -> Iterator[Step]:
    """All lines that are not blank; the line that opens a job belongs to it."""
    inside, depth, job = False, 0, ""
    for number, line in enumerate(code_lines(text), 1):
        if not line.strip():
            continue
        indent, stripped = indent_of(line), line.strip()
        if indent == 0:
            inside, depth, job = stripped.startswith("jobs:"), 0, ""
        elif inside and indent <= (depth or indent):
            depth, job = indent, stripped.partition(":")[0].strip("\"'")
        yield Step(number, indent, stripped, job)
