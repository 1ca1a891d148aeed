"""Is the bottleneck structural? P(at least two of the four indicators resonate), from joint draws.

Reads severities; returns probabilities. Indicators without a value are left open: the probability is then an interval
from "none of the open ones resonates" to "all of them do". Independence is not assumed: all indicators come from the same draws.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assessment.indicators.severities import Severity

NEEDED = 2  # of the four


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """P(resonates) by indicator (None: no value), and bounds of P(at least two of four)."""

    resonates: dict[str, float | None]
    low: float
    high: float

    @property
    def probability(self) -> float | None:
        """P(at least two of four) when no indicator is open, else None."""
        return self.low if self.low == self.high else None

    def says(self, structural: float) -> bool | None:
        """True: structural. False: not. None: in between, or too little is known."""
        if self.low >= structural:
            return True
        return False if self.high <= 1 - structural else None


def structure(severities: Sequence[Severity], threshold: float) -> Structure:
    """Resonance of each of the four for the organisation, and how likely two or more do."""
    hits = {s.indicator: None if s.draws is None else s.draws >= threshold for s in severities}
    known = [h for h in hits.values() if h is not None]
    unknown = len(hits) - len(known)
    counts = np.sum(known, axis=0) if known else np.zeros(1)
    return Structure(
        resonates={name: None if h is None else float(np.mean(h)) for name, h in hits.items()},
        low=float(np.mean(counts >= NEEDED)),
        high=float(np.mean(counts + unknown >= NEEDED)),
    )
