"""How long does reading answers from another tool take? `python benchmarks/answers.py [PEOPLE ...]`, default 10,000 100,000.

Writes random answers of so many people to the shipped questionnaire in the layout of Google Forms, as CSV (and as XLSX up to `SHEETS`
people), and reads each file as `assess answers import` does. Prints seconds, answers and the highest memory of the process.
"""

import csv
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl

from assessment.model import Organisation
from assessment.shipped import shipped
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.sources.imports import read
from assessment.survey.sources.questionnaires import load_questionnaire

TEAM = 100  # people
SHEETS = 20_000


def rows(questionnaire: Questionnaire, people: int) -> Iterator[list[str]]:
    """Header and one row a person, everything answered."""
    rng = random.Random(1)
    forms = [questionnaire.format_of(item) for item in questionnaire.items]
    yield ["Timestamp", "Email Address", questionnaire.respondent.team, *questionnaire.wordings.values()]
    for person in range(people):
        said = [str(rng.randint(0, 40)) if form.kind == "number" else rng.choice(form.choices) for form in forms]
        yield ["2026/03/01 10:11:12 AM", f"p{person}@example.org", f"Team {person // TEAM}", *said]


def written(path: Path, questionnaire: Questionnaire, people: int) -> Path:
    """The file, by its ending."""
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows(questionnaire, people))
    else:
        book = openpyxl.Workbook()  # not write-only: Excel and the forms share their texts, and so does this
        sheet = book.worksheets[0]
        for row in rows(questionnaire, people):
            sheet.append(row)
        book.save(path)
    return path


def main() -> None:
    """Time every size and kind of file."""
    questionnaire = load_questionnaire(shipped("questionnaires", "platform-need.yaml"))
    for people in [int(word) for word in sys.argv[1:]] or [10_000, 100_000]:
        teams = [{"name": f"Team {number}", "headcount": TEAM} for number in range(people // TEAM + 1)]
        organisation = Organisation.model_validate({"name": "O", "teams": teams})
        for suffix in (".csv", *([".xlsx"] if people <= SHEETS else [])):
            with tempfile.TemporaryDirectory() as folder:
                path = written(Path(folder) / f"answers{suffix}", questionnaire, people)
                start = time.perf_counter()
                found = read(path, {questionnaire.id: questionnaire}, organisation, b"0" * 32, "1")
                seconds, size = time.perf_counter() - start, path.stat().st_size / 1e6
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
            print(f"{people:>9,} people {suffix:5} {size:6.1f} MB: {seconds:6.1f} s, {len(found.answers):,} answers, {memory:.1f} GB")


if __name__ == "__main__":
    main()
