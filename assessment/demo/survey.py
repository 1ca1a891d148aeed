"""What people of the demo organisation answer: labels drawn around the latent severity of their team.

Pure: reads the specification, the questionnaire and a random generator; returns a tidy table with the columns respondent,
team, role, item, answer (text, as a person writes it). Latent severity 0..1 is a position on the answer's own scale: 0 the
healthiest answer, 1 the worst. People vary around their team, and items around the person; a label is the nearest one.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.random import Generator

from assessment.demo.edits import DemoError
from assessment.demo.specification import Specification
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.questionnaire.formats import Labels, Number
from assessment.survey.questionnaire.items import Item, Scale

ITEM_SPREAD = 0.07  # standard deviation of one answer around the person, on the latent scale
WORST_HOURS = 16.0  # hours in four weeks at latent pain 1; at 0 none
SAME_AS = {  # scales that ask for the same latent thing in another unit
    "setup-days": "onboarding",
    "known-services": "intrinsic-load",
    "known-tools": "extraneous-load",
    "switches": "extraneous-load",
    "longest-focus": "extraneous-load",
    "load-overall": "cognitive-load",
}
COLUMNS = ["respondent", "team", "role", "item", "answer"]


class Respondent(NamedTuple):
    """Somebody who answers: a number without meaning, the team and the role."""

    name: str
    team: str
    role: str


class Said(NamedTuple):
    """A round: the answers (columns: COLUMNS), and how far each person leans from the team, by scale."""

    answers: pd.DataFrame
    leans: dict[Respondent, dict[str, float]]


def answers(spec: Specification, questionnaire: Questionnaire, rng: Generator) -> Said:
    """The answers of everybody who responds, one row per answer. Raises DemoError for a scale without a latent severity."""
    every_scale_is_planned(spec, questionnaire)
    rows: list[tuple[str, ...]] = []
    leans = {}
    for person in respondents(spec, questionnaire, rng):
        leans[person] = {scale: float(rng.normal(0, spec.survey.spread)) for scale in spec.survey.severity}
        rows += answered(spec, questionnaire, person, leans[person], rng)
    return Said(pd.DataFrame(rows, columns=COLUMNS), leans)


def answered(
    spec: Specification, questionnaire: Questionnaire, person: Respondent, lean: dict[str, float], rng: Generator
) -> list[tuple[str, ...]]:
    """The rows of one person: all items with a number that are asked without condition, less those left out."""
    said = [(item.id, answer(spec, questionnaire, item, person, lean, rng)) for item in asked(questionnaire)]
    return [(*person, item, answer) for item, answer in said if answer is not None]


def asked(questionnaire: Questionnaire) -> list[Item]:
    """The items with a number that are asked of everybody: no optional section, no condition, no choice, no text."""
    return [item for section in questionnaire.asked("", {}) for item in section.items if item.id in questionnaire.measured]


def respondents(spec: Specification, questionnaire: Questionnaire, rng: Generator) -> list[Respondent]:
    """Who responds: the fixed number of a team, or a draw of its headcount at the response rate."""
    roles = questionnaire.respondent.role.options if questionnaire.respondent.role else ("",)
    found = []
    for team, headcount in headcounts(spec).items():
        number = spec.survey.respondents.get(team, round(headcount * spec.survey.response))
        found += [(team, roles[int(rng.integers(min(len(roles), 3)))]) for _ in range(number)]
    return [Respondent(f"r{position:03d}", *found[i]) for position, i in enumerate(rng.permutation(len(found)), start=1)]


def headcounts(spec: Specification) -> dict[str, int]:
    """Members per team, the platform team included."""
    counts = {team: plan.headcount for team, plan in spec.teams.items()}
    return counts | ({spec.platform_team: spec.platform_headcount} if spec.platform_team else {})


def severity(spec: Specification, scale: str, team: str) -> float:
    """The latent severity of a team on a scale, 0..1."""
    planned = spec.survey.severity[SAME_AS.get(scale, scale)]
    return planned.get(team, planned["all"])


def expected(spec: Specification, questionnaire: Questionnaire) -> dict[str, dict[str, float]]:
    """The mean answer that is planted, in the unit of the scale's format after reversing: scale -> team -> value."""
    found: dict[str, dict[str, float]] = {}
    for scale in planned(questionnaire):
        shape = questionnaire.range_of(next(iter(scale.keys)))
        positions = {team: severity(spec, scale.id, team) for team in headcounts(spec)}
        found[scale.id] = {team: round(_value(shape, x if scale.higher == "worse" else 1 - x), 3) for team, x in positions.items()}
    return found


def planned(questionnaire: Questionnaire) -> list[Scale]:
    """The scales that need a latent severity: those that are asked, less pain, which is planned by workflow."""
    items = {item.id for item in asked(questionnaire) if item.workflow is None}
    return [scale for scale in questionnaire.scales if items.issuperset(scale.keys)]


def every_scale_is_planned(spec: Specification, questionnaire: Questionnaire) -> None:
    """Raises DemoError for a scale without a latent severity."""
    for scale in planned(questionnaire):
        if "all" not in spec.survey.severity.get(SAME_AS.get(scale.id, scale.id), {}):
            raise DemoError(
                f"scale '{scale.id}' of the questionnaire has no latent severity for 'all'",
                where="survey.severity",
                expected=f"a line '{SAME_AS.get(scale.id, scale.id)}: {{all: 0.5}}'",
            )


def answer(
    spec: Specification, questionnaire: Questionnaire, item: Item, person: Respondent, lean: dict[str, float], rng: Generator
) -> str | None:
    """What a person writes to an item with a number behind its answers; None where it is left out."""
    shape = questionnaire.range_of(item.id)
    missing, besides = rng.random(2)
    noise = float(rng.normal(0, ITEM_SPREAD))
    if missing < spec.survey.missing:
        return None
    if shape.not_applicable and besides < spec.survey.not_applicable:
        return shape.not_applicable[0]
    scale = questionnaire.scale_of(item.id)
    if scale is None or item.workflow is not None:
        return _alone(spec, shape, item, noise + lean["reinvention"] / 2, rng)
    position = severity(spec, scale.id, person.team) + lean[SAME_AS.get(scale.id, scale.id)] + noise
    worse = (scale.higher == "worse") == (scale.keys[item.id] > 0)
    return _written(shape, float(np.clip(position if worse else 1 - position, 0, 1)))


def _alone(spec: Specification, shape: Labels | Number, item: Item, noise: float, rng: Generator) -> str | None:
    """Pain of a workflow, hours, and how often it stops people; an item that is none of these, nor on a scale, gets one from the middle."""
    if item.workflow is None:
        return _written(shape, float(rng.uniform(0.3, 0.7)))
    pain = spec.survey.pain.get(item.workflow, 0.3)
    if item.asks == "hours":
        return f"{min(max(WORST_HOURS * pain**2 * float(rng.lognormal(0, 0.5)), 0), 160):.0f}"
    position = float(np.clip(pain + noise + rng.normal(0, 0.1), 0, 1))
    if isinstance(shape, Labels) and shape.low <= 0:  # from "never" on: no log scale
        return list(shape.labels)[round(position**2 * (len(shape.labels) - 1))]
    return _written(shape, position)


def _value(shape: Labels | Number, position: float) -> float:
    """The number at a position 0..1 between the lowest and the highest; bands of a quantity are spaced on the log scale."""
    if isinstance(shape, Labels) and shape.kind == "bands":
        return float(shape.low * (shape.high / shape.low) ** position)
    return shape.low + position * (shape.high - shape.low)


def _written(shape: Labels | Number, position: float) -> str:
    """What a person writes: the nearest label, or a whole number."""
    value = _value(shape, position)
    if isinstance(shape, Number):
        return f"{value:.0f}"
    if shape.kind == "bands":
        return min(shape.labels, key=lambda label: abs(np.log(shape.labels[label] / value)))
    return min(shape.labels, key=lambda label: abs(shape.labels[label] - value))
