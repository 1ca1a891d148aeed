"""How uncertain is one measurement? Draws of its severity, so that uncertainty travels to the verdict.

Reads a signal and its measure in the rubric; returns an array of severities, one per draw.
- Perceived: t-distributed around the estimate, with the standard error of the finite-population predictor (on the log
  scale where the rubric says so).
- Observed, complete scan: no sampling error, one value repeated.
- Observed, partial scan: bootstrap over the repositories read, narrowed by sqrt(1 - n/of), the finite-population
  correction (Cochran 1977, Sampling Techniques, ch. 2), because the unread part is all that is uncertain.
Misleads where the repositories that could not be read differ from those that could.
"""

import numpy as np
import numpy.typing as npt

from assessment.indicators.rubric import Measure
from assessment.outcome import Part, Signal, Source

Floats = npt.NDArray[np.float64]


def severity(values: Floats, measure: Measure) -> Floats:
    """Position of each value between the measure's anchors, clipped to 0..1. Values in the measure's unit."""
    none, severe = measure.none, measure.severe
    if measure.scale == "log":
        values = np.log(np.maximum(values, 1e-9))
        none, severe = np.log(none), np.log(severe)
    return np.clip((values - none) / (severe - none), 0.0, 1.0)


def draw(signal: Signal, measure: Measure, size: int, rng: np.random.Generator) -> Floats:
    """`size` severities of a measured signal. ValueError when the signal was not measured."""
    if signal.value is None:
        raise ValueError(f"{signal.measure}: {signal.outcome}, nothing to draw")
    return severity(_values(signal, measure, size, rng), measure)


def _values(signal: Signal, measure: Measure, size: int, rng: np.random.Generator) -> Floats:
    value = float(signal.value or 0.0)
    if signal.source is Source.PERCEIVED:
        noise = signal.spread * (rng.standard_t(signal.df, size) if np.isfinite(signal.df) and signal.df > 0 else rng.standard_normal(size))
        return np.asarray(value * np.exp(noise) if measure.scale == "log" else value + noise, dtype=np.float64)
    unread = 1 - signal.coverage if signal.of else 0.0
    if unread <= 0 or len(signal.parts) < 2:
        return np.full(size, value)
    resampled = _bootstrap(signal.parts, measure.statistic, size, rng)
    return np.asarray(value + (resampled - value) * np.sqrt(unread), dtype=np.float64)


def _bootstrap(parts: tuple[Part, ...], statistic: str, size: int, rng: np.random.Generator) -> Floats:
    values = np.array([part.value for part in parts])
    weights = np.array([part.weight for part in parts])
    chosen = rng.integers(0, len(parts), (size, len(parts)))
    if statistic == "median":
        return np.asarray(np.median(values[chosen], axis=1), dtype=np.float64)
    total = weights[chosen].sum(axis=1)
    sums = (values * weights)[chosen].sum(axis=1)
    return np.asarray(np.divide(sums, total, out=np.zeros(size), where=total > 0), dtype=np.float64)
