"""Counts over rounds: from those of two rounds together, is it certain what somebody who left or joined said?"""

import numpy as np
import pandas as pd
import pytest

from assessment.survey.answers import no_texts
from assessment.survey.release import tables
from tests.privacy.attacks.trees import QUESTIONNAIRE, tree

SEEDS = range(3_000, 3_020)


@pytest.mark.parametrize("seed", SEEDS)
def test_not_applicable_is_not_counted_where_one_more_or_less_would_tell(seed: int) -> None:
    found = tree(seed, rounds=2, skips=0.7)
    shown = tables(found.answers, no_texts(), [QUESTIONNAIRE], found.organisation, np.random.default_rng(0))["items"]
    counts = shown.dropna(subset="not_applicable").set_index(["round", "team", "item"])["not_applicable"]
    given = {cell: frozenset(rows["respondent"]) for cell, rows in found.answers.groupby(["round", "team", "item"])}
    for name, team, item in counts.index:
        if team and name == "2" and ("1", team, item) in counts.index:
            assert not 0 < len(given["1", team, item] ^ given[name, team, item]) < 5
    assert isinstance(counts, pd.Series)
