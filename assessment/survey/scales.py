"""What do people say, team by team? One signal a scale and team, and one for the organisation.

Takes the answers (columns: `answers.COLUMNS`), the questionnaire and the organisation; returns perceived signals, named by the
`measure` of each scale. Reduce, then reverse, then count: a person's value is the mean of the items answered, reversed ones turned
round by the declared range, if at least the scale's minimum was answered; a team's value is the predicted mean of all its
members (`psychometrics/predictor.py`). On a log scale (days) the value is a geometric mean and `spread` is on the natural log.

The signals feed the organisation's estimate and are NOT suppressed: what may be shown is for `release.py` to say. Values are
rounded to two decimals, because a trace of every team is in the prediction of every other and must not be solved for.
They misread a team whose silent members think differently; see `predictor.py`.
"""

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from assessment.model import Organisation
from assessment.outcome import Evidence, Outcome, Signal, Source
from assessment.survey.psychometrics.predictor import Estimate, organisation_mean, team_means
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.questionnaire.formats import Labels
from assessment.survey.questionnaire.items import Scale
from assessment.survey.questionnaire.readings import ANSWERED, NOT_APPLICABLE
from assessment.survey.rounds import current

DECIMALS = 2


class Said(NamedTuple):
    """People who said a scale does not apply to them, of all who gave any answer to it."""

    no: int
    asked: int


class People(NamedTuple):
    """Who stands behind a scale: `values` (columns: respondent, team, value; ln where the scale is logarithmic) and, by team,
    the people who said it does not apply to them and all who gave any answer to it."""

    values: pd.DataFrame
    not_applicable: pd.Series
    asked: pd.Series


def signals(answers: pd.DataFrame, questionnaire: Questionnaire, organisation: Organisation) -> list[Signal]:
    """One signal for every scale and team, and one with team '' for the organisation (teams weighted by headcount).

    `n` of `of` people: members who answered enough of the scale, of all members less those who said it does not apply (where at least
    the organisation's k of a team did). Outcomes: not applicable where everyone who answered said so; unavailable where nobody
    answered, or one person alone. The scales of an optional section that nobody answered were not asked and give none.
    """
    kept = current(answers, questionnaire, organisation).answers
    asked = questionnaire.offered(questionnaire.switched_on(set(kept["item"]))).items
    scales = [scale for scale in questionnaire.scales if not asked.keys().isdisjoint(scale.keys)]
    return [signal for scale in scales for signal in _of_scale(scale, kept, questionnaire, organisation)]


def people(scale: Scale, answers: pd.DataFrame, questionnaire: Questionnaire) -> People:
    """The people behind one scale, of the answers that count."""
    rows = answers[answers["item"].isin(list(scale.keys))]
    reverse = rows["item"].map(scale.keys) < 0
    form = questionnaire.range_of(next(iter(scale.keys)))  # all items of a scale have the same range
    value = rows["value"].where(~reverse, form.low + form.high - rows["value"])
    value = np.log(value) if scale.spacing == "log" else value
    said = rows.assign(value=value, answered=rows["state"] == ANSWERED, no=rows["state"] == NOT_APPLICABLE)
    each = said.groupby(["respondent", "team"], sort=False).agg({"value": "mean", "answered": "sum", "no": "all"}).reset_index()
    values = each.loc[each["answered"] >= scale.minimum, ["respondent", "team", "value"]]
    return People(values, each.loc[each["no"], "team"].value_counts(), each["team"].value_counts())


def rounding(scale: Scale, questionnaire: Questionnaire) -> float:
    """Variance that answering by labels hides in a person's value: width^2 / 12 a label (Sheppard), less with every item averaged."""
    form = questionnaire.range_of(next(iter(scale.keys)))
    if not isinstance(form, Labels):
        return 0.0
    values = np.sort(list(form.labels.values()))
    width = np.diff(np.log(values) if scale.spacing == "log" else values).min()
    return float(width**2 / 12 / len(scale.keys))


def _of_scale(scale: Scale, answers: pd.DataFrame, questionnaire: Questionnaire, organisation: Organisation) -> list[Signal]:
    """The signals of one scale, teams first, the organisation last."""
    behind = people(scale, answers, questionnaire)
    headcounts = {team.name: team.headcount for team in organisation.teams}
    no = {team: int(behind.not_applicable.get(team, 0)) for team in headcounts}
    told = {team: n if n >= organisation.survey.k else 0 for team, n in no.items()}  # `of` and notes are shown: no number about few
    least = rounding(scale, questionnaire)
    means = team_means(behind.values, {team: max(h - no[team], 0) for team, h in headcounts.items()}, least_variance=least)
    whole = organisation_mean(behind.values, headcounts, least_variance=least)
    blank = Signal(
        measure=scale.measure,
        outcome=Outcome.UNAVAILABLE,
        source=Source.PERCEIVED,
        unit=questionnaire.range_of(next(iter(scale.keys))).unit,
        evidence=_evidence(scale, questionnaire),
    )
    log = scale.spacing == "log"
    asked = behind.asked.to_dict()
    found = {team: Estimate(*rest) for team, *rest in means[["team", "mean", "spread", "df", "n", "headcount"]].itertuples(index=False)}
    teams = [
        _signal(
            replace(blank, team=team),
            estimate._replace(of=max(headcounts[team] - told[team], estimate.n)),
            Said(no[team], asked.get(team, 0)),
            log=log,
        )
        for team, estimate in found.items()
    ]
    everybody = whole._replace(of=max(whole.of - sum(told.values()), whole.n))
    if any(told.values()):
        blank = replace(
            blank, note=f"{sum(told.values())} said not applicable, counted in teams where at least {organisation.survey.k} did"
        )
    return [*teams, _signal(blank, everybody, Said(sum(no.values()), int(behind.asked.sum())), log=log)]


def _signal(blank: Signal, estimate: Estimate, said: Said, *, log: bool) -> Signal:
    """A signal filled with an estimate, or with the reason why there is none."""
    signal = replace(blank, n=int(estimate.n), of=int(estimate.of))
    if said.no and said.no == said.asked:
        return replace(signal, outcome=Outcome.NOT_APPLICABLE)
    if not estimate.n:
        why = "nobody answered enough of it" if said.asked else "nobody answered"
        return replace(signal, note=f"{why}; {signal.note}" if signal.note else why)
    if math.isnan(estimate.spread):
        return replace(signal, note="one answer in the whole organisation: how far people differ cannot be known")
    value = math.exp(estimate.value) if log else estimate.value
    return replace(signal, outcome=Outcome.MEASURED, value=round(value, DECIMALS), spread=float(estimate.spread), df=float(estimate.df))


def _evidence(scale: Scale, questionnaire: Questionnaire) -> tuple[Evidence, ...]:
    """The items with their wording; no numbers, because evidence is shown as it is."""
    return tuple(
        Evidence(note=f"item {item} v{questionnaire.items[item].version}{', reversed' if key < 0 else ''}: {questionnaire.wordings[item]}")
        for item, key in scale.keys.items()
    )
