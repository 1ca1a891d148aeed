"""Comments as they may be shown."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from assessment.decisions.dictionary import COLUMNS
from assessment.survey.answers import no_texts
from assessment.survey.questionnaire import parse
from assessment.survey.release.comments import COMMENTS, comments
from tests.survey.conftest import SMALL


@pytest.fixture
def asking() -> Any:
    sections = [
        *SMALL["sections"],
        {"id": "words", "title": "Words", "items": [{"id": "w", "version": 1, "text": "What else?", "format": "words"}]},
    ]
    return parse({**SMALL, "minutes": 5, "formats": {**SMALL["formats"], "words": {"kind": "text"}}, "sections": sections}, "asking.yaml")


def texts(people: int, name: str = "1") -> pd.DataFrame:
    rows = [(name, "small", f"p{at}", "w", f"Ask Jane Doe about {at}") for at in range(people)]
    return pd.DataFrame(rows, columns=["round", "questionnaire", "respondent", "item", "text"]).astype("str")


def test_from_ten_people_on_masked_and_without_anybody(asking: Any) -> None:
    table = pd.concat([texts(9), texts(12, "2")], ignore_index=True)
    got = comments(table, asking, 5, np.random.default_rng(0))
    assert list(got.columns) == COMMENTS == list(COLUMNS["comments"])
    assert got["round"].tolist() == ["2"] * 12
    assert set(got["comment"]) == {f"Ask [...] about {at}" for at in range(12)}
    assert got["comment"].tolist() != [f"Ask [...] about {at}" for at in range(12)]
    assert set(got["text"]) == {"What else?"}


def test_ten_texts_of_fewer_people_are_not_enough(asking: Any) -> None:
    assert comments(texts(12).assign(respondent="p0"), asking, 5, np.random.default_rng(0)).empty
    assert comments(texts(12), asking, 13, np.random.default_rng(0)).empty


def test_nothing_written(asking: Any) -> None:
    assert list(comments(no_texts(), asking, 5, np.random.default_rng(0)).columns) == COMMENTS
