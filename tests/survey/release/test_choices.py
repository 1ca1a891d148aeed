import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from assessment.model import Organisation
from assessment.survey.answers import empty, score
from assessment.survey.questionnaire import parse
from assessment.survey.release.choices import CHOICES, choices

K = 5
ASKED: dict[str, Any] = {
    "id": "q", "title": "Q", "version": 1, "language": "en", "minutes": 2, "respondent": {"team": "Which team?"},
    "formats": {
        "one": {"kind": "choice", "options": ["A", "B", "C", "D"], "unknown": ["DK"]},
        "many": {"kind": "choice", "options": ["A", "B", "C"], "several": True},
        "agree": {"kind": "labels", "unit": "1-2", "labels": {"No": 1, "Yes": 2}},
    },
    "sections": [{"id": "s", "title": "S", "items": [
        {"id": "one", "version": 2, "text": "Which one?", "format": "one"},
        {"id": "many", "version": 1, "text": "Which ones?", "format": "many"},
        {"id": "agree", "version": 1, "text": "Yes?", "format": "agree"},
    ]}],
}  # fmt: skip
Q = parse(ASKED, "q.yaml")
ORGANISATION = Organisation.model_validate({"name": "O", "teams": [{"name": "red", "headcount": 400}], "survey": {"k": K}})


def answered(item: str, counts: dict[str, int], name: str = "1", first: int = 0) -> pd.DataFrame:
    said = [label for label, count in counts.items() for _ in range(count)]
    rows = [(f"p{first + n}", "red", item, label, name) for n, label in enumerate(said)]
    return score(pd.DataFrame(rows, columns=["respondent", "team", "item", "answer", "round"]), Q, ORGANISATION, "test").answers


def shares(*tables: pd.DataFrame, name: str = "1") -> dict[str, float]:
    found = choices(pd.concat(tables), Q, ORGANISATION)
    return {o: s for o, s, r in zip(found["option"], found["share"], found["round"], strict=True) if r == name and not math.isnan(s)}


def test_nothing_was_chosen() -> None:
    assert list(choices(empty(), Q, ORGANISATION).columns) == CHOICES
    assert choices(answered("agree", {"Yes": 30}), Q, ORGANISATION).empty


def test_shares_of_all_who_answered_in_steps_of_two_people_or_more() -> None:
    """40 people: steps of a twentieth, halves upwards; 20/40, 11/40 = 0.275 and 9/40 = 0.225."""
    found = choices(answered("one", {"A": 20, "B": 11, "DK": 9}), Q, ORGANISATION)
    assert found["option"].tolist() == ["A", "B", "C", "D", "DK"]
    assert found["share"].round(3).tolist()[:2] == [0.5, 0.3]
    assert found["share"].round(3).tolist()[-1] == 0.25
    assert set(found["n"]) == {20}
    assert set(found["step"]) == {0.05}
    assert set(found["text"]) == {"Which one?"}


@pytest.mark.parametrize(("people", "step"), [(10, 0.2), (19, 0.2), (20, 0.1), (39, 0.1), (40, 0.05), (200, 0.05)])
def test_a_step_is_two_people_or_more(people: int, step: float) -> None:
    found = choices(answered("one", {"A": people - K, "B": K}), Q, ORGANISATION)
    assert set(found["step"]) == {step}
    assert step * people >= 2


def test_what_fewer_than_k_chose_and_what_nobody_chose_look_alike() -> None:
    found = choices(answered("one", {"A": 20, "B": 12, "C": 8}), Q, ORGANISATION).set_index("option")["share"]
    few = choices(answered("one", {"A": 20, "B": 12, "C": 4, "D": 4}), Q, ORGANISATION).set_index("option")["share"]
    assert math.isnan(found["D"])
    assert math.isnan(found["DK"])
    assert few.isna().tolist() == [False, False, True, True, True]


def test_a_few_are_not_what_is_left_over() -> None:
    """C and D stand for 4 people together: with n known they would be what A and B leave, so B is hidden too."""
    assert shares(answered("one", {"A": 25, "B": 11, "C": 3, "D": 1})) == {"A": pytest.approx(0.65)}
    assert shares(answered("one", {"A": 37, "B": 3})) == {}


def test_that_all_chose_the_same_is_not_shown() -> None:
    assert shares(answered("one", {"A": 40})) == {}  # alone with its share, it would be what everybody chose


def test_too_few_people_for_two_groups() -> None:
    found = choices(answered("one", {"A": 9}), Q, ORGANISATION)
    assert found["share"].isna().all()
    assert found["n"].isna().all()


def test_several_options_of_one_person_count_each() -> None:
    got = shares(answered("many", {"A; B": 10, "A": 10, "C; A": 20}))
    assert got == {"A": pytest.approx(0.95), "B": pytest.approx(0.25), "C": pytest.approx(0.5)}


def test_a_round_in_which_few_came_or_left_is_hidden_and_a_new_set_of_people_is_not() -> None:
    first = answered("one", {"A": 20, "B": 20})
    left = answered("one", {"A": 20, "B": 17}, name="2")  # p37 to p39 are gone
    assert shares(first, left) == {"A": pytest.approx(0.5), "B": pytest.approx(0.5)}
    assert shares(first, left, name="2") == {}
    assert shares(first, answered("one", {"A": 10, "B": 30}, name="2"), name="2")["B"] == pytest.approx(0.75)
    assert shares(first, answered("one", {"A": 20, "B": 20}, name="2", first=100), name="2")["A"] == pytest.approx(0.5)
    swapped = answered("one", {"A": 20, "B": 20}, name="3", first=2)  # two left, two came
    assert shares(first, answered("one", {"A": 10, "B": 30}, name="2", first=100), swapped, name="3") == {}


def test_answers_to_an_earlier_wording_do_not_count() -> None:
    assert choices(answered("one", {"A": 40}).assign(version=1), Q, ORGANISATION).empty


def test_what_is_hidden_is_never_the_remainder_of_one_to_four_people() -> None:
    """Random answers: what is hidden stands for k or more people, or for none; and a share alone leaves its count open by two people."""
    rng = np.random.default_rng(5)
    for _ in range(200):
        drawn = rng.multinomial(rng.integers(10, 80), rng.dirichlet([0.6] * 4))
        counts = dict(zip("ABCD", (int(n) for n in drawn), strict=True))
        got = shares(answered("one", counts))
        hidden = sum(n for option, n in counts.items() if option not in got)
        assert hidden == 0 or hidden >= K, counts
        assert all(counts[option] >= K for option in got)
