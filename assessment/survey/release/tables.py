"""Everything of the survey that leaves it, in one call."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from assessment.model import Organisation
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.release.changes import CHANGE, change
from assessment.survey.release.choices import CHOICES, choices
from assessment.survey.release.comments import COMMENTS, comments
from assessment.survey.release.drivers import DRIVERS, drivers
from assessment.survey.release.means import Published, rounds
from assessment.survey.release.questions import ITEMS, items
from assessment.survey.release.rates import response
from assessment.survey.release.reliabilities import RELIABILITY, reliability

COLUMNS = {"drivers": DRIVERS, "items": ITEMS, "choices": CHOICES, "reliability": RELIABILITY, "change": CHANGE, "comments": COMMENTS}


def tables(
    answers: pd.DataFrame,
    texts: pd.DataFrame,
    questionnaires: Iterable[Questionnaire],
    organisation: Organisation,
    rng: np.random.Generator,
) -> dict[str, pd.DataFrame]:
    """Result tables by name: response, drivers, items, choices, reliability, change, comments; every questionnaire and every round.

    `answers` (columns: `answers.COLUMNS`) should be of rounds that are closed: a release made while answers come in shows, beside the one
    before it, what the newest of them said. `rng` draws the order of comments, and is best seeded with the workspace's key.
    """
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in COLUMNS}
    for questionnaire in questionnaires:
        before: Published | None = None
        for found in rounds(answers, questionnaire, organisation):
            if not len(found.heard.team):
                continue
            parts["drivers"].append(drivers(found))
            parts["items"].append(items(found))
            parts["reliability"].append(reliability(found))
            if before is not None:
                parts["change"].append(change(before, found))
            before = found
        parts["choices"].append(choices(answers, questionnaire, organisation))
        parts["comments"].append(comments(texts, questionnaire, organisation.survey.k, rng))
    return {"response": response(answers, organisation)} | {name: _joined(some, COLUMNS[name]) for name, some in parts.items()}


def _joined(parts: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True)[columns] if filled else pd.DataFrame(columns=columns)
