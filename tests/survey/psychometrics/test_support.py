"""The ladder from 'hidden' to 'team mean'."""

import pandas as pd
import pytest

from assessment.survey.psychometrics.support import FEW, HIDDEN, ORGANISATION, SPLIT, TEAM, carries

NAN = float("nan")
ROW = {"shown": True, "n": 6, "of": 8, "rwg": 0.8, "ad": 0.5}


@pytest.mark.parametrize(
    ("change", "differ", "word"),
    [
        ({}, True, TEAM),
        ({}, False, ORGANISATION),
        ({"rwg": 0.69}, True, SPLIT),
        ({"ad": 0.9}, True, SPLIT),  # above 5/6 for five options (Burke and Dunlap 2002)
        ({"ad": 0.83}, True, TEAM),
        ({"rwg": NAN, "ad": NAN}, True, TEAM),
        ({"n": 3, "of": 3}, True, FEW),  # whatever a team of three says, a mean of it cannot carry a claim
        ({"n": 4, "of": 4, "rwg": 0.9}, True, FEW),
        ({"n": 5, "of": 9}, True, FEW),
        ({"shown": False}, True, HIDDEN),
        ({"shown": False, "n": 3}, False, HIDDEN),
        ({"rwg": 0.1}, False, ORGANISATION),
    ],
)
def test_each_rung(change: dict[str, float], differ: bool, word: str) -> None:
    assert carries(pd.DataFrame([ROW | change]), differ, 5, 1.0) == [word]


def test_the_distance_is_measured_in_the_width_of_an_answer() -> None:
    assert carries(pd.DataFrame([ROW | {"ad": 10.0}]), True, 5, 25.0) == [TEAM]  # 0..100 in five labels
