"""Short names for tools that allow few letters: `onboarding-word-of-mouth` is `onboardingwordoc3f9`, its third label `A3`.

A code is the id without hyphens; where that is too long, taken or reserved, its beginning and five digits of its SHA-256. It depends on the
ids alone, so forms written at different times, and the files that come back, mean the same by it.
"""

import hashlib
from collections.abc import Iterable, Mapping

from assessment.survey.questionnaire.formats import AnyFormat
from assessment.survey.questionnaire.model import Questionnaire

LONGEST = 20  # characters of a question's code in LimeSurvey; an answer's code has at most 5
DIGITS = 5
RESERVED = frozenset({"team", "role", "other", "time", "comment", "id", "token", "language", "seed", "submitdate", "lastpage"})


def item_codes(questionnaire: Questionnaire) -> dict[str, str]:
    """Item id -> code."""
    return _codes(questionnaire.items, RESERVED)


def grid_codes(questionnaire: Questionnaire) -> dict[tuple[str, int], str]:
    """Section id and place of a grid in it (0 the first) -> code, which no item has."""
    grids = {(section.id, place): _grid(section.id, place) for section in questionnaire.sections for place in range(len(section.items))}
    codes = _codes(grids.values(), RESERVED | set(item_codes(questionnaire).values()))
    return {grid: codes[name] for grid, name in grids.items()}


def label_codes(form: AnyFormat) -> dict[str, str]:
    """Label of the source language -> code, by its place in the format."""
    return {} if form.kind == "text" else {form.source(label): f"A{place}" for place, label in enumerate(form.choices, start=1)}


def coded(codes: Mapping[str, str]) -> dict[str, str]:
    """Code -> what it stands for."""
    return {code: name for name, code in codes.items()}


def _grid(section: str, place: int) -> str:
    return f"{section}/{place + 1 if place else ''}"


def _codes(ids: Iterable[str], taken: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    used = set(taken)
    for id in ids:
        code = first = id.replace("-", "").replace("/", "")
        digits = hashlib.sha256(id.encode()).hexdigest()
        while len(code) > LONGEST or code in used:
            code, digits = first[: LONGEST - DIGITS] + digits[:DIGITS], digits[1:]
        used.add(code)
        found[id] = code
    return found
