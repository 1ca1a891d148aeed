"""Further rounds of the demo's survey: what people answered at another time, or to another questionnaire.

Pure: reads the specification, the questionnaires, the main round and random generators; returns tables like the main round's with the
columns round and questionnaire. People are the same, and lean the same way, except for those the plan names as others: so a planted
change is one of the team and not of who happened to answer.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.random import Generator

from assessment.demo.edits import DemoError
from assessment.demo.plans import RoundPlan
from assessment.demo.specification import Specification
from assessment.demo.survey import COLUMNS, Respondent, Said, answer, every_scale_is_planned, expected, headcounts
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.questionnaire.formats import Choice

Rounds = dict[str, dict[str, Any]]
KEPT = 0.9  # correlation of how far a person leans in one round and in another


def further(spec: Specification, questionnaires: Mapping[str, Questionnaire], said: Said, seed: int) -> dict[str, pd.DataFrame]:
    """Round -> its answers (columns: those of the main round, round, questionnaire). Raises DemoError for what is not planned."""
    tables = {}
    for number, (name, plan) in enumerate(spec.survey.further.items()):
        rng = np.random.default_rng([seed, 2, number])
        then, questionnaire = at_the_time(spec, plan), _questionnaire(name, plan, questionnaires)
        every_scale_is_planned(then, questionnaire)
        people = _people(then, plan, said, rng)
        rows = [row for person, lean in people.items() for row in _told(then, plan, questionnaire, person, lean, rng)]
        rows += _comments(plan, questionnaire, people, np.random.default_rng([seed, 3, number]))
        tables[name] = pd.DataFrame(rows, columns=COLUMNS).assign(round=name, questionnaire=plan.questionnaire)
    return tables


def at_the_time(spec: Specification, plan: RoundPlan) -> Specification:
    """The specification with the latent severities of a further round."""
    now = spec.survey.severity
    severity = {scale: {**now.get(scale, {}), **plan.severity.get(scale, {})} for scale in (*now, *plan.severity)}
    return spec.model_copy(update={"survey": spec.survey.model_copy(update={"severity": severity})})


def truth(
    spec: Specification, questionnaires: Mapping[str, Questionnaire], tables: Mapping[str, pd.DataFrame], main: str
) -> dict[str, Any]:
    """What was planted in each further round: who answered, the mean answers, and how far the main round is from them.

    `changes` holds what differs only, in the unit of the format: scale -> team -> main round less this one; none for another questionnaire.
    """
    found = {}
    for name, plan in spec.survey.further.items():
        then = expected(at_the_time(spec, plan), _questionnaire(name, plan, questionnaires))
        now = expected(spec, questionnaires[main]) if plan.questionnaire == main else {}
        moved = {s: {t: round(now[s][t] - then[s][t], 3) for t in then[s] if now[s][t] != then[s][t]} for s in now}
        people = tables[name].groupby("team")["respondent"].nunique()
        found[name] = {
            "questionnaire": plan.questionnaire,
            "respondents": {team: int(people.get(team, 0)) for team in headcounts(spec)},
            "others": dict(plan.others),
            "choices": {form: dict(weights) for form, weights in plan.choices.items()},
            "comments": {item: len(texts) for item, texts in plan.comments.items()},
            "expected": then,
            "changes": {scale: teams for scale, teams in moved.items() if teams},
        }
    return found


def _told(
    spec: Specification, plan: RoundPlan, questionnaire: Questionnaire, person: Respondent, lean: dict[str, float], rng: Generator
) -> list[tuple[str, ...]]:
    """The rows of one person: every item that is asked after the answers before it, no text, less those left out."""
    given: dict[str, str] = {}
    sections = {item.id: section for section in questionnaire.sections for item in section.items}
    for item in questionnaire.items.values():
        if sections[item.id].optional or ((item.ask_if or sections[item.id].ask_if) and not _asked(questionnaire, person, given, item.id)):
            continue
        said = None
        if isinstance(form := questionnaire.format_of(item.id), Choice):
            said = _chosen(form, plan.choices.get(item.format, {}), rng)
        elif item.id in questionnaire.measured:
            said = answer(spec, questionnaire, item, person, lean, rng)
        given |= {item.id: said} if said else {}
    return [(*person, item, said) for item, said in given.items()]


def _asked(questionnaire: Questionnaire, person: Respondent, given: Mapping[str, str], item: str) -> bool:
    return any(item == one.id for section in questionnaire.asked(person.role, given) for one in section.items)


def _chosen(form: Choice, weights: Mapping[str, float], rng: Generator) -> str:
    """One option, by the planned weights; all alike where none are planned. Raises DemoError for an option that there is not."""
    if unknown := sorted(set(weights) - set(form.options)):
        raise DemoError(f"unknown option '{unknown[0]}'", where="survey.further: choices", expected=f"some of: {', '.join(form.options)}")
    odds = np.array([weights.get(option, 0.0 if weights else 1.0) for option in form.options])
    return form.options[int(rng.choice(len(odds), p=odds / odds.sum()))]


def _comments(plan: RoundPlan, questionnaire: Questionnaire, people: Mapping[Respondent, object], rng: Generator) -> list[tuple[str, ...]]:
    """Each planned comment, written by somebody."""
    rows: list[tuple[str, ...]] = []
    for item, texts in plan.comments.items():
        if item not in questionnaire.items:
            raise DemoError(f"'{item}' is no item of {questionnaire.id}", where="survey.further: comments", expected="an item with a text")
        writers = rng.choice(len(people), len(texts), replace=False)
        rows += [(*list(people)[writer], item, text) for writer, text in zip(writers, texts, strict=True)]
    return rows


def _questionnaire(name: str, plan: RoundPlan, questionnaires: Mapping[str, Questionnaire]) -> Questionnaire:
    if plan.questionnaire not in questionnaires:
        where = f"survey.further.{name}.questionnaire"
        raise DemoError(f"unknown questionnaire '{plan.questionnaire}'", where=where, expected=f"one of: {', '.join(questionnaires)}")
    return questionnaires[plan.questionnaire]


def _people(spec: Specification, plan: RoundPlan, said: Said, rng: Generator) -> dict[Respondent, dict[str, float]]:
    """Who answers, and how far each leans: the people of the main round, the first of a team replaced where the plan says others."""
    found, replaced = {}, dict(plan.others)
    for number, (person, lean) in enumerate(said.leans.items(), start=1):
        new = {scale: float(rng.normal(0, spec.survey.spread)) for scale in spec.survey.severity}
        if replaced.get(person.team, 0):
            replaced[person.team] -= 1
            found[person._replace(name=f"r{len(said.leans) + number:03d}")] = new
        else:
            found[person] = {scale: KEPT * lean.get(scale, x) + float(np.sqrt(1 - KEPT**2)) * x for scale, x in new.items()}
    return found
