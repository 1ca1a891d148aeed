"""What people say: answers -> signals, those of them that may be shown, and the tables of the survey."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from assessment.decisions.assessment import tidy
from assessment.outcome import Outcome, Signal
from assessment.pipeline.inputs import Inputs
from assessment.survey import release, scales


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What people said: all signals, the same as they may be shown, and for which (indicator, team) nothing may be."""

    signals: list[Signal]
    released: list[Signal]
    hidden: frozenset[tuple[str, str]]
    patterns: release.Patterns
    tables: dict[str, pd.DataFrame]
    response: pd.DataFrame  # of the last round of the questionnaire that the verdict rests on; index: team


def hear(inputs: Inputs, rng: np.random.Generator) -> Heard:
    """Signals from answers, as they may be shown and nothing else, and the tables of the survey."""
    answers, questionnaire, organisation = inputs.answers, inputs.questionnaire, inputs.fleet.organisation
    signals = scales.signals(answers, questionnaire, organisation)
    patterns = release.patterns(answers, questionnaire, organisation)
    teams, hidden = _together(signals, inputs, patterns)
    visible = release.released(signals, patterns)
    whole = [s if "" in teams.get(s.measure, {""}) else _withheld(s) for s in visible]
    asked = [questionnaire, *(q for q in inputs.questionnaires if q.id != questionnaire.id)]
    told = release.tables(answers, inputs.texts, asked, organisation, rng)
    told["response"] = _in_order(told["response"], [q.id for q in asked])
    return Heard(
        signals=release.standing_for_all(whole, patterns, organisation),
        released=[s if s.team in teams.get(s.measure, {s.team}) else _withheld(s) for s in visible],
        hidden=hidden,
        patterns=patterns,
        tables={name: tidy(name, table) for name, table in told.items()},
        response=_last(told["response"], questionnaire.id),
    )


def _together(
    signals: Sequence[Signal], inputs: Inputs, patterns: release.Patterns
) -> tuple[dict[str, frozenset[str]], frozenset[tuple[str, str]]]:
    """Measure -> teams of which it may be shown, and (indicator, team) of which nothing may be.

    An indicator combines its measures, so each is shown for a team only where all of them may be.
    """
    asked = {s.measure for s in signals}
    shown: dict[str, frozenset[str]] = {}
    hidden: set[tuple[str, str]] = set()
    for name, indicator in inputs.rubric.all.items():
        measures = [m.id for m in indicator.measures if m.id in asked]
        teams = release.shown_teams(patterns, inputs.fleet.organisation, measures)
        shown |= dict.fromkeys(measures, teams)
        spoke = {s.team for s in signals if s.measure in measures and s.outcome is Outcome.MEASURED}
        hidden |= {(name, team) for team in spoke - teams}
    return shown, frozenset(hidden)


def _withheld(signal: Signal) -> Signal:
    return release.hidden(signal) if signal.outcome is Outcome.MEASURED else signal


def _in_order(response: pd.DataFrame, asked: list[str]) -> pd.DataFrame:
    """The questionnaire that the verdict rests on first, as in the other tables."""
    return response.sort_values("questionnaire", key=lambda ids: ids.map({id: at for at, id in enumerate(asked)}), kind="stable")


def _last(response: pd.DataFrame, questionnaire: str) -> pd.DataFrame:
    """The response of the last round (index: team)."""
    mine = response[response["questionnaire"].isin([questionnaire, ""])]
    newest: pd.DataFrame = mine[mine["round"] == mine["round"].max()]
    return newest.set_index("team")
