"""From signals to indicators: how severe is each of the four, per team and for the organisation?

Reads signals and the rubric; returns draws of severity with coverage and n. A team's indicator is the weighted mean of
what was measured there. The organisation's is the same mean taken over measures, each first averaged over teams by
headcount, plus the measures that exist only between teams. The weights are uncertain: one Dirichlet draw per measure,
shared by all teams, so that teams stay comparable within a draw.
Misleads where a team's measures come from few of its repositories: read the coverage beside the value.
Source: the shape follows stochastic multicriteria acceptability analysis (Lahdelma & Salminen 2001), with weights
centred on the stated ones instead of uniform.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assessment.indicators.draws import Floats, draw
from assessment.indicators.rubric import Indicator, Measure, Rubric
from assessment.outcome import Outcome, Signal, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Severity:
    """Severity of one indicator for one team (`team=""`: the organisation). `draws` is None below the minimum coverage."""

    indicator: str
    team: str
    draws: Floats | None
    coverage: float
    answers: int
    repositories: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Everything measured, as joint draws: signals and severities by (measure, team), weights by measure."""

    rubric: Rubric
    signals: Mapping[tuple[str, str], Signal]
    draws: Mapping[tuple[str, str], Floats]
    weights: Mapping[str, Floats]

    def without(self, measure: str) -> "Drawn":
        """The same draws as if one measure had never been taken."""
        return replace(self, draws={key: value for key, value in self.draws.items() if key[0] != measure})

    def only(self, source: Source) -> "Drawn":
        """The same draws with one wing of the evidence alone; coverage is then counted within that wing."""
        draws = {key: value for key, value in self.draws.items() if self.signals[key].source is source}
        return replace(self, rubric=self.rubric.only(source), draws=draws)


def drawn(signals: Iterable[Signal], rubric: Rubric, size: int, rng: np.random.Generator) -> Drawn:
    """Joint severity draws of every signal that the rubric knows."""
    measures = {m.id: m for indicator in rubric.all.values() for m in indicator.measures}
    known = {(s.measure, s.team): s for s in signals if s.measure in measures}
    draws = {key: draw(s, measures[s.measure], size, rng) for key, s in known.items() if s.outcome is Outcome.MEASURED}
    weights = {name: w for indicator in rubric.all.values() for name, w in _weights(indicator, rubric.concentration, size, rng).items()}
    return Drawn(rubric=rubric, signals=known, draws=draws, weights=weights)


def _weights(indicator: Indicator, concentration: float, size: int, rng: np.random.Generator) -> dict[str, Floats]:
    stated = np.array([m.weight for m in indicator.measures])
    share = rng.dirichlet(concentration * stated / stated.sum(), size)
    return {m.id: share[:, i] for i, m in enumerate(indicator.measures)}


def for_team(name: str, team: str, evidence: Drawn) -> Severity:
    """One indicator for one team, from the measures that exist per team."""
    sides = [_own(measure, team, evidence) for measure in evidence.rubric.all[name].measures if not measure.between_teams]
    return _mean(name, team, [side for side in sides if side is not None], evidence)


def for_organisation(name: str, headcounts: Mapping[str, int], evidence: Drawn) -> Severity:
    """One indicator for the organisation: per measure over teams by headcount, then over measures."""
    measures = evidence.rubric.all[name].measures
    sides = [_own(m, "", evidence) if m.between_teams else _over_teams(m, headcounts, evidence) for m in measures]
    return _mean(name, "", [side for side in sides if side is not None], evidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One measure on its way into the mean: its draws (None: no evidence), coverage and n."""

    measure: Measure
    draws: Floats | None = None
    coverage: float = 0.0
    n: int = 0


def _own(measure: Measure, team: str, evidence: Drawn) -> _Side | None:
    signal = evidence.signals.get((measure.id, team))
    if signal is not None and signal.outcome is Outcome.NOT_APPLICABLE:
        return None  # leaves the denominator
    draws = evidence.draws.get((measure.id, team))
    if signal is None or draws is None:
        return _Side(measure=measure)
    return _Side(measure=measure, draws=draws, coverage=signal.coverage, n=signal.n)


def _over_teams(measure: Measure, headcounts: Mapping[str, int], evidence: Drawn) -> _Side | None:
    sides = {team: _own(measure, team, evidence) for team in headcounts}
    applicable = {team: side for team, side in sides.items() if side is not None}
    if not applicable:
        return None
    measured = {team: side for team, side in applicable.items() if side.draws is not None}
    if not measured:
        return _Side(measure=measure)
    total = sum(headcounts[team] for team in measured)
    mean = np.sum([headcounts[team] / total * side.draws for team, side in measured.items() if side.draws is not None], axis=0)
    covered = sum(headcounts[team] * side.coverage for team, side in measured.items())
    people = sum(headcounts[team] for team in applicable)
    return _Side(measure=measure, draws=mean, coverage=covered / people, n=sum(side.n for side in measured.values()))


def _mean(name: str, team: str, sides: Sequence[_Side], evidence: Drawn) -> Severity:
    stated = sum(side.measure.weight for side in sides)
    coverage = sum(side.measure.weight * side.coverage for side in sides) / stated if stated else 0.0
    seen = [(evidence.weights[side.measure.id], side.draws, side) for side in sides if side.draws is not None]
    draws = None
    if seen and coverage >= evidence.rubric.minimum_coverage:
        draws = np.sum([w * d for w, d, _ in seen], axis=0) / np.sum([w for w, _, _ in seen], axis=0)
    n = {source: max((s.n for _, _, s in seen if s.measure.source is source), default=0) for source in Source}
    return Severity(indicator=name, team=team, draws=draws, coverage=coverage, answers=n[Source.PERCEIVED], repositories=n[Source.OBSERVED])
