"""The published cases of survey vendors, on our own tables: whatever they hide or leak, here nobody under k is known.

Cases: Culture Amp, "protection from indirect identification"; WorkTango, hidden groups; Dialog, direct reports; Supermood's help example,
which leaks; Qualtrics, back-calculated units; TalentMap, reports that differ by few; Viva Glint, comments from ten.
"""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from assessment.model import Organisation
from assessment.survey.answers import COLUMNS, DTYPES, no_texts
from assessment.survey.release import tables
from tests.privacy.attacks.attacker import attack
from tests.privacy.attacks.trees import QUESTIONNAIRE, Tree


def organisation(**teams: tuple[int, list[float]]) -> Tree:
    """Teams of (headcount, answers to item a); b and c are answered alike."""
    rows = [
        (f"{team}{at}", team, "", "1", "attacked", item, 1, "answered", float(value), "")
        for team, (_, values) in teams.items()
        for at, value in enumerate(values)
        for item in "abc"
    ]
    answers = pd.DataFrame(rows, columns=list(COLUMNS)).astype(DTYPES)
    people = answers[["respondent", "team", "round"]].drop_duplicates()
    made = Organisation.model_validate({"name": "O", "teams": [{"name": name, "headcount": heads} for name, (heads, _) in teams.items()]})
    return Tree(made, answers, people)


def shown(found: Tree) -> dict[str, pd.DataFrame]:
    return tables(found.answers, no_texts(), [QUESTIONNAIRE], found.organisation, np.random.default_rng(0))


def teams_shown(found: Tree) -> set[str]:
    items = shown(found)["items"]
    return set(items.loc[(items["item"] == "a") & items["mean"].notna(), "team"])


CASES = {
    "Culture Amp: Sales 4, Technology 9; one hidden team would be the total less the other": (
        organisation(sales=(4, [1, 1, 1, 1]), technology=(9, [5] * 9)),
        {""},
    ),
    "Culture Amp: a remainder of 6": (organisation(sales=(4, [1] * 4), support=(2, [1] * 2), technology=(9, [5] * 9)), {"technology", ""}),
    "WorkTango: Executive 2 and Support 1, so Finance 5 too": (
        organisation(executive=(2, [1, 1]), support=(1, [5]), finance=(5, [3] * 5), marketing=(12, [4] * 12)),
        {"marketing", ""},
    ),
    "Dialog: A 3 and B 6 of 9": (organisation(a=(3, [1] * 3), b=(6, [5] * 6)), {""}),
    "Dialog: A 3, B 6 and 4 direct reports of 13": (organisation(a=(3, [1] * 3), b=(6, [5] * 6), direct=(4, [2] * 4)), {""}),
    "Supermood: Marketing 4 hidden, Sales and the parent shown": (
        organisation(marketing=(4, [1, 2, 1, 2]), sales=(11, [5, 4, 5, 4, 5, 4, 5, 4, 5, 4, 5])),
        {""},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_published_cases(case: str) -> None:
    found, expected = CASES[case]
    assert teams_shown(found) == expected
    assert not attack(shown(found), found, "a")


def test_homogeneity_all_of_a_team_at_one_end() -> None:
    found = organisation(red=(5, [1] * 5), blue=(7, [3] * 7))
    items = shown(found)["items"].set_index(["item", "team"])
    assert items.loc[("a", "red"), "mean"] == 1.5  # stands for 1 to 1.75
    assert not attack(shown(found), found, "a")


def test_exact_counts_that_differ_between_items_are_not_there() -> None:
    """Nine on one question and eight on the other would expose the one who skipped."""
    found = organisation(red=(9, [3] * 9), blue=(9, [3] * 9))
    one_less = found.answers.drop(index=found.answers[(found.answers["item"] == "b") & (found.answers["team"] == "red")].index[0])
    items = shown(found._replace(answers=one_less))["items"].set_index(["item", "team"])
    assert items.loc[("a", "red"), "n"] == items.loc[("b", "red"), "n"] == 8  # at least
    assert not {"value_counts", "exact"} & set(items.columns)


def test_rounded_means_are_not_sums() -> None:
    """Five answers with a sum of 16 or of 17 would be 3.2 or 3.4 to the tenth."""
    one, other = organisation(red=(5, [1, 2, 4, 4, 5])), organisation(red=(5, [1, 3, 4, 4, 5]))
    values = [shown(found)["items"].query("item == 'a' and team == 'red'")["mean"].tolist() for found in (one, other)]
    assert values == [[3.0], [3.5]]
    assert not attack(shown(one), one, "a")


def test_a_leaver_between_two_rounds() -> None:
    """Six people, then five: the one who left said 5 (TalentMap compares with reports shown before; so do we)."""
    first = organisation(red=(8, [5, 3, 3, 3, 3, 3]), blue=(8, [3] * 6)).answers
    second = first[first["respondent"] != "red0"].assign(round="2")
    answers = pd.concat([first, second], ignore_index=True)
    found = organisation(red=(8, [5, 3, 3, 3, 3, 3]), blue=(8, [3] * 6))._replace(
        answers=answers, people=answers[["respondent", "team", "round"]].drop_duplicates()
    )
    made = shown(found)
    assert not attack(made, found, "a")
    change = made["change"].set_index(["scale", "team"])
    assert change.loc[("abc", "red"), ["verdict", "before", "after"]].fillna(-1).tolist() == ["hidden", -1, -1]
    assert change.loc[("abc", "blue"), "verdict"] == "too close to tell"


def test_headcount_less_answers_says_nothing_about_answers() -> None:
    """Eight members and seven answers: what the eighth would have said is as open as any answer."""
    found = organisation(red=(8, [1] * 7), blue=(8, [5] * 7))
    drivers = shown(found)["drivers"].set_index(["scale", "team"])
    row: Any = drivers.loc[("abc", "red")]
    assert row["worst_high"] - row["worst_low"] == pytest.approx(4 / 8, abs=0.011)
