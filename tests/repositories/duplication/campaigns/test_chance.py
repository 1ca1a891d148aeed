"""The null model finds chance where there is nothing but chance, and none where an edit goes round."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from assessment.repositories.duplication.campaigns.find import find
from assessment.repositories.duplication.campaigns.lines import by_chance
from tests.repositories.duplication.campaigns.conftest import event

NAMES = [f"r{n:02}" for n in range(40)]
TEAMS = dict.fromkeys(NAMES, "Red")


def test_windows_by_chance_are_a_binomial():
    """Of ten repositories one begins the window, and at least two of the nine others fall into it."""
    found = by_chance(np.array([3, 5]), np.array([10, 10]), 0.1)
    assert found == pytest.approx([10 * binom.sf(1, 9, 0.1), 10 * binom.sf(3, 9, 0.1)])


def test_edits_that_went_round_are_not_chance(campaigns):
    """Twenty edits, each in four repositories within days, spread over six years."""
    rng = np.random.default_rng(5)
    rows = [
        event(name, 100 * edit + 3 * n, edit=edit) for edit in range(1, 21) for n, name in enumerate(rng.choice(NAMES, 4, replace=False))
    ]
    found = campaigns(*rows, teams=TEAMS)
    assert len(found.campaigns) == 20
    chance = found.chance.set_index(["repositories", "days"])
    assert chance.loc[(3, 30), "found"] == chance.loc[(4, 30), "found"] == 20
    assert chance.loc[(4, 30), "share"] <= 0.05
    assert (found.campaigns["chance"] <= 0.05).all()


def test_edits_at_random_times_are_about_as_many_in_shifted_timelines(history, rules):
    """Edits that know nothing of each other, over sixteen years: without the guards, what is found is what chance gives. A little less, as
    shifts of two years draw the whole out."""
    rng = np.random.default_rng(6)
    rows = [event(name, float(rng.uniform(0, 6_000)), edit=edit) for edit in range(1, 101) for name in NAMES]
    loose = {"by_chance": 1e9, "gathered": 1e-9}
    document = rules.campaigns.model_dump() | {"edits": loose, "swaps": loose}
    free = rules.model_copy(update={"campaigns": type(rules.campaigns).model_validate(document)})
    fleet = history(*rows, teams=TEAMS)
    chance = find(fleet, free, np.random.default_rng(1)).chance.set_index(["repositories", "days"]).loc[(3, 30)]
    assert chance["found"] > 40
    assert 0.6 <= chance["share"] <= 1.0
    guarded = find(fleet, rules, np.random.default_rng(1))
    assert len(guarded.campaigns) <= 0.1 * chance["found"]


def test_the_seed_decides_the_null_and_nothing_else(campaigns):
    rng = np.random.default_rng(7)
    rows = [event(name, float(rng.uniform(0, 900)), edit=edit) for edit in range(1, 30) for name in rng.choice(NAMES, 8, replace=False)]
    rows += [event(name, 5, edit=99) for name in NAMES[:4]]
    one, same, other = (campaigns(*rows, teams=TEAMS, seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one.chance, same.chance)
    assert one.chance["found"].tolist() == other.chance["found"].tolist()
    assert one.campaigns.drop(columns="chance").equals(other.campaigns.drop(columns="chance"))
    assert one.chance["repeats"].unique().tolist() == [5]
