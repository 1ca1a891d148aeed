"""The perceived signals as everyone may see them, and for which teams: what the assessment is made of.

Takes the signals of `scales.signals` and what may be shown; returns them with the published values in place of the exact ones, or
`hidden`. The organisation's numbers are made of these too, so that nothing downstream knows more than what is shown.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from assessment.model import Organisation
from assessment.outcome import Outcome, Signal
from assessment.privacy.suppression import Release
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.release.estimates import Estimates, estimates
from assessment.survey.release.means import Published, last, rounds

HIDDEN = "hidden: too few answers to protect who gave them"
DECIMALS = 2


class Patterns(NamedTuple):
    """What may be shown of the last round: by measure of a scale, by item, and by measure whether people said anything to it at all;
    and the means that are."""

    measures: dict[str, Release]
    items: dict[str, Release]
    asked: dict[str, Release]
    published: Published


def patterns(answers: pd.DataFrame, questionnaire: Questionnaire, organisation: Organisation) -> Patterns:
    """What may be shown of every measure and of every item (index of `Release.shown`: team), in the last round of `answers`."""
    found = last(rounds(answers, questionnaire, organisation))
    pattern, index = found.pattern, list(found.heard.teams)
    of_items = {
        item: Release(pd.Series(pattern.items[:, at], index=index), bool(pattern.total[at])) for at, item in enumerate(found.heard.items)
    }
    measures = {scale.measure: pattern.scales[scale.id] for scale in questionnaire.scales}
    return Patterns(measures, of_items, {scale.measure: pattern.asked[scale.id] for scale in questionnaire.scales}, found)


def shown_teams(found: Patterns, organisation: Organisation, measures: Iterable[str] | None = None) -> frozenset[str]:
    """Teams for which a number made of all the measures named (None: of all) may be shown; '' among them if their total may.

    A combination is shown only where each of its parts is, so that it tells nothing that its parts do not.
    """
    wanted = [found.measures[m] for m in (found.measures if measures is None else measures)]
    teams = {team for team in organisation.team_names if all(release.shown[team] for release in wanted)}
    return frozenset(teams | ({""} if all(release.total_shown for release in wanted) else set()))


def released(signals: Iterable[Signal], found: Patterns) -> list[Signal]:
    """The signals of `scales.signals` as everyone may see them: with the published value, or `hidden`.

    That nobody in a small team found a question applicable is an answer too, so an outcome without a value is hidden alike.
    """
    scales = {scale.measure: scale for scale in found.published.heard.questionnaire.scales}
    made = {measure: (estimates(found.published, scale), scale.spacing == "log") for measure, scale in scales.items()}
    row = {team: at for at, team in enumerate((*found.published.heard.teams, ""))}
    return [_visible(s, found, row[s.team], *made[s.measure]) for s in signals]


def _visible(signal: Signal, found: Patterns, row: int, made: Estimates, log: bool) -> Signal:
    measured = signal.outcome is Outcome.MEASURED
    release = (found.measures if measured else found.asked)[signal.measure]
    if not (release.shown[signal.team] if signal.team else release.total_shown):
        return hidden(signal)
    if not measured:
        return signal
    value = np.exp(made.value[row]) if log else made.value[row]
    n = int(made.told[row])
    return replace(
        signal, value=round(float(value), DECIMALS), spread=float(made.spread[row]), df=float(made.df), n=n, of=max(signal.of, n)
    )


def standing_for_all(signals: Iterable[Signal], found: Patterns, organisation: Organisation) -> list[Signal]:
    """For the organisation's estimate alone: where only the number over everybody may be shown, every team stands in with that.

    Each gets the share of the answers of its headcount, and so wide an error that their weighted mean has the error of the whole.
    """
    signals = list(signals)
    whole = {s.measure: s for s in signals if not s.team and s.outcome is Outcome.MEASURED}
    alone = {m for m, release in found.measures.items() if release.total_shown and not release.shown.any()}
    weights = {team.name: team.headcount for team in organisation.teams}
    total = sum(weights.values())
    wider = total / sum(w**2 for w in weights.values()) ** 0.5

    def stood_in(signal: Signal) -> Signal:
        everybody = whole.get(signal.measure)
        if everybody is None or not signal.team or signal.measure not in alone:
            return signal
        n = round(everybody.n * weights[signal.team] / total)
        return replace(everybody, team=signal.team, n=n, of=max(weights[signal.team], n), spread=everybody.spread * wider)

    return [stood_in(signal) for signal in signals]


def hidden(signal: Signal) -> Signal:
    """The signal as everyone may see it where it may not be shown: nothing but that."""
    return replace(signal, outcome=Outcome.UNAVAILABLE, value=None, n=0, of=0, spread=0.0, df=float("inf"), note=HIDDEN)
