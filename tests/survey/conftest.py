from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from assessment.model import Organisation
from assessment.survey.answers import score
from assessment.survey.questionnaire import Questionnaire, parse

SMALL: dict[str, Any] = {
    "id": "small", "title": "Small", "version": 1, "language": "en", "minutes": 2, "respondent": {"team": "Which team?"},
    "formats": {
        "agree": {
            "kind": "labels", "unit": "agreement 1-5", "labels": {"SD": 1, "D": 2, "N": 3, "A": 4, "SA": 5},
            "numbers": True, "not_applicable": ["NA"], "unknown": ["DK"],
        },
        "days": {"kind": "bands", "unit": "days", "labels": {"A day": 1, "Some days": 4, "Weeks": 16}, "not_applicable": ["NA"]},
        "hours": {"kind": "number", "unit": "hours", "low": 0, "high": 160, "not_applicable": ["NA"]},
    },
    "sections": [
        {"id": "one", "title": "One", "items": [
            {"id": "a", "version": 1, "text": "First?", "format": "agree"},
            {"id": "b", "version": 1, "text": "Second?", "format": "agree"},
            {"id": "c", "version": 1, "text": "Third?", "format": "agree"},
            {"id": "d", "version": 1, "text": "How long?", "format": "days"},
        ]},
        {"id": "two", "title": "Two", "stem": "How much?", "items": [
            {"id": "pain-ci", "version": 1, "text": "CI pain", "format": "agree", "workflow": "ci", "asks": "pain"},
            {"id": "hours-ci", "version": 1, "text": "CI hours", "format": "hours", "workflow": "ci", "asks": "hours"},
        ]},
    ],
    "scales": [
        {"id": "s", "title": "S", "measure": "perceived-s", "items": ["a", "b", "-c"], "minimum": 2, "higher": "worse"},
        {"id": "d", "title": "D", "measure": "setup-days", "items": ["d"], "minimum": 1, "higher": "worse", "spacing": "log"},
    ],
}  # fmt: skip


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    """A scale of three items (the last reversed), one of days on a log scale, pain and hours of one workflow."""
    return parse(SMALL, "small.yaml")


@pytest.fixture(scope="session")
def organisation() -> Callable[..., Organisation]:
    def make(**headcounts: int) -> Organisation:
        return Organisation.model_validate({"name": "O", "teams": [{"name": name, "headcount": n} for name, n in headcounts.items()]})

    return make


@pytest.fixture(scope="session")
def answers(questionnaire: Questionnaire) -> Callable[..., pd.DataFrame]:
    """answers(organisation, {team: {item: 'one answer a person'}}): the answers of each person, space separated; '-' is none."""

    def make(organisation: Organisation, said: dict[str, dict[str, str]]) -> pd.DataFrame:
        rows = [
            (f"{team}{person}", team, item, text.replace("_", " "))
            for team, by_item in said.items()
            for item, texts in by_item.items()
            for person, text in enumerate(texts.split())
            if text != "-"
        ]
        return score(pd.DataFrame(rows, columns=["respondent", "team", "item", "answer"]), questionnaire, organisation, "test").answers

    return make
