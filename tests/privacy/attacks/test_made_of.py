"""What the tables are made of: change what must not be in them, and nothing changes."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from assessment.privacy.suppression import leaks
from assessment.survey import release
from assessment.survey.answers import no_texts
from assessment.survey.scales import signals
from tests.privacy.attacks.trees import QUESTIONNAIRE, Tree, tree

SEEDS = range(16)


def released(found: Tree, answers: pd.DataFrame) -> dict[str, Any]:
    shown: dict[str, Any] = release.tables(answers, no_texts(), [QUESTIONNAIRE], found.organisation, np.random.default_rng(0))
    patterns = release.patterns(answers, QUESTIONNAIRE, found.organisation)
    return shown | {"signals": release.released(signals(answers, QUESTIONNAIRE, found.organisation), patterns)}


def assert_same(one: dict[str, Any], two: dict[str, Any]) -> None:
    for name, table in one.items():
        if name == "signals":
            assert table == two[name]
        else:
            pd.testing.assert_frame_equal(table, two[name], obj=name)


def hidden_cells(found: Tree, shown: dict[str, Any]) -> pd.Series:
    """Answers of teams to items for which nothing of the team, nor of everybody, is shown."""
    items = shown["items"]
    seen = items.dropna(subset="mean")
    cells = set(zip(seen["round"], seen["team"], seen["item"], strict=True))
    teams = {(r, i) for r, t, i in cells if t}
    whole = {(r, i) for r, t, i in cells if not t} - teams
    a = found.answers
    hidden = [(r, t, i) not in cells and (r, i) not in whole for r, t, i in zip(a["round"], a["team"], a["item"], strict=True)]
    return pd.Series(hidden, index=a.index, dtype=bool)


@pytest.mark.parametrize("seed", SEEDS)
def test_hidden_answers_are_in_nothing_that_is_shown(seed: int) -> None:
    """Whatever a hidden team answered, every table of every round stays the same to the last digit."""
    found = tree(seed, rounds=1 + seed % 2, skips=0.1)
    shown = released(found, found.answers)
    hidden = hidden_cells(found, shown)
    a = found.answers
    other = a["value"].where(~hidden | a["value"].isna(), a["item"].map({"a": 1, "b": 5, "c": 3, "s": 7, "d": 64, "h": 160}).astype(float))
    assert_same(shown, released(found, a.assign(value=other)))


def test_there_are_hidden_answers_to_change() -> None:
    shares = [
        hidden_cells(found, released(found, found.answers)).mean()
        for found in (tree(seed, skips=0.1) for seed in SEEDS)
        if len(found.answers)
    ]
    assert np.mean(np.array(shares) > 0) > 0.4


@pytest.mark.parametrize("seed", SEEDS)
def test_roles_are_in_nothing_that_is_shown(seed: int) -> None:
    """Teams by roles cannot be subtracted from each other, because no number is about a role."""
    found = tree(seed, skips=0.1)
    shown = released(found, found.answers)
    assert not any("role" in str(column) for name, table in shown.items() if name != "signals" for column in table.columns)
    roles = pd.Series(np.roll(found.answers["role"].to_numpy(object), 3), index=found.answers.index, dtype="str")
    assert_same(shown, released(found, found.answers.assign(role=roles)))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_number_over_all_is_made_of_those_of_the_teams(seed: int) -> None:
    """So that taking teams off it leaves nothing: it can be worked out from what is shown."""
    found = tree(seed, rounds=1 + seed % 2)
    heads = {team.name: team.headcount for team in found.organisation.teams}
    for _, rows in released(found, found.answers)["items"].groupby(["round", "item"]):
        teams = rows[(rows["team"] != "") & rows["mean"].notna()]
        (whole,) = rows.loc[rows["team"] == "", "mean"]
        if len(teams) and not np.isnan(whole):
            values = np.log(teams["mean"]) if rows["ratio"].any() else teams["mean"]
            got = np.average(values, weights=teams["team"].map(heads))
            assert whole == pytest.approx(np.exp(got) if rows["ratio"].any() else got, abs=0.02, rel=0.01)


@pytest.mark.parametrize("seed", SEEDS)
def test_drivers_are_made_of_the_means(seed: int) -> None:
    """The people of a team exchange their answers to an item: other people, the same steps, the same values to the last digit.

    With as many members as answers nobody is predicted; a prediction leans on the variance between people, which is rounded up.
    """
    found = tree(seed)
    full = found.organisation.model_copy(update={"teams": tuple(t.model_copy(update={"headcount": 1}) for t in found.organisation.teams)})
    found = found._replace(organisation=full)
    rng = np.random.default_rng(seed)
    exchanged = found.answers["value"].copy()
    for _, rows in found.answers[found.answers["value"].notna()].groupby(["team", "item"]):
        exchanged.loc[rows.index] = rng.permutation(rows["value"].to_numpy())
    one, two = released(found, found.answers), released(found, found.answers.assign(value=exchanged))
    pd.testing.assert_frame_equal(one["items"], two["items"])
    columns = ["scale", "team", "value", "n_band", "worst_low", "worst_high"]
    pd.testing.assert_frame_equal(one["drivers"][columns], two["drivers"][columns])


@pytest.mark.parametrize("seed", SEEDS)
def test_no_small_group_lies_in_the_row_space_of_what_is_shown(seed: int) -> None:
    """As if means were exact: the rows of teams, of everybody, and of all tables of one round together."""
    found = tree(seed, skips=0.1)
    shown = released(found, found.answers)["items"].dropna(subset="mean")
    teams = list(found.organisation.team_names)
    for item, rows in shown.groupby("item"):
        mine = found.answers[(found.answers["item"] == item) & (found.answers["state"] == "answered")]
        n = mine["team"].value_counts().reindex(teams, fill_value=0).to_numpy()
        named = set(rows["team"]) - {""}
        matrix = [[float(team == name) for team in teams] for name in named]
        # the number over all: of the teams shown, or where there are none of everybody
        matrix += [[float(team in named or not named) for team in teams]] if "" in set(rows["team"]) else []
        assert leaks(np.array(matrix).reshape(-1, len(teams)), n.tolist(), 5) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_that_somebody_left_an_item_out_cannot_be_told(seed: int) -> None:
    """One who skips an item while k others answer it changes no count, band or "not applicable"."""
    found = tree(seed)
    shown = released(found, found.answers)
    counts = found.answers.groupby(["team", "item"])["respondent"].transform("size")
    skips = found.answers[(counts > 5) & (found.answers["item"] == "a")].drop_duplicates("team")
    without = released(found, found.answers.drop(index=skips.index))
    columns = {
        "items": ["item", "team", "n", "step", "not_applicable"],
        "drivers": ["scale", "team", "n_band", "of"],
        "response": ["team", "answers"],
    }
    for name, some in columns.items():
        pd.testing.assert_frame_equal(shown[name][some], without[name][some], obj=name)
    assert [(s.n, s.of) for s in shown["signals"]] == [(s.n, s.of) for s in without["signals"]]
