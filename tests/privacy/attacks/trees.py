"""Random organisations to attack: teams of all sizes, rounds in which people leave and join, answers from all alike to all over.

Everybody answers in every round as before: the worst case, because then rounds can be subtracted from each other.
"""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from assessment.model import Organisation
from assessment.survey.answers import COLUMNS, DTYPES
from assessment.survey.questionnaire import Questionnaire, parse

QUESTIONS: dict[str, Any] = {
    "id": "attacked", "title": "Attacked", "version": 1, "language": "en", "minutes": 2, "respondent": {"team": "Which team?"},
    "formats": {
        "five": {"kind": "labels", "unit": "1-5", "labels": {"SD": 1, "D": 2, "N": 3, "A": 4, "SA": 5}, "not_applicable": ["NA"]},
        "seven": {"kind": "labels", "unit": "1-7", "labels": {f"L{i}": i for i in range(1, 8)}, "not_applicable": ["NA"]},
        "days": {"kind": "bands", "unit": "days", "labels": {"A day": 1, "Some": 4, "Weeks": 16, "Months": 64}},
        "hours": {"kind": "number", "unit": "hours", "low": 0, "high": 160},
    },
    "sections": [{"id": "one", "title": "One", "items": [
        *({"id": item, "version": 1, "text": f"Item {item}?", "format": "five"} for item in "abc"),
        {"id": "s", "version": 1, "text": "Item s?", "format": "seven"},
        {"id": "d", "version": 1, "text": "Item d?", "format": "days"},
        {"id": "h", "version": 1, "text": "Item h?", "format": "hours"},
    ]}],
    "scales": [
        {"id": "abc", "title": "ABC", "measure": "abc", "items": ["a", "b", "-c"], "minimum": 2, "higher": "worse"},
        {"id": "days", "title": "Days", "measure": "days", "items": ["d"], "minimum": 1, "higher": "worse", "spacing": "log"},
    ],
}  # fmt: skip
QUESTIONNAIRE: Questionnaire = parse(QUESTIONS, "attacked.yaml")
ANSWERS = dict.fromkeys("abc", (1, 2, 3, 4, 5)) | {"s": tuple(range(1, 8)), "d": (1, 4, 16, 64), "h": (0, 2, 8, 40, 160)}


class Tree(NamedTuple):
    """An organisation, its answers, and who of which team took part in which round (columns: respondent, team, round)."""

    organisation: Organisation
    answers: pd.DataFrame
    people: pd.DataFrame


def tree(seed: int, *, rounds: int = 1, skips: float = 0.0, k: int = 5) -> Tree:
    """A random tree. `skips`: share of answers left out; half as many are "not applicable"."""
    rng = np.random.default_rng(seed)
    teams = [f"t{i}" for i in range(rng.integers(1, 7))]
    largest = int(rng.choice([7, 9, 14, 26]))
    alike = rng.random() < 0.3
    members = {team: [f"{team}-{i}" for i in range(rng.integers(0, largest))] for team in teams}
    heads = {team: len(people) + 6 for team, people in members.items()}
    given: dict[str, dict[str, float]] = {}
    rows: list[tuple[str, str, str]] = []
    for round_ in range(rounds):
        if round_:
            members = {team: _moved(team, people, round_, rng) for team, people in members.items()}
        for team, people in members.items():
            for person in people:
                given.setdefault(person, _answers(team, alike, rng))
                rows.append((person, team, str(round_ + 1)))
    people = pd.DataFrame(rows, columns=["respondent", "team", "round"]).astype("str")
    heads = {team: max(heads[team], *people[people["team"] == team].groupby("round").size().tolist(), 1) for team in teams}
    organisation = Organisation.model_validate(
        {"name": "O", "teams": [{"name": team, "headcount": heads[team]} for team in teams], "survey": {"k": k}}
    )
    return Tree(organisation, table(people, given, skips, rng), people)


def transferred(found: Tree, seed: int) -> Tree:
    """The same organisation a round later, one or two people having changed to another team; every answer as before."""
    rng, teams = np.random.default_rng(seed), list(found.organisation.team_names)
    second = found.answers.assign(round="2")
    for person in rng.permutation(second["respondent"].unique())[: rng.integers(1, 3)] if len(teams) > 1 else ():
        (home,) = second.loc[second["respondent"] == person, "team"].unique()
        second.loc[second["respondent"] == person, "team"] = rng.choice([team for team in teams if team != home])
    answers = pd.concat([found.answers, second], ignore_index=True)
    return Tree(found.organisation, answers, answers[["respondent", "team", "round"]].drop_duplicates())


def table(people: pd.DataFrame, given: dict[str, dict[str, float]], skips: float, rng: np.random.Generator) -> pd.DataFrame:
    """The answers table of these people, with the same skips in every round."""
    left_out = {(person, item): rng.random() for person, items in given.items() for item in items}
    rows = []
    for person, team, round_ in people.itertuples(index=False, name=None):
        role = "Engineer" if hash(person) % 2 else ""
        for item, value in given[person].items():
            if left_out[person, item] < skips / 2:
                continue
            beside = left_out[person, item] < skips and item not in "dh"
            state = "not applicable" if beside else "answered"
            rows.append((person, team, role, round_, "attacked", item, 1, state, np.nan if beside else value, ""))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(DTYPES)


def _moved(team: str, people: list[str], round_: int, rng: np.random.Generator) -> list[str]:
    """The team a round later: a few left, a few joined."""
    left = rng.choice([0, 0, 1, 1, 2, 4], p=[0.2, 0.1, 0.3, 0.2, 0.1, 0.1])
    joined = rng.choice([0, 1, 2], p=[0.5, 0.3, 0.2])
    stayed = [people[i] for i in sorted(rng.permutation(len(people))[left:])]
    return [*stayed, *(f"{team}-r{round_}-{i}" for i in range(joined))]


def _answers(team: str, alike: bool, rng: np.random.Generator) -> dict[str, float]:
    """One person's answers: anything, or the same end as everybody."""
    end = int(rng.random() < 0.9)
    return {item: float((values[-1] if end else values[-2]) if alike else rng.choice(values)) for item, values in ANSWERS.items()}
