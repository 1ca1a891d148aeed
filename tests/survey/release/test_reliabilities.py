"""Reliability of scales as it may be shown."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from assessment.decisions.dictionary import COLUMNS
from assessment.survey.answers import empty
from assessment.survey.psychometrics.intraclass import intraclass, squares
from assessment.survey.psychometrics.reliability import alpha, alpha_interval, omega
from assessment.survey.release.means import last, rounds
from assessment.survey.release.reliabilities import RELIABILITY, flags, reliability
from tests.survey.conftest import SMALL

MIXED = {**SMALL, "formats": SMALL["formats"], "sections": [
    {"id": "one", "title": "One", "items": [
        {"id": item, "version": 1, "text": f"Item {item}?", "format": "agree"} for item in "abcde"
    ]},
], "scales": [
    {"id": "s", "title": "S", "measure": "perceived-s", "items": ["a", "b", "c", "-d"], "minimum": 2, "higher": "worse"},
]}  # fmt: skip


def made(table: Any, questionnaire: Any, organisation: Any) -> pd.DataFrame:
    return reliability(last(rounds(table, questionnaire, organisation)))


def said(rng: np.random.Generator, people: int) -> dict[str, np.ndarray]:
    person = rng.normal(3, 0.9, people) + rng.normal(0, 0.3)
    return {item: np.clip(np.rint(person + rng.normal(0, 0.6, people)), 1, 5).astype(int) for item in "abc"}


def test_the_numbers_are_those_of_the_psychometrics_over_teams_shown(questionnaire: Any, organisation: Any, answers: Any) -> None:
    rng = np.random.default_rng(3)
    x = {team: said(rng, 8) for team in ("red", "blue", "green", "pink")}
    x["small"] = said(rng, 2)
    x["next"] = said(rng, 6)  # hidden with small
    o = organisation(**dict.fromkeys(x, 9))
    table = answers(o, {t: {i: " ".join(map(str, 6 - v if i == "c" else v)) for i, v in items.items()} for t, items in x.items()})
    row = made(table, questionnaire, o).set_index("scale").loc["s"]
    items = pd.concat([pd.DataFrame(x[team]) for team in ("red", "blue", "green", "pink")], ignore_index=True)
    a = alpha(items)
    assert row["alpha"] == round(a, 2)
    assert (row["alpha_low"], row["alpha_high"]) == tuple(round(end, 2) for end in alpha_interval(a, 32, 3))
    assert row["omega"] == round(omega(items), 2)
    within = intraclass(squares(items.mean(axis=1), pd.Series(np.repeat(range(4), 8))))
    assert row[["icc1", "icc1_low", "icc1_high", "icc2"]].tolist() == pytest.approx([round(v, 2) for v in (*within[:3], within.icc2)])
    assert (row["items"], row["people"]) == (3, 20)  # at least 20
    assert pd.isna(row["flagged"])


def test_below_twenty_people_nothing_is_said(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=19)
    row = made(answers(o, {"red": {item: "1 2 3 4 5 3 2 4 1 5 3 2 4 3 3 3 2 2 1" for item in "abc"}}), questionnaire, o).iloc[0]
    assert row.drop(["questionnaire", "round", "scale", "items"]).isna().all()
    assert list(made(empty(), questionnaire, o).columns) == RELIABILITY == list(COLUMNS["reliability"])


@pytest.fixture
def mixed() -> Any:
    from assessment.survey.questionnaire import parse

    return parse(MIXED, "mixed.yaml")


def table_of(mixed: Any, organisation: Any, straight: int) -> tuple[Any, Any]:
    from assessment.survey.answers import score

    o = organisation(red=20, blue=20)
    rng = np.random.default_rng(5)
    rows = []
    for team in ("red", "blue"):
        for person in range(16):
            level = rng.integers(1, 6)
            for item in "abcde":
                value = 5 if person < straight else np.clip(6 - level if item == "d" else level + rng.integers(-1, 2), 1, 5)
                rows.append((f"{team}{person}", team, item, str(value)))
    return score(pd.DataFrame(rows, columns=["respondent", "team", "item", "answer"]), mixed, o, "test").answers, o


def test_careless_answers_are_counted_from_k_on_and_shown_with_and_without(mixed: Any, organisation: Any) -> None:
    table, o = table_of(mixed, organisation, straight=3)
    found = last(rounds(table, mixed, o))
    assert flags(found).sum() >= 6
    row = reliability(found).iloc[0]
    assert row["flagged"] == flags(found).sum()
    # one answer to everything is 5, 5, 5 and 6 - 5: 4 on average, above the others' 3 or so
    assert row["value"] > row["without"]
    values = np.nanmean(found.heard.values[:, :4], axis=1)
    assert row["value"] == pytest.approx(values.mean(), abs=0.05)  # in steps of .1
    assert row["without"] == pytest.approx(values[~flags(found)].mean(), abs=0.05)


def test_fewer_than_k_careless_people_are_not_counted(mixed: Any, organisation: Any) -> None:
    table, o = table_of(mixed, organisation, straight=1)
    found = last(rounds(table, mixed, o))
    assert 0 < flags(found).sum() < 5
    assert reliability(found)[["flagged", "value", "without"]].isna().all(axis=None)
